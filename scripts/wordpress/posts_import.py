"""Writing the posts of an export as pages: each is new, changed in the export, here already, or edited here and left.

Their texts wait in a file that has no name until all addresses are known; what is not to be published never gets there.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import quote, urljoin

from scripts.comments.archive import front_matter
from scripts.common.addresses import built_path
from scripts.common.old_addresses import TABLE
from scripts.content.front_matter import page_files
from scripts.wordpress import site_pages
from scripts.wordpress.archives import text_of
from scripts.wordpress.fetching import Fetcher
from scripts.wordpress.markdown import converted, rendered
from scripts.wordpress.media import FOLDER, Media
from scripts.wordpress.old_site import BY_YEAR, HEADING, TAGS, OldSite, host_of
from scripts.wordpress.post_html import with_footnotes
from scripts.wordpress.posts import DRAFTS, HIDDEN, RECORD, Remembered, digest_of, places, reason_of
from scripts.wordpress.report import Account, Look
from scripts.wordpress.saved_pages import SavedPages
from scripts.wordpress.wxr import Post

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from scripts.wordpress.archives import Archives
    from scripts.wordpress.importing import Options
    from scripts.wordpress.report import Report
    from scripts.wordpress.wxr import Export

_IN_A_LIST: Final = re.compile(rf"(?<=: )({re.escape(TAGS)}|{re.escape(BY_YEAR)})#\S+$", re.MULTILINE)
_ADDRESSES_HEAD: Final = "\n# From a blog; written by the import\n"


class Posts:
    """The posts of an export, and the pages that they have or get.

    Attributes:
        files: what was loaded up.
        left_out: the posts that do not become pages, and why.
        names: the others, each with the name by which it is known again.
        headings: the places in each of these that other pages may link to.
        pages: the path of the page of each, and why nothing is written there; None if it is.
    """

    def __init__(self, texts: IO[bytes], types: Collection[str], *, drafts: bool) -> None:
        """Begin; texts wait in the file, the other arguments are those of `importing.import_export`."""
        self._texts, self._types, self._drafts = texts, types, drafts
        self._where: dict[Post, tuple[int, int]] = {}
        self._seen: dict[str, list[str]] = defaultdict(list)
        self.files: list[Post] = []
        self.left_out: list[tuple[Post, str]] = []
        self.names: dict[Post, str] = {}
        self.headings: dict[Post, frozenset[str]] = {}
        self.pages: dict[Post, tuple[str, str | None]] = {}

    def add(self, post: Post) -> None:
        """Take a post; of one that is not published the text goes at once."""
        reason = reason_of(post, self._types, drafts=self._drafts)
        if post.type == "attachment" and not post.damage:
            self.files.append(post)
        elif reason or not (name := self._name(post)):
            self.left_out.append((post, reason or "duplicate"))
        else:
            post.text = with_footnotes(post.text, post.meta.get("footnotes", ""))
            data = post.text.encode("utf-8", "surrogatepass")
            self.names[post], self._where[post] = name, (self._texts.tell(), len(data))
            self.headings[post] = frozenset(HEADING.findall(post.text))
            self._texts.write(data)
        post.text = ""

    def _name(self, post: Post) -> str:
        """Name a post so that it is known again; empty if it is here already.

        Some blogs gave one permanent name, and even one number, to several posts.
        """
        name, words = f"{post.key} {post.id}".strip(), digest_of(f"{post.title}\0{post.slug}\0{post.text}")
        seen = self._seen[name]
        if words in seen:
            return ""
        seen.append(words)
        return f"{name} #{len(seen)}" if len(seen) > 1 else name

    def whole(self, post: Post) -> Post:
        """Give a post with its text."""
        start, length = self._where[post]
        self._texts.seek(start)
        return replace(post, text=self._texts.read(length).decode("utf-8", "surrogatepass"))

    def place(self, docs: Path, record: Remembered, standing: Callable[[Post], str | None]) -> dict[Post, str]:
        """Give each post its page.

        Args:
            docs: the folder of the pages.
            record: what earlier imports wrote.
            standing: names the page that a keeper wrote for a post, if there is one.

        Returns:
            The pages that are here, or will be.
        """
        self.pages = places(docs, record, standing, self.names)
        return {post: page for post, (page, why) in self.pages.items() if why != "removed"}


@dataclass
class Writing:
    """Writes pages, pictures, lists and old addresses.

    Attributes:
        docs: the folder of the pages.
        record: what earlier imports wrote.
        posts: the posts.
        export: what the export says of the whole blog.
        archives: the archives of comments, and the table of old addresses as it stands.
        options: what the keeper chose.
        write: writes a file: its path from the folder of the pages, and its text, or the file to copy.
        report: is told what became of all.
    """

    docs: Path
    record: Remembered
    posts: Posts
    export: Export
    archives: Archives
    options: Options
    write: Callable[[str, str | Path], None]
    report: Report
    _old: OldSite = field(init=False)
    _media: Media = field(init=False)
    _neighbours: Mapping[str, list[dict[str, str]]] = field(init=False)
    _saved: SavedPages | None = None

    def run(self, pages: Mapping[Post, str]) -> None:
        """Do the work; `pages` are those that are here, or will be."""
        written = {post: page for post, (page, reason) in self.posts.pages.items() if not reason}
        # What is not published has no address, and stands in no list.
        shown = {post: page for post, page in pages.items() if not page.startswith(f"{DRAFTS}/")}
        new = {post: page for post, page in written.items() if post in shown}
        listed = new | self._of_other_exports({page for page, _ in self.posts.pages.values()})
        self._neighbours = site_pages.neighbours(listed)
        public = self._learn(shown, listed)
        if self.options.saved:
            self._saved = SavedPages(self.options.saved, self._old, next(iter(self.export.homes), ""), new.values())
        self.report.accounts += [Account.of(post, self._page(post, page), page) for post, page in written.items()]
        self.report.accounts += [Account.of(post, why, page) for post, (page, why) in self.posts.pages.items() if why]
        self.report.accounts += [Account.of(post, reason) for post, reason in self.posts.left_out]
        if self._saved:
            self.report.looks += [Look(page, 1, what) for page, what in self._saved.findings()]
        self._pictures(public)
        lists = site_pages.lists(listed)
        for page, text in lists.items():
            self._put(f"list {page}", page, text)
        self.report.nav = site_pages.proposal(listed, lists)
        self._addresses([*written.values(), *lists])
        if text := self.record.changed():
            self._write(RECORD, text)

    def _of_other_exports(self, here: set[str]) -> dict[Post, str]:
        """Give what the lists say of pages that came before, for a blog may be exported in parts."""
        found: dict[Post, str] = {}
        before = {page for key, (page, _) in self.record.pages.items() if not key.startswith("list ")}
        for page in sorted(before - here):
            if (self.docs / page).is_file() and not page.startswith(f"{DRAFTS}/"):
                head = front_matter(text_of(self.docs / page))
                kind, date = "post" if head.get("kind") == "article" else "page", str(head.get("date") or "")
                terms = [("category", str(tag), str(tag)) for tag in head.get("tags") or ()]
                found[Post(0, title=str(head.get("title") or ""), date=date, type=kind, terms=terms)] = page
        return found

    def _learn(self, pages: Mapping[Post, str], listed: Mapping[Post, str]) -> list[Post]:
        """Learn where old addresses lead, and what there is of pictures; give the files that may be seen."""
        self._old = OldSite(self.export.homes, self.posts.names, self.archives.place_of)
        hidden = {post.id for post, reason in self.posts.left_out if reason in HIDDEN}
        public = [file for file in self.posts.files if file.parent not in hidden and not file.password]
        # What was copied once is here without the copy, too.
        self._media = Media(self.options.uploads or self.docs / FOLDER, public, self._old.hosts)
        if self.options.fetch:
            self._media.fetch = Fetcher({host_of(home) for home in self.export.homes} - {""}, self.options.fetch)
        for post, page in pages.items():
            self._old.add(post, page, frozenset() if self.posts.pages[post][1] else self.posts.headings[post])
        by_id = {post.id: page for post, page in pages.items() if post.id}
        for file in public:
            if file.parent in by_id:
                self._old.add(file, by_id[file.parent])
        self._old.years = {day[:4] for day, _, _ in site_pages.articles_of(listed) if day}
        self._old.terms = {slug: name for post in listed for slug, name in site_pages.terms_of(post)}
        return public

    def _write(self, path: str, content: str | Path) -> None:
        self.write(path, content)
        self.report.files.append(path)

    def _page(self, post: Post, page: str) -> str:
        """Write a page, if that is to be; say what became of it."""
        whole, media = self.posts.whole(post), self._media
        dead: dict[str, str] = {}
        link = self._old.link(page, whole, media, dead.setdefault)
        attached = media.attached(post.id) if "[gallery" in whole.text else ()
        done = converted(whole.text, link, lambda address: media.picture(urljoin(post.link, address), page), attached)
        author, related = self.export.names.get(post.creator, ""), self._neighbours.get(page, ())
        text = site_pages.page_text(site_pages.front_matter_of(whole, author, related), done.body)
        above = text.count("\n", 0, len(text) - len(done.body.rstrip())) if done.body.strip() else 0
        looks = [(above + line, what) for line, what in done.findings]
        # Of a picture that is not at hand it is said already.
        for address, why in dead.items():
            if not any(f"“{address}”" in look for _, look in looks):
                at = max(text.find(address), text.find(quote(address, safe="!$&+,/:;=?@#~-._%")), 0)
                what = f"The file {address} {why}." if why else f"The link to {address} leads to nothing that is kept."
                looks.append((text.count("\n", 0, at) + 1, what))
        if self._saved:
            self._saved.compare(page, rendered(f"# {site_pages.title_of(post)}\n\n{done.body}"))
        self.report.looks += [Look(page, *look) for look in sorted(looks, key=itemgetter(0))]
        self.report.blocks += done.blocks
        self.report.kept_html += done.kept_html
        return self._put(self.posts.names[post], page, text)

    def _put(self, key: str, page: str, text: str) -> str:
        """Write a page, but for one that is the same, was edited here, or was taken out; say which."""
        path, known = self.docs / page, self.record.pages.get(key)
        standing = text_of(path) if path.is_file() else None
        if standing is None and known:
            return "removed"
        if standing == text and known:
            return "already here"
        if standing is not None and (known is None or digest_of(standing) != known[1]):
            return "edited here"
        self.record.pages[key] = page, digest_of(text)
        self._write(page, text)
        return "new" if standing is None else "changed"

    def _pictures(self, public: Collection[Post]) -> None:
        """Copy the pictures that are not here, and say what became of each that the export names."""
        shown, self._media.fetch = dict(self._media.copies), None
        for path, file in sorted(shown.items()):
            if not (self.docs / path).exists():
                self._write(path, file)
        for post in self.posts.files:
            found = self._media.file(f"?attachment_id={post.id}", "a.md") if post in public else ""
            reason = "hidden" if post not in public else "not_shown" if found else "not_at_hand"
            self.report.accounts.append(Account.of(post, "on a page" if found in shown else reason))

    def _addresses(self, pages: Iterable[str]) -> None:
        """Put the old addresses into the table, each once."""
        path, known = self.docs / TABLE, {entry.from_: entry.files.values() for entry in self.archives.table}
        names = [file.relative_to(self.docs).as_posix() for file in page_files(self.docs)]
        files = [*map(built_path, [*names, *pages]), *itertools.chain.from_iterable(known.values())]
        new = []
        for entry in self._old.entries(files, self.export.parents):
            if entry.from_ not in known and entry.from_ not in self.record.addresses:
                self.record.addresses[entry.from_] = None
                new.append(f"- from: {entry.from_}\n  to: {entry.to}\n")
        self.report.addresses = len(new)
        standing = text_of(path) if path.exists() else ""
        lists = {place for _, place in self._old.of_lists(self.export.parents)}
        # A topic or a year that is no more leads to the list that it was in.
        kept = _IN_A_LIST.sub(lambda to: to[0] if to[0] in lists else to[1], standing)
        if new or kept != standing:
            added = f"\n{_ADDRESSES_HEAD}{''.join(new)}" if new else "\n"
            self._write(TABLE.as_posix(), f"{kept.rstrip()}{added}".lstrip("\n"))
