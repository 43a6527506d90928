"""Writing the posts of an export as pages: new, changed in the export, here already, or edited here and left.

With them go the lists of all articles, the old addresses, and what belongs into mkdocs.yml.
"""

import datetime as dt
import html
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urljoin

import yaml

from scripts.comments.archive import front_matter
from scripts.common.addresses import built_path
from scripts.common.dates import date_in_words
from scripts.common.old_addresses import TABLE, OldAddress
from scripts.common.partials import filled
from scripts.content.front_matter import page_files
from scripts.wordpress.archives import Archives, page_text, shortened, text_of
from scripts.wordpress.markdown import converted
from scripts.wordpress.old_site import BY_YEAR, TAGS, OldSite, host_of, relative
from scripts.wordpress.posts import DRAFTS, HIDDEN, RECORD, STATES, Posts, Remembered, digest_of
from scripts.wordpress.published import Post, mask
from scripts.wordpress.report import Account, Options, Report
from scripts.wordpress.saved_pages import SavedPages
from scripts.wordpress.uploads import FOLDER, Media, fetcher
from scripts.wordpress.wxr import Export

# Around a word no blank stands for one.
_TAG: Final = re.compile(r"(?i)<(/?(?:a|abbr|b|code|em|i|q|s|small|span|strong|u)\b)?[^<>]*>|\[/?[a-z][^\[\]]*\]")
_BLOCK_END: Final = re.compile(r"</(?:p|div|h[1-6]|li|blockquote)\s*>|<br[^<>]*>|\n\s*\n", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_SENTENCE: Final = re.compile(r".+?[.!?…][\"”’)]*(?=\s|$)")
_MARKS: Final = re.compile(r"[^\w\s.,;?!()'’‘“”–—…/-]|_")
_IN_A_LIST: Final = re.compile(rf"(?<=: )({re.escape(TAGS)}|{re.escape(BY_YEAR)})#\S+$", re.MULTILINE)


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

    def run(self) -> None:
        """Do the work."""
        # What is not published has no address, and stands in no list.
        shown = [post for post in self.posts.all if post.why != "removed" and _is_public(post.page)]
        new = [post for post in shown if not post.why]
        listed = [*new, *self._of_other_exports()]
        self._neighbours = neighbours(listed)
        public = self._learn(shown, listed)
        home = next(iter(self.export.homes), "")
        self._saved = SavedPages(self.options.saved, self._old, home, [post.page for post in new])
        for post in self.posts.all:
            self.report.accounts.append(Account.of(post, post.why or self._page(post)))
        self.report.looks += [{"page": page, "line": 1, "what": what} for page, what in self._saved.findings()]
        self._pictures(public)
        listing = lists(listed)
        for page, text in listing.items():
            self._put(f"list {page}", page, text)
        self.report.nav = proposal(listed, listing)
        self._addresses([*(post.page for post in self.posts.all if not post.why), *listing])
        if text := self.record.changed():
            self.write(RECORD, text)

    def _of_other_exports(self) -> Iterator[Post]:
        """Yield what the lists say of pages that came before, for a blog may be exported in parts."""
        before = {page for key, (page, _) in self.record.pages.items() if not key.startswith("list ")}
        for page in sorted(before - {post.page for post in self.posts.all}):
            if (self.docs / page).is_file() and _is_public(page):
                head = front_matter(text_of(self.docs / page))
                kind = "post" if head.get("kind") == "article" else "page"
                terms = [("category", str(tag), str(tag)) for tag in head.get("tags") or ()]
                title, date = (str(head.get(key) or "") for key in ("title", "date"))
                yield Post(0, title=title, date=date, type=kind, terms=terms, page=page)

    def _learn(self, shown: Iterable[Post], listed: Iterable[Post]) -> list[Post]:
        """Learn where old addresses lead, and what there is of pictures; give the files that may be seen."""
        self._old = OldSite(self.export.homes, [post for post in self.posts.all if post.page], self.archives.place_of)
        hidden = {post.id for post in self.posts.all if post.why in HIDDEN}
        files = (file for file in self.posts.files if not (file.password or STATES.get(file.status)))
        public = [file for file in files if file.parent not in hidden]
        fetch = fetcher({host_of(home) for home in self.export.homes} - {""}) if self.options.fetch else None
        # What was copied once is here without the copy, too.
        self._media = Media(self.options.uploads or self.docs / FOLDER, public, self._old.hosts, fetch)
        by_id = {post.id: post.page for post in shown if post.id}
        for post in shown:
            self._old.add(post)
        for file in public if shown else ():
            file.page = by_id.get(file.parent, "")
            # Of any other parent nobody knows whether it is public, and the address has its name.
            if file.page or file.parent in {"", "0"}:
                self._old.add(file)
        self._old.dates = {day[:end].replace("-", "/") for day, _, _ in articles_of(listed) if day for end in (4, 7)}
        self._old.terms = {slug: name for post in listed for slug, name in terms_of(post)}
        return public

    def _page(self, post: Post) -> str:
        """Write a page, if that is to be; say what became of it."""
        page, whole, media = post.page, self.posts.whole(post), self._media
        attached = media.attached(post.id) if "[gallery" in whole.text else ()
        link = self._old.link(whole, media.file, media.missing)
        done = converted(whole.text, link, lambda address: media.picture(urljoin(post.link, address), page), attached)
        author, related = self.export.names.get(post.creator, ""), self._neighbours.get(page, ())
        head = front_matter_of(whole, author, related)
        text = page_text(head, as_text(head["title"]), done.body)
        above = text.count("\n", 0, len(text) - len(done.body.rstrip())) if done.body.strip() else 0
        self._saved.compare(page, f"# {title_of(post)}\n\n{done.body}")
        self.report.looks += [{"page": page, "line": above + line, "what": what} for line, what in done.findings]
        self.report.blocks += done.blocks
        self.report.kept_html += done.kept_html
        return self._put(post.record, page, text)

    def _put(self, key: str, page: str, text: str) -> str:
        """Write a page, but for one that is the same, was edited here, or was taken out; say which."""
        path, known = self.docs / page, self.record.pages.get(key)
        standing = text_of(path) if path.is_file() else None
        if known and standing in {None, text}:
            return "removed" if standing is None else "already here"
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
        names = [file.relative_to(self.docs).as_posix() for file in page_files(self.docs)]
        here = (OldAddress.model_construct(from_=old, to=to).files.values() for old, to in self.archives.table.items())
        files = itertools.chain(map(built_path, [*names, *pages]), *here)
        known = {*self.archives.table, *self.record.addresses}
        new = [one for one in self._old.entries(files, self.export.parents) if one.from_ not in known]
        self.record.addresses |= dict.fromkeys(one.from_ for one in new)
        self.report.addresses = len(new)
        table = text_of(self.docs / TABLE) if self.archives.table else ""
        lists = {place for _, place in self._old.of_lists(self.export.parents)}
        # A topic or a year that is no more leads to the list that it was in.
        kept = _IN_A_LIST.sub(lambda to: to[0] if to[0] in lists else to[1], table)
        if new or kept != table:
            self.write(TABLE.as_posix(), filled("wordpress/old-addresses.txt.html", table=kept.strip("\n"), new=new))


def _is_public(page: str) -> bool:
    return bool(page) and not page.startswith(f"{DRAFTS}/")


def front_matter_of(post: Post, author: str, related: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Give what a page says of itself; `related` are its neighbours."""
    title = title_of(post)
    day, modified = day_of(post.date), day_of(post.modified)
    address, year = post.link if re.match("https?://", post.link) else None, str(day.year) if day else None
    source = {"title": title, "address": address, "year": year, "at_hand": "whole"}
    keys = {
        "title": title,
        "description": description_of(post) or title,
        "imported": True,
        "kind": "article" if post.type == "post" else "page",
        "author": mask(plain(author))[0],
        "date": day,
        "modified": modified if modified != day else None,
        "source": {key: value for key, value in source.items() if value},
        "categories": list(dict.fromkeys(name for _, name in terms_of(post, ["category"]))),
        "tags": list(dict.fromkeys(name for _, name in terms_of(post))),
        "related": related,
    }
    return {key: value for key, value in keys.items() if value}


def terms_of(post: Post, domains: Collection[str] = ("category", "post_tag", "tag")) -> list[tuple[str, str]]:
    """Give its categories and tags: the slug of each in small letters, and its name as readers saw it."""
    terms = ((slug, plain(name)) for domain, slug, name in post.terms if domain in domains)
    return [(unquote(slug).casefold(), name) for slug, name in terms if name]


def title_of(post: Post) -> str:
    """Give the title that readers see."""
    return plain(post.title) or f"Without a title, {post.id or post.number}"


def day_of(value: str) -> dt.date | None:
    """Read a day; None for one that there is not."""
    with suppress(ValueError):
        return dt.date.fromisoformat(value[:10])
    return None


def plain(text: str) -> str:
    """Give the words of a line without tags and shortcodes."""
    return " ".join(html.unescape(_TAG.sub(lambda tag: "" if tag[1] else " ", _UNSEEN.sub(" ", text))).split())


def description_of(post: Post) -> str:
    """Give the excerpt, or the first sentence of the text, in one line of at most 160 characters."""
    beginning = _UNSEEN.sub(" ", post.excerpt.strip() or post.text[:20_000])
    first = next(filter(None, map(plain, _BLOCK_END.split(beginning))), "")
    sentence = None if post.excerpt.strip() else _SENTENCE.match(first)
    return shortened(mask(sentence[0] if sentence else first)[0], 160)


def as_text(words: str) -> str:
    """Write words so that Markdown takes none of their signs for its own."""
    return _MARKS.sub(lambda sign: f"&#{ord(sign[0])};", words)


def neighbours(posts: Iterable[Post]) -> Mapping[str, list[dict[str, str]]]:
    """Give what each article names to read next: the one before it, and the one after it, by their days."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for (day, page, _), (next_day, next_page, _) in itertools.pairwise(one for one in articles_of(posts) if one[0]):
        found[page].append({"page": next_page, "why": f"The one after this, of {date_in_words(next_day)}."})
        found[next_page].append({"page": page, "why": f"The one before this, of {date_in_words(day)}."})
    return found


def lists(posts: Sequence[Post]) -> dict[str, str]:
    """Write the pages that list the others: by year, and by tag, which Material's plugin fills."""
    written = {}
    if articles := articles_of(posts)[::-1]:
        links = [(day, as_text(title), relative(page, BY_YEAR)) for day, page, title in articles]
        years = [(year, list(found)) for year, found in itertools.groupby(links, lambda link: link[0][:4])]
        written[BY_YEAR] = filled("wordpress/by-year.txt.html", years=years, words=date_in_words).rstrip() + "\n"
    if any(map(terms_of, posts)):
        written[TAGS] = filled("wordpress/topics.txt.html") + "\n"
    return written


def articles_of(posts: Iterable[Post]) -> list[tuple[str, str, str]]:
    """Give day, page and title of each article, the oldest first; without a day it stands before all others."""
    return sorted((str(day_of(post.date) or ""), post.page, title_of(post)) for post in posts if post.type == "post")


def proposal(posts: Iterable[Post], listing: Mapping[str, str]) -> str:
    """Write what a keeper puts into mkdocs.yml: the menu, what is not in it, and the plugin that fills the tags.

    Args:
        posts: what is listed.
        listing: the lists, by their paths.
    """
    titles = {post.page.removesuffix(".md"): title_of(post) for post in posts if post.type != "post"}
    below: dict[str, list[str]] = defaultdict(list)
    for stem in sorted(titles):
        above = map(str, PurePosixPath(stem).parents)
        below[next(filter(titles.get, above), "")].append(stem)

    def entries(above: str) -> list[Any]:
        parts = ((stem, entries(stem)) for stem in below[above])
        return [
            {f"{titles[stem]} and more": [f"{stem}.md", *inside]} if inside else {titles[stem]: f"{stem}.md"}
            for stem, inside in parts
        ]

    nav = [*({front_matter(text)["title"]: page} for page, text in sorted(listing.items())), *entries("")]
    menu = yaml.safe_dump({"nav": nav}, allow_unicode=True, sort_keys=False, width=1000)
    return filled("wordpress/menu.txt.html", menu=menu)
