"""Loading a WordPress export into the archives: what is kept, where it goes, and an account of all of it.

The work has two halves. The export is read once, from its beginning to its end; texts wait in a temporary file without
a name, so that memory holds a few hundred bytes for each comment. Then the archives are read, each new comment gets its
place, and the changed files are written, all of them or none (`swap`).

What stands in the archives is never changed: records edited by hand, tombstones, the editors' fields. A reply that is
new joins its thread; all else that is new goes to the end.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import re
import tempfile
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import ftfy

from scripts.comments.archive_pages import comment_page, index_page, name_of
from scripts.comments.form import Record, parse, write
from scripts.comments.import_report import Account, Damage, Note, PostLine, Report
from scripts.comments.model import Comment
from scripts.comments.placing import FULL, LONG, insert_after, pages_of, place
from scripts.comments.published import number, reason_of_comment, reason_of_post, words_of
from scripts.comments.standing import GONE, INDEX, ORIGINALS, Archives, Folder, front_matter, page_text, read_archives
from scripts.comments.swap import replacing
from scripts.comments.wxr import Author, Damaged, Post, RawComment, read_export
from scripts.old_addresses import TABLE, FaultyTableError, load
from scripts.today import today

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from scripts.comments.import_report import NoteKind, Outcome
    from scripts.comments.model import By
    from scripts.comments.published import Words
    from scripts.comments.swap import NewFolder

__all__ = ["UnknownPageError", "import_export"]

_DIGITS: Final = 10**15


class UnknownPageError(ValueError):
    """A page that a post is to be joined to does not exist; the message names it."""


def import_export(  # noqa: PLR0913 - the options of the command
    source: BinaryIO,
    into: Path,
    *,
    posts: Mapping[str, str] | None = None,
    repair: frozenset[str] = frozenset(),
    accept: frozenset[str] = frozenset(),
    with_websites: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Load an export into the archives.

    Args:
        source: the export, plain or packed with gzip; it is read once and need not be seekable.
        into: the folder of the archives, such as `docs/comments`; the folder around it is that of the pages.
        posts: pages for posts: by id, slug or address of the post, the page as a path from the folder of the pages.
        repair: the ids of comments whose garbled characters are to be repaired.
        accept: the ids of comments whose change in WordPress needs no more mention.
        with_websites: whether the addresses that commenters gave as their own are kept.
        dry_run: whether to write nothing.
        progress: is called with the bytes and the comments read so far.

    Returns:
        The account of every comment.

    Raises:
        UnusableExportError: the source is no export.
        FaultyArchiveError: an archive has a fault, so that nothing can be added.
        UnknownPageError: a page in `posts` does not exist.
        OSError: a file cannot be read or written; the archives are then as they were.
    """
    docs = into.resolve().parent
    for page in (posts or {}).values():
        if not (docs / page).is_file():
            raise UnknownPageError(f"There is no page {page} in {docs}; write its path from there.")
    with tempfile.TemporaryFile() as texts:
        export = _Export(texts, with_websites=with_websites)
        export.read(source, progress or (lambda *_: None))
        if dry_run:
            return _Import(export, read_archives(into), into, posts or {}, repair, accept).run(None)
        with replacing(into) as new:
            return _Import(export, read_archives(into), into, posts or {}, repair, accept).run(new)


@dataclass(slots=True)
class _Row:
    """A comment of the export, without its words.

    `at` is the second of its date; of an undated one, that of the comment before it. `reason` says why it is left out.
    """

    order: int
    post: int
    given: str | None
    parent: str | None
    user: str | None
    at: float
    fingerprint: str
    start: int
    size: int
    reason: str | None
    id: str = ""
    reply_to: str | None = None
    by: By | None = None


class _Export:
    """What has been read of an export; the words are in a file."""

    def __init__(self, texts: BinaryIO, *, with_websites: bool) -> None:
        self._texts, self._with_websites = texts, with_websites
        self.rows: list[_Row] = []
        self.posts: dict[int, Post] = {}
        self.logins: dict[str, str] = {}
        self.damages: list[tuple[int | None, Damaged]] = []
        self.notes: list[tuple[_Row, NoteKind, str]] = []
        self.garbled: dict[int, tuple[str, str]] = {}
        self.read_count = 0
        self._size = 0
        self._at = float("-inf")
        self._post = -1

    def read(self, source: BinaryIO, progress: Callable[[int, int], None]) -> None:
        """Read all of it."""
        for found in read_export(source, lambda size: progress(size, self.read_count)):
            match found:
                case RawComment():
                    self._comment(found)
                    self.read_count += 1
                case Post():
                    self.posts[found.number] = found
                case Author():
                    self.logins[found.id] = found.login
                case Damaged():
                    self.damages.append((self.read_count if found.comment else None, found))
                    self.read_count += found.comment

    def words(self, row: _Row) -> tuple[str, str, dt.datetime | dt.date | None, str | None]:
        """Read name, text, date and address of a comment again."""
        self._texts.seek(row.start)
        name, text, date, url = json.loads(self._texts.read(row.size))
        moment = dt.datetime.fromisoformat(date) if date else None
        return name, text, moment.date() if moment and len(date) == len("2019-05-04") else moment, url

    def _comment(self, raw: RawComment) -> None:
        words = words_of(raw)
        if raw.post != self._post:
            self._post, self._at = raw.post, float("-inf")
        if isinstance(words.date, dt.datetime):
            self._at = words.date.timestamp()
        elif words.date:
            self._at = dt.datetime.combine(words.date, dt.time(), dt.UTC).timestamp()
        row = _Row(
            order=self.read_count,
            post=raw.post,
            given=number(raw.id),
            parent=number(raw.parent),
            user=number(raw.user),
            at=self._at,
            fingerprint=words.fingerprint,
            start=self._size,
            size=0,
            reason=reason_of_comment(raw),
        )
        self.rows.append(row)
        if row.reason is None:
            url = words.url if self._with_websites else None
            date = words.date.isoformat() if words.date else None
            data = json.dumps((words.name, words.text, date, url)).encode()
            self._texts.write(data)
            row.size = len(data)
            self._size += row.size
            self._note(row, raw, words)

    def _note(self, row: _Row, raw: RawComment, words: Words) -> None:
        notes = self.notes
        if words.date is None:
            notes.append((row, "undated", f"Its date is {raw.date or raw.local_date or 'missing'}."))
        if row.given is None:
            notes.append((row, "no_id", f"Its id is {raw.id or 'missing'}."))
        if not words.text:
            notes.append((row, "no_text", "Its text is empty."))
        if raw.markup:
            notes.append((row, "markup", f"It begins in line {raw.line} of the export."))
        if raw.healed:
            notes.append(
                (row, "healed", f"It begins in line {raw.line} of the export: {', '.join(sorted(raw.healed))}.")
            )
        if "\ufffd" in words.text or "\ufffd" in words.name:
            notes.append((row, "unreadable_characters", f"It begins in line {raw.line} of the export."))
        if words.masked:
            notes.append((row, "masked", f"{words.masked} masked."))
        if raw.parent and row.parent is None and raw.parent.strip("0"):
            notes.append((row, "orphan", "What it answers is no number."))
        if row.parent and row.parent == row.given:
            row.parent = None
            notes.append((row, "self_reply", "It named itself."))
        if not (words.text.isascii() and words.name.isascii()):
            for value in (words.text, words.name):
                if (better := ftfy.fix_encoding(value)) != value:
                    self.garbled[row.order] = (value, better)
                    break


@dataclass
class _Target:
    """The archive that a post's comments go to, and what goes there."""

    folder: Folder
    link: str | None = None
    name: str = ""
    rows: list[_Row] = field(default_factory=list)
    unpublished: list[tuple[str, str]] = field(default_factory=list)
    joining: dict[int, list[_Row]] = field(default_factory=dict)
    pages: list[list[_Row]] = field(default_factory=list)


class _Import:
    """Joins an export with the archives that stand."""

    def __init__(  # noqa: PLR0913 - the options of the command
        self,
        export: _Export,
        archives: Archives,
        into: Path,
        posts: Mapping[str, str],
        repair: frozenset[str],
        accept: frozenset[str],
    ) -> None:
        self._export, self._archives, self._into = export, archives, into.resolve()
        self._chooser = _Folders(archives, self._into, posts)
        self._repair, self._accept = repair, accept
        self._targets: dict[str, _Target] = {}
        self._of_post: dict[int, _Target] = {}
        self._repaired: dict[str, list[str]] = defaultdict(list)
        self.report = Report()

    def run(self, new: NewFolder | None) -> Report:
        """Do the work; without a folder to write to, all but the writing."""
        self.report.dry_run = new is None
        self._leave_out()
        self._choose_folders()
        self._identify()
        self._compare()
        self._place()
        self._account()
        for target in self._targets.values():
            for name, text in self._files(target):
                self.report.files.append(name)
                if new:
                    new.write(name, text)
        return self.report

    # What is published at all.

    def _leave_out(self) -> None:
        reasons = {number: reason_of_post(post) for number, post in self._export.posts.items()}
        for row in self._export.rows:
            if row.reason is None:
                row.reason = reasons.get(row.post, "unreadable_post")

    def _choose_folders(self) -> None:
        with_comments = dict.fromkeys(row.post for row in self._export.rows if row.reason is None)
        for place_in_file in with_comments:
            post = self._export.posts[place_in_file]
            folder = self._chooser.folder_of(post)
            target = self._targets.setdefault(folder.name, _Target(folder))
            if not target.name:
                target.name = self._chooser.name_of(folder, post)
            folder.posts.add(_key(post))
            self._of_post[place_in_file] = target

    # Which comment is which.

    def _identify(self) -> None:
        """Give each comment its id on the site; an id that stands for two gets a neighbour."""
        by_given: dict[str, list[_Row]] = defaultdict(list)
        seen: set[tuple[int, str | None, str, str | None]] = set()
        for row in self._export.rows:
            if row.reason is not None:
                continue
            key = (row.post, row.given, row.fingerprint, row.parent)
            if key in seen:
                row.reason = "duplicate"
                continue
            seen.add(key)
            row.id = row.given or self._own_id(row)
            if row.given:
                by_given[row.given].append(row)
        renamed: dict[tuple[int, str], str] = {}
        for given, rows in by_given.items():
            owner = self._owner(given, rows)
            for row in rows:
                if row is not owner:
                    row.id = self._own_id(row)
                    self._export.notes.append(
                        (row, "same_id", f"Comment {given} is another one; this is {row.id} here.")
                    )
                    if not owner or row.post != owner.post:
                        renamed.setdefault((row.post, given), row.id)
        for row in self._export.rows:
            target = self._of_post.get(row.post)
            if row.reason is not None:
                if target and row.given and row.parent:
                    target.unpublished.append((row.given, row.parent))
                continue
            row.reply_to = renamed.get((row.post, row.parent), row.parent) if row.parent else None
            row.by = self._by(row)

    def _owner(self, given: str, rows: list[_Row]) -> _Row | None:
        """Tell which of the comments with one id keeps it: the one that has it in the archives; else the first."""
        standing = self._archives.comments.get(given)
        known = [row for row in rows if given in self._of_post[row.post].folder.originals]
        if known:
            same = (row for row in known if self._of_post[row.post].folder.originals[given] == row.fingerprint)
            return next(same, known[0])
        if standing:
            here = [row for row in rows if self._of_post[row.post].folder.name == standing.folder]
            same = (row for row in rows if row.fingerprint == standing.fingerprint)
            return next(same, here[0] if here else None)
        return rows[0]

    def _own_id(self, row: _Row) -> str:
        """Make an id from the comment's public words, so that the next import makes the same."""
        post = _key(self._export.posts[row.post])
        digest = hashlib.sha256("\0".join((post, row.given or "", row.fingerprint)).encode()).digest()
        return f"r{_DIGITS + int.from_bytes(digest[:8], 'big') % (9 * _DIGITS)}"

    def _by(self, row: _Row) -> By | None:
        login = self._export.logins.get(row.user or "")
        if not login:
            return None
        return "author" if login == self._export.posts[row.post].creator else "staff"

    def _compare(self) -> None:
        """Compare with what stands: new comments go to their archive, others are left as they are."""
        for row in self._export.rows:
            if row.reason is not None:
                continue
            target = self._of_post[row.post]
            originals = target.folder.originals
            standing = self._archives.comments.get(row.id)
            if standing is None:
                if row.id in originals:
                    originals[row.id] = GONE
                    row.reason = "removed"
                    self._note(row, "deleted_by_hand", "It was imported once and is not here any more.")
                else:
                    target.rows.append(row)
            elif standing.removed:
                originals.pop(row.id, None)
                row.reason = "removed"
            else:
                if standing.folder != target.folder.name:
                    self._note(row, "moved", f"It stands in {standing.folder}.")
                self._compare_words(row, originals, standing.fingerprint)

    def _compare_words(self, row: _Row, originals: dict[str, str], now: str) -> None:
        before = originals.get(row.id)
        if row.id in self._accept or before is None or now == row.fingerprint:
            originals[row.id] = row.fingerprint
        if now == row.fingerprint:
            if row.id in self._repair and row.order in self._export.garbled:
                self._repaired[self._archives.comments[row.id].folder].append(row.id)
        else:
            self._export.garbled.pop(row.order, None)
            if row.id in self._accept:
                return
            if before is None:
                self._note(row, "differs", "It stood here before its first import, in other words.")
            elif before != row.fingerprint:
                self._note(row, "changed", "Its original changed, and what stands here is another text.")
        if now != row.fingerprint or before in {None, row.fingerprint}:
            return

    # Where it goes.

    def _place(self) -> None:
        by_folder: dict[str, dict[str, tuple[int, str | None]]] = defaultdict(dict)
        for name, comment in self._archives.comments.items():
            by_folder[comment.folder][name] = (comment.page, comment.reply_to)
        for name, target in self._targets.items():
            if not target.rows:
                continue
            standing = by_folder[name]
            places = place(target.rows, standing, target.unpublished)
            target.joining = places.joining
            last = max(target.folder.pages, default=0)
            room = FULL - target.folder.pages[last] if last and last not in target.folder.by_hand else 0
            first, *target.pages = pages_of(places.threads, max(0, room))
            if first:
                target.joining.setdefault(last, []).extend(first)
            self._notes_on_places(target, standing, places.cycles, places.on_two_pages, places.threads)
            for row in target.rows:
                target.folder.originals[row.id] = row.fingerprint

    def _notes_on_places(  # noqa: PLR0913 - what is noted
        self,
        target: _Target,
        standing: Mapping[str, tuple[int, str | None]],
        cycles: list[_Row],
        on_two_pages: list[_Row],
        threads: list[list[_Row]],
    ) -> None:
        here = {row.id for row in target.rows}
        for row in target.rows:
            if row.reply_to and row.reply_to not in here and row.reply_to not in standing:
                self._note(row, "orphan", f"It answers comment {row.reply_to}, which is not published here.")
        for row in cycles:
            self._note(row, "cycle", f"It answers comment {row.reply_to}, which answers it by way of others.")
        for row in on_two_pages:
            self._note(row, "two_pages", "Comments on two pages answer it; move one thread to the page of the other.")
        for thread in threads:
            if len(thread) > LONG:
                self._note(thread[0], "long_thread", f"Its thread has {len(thread)} comments.")

    # What is said about it.

    def _note(self, row: _Row, kind: NoteKind, message: str) -> None:
        self._export.notes.append((row, kind, message))

    def _account(self) -> None:
        export, report = self._export, self.report
        accounts: list[Account | None] = [None] * export.read_count
        names = {number: post.id or post.slug for number, post in export.posts.items()}
        placed = {row.order for target in self._targets.values() for row in target.rows}
        for row in export.rows:
            if row.reason is not None:
                outcome: Outcome = "left_out"
                reason = row.reason
            else:
                outcome, reason = "kept", "new" if row.order in placed else "already here"
            accounts[row.order] = Account(row.id or row.given, names.get(row.post, ""), outcome, reason)
        for order, damage in export.damages:
            post = names.get(damage.post, "")
            report.damaged.append(Damage(damage.line, damage.id, post, damage.why, damage.comment))
            if order is not None:
                accounts[order] = Account(damage.id, post, "damaged", damage.why)
        report.comments = [account for account in accounts if account]
        for row, kind, message in export.notes:
            if row.reason is None or kind == "deleted_by_hand":
                report.notes.append(Note(kind, row.id, names.get(row.post, ""), message))
        for row in export.rows:
            if row.order in export.garbled and row.reason is None:
                before, after = export.garbled[row.order]
                repaired = row.id in self._repair
                kind: NoteKind = "repaired" if repaired else "garbled"
                message = "Its characters were repaired." if repaired else "Its characters look garbled."
                report.notes.append(Note(kind, row.id, names.get(row.post, ""), message, before, after))
        self._account_posts(placed)

    def _account_posts(self, placed: set[int]) -> None:
        counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for row in self._export.rows:
            if row.reason is None:
                counts[row.post][row.order not in placed] += 1
        for number, target in self._of_post.items():
            post = self._export.posts[number]
            own = self._chooser.is_own(target.folder)
            page = "" if own else target.folder.comments_of
            new, already = counts[number]
            name = post.id or post.slug
            self.report.posts.append(PostLine(name, html_title(post), target.folder.name, page, new, already))
            if own and new:
                message = f"Post {name} has no page here; if it has, name it: --post {name}=PAGE.md"
                self.report.notes.append(Note("no_page", None, name, message))

    # What is written.

    def _files(self, target: _Target) -> Iterator[tuple[str, str]]:
        folder = target.folder
        day = today()
        repaired = {self._archives.comments[name].page for name in self._repaired[folder.name]}
        for page in sorted({*target.joining, *repaired}):
            yield f"{folder.name}/page-{page}.md", self._joined_page(folder, page, target.joining.get(page, []))
        following = max(folder.pages, default=0) + 1
        for page, rows in enumerate(target.pages, following):
            head = comment_page(target.name, page, folder.comments_of, day)
            records = "".join(f"\n{self._record(row).source}" for row in rows)
            yield f"{folder.name}/page-{page}.md", head + records
        if target.rows and not folder.has_index:
            link = None if self._chooser.is_own(folder) else f"../../{folder.comments_of}"
            yield f"{folder.name}/{INDEX}", index_page(target.name, folder.comments_of, link, day)
        originals = self._into / folder.name / ORIGINALS
        text = folder.originals_text()
        if not originals.exists() or page_text(originals) != text:
            yield f"{folder.name}/{ORIGINALS}", text

    def _joined_page(self, folder: Folder, page: int, joining: list[_Row]) -> str:
        document = parse(page_text(self._into / folder.name / f"page-{page}.md"))
        standing = [(record.id, record.reply_to) for record in document.comments]
        behind = insert_after(standing, joining)
        repaired = frozenset(self._repaired[folder.name])
        parts = list[str | Record]()
        place_of_record = -1
        before_first = [self._record(row) for row in behind.get(-1, [])]
        for part in document.parts:
            if not isinstance(part, Record):
                parts.append(part)  # type: ignore[arg-type]  # a page with a broken record was refused
                continue
            for record in before_first:
                parts += [record, "\n"]
            before_first = []
            place_of_record += 1
            parts.append(_repaired(part) if part.comment.id in repaired else part)
            for row in behind.get(place_of_record, []):
                last = parts[-1]
                text = last.source if isinstance(last, Record) else last
                parts += ["\n" if text.endswith("\n") else "\n\n", self._record(row)]
        if before_first:
            parts += [piece for record in before_first for piece in ("\n", record)]
        return write(replace(document, parts=tuple(parts)))

    def _record(self, row: _Row) -> Record:
        name, text, date, url = self._export.words(row)
        comment = Comment(id=row.id, name=name, text=text, date=date, reply_to=row.reply_to, by=row.by, url=url)
        record = Record.of(comment)
        return _repaired(record) if row.id in self._repair else record


class _Folders:
    """Finds the archive for each post."""

    def __init__(self, archives: Archives, into: Path, posts: Mapping[str, str]) -> None:
        self._archives, self._into, self._named = archives, into, posts
        self._by_page = {folder.comments_of: folder for folder in archives.folders.values() if folder.comments_of}
        self._by_post = {post: folder for folder in archives.folders.values() for post in folder.posts}
        self._titles = {folder.title.casefold() for folder in archives.folders.values()}
        self._addresses: dict[str, str] = {}
        self._queries: dict[tuple[str, str], str] = {}
        with contextlib.suppress(FaultyTableError):
            for _, entry in load(into.parent / TABLE):
                if entry.query:
                    self._queries[entry.query] = entry.page
                else:
                    self._addresses.update(dict.fromkeys(entry.paths, entry.page))

    def folder_of(self, post: Post) -> Folder:
        """Find the archive of a post, or begin one."""
        page = next((self._named[name] for name in (post.id, post.slug, post.link) if name in self._named), None)
        if page is None and (known := self._by_post.get(_key(post))):
            return known
        page = page or self._page_by_address(post)
        if page and (known := self._by_page.get(page)):
            return known
        stem = page.rpartition("/")[2].removesuffix(".md") if page else post.slug
        name = self._free(_slug(stem), post)
        folder = self._archives.folders.setdefault(name, Folder(name))
        folder.comments_of = page or f"{self._into.name}/{name}/{INDEX}"
        self._by_page[folder.comments_of] = self._by_post[_key(post)] = folder
        return folder

    def name_of(self, folder: Folder, post: Post) -> str:
        """Name the page that was commented on in a way that no other archive does."""
        title = post.title
        if not self.is_own(folder):
            page = self._into.parent / folder.comments_of
            title = str(front_matter(page_text(page)).get("title", "")) if page.is_file() else title
        for name in (name_of(title), name_of(folder.name)):
            if name and (folder.has_index or f"comments on “{name}”".casefold() not in self._titles):
                self._titles.add(f"comments on “{name}”".casefold())
                return name
        return folder.name[-38:]

    def is_own(self, folder: Folder) -> bool:
        """Tell whether an archive stands for a post that has no page here."""
        return folder.comments_of == f"{self._into.name}/{folder.name}/{INDEX}"

    def _page_by_address(self, post: Post) -> str | None:
        for address in (post.link, post.guid):
            try:
                parts = urlsplit(address)
            except ValueError:
                continue
            found = next((self._queries[pair] for pair in parse_qsl(parts.query) if pair in self._queries), None)
            path = unquote(parts.path).strip("/")
            found = found or (self._addresses.get(path) if path else None)
            if found and (self._into.parent / found).is_file():
                return found
        return None

    def _free(self, stem: str, post: Post) -> str:
        """Find a name that no other archive has."""
        name = stem or _slug(f"post-{post.id or post.number}")
        if name in self._archives.folders and post.id:
            name = f"{name}-{_slug(post.id)}"
        free, count = name, 1
        while free in self._archives.folders:
            count += 1
            free = f"{name}-{count}"
        return free


def html_title(post: Post) -> str:
    """Give the title of a post in one line."""
    return name_of(post.title)


def _key(post: Post) -> str:
    """Name a post in a way that stays the same from export to export."""
    return " ".join((post.guid or post.id or post.slug or post.link or f"item {post.number}").split())


def _slug(value: str) -> str:
    plain = unicodedata.normalize("NFKD", unquote(value)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def _repaired(record: Record) -> Record:
    comment = record.comment
    better = replace(comment, name=ftfy.fix_encoding(comment.name), text=ftfy.fix_encoding(comment.text))
    return record if better == comment else Record.of(better)
