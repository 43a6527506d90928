"""Loading a WordPress export: what is kept, where it goes, and an account of all of it.

The export is read once, from its beginning to its end. Then posts get their pages (`posts_import`), each new comment
its place, and the changed files are written, all of them or none (`swap`).

What stands in the archives is never changed: records edited by hand, tombstones, the editors' fields. A reply that is
new goes to the page of its thread; all else that is new goes to the end.
"""

import contextlib
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from pathlib import Path

from scripts.comments.archive import COMMENTS, ORIGINALS
from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.comments.threads import arrange
from scripts.wordpress.archives import Archive, Archives, files_of, name_of, text_of
from scripts.wordpress.export_file import UnusableExportError
from scripts.wordpress.posts import Posts, Remembered
from scripts.wordpress.posts_import import Writing
from scripts.wordpress.published import Damaged, Post, Row, reason_of_post
from scripts.wordpress.report import Account, Options, Report
from scripts.wordpress.swap import replacing
from scripts.wordpress.wxr import Export


def import_export(source: Iterable[bytes], docs: Path, options: Options) -> Report:
    """Load an export into the folder of the pages.

    Args:
        source: the export in pieces, the first of which holds what it says of its encoding; it is read once.
        docs: the folder of the pages.
        options: what the keeper chose.

    Returns:
        The account of all that was read.

    Raises:
        UnusableExportError: the source is no export.
        FaultyArchiveError: an archive or the table of old addresses has a fault, so that nothing can be added.
        OSError: a file cannot be read or written; the pages are then as they were.
    """
    docs, export, found = docs.resolve(), Export(source), list[Row | Damaged]()
    report = Report(dry_run=options.dry_run, only=options.only)
    with tempfile.TemporaryFile() as texts:
        posts = Posts(texts, options)
        for one in export:
            if isinstance(one, Post):
                posts.add(one)
            else:
                found.append(one)
        with contextlib.nullcontext(lambda *_: None) if options.dry_run else replacing(docs) as put:

            def write(path: str, content: str | Path) -> None:
                report.files.append(path)
                put(path, content)

            archives, record = Archives(docs / COMMENTS, options.posts), Remembered(docs)
            posts.place(docs, record, archives.page_of)
            for post in posts.all if options.only == "comments" else ():
                post.page = post.page if (docs / post.page).is_file() else ""
            _Import([] if options.only == "posts" else found, export, archives).run(write, report)
            if archives.unused:
                what = "public comments of" if options.only == "comments" else "public post"
                raise UnusableExportError(f"It has no {what} {', '.join(sorted(archives.unused))}; correct --post.")
            # A hundred thousand comments leave room for tens of thousands of addresses.
            found.clear()
            if options.only != "comments":
                Writing(docs, record, posts, export, archives, options, write, report).run()
    return report


class _Import:
    """Joins an export with the archives that stand."""

    def __init__(self, found: list[Row | Damaged], export: Export, archives: Archives) -> None:
        self._found, self._logins, self._archives = found, export.logins, archives
        self._rows = [one for one in found if isinstance(one, Row)]
        for row in self._rows:
            row.reason = row.reason or reason_of_post(row.post)
        self._archive_of = {post: archives.of_post(post) for post in dict.fromkeys(row.post for row in self._kept())}

    def run(self, write: Callable[[str, str], None], report: Report) -> None:
        """Do the work; `write` gets the path of each file from the folder of the pages, and its text."""
        self._identify()
        for row in self._kept():
            if login := self._logins.get(row.user):
                row.by = "author" if login == row.post.creator else "staff"
            self._compare(row)
        found: dict[Archive, list[Row]] = {archive: [] for archive in self._archive_of.values()}
        for row in self._rows:
            if archive := self._archive_of.get(row.post):
                found[archive].append(row)
        for archive, rows in found.items():
            self._write(archive, rows, write)
        self._account(report)

    def _kept(self) -> Iterator[Row]:
        return (row for row in self._rows if row.reason is None)

    def _identify(self) -> None:
        """Give each comment its id on the site, and that of what it answers; leave out what the export holds twice.

        An id that stands for several comments is kept by one of them.
        """
        by_given: dict[str, list[Row]] = defaultdict(list)
        seen: set[object] = set()
        for row in self._kept():
            key = (row.post.key, row.given, row.parent, row.words)
            if key in seen:
                row.reason = "duplicate"
            elif row.given:
                by_given[row.given].append(row)
            else:
                row.id = row.own_id
            seen.add(key)
        renamed: dict[tuple[Post, str], str] = {}
        for given, rows in by_given.items():
            owner = self._owner(given, rows)
            for row in rows:
                row.id = given if row is owner else row.own_id
                if row is not owner and (not owner or row.post is not owner.post):
                    renamed.setdefault((row.post, given), row.id)
        for row in self._kept():
            row.reply_to = renamed.get((row.post, row.parent or ""), row.parent)

    def _owner(self, given: str, rows: list[Row]) -> Row | None:
        """Tell which of the comments with one id keeps it: the one that has it in the archives; else the first."""
        archive, words = self._archives.standing.get(given, (None, None))
        same = (row for row in rows if hash(row.words) == words)
        # It was edited here, or moved to another archive.
        new = ((row, self._archive_of[row.post]) for row in rows if row.own_id not in self._archives.standing)
        edited = (row for row, here in new if here is archive or given in here.originals)
        return next((row for found in (same, edited, [] if archive else rows) for row in found), None)

    def _compare(self, row: Row) -> None:
        """Compare with what stands: a new comment goes to its archive, any other is left as it is."""
        originals = self._archive_of[row.post].originals
        archive, words = self._archives.standing.get(row.id, (None, None))
        if words is None if archive else row.id in originals:
            row.reason = "removed"
        elif archive is None:
            row.is_new = True
        elif hash(row.words) != words:
            # Whoever edited it has seen it.
            row.notes.pop("garbled", None)
        originals.add(row.id)

    def _write(self, archive: Archive, rows: list[Row], write: Callable[[str, str], None]) -> None:
        """Find the places of the new comments among those of an archive, and write the files that change."""
        folder = f"{COMMENTS}/{archive.folder.name}"
        new: list[tuple[str, Comment]] = []
        unpublished = {row.given: row.parent for row in rows if row.given and not row.is_new}
        for row in (one for one in rows if one.is_new):
            name, date, text = row.words
            # What has no date stands behind what the export has before it.
            day = date.isoformat() if date else new[-1][0] if new else ""
            new.append((day, Comment(id=row.id, name=name, text=text, date=date, reply_to=row.reply_to, by=row.by)))
        if placed := arrange([one for _, one in sorted(new, key=itemgetter(0))]):
            for name, text, here in files_of(archive, [Record.of(one) for one in placed], unpublished):
                self._archives.place_of |= dict.fromkeys(here, f"{folder}/{name}")
                write(f"{folder}/{name}", text)
        text, file = archive.originals_text(), archive.folder / ORIGINALS
        if not (file.exists() and text_of(file) == text):
            write(f"{folder}/{ORIGINALS}", text)

    def _account(self, report: Report) -> None:
        """Say what became of each comment and of each post."""
        for found in self._found:
            name = found.post.name
            if isinstance(found, Damaged):
                report.damaged.append(found)
                if found.comment:
                    report.accounts.append(Account("comments", found.id, "damaged", found.why, name))
            elif found.reason:
                report.accounts.append(Account("comments", found.id or found.given, "left_out", found.reason, name))
            else:
                state = "new" if found.is_new else "already here"
                report.accounts.append(Account("comments", found.id, "kept", state, name))
                for kind, note in found.notes.items():
                    report.notes.append({"kind": kind, "id": found.id, "post": name, **note})
        for post, archive in self._archive_of.items():
            page = "" if archive.stands_alone else archive.comments_of
            title = name_of(post.title)
            report.posts.append({"post": post.name, "title": title, "folder": archive.folder.name, "page": page})
