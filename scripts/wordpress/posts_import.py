"""Writing the posts of an export as pages: new, changed in the export, here already, or edited here and left."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from scripts.comments.archive import front_matter
from scripts.common.addresses import built_path
from scripts.common.old_addresses import TABLE
from scripts.content.front_matter import page_files
from scripts.wordpress import site_pages
from scripts.wordpress.archives import page_text, text_of
from scripts.wordpress.markdown import converted, rendered
from scripts.wordpress.old_site import BY_YEAR, TAGS, OldSite, host_of
from scripts.wordpress.posts import DRAFTS, HIDDEN, RECORD, Posts, Remembered, digest_of
from scripts.wordpress.report import Account, Look
from scripts.wordpress.saved_pages import SavedPages
from scripts.wordpress.uploads import FOLDER, Fetcher, Media
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

    def run(self) -> None:
        """Do the work."""
        # What is not published has no address, and stands in no list.
        shown = [post for post in self.posts.all if post.why != "removed" and _is_public(post.page)]
        new = [post for post in shown if not post.why]
        listed = new + self._of_other_exports()
        self._neighbours = site_pages.neighbours(listed)
        public = self._learn(shown, listed)
        if self.options.saved:
            home = next(iter(self.export.homes), "")
            self._saved = SavedPages(self.options.saved, self._old, home, [post.page for post in new])
        for post in self.posts.all:
            self.report.accounts.append(Account.of(post, post.why or self._page(post)))
        if self._saved:
            self.report.looks += [Look(page, 1, what) for page, what in self._saved.findings()]
        self._pictures(public)
        lists = site_pages.lists(listed)
        for page, text in lists.items():
            self._put(f"list {page}", page, text)
        self.report.nav = site_pages.proposal(listed, lists)
        self._addresses([*(post.page for post in self.posts.all if not post.why), *lists])
        if text := self.record.changed():
            self.write(RECORD, text)

    def _of_other_exports(self) -> list[Post]:
        """Give what the lists say of pages that came before, for a blog may be exported in parts."""
        found: list[Post] = []
        before = {page for key, (page, _) in self.record.pages.items() if not key.startswith("list ")}
        for page in sorted(before - {post.page for post in self.posts.all}):
            if (self.docs / page).is_file() and _is_public(page):
                head = front_matter(text_of(self.docs / page))
                kind, date = "post" if head.get("kind") == "article" else "page", str(head.get("date") or "")
                terms = [("category", str(tag), str(tag)) for tag in head.get("tags") or ()]
                title = str(head.get("title") or "")
                found.append(Post(0, title=title, date=date, type=kind, terms=terms, page=page))
        return found

    def _learn(self, shown: Iterable[Post], listed: Iterable[Post]) -> list[Post]:
        """Learn where old addresses lead, and what there is of pictures; give the files that may be seen."""
        self._old = OldSite(self.export.homes, [post for post in self.posts.all if post.page], self.archives.place_of)
        hidden = {post.id for post in self.posts.all if post.why in HIDDEN}
        public = [file for file in self.posts.files if file.parent not in hidden and not file.password]
        # What was copied once is here without the copy, too.
        self._media = Media(self.options.uploads or self.docs / FOLDER, public, self._old.hosts)
        if self.options.fetch:
            self._media.fetch = Fetcher({host_of(home) for home in self.export.homes} - {""}, self.options.fetch)
        by_id = {post.id: post.page for post in shown if post.id}
        for post in shown:
            self._old.add(post)
        for file in public:
            file.page = by_id.get(file.parent, "")
            if file.page:
                self._old.add(file)
        self._old.years = {day[:4] for day, _, _ in site_pages.articles_of(listed) if day}
        self._old.terms = {slug: name for post in listed for slug, name in site_pages.terms_of(post)}
        return public

    def _page(self, post: Post) -> str:
        """Write a page, if that is to be; say what became of it."""
        page, whole, media = post.page, self.posts.whole(post), self._media
        attached = media.attached(post.id) if "[gallery" in whole.text else ()
        link, picture = self._old.link(whole, media), lambda address: media.picture(urljoin(post.link, address), page)
        done = converted(whole.text, link, picture, attached)
        author, related = self.export.names.get(post.creator, ""), self._neighbours.get(page, ())
        head = site_pages.front_matter_of(whole, author, related)
        text = page_text(head, site_pages.as_text(head["title"]), done.body)
        above = text.count("\n", 0, len(text) - len(done.body.rstrip())) if done.body.strip() else 0
        if self._saved:
            self._saved.compare(page, rendered(f"# {site_pages.title_of(post)}\n\n{done.body}"))
        self.report.looks += [Look(page, above + line, what) for line, what in done.findings]
        self.report.blocks += done.blocks
        self.report.kept_html += done.kept_html
        return self._put(post.record, page, text)

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
        self.write(page, text)
        return "new" if standing is None else "changed"

    def _pictures(self, public: Collection[Post]) -> None:
        """Copy the pictures that are not here, and say what became of each that the export names."""
        shown, self._media.fetch = dict(self._media.copies), None
        for path, file in sorted(shown.items()):
            if not (self.docs / path).exists():
                self.write(path, file)
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
            self.write(TABLE.as_posix(), f"{kept.rstrip()}{added}".lstrip("\n"))


def _is_public(page: str) -> bool:
    return bool(page) and not page.startswith(f"{DRAFTS}/")
