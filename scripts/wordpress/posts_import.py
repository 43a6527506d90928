"""Writing the posts of an export as pages: each is new, changed in the export, here already, or edited here and left.

Their texts wait in a file that has no name until all addresses are known; what is not to be published never gets there.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import quote

from scripts.common.faults import shown_path
from scripts.common.old_addresses import TABLE, FaultyTableError, built_file, load
from scripts.content.page import page_files
from scripts.wordpress.archives import FaultyArchiveError, text_of
from scripts.wordpress.markdown import Finding, converted
from scripts.wordpress.old_site import BY_YEAR, TAGS, OldSite
from scripts.wordpress.posts import RECORD, Places, Record, digest_of, reason_of
from scripts.wordpress.report import Look, PostAccount
from scripts.wordpress.site_pages import Line, day_of, front_matter_of, lists, page_text, plain, proposal, tags_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from scripts.wordpress.report import Report
    from scripts.wordpress.wxr import Export, Post

_ADDRESSES_HEAD: Final = "\n# From a blog; written by the import\n"


class Posts:
    """The posts of an export, and the pages that they have or get."""

    def __init__(self, docs: Path, texts: IO[bytes], types: Collection[str] = (), *, drafts: bool = False) -> None:
        """Begin; texts wait in the file, the other arguments are those of `importing.import_export`."""
        self._docs, self._types, self._drafts = docs, types, drafts
        self.record: Record
        self._texts = texts
        self._where: dict[Post, tuple[int, int]] = {}
        self._names: dict[Post, str] = {}
        self._seen: dict[str, list[str]] = defaultdict(list)
        self._headings: dict[Post, frozenset[str]] = {}
        self._left_out: list[tuple[Post, str]] = []
        self._files: list[Post] = []
        self._pages: list[tuple[Post, str, str | None]] = []

    def add(self, post: Post) -> None:
        """Take a post; what is not published goes at once, but for its name and why."""
        reason = reason_of(post, self._types, drafts=self._drafts)
        if post.type == "attachment" and not post.damage:
            self._files.append(post)
        elif reason:
            self._left_out.append((post, reason))
        elif name := self._name(post):
            self._names[post] = name
            data = post.text.encode("utf-8", "surrogatepass")
            self._where[post] = self._texts.tell(), len(data)
            self._headings[post] = OldSite.headings(post.text)
            self._texts.write(data)
        else:
            self._left_out.append((post, "duplicate"))
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

    def place(self, standing: Callable[[Post], str | None]) -> dict[Post, str]:
        """Give each post its page.

        Args:
            standing: names the page that a keeper wrote for a post, if there is one.

        Returns:
            The pages that are here, or will be.
        """
        self.record = Record(self._docs)
        self._pages = list(Places(self._docs, self.record, standing).of(self._names))
        return {post: page for post, page, reason in self._pages if reason in {None, "has_page"}}

    def write(
        self, export: Export, comments: dict[str, str], write: Callable[[str, str], None], report: Report
    ) -> None:
        """Write the pages, the lists and the table of old addresses; `comments` has the page of each comment."""
        old = OldSite(export.homes, self._names)
        old.comments = comments
        here = {post: page for post, page, reason in self._pages if reason in {None, "has_page"}}
        by_id = {post.id: page for post, page in here.items() if post.id}
        for post, page in here.items():
            old.add(post, page, self._headings[post])
        for post in self._files:
            if page := by_id.get(post.parent):
                old.add(post, page)
        written = [(post, page) for post, page, reason in self._pages if not reason]
        lines = [self._line(post, page) for post, page in written]
        old.years = {str(line.day.year) for line in lines if line.day and line.is_article}
        for post, _ in written:
            for domain, slug, name in post.terms:
                if domain in {"category", "post_tag", "tag"} and plain(name):
                    old.add_term(slug, plain(name))
        for post, page in written:
            state = self._page(post, page, export, old, write, report)
            report.pages.append(PostAccount.of(post, "kept", state, page))
        for post, page, reason in self._pages:
            if reason:
                report.pages.append(PostAccount.of(post, "left_out", reason, page))
        for post, reason in self._left_out:
            report.pages.append(PostAccount.of(post, "damaged" if reason == "damaged" else "left_out", reason))
        listed = lists(lines)
        for page, text in listed.items():
            self._put(f"list {page}", page, text, write, report)
        report.nav = proposal(lines, listed)
        self._addresses(export, old, [page for _, page in written] + list(listed), write, report)
        if text := self.record.changed():
            write(RECORD, text)
            report.files.append(RECORD)

    def _line(self, post: Post, page: str) -> Line:
        return Line(page, front_matter_of(post, "")["title"], day_of(post.date), tags_of(post), post.type == "post")

    def _page(
        self, post: Post, page: str, export: Export, old: OldSite, write: Callable[[str, str], None], report: Report
    ) -> str:  # fmt: skip
        """Write a page, if that is to be; say what became of it."""
        start, length = self._where[post]
        self._texts.seek(start)
        whole = replace(post, text=self._texts.read(length).decode("utf-8", "surrogatepass"))
        dead: dict[str, None] = {}
        done = converted(whole.text, old.link(page, post.link, whole.text, dead.setdefault), lambda _: None)
        text = page_text(front_matter_of(whole, export.names.get(post.creator, "")), done.body)
        above = text.count("\n", 0, len(text) - len(done.body.rstrip())) if done.body.strip() else 0
        looks = [Finding(above + one.line, one.what) for one in done.findings]
        # Of a picture that is not at hand it is said already.
        for address in (one for one in dead if not any(f"“{one}”" in look.what for look in looks)):
            at = max(text.find(address), text.find(quote(address, safe="!$&+,/:;=?@#~-._%")), 0)
            looks.append(Finding(text.count("\n", 0, at) + 1, f"The link to {address} leads to nothing that is kept."))
        report.looks += [Look(page, one.line, one.what) for one in sorted(looks, key=lambda one: one.line)]
        report.blocks += done.blocks
        report.kept_html += done.kept_html
        return self._put(self._names[post], page, text, write, report)

    def _put(self, key: str, page: str, text: str, write: Callable[[str, str], None], report: Report) -> str:
        """Write a page, but for one that is the same, was edited here, or was taken out; say which."""
        path, known = self._docs / page, self.record.pages.get(key)
        standing = text_of(path) if path.is_file() else None
        if standing is None and known:
            return "removed"
        if standing == text and known:
            return "already here"
        if standing is not None and (known is None or digest_of(standing) != known[1]):
            return "edited here"
        self.record.pages[key] = page, digest_of(text)
        write(page, text)
        report.files.append(page)
        return "new" if standing is None else "changed"

    def _addresses(
        self, export: Export, old: OldSite, pages: list[str], write: Callable[[str, str], None], report: Report
    ) -> None:  # fmt: skip
        """Put the old addresses into the table, each once."""
        path = self._docs / TABLE
        try:
            known = {entry.from_: entry.files.values() for _, entry in load(path)}
        except FaultyTableError:
            raise FaultyArchiveError(
                f"{shown_path(path)} cannot be used; `python -m scripts.content check` says why. Nothing was imported."
            ) from None
        names = [file.relative_to(self._docs).as_posix() for file in page_files(self._docs)]
        files = [*map(built_file, [*names, *pages]), *itertools.chain.from_iterable(known.values())]
        new = []
        for entry in old.entries(files, export.parents):
            if entry.from_ not in known and entry.from_ not in self.record.addresses:
                self.record.addresses[entry.from_] = None
                new.append(f"- from: {entry.from_}\n  to: {entry.to}\n")
        report.addresses = len(new)
        if new:
            standing = text_of(path) if path.exists() else ""
            write(TABLE.as_posix(), f"{standing.rstrip()}\n{_ADDRESSES_HEAD}{''.join(new)}".lstrip("\n"))
            report.files.append(TABLE.as_posix())
