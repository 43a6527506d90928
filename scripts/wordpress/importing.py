"""Loading a WordPress export into the archives: what is kept, where it goes, and an account of all of it.

The export is read once, from its beginning to its end. Then the archives are read, each new comment gets its place, and
the changed files are written, all of them or none (`swap`).

What stands in the archives is never changed: records edited by hand, tombstones, the editors' fields. A reply that is
new goes to the page of its thread; all else that is new goes to the end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from scripts.comments.archive import ORIGINALS
from scripts.comments.form import Record
from scripts.comments.threads import arrange
from scripts.wordpress.archives import Archives, name_of, text_of
from scripts.wordpress.pages import files_of
from scripts.wordpress.published import Row, reason_of_post, row_of
from scripts.wordpress.report import Account, Damage, Note, PostLine, Report
from scripts.wordpress.swap import replacing
from scripts.wordpress.wxr import Author, Damaged, RawComment, read_export

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from scripts.wordpress.archives import Archive
    from scripts.wordpress.wxr import Post

#: A thread with more comments is noted. It stays whole: a reply stands on the page of what it answers.
LONG: Final = 200


class UnknownPageError(ValueError):
    """A page that a post is to be joined to does not exist; the message names it."""


def import_export(
    source: io.BufferedReader[Any],
    into: Path,
    *,
    posts: Mapping[str, str] | None = None,
    with_websites: bool = False,
    dry_run: bool = False,
) -> Report:
    """Load an export into the archives.

    Args:
        source: the export, plain or packed with gzip; it is read once and need not be seekable.
        into: the folder of the archives, such as `docs/comments`; the folder around it is that of the pages.
        posts: pages for posts: by id, slug or address of the post, the page as a path from the folder of the pages.
        with_websites: whether the addresses that commenters gave as their own are kept.
        dry_run: whether to write nothing.

    Returns:
        The account of every comment.

    Raises:
        UnusableExportError: the source is no export.
        FaultyArchiveError: an archive has a fault, so that nothing can be added.
        UnknownPageError: a page in `posts` does not exist.
        OSError: a file cannot be read or written; the archives are then as they were.
    """
    into = into.resolve()
    posts = posts or {}
    for page in posts.values():
        if not (into.parent / page).is_file():
            raise UnknownPageError(f"There is no page {page} in {into.parent}; write its path from there.")
    export = _Export(source, with_websites=with_websites)
    if dry_run:
        return _Import(export, Archives(into, posts)).run(lambda *_: None, Report(dry_run=True))
    with replacing(into) as write:
        return _Import(export, Archives(into, posts)).run(write, Report())


class _Export:
    """What has been read of an export.

    Attributes:
        comments: its comments in their order, whole or damaged.
        damages: all that is damaged.
        logins: the logins of accounts by their numbers.
    """

    def __init__(self, source: io.BufferedReader[Any], *, with_websites: bool) -> None:
        self.comments: list[Row | Damaged] = []
        self.damages: list[Damaged] = []
        self.logins: dict[str, str] = {}
        for found in read_export(source):
            match found:
                case Author():
                    self.logins[found.id] = found.login
                case RawComment():
                    self.comments.append(row_of(found, with_website=with_websites))
                case Damaged():
                    self.damages.append(found)
                    self.comments += [found] if found.comment else []


class _Import:
    """Joins an export with the archives that stand."""

    def __init__(self, export: _Export, archives: Archives) -> None:
        self._export, self._archives = export, archives
        self._rows = [found for found in export.comments if isinstance(found, Row)]
        for row in self._rows:
            row.reason = row.reason or reason_of_post(row.post)
        posts = dict.fromkeys(row.post for row in self._kept())
        self._archive_of = {post: archives.of_post(post) for post in posts}

    def run(self, write: Callable[[str, str], None], report: Report) -> Report:
        """Do the work; `write` gets the path of each file from the folder of the archives, and its text."""
        self._identify()
        for row in self._kept():
            if login := self._export.logins.get(row.user):
                row.by = "author" if login == row.post.creator else "staff"
            self._compare(row)
        for archive in {id(one): one for one in self._archive_of.values()}.values():
            for name, text in self._files_of(archive):
                path = f"{archive.folder.name}/{name}"
                report.files.append(path)
                write(path, text)
        self._account(report)
        return report

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
                if row is not owner:
                    row.notes.append(("same_id", f"Comment {given} is another one; this is {row.id} here."))
                    if not owner or row.post is not owner.post:
                        renamed.setdefault((row.post, given), row.id)
        for row in self._kept():
            row.reply_to = renamed.get((row.post, row.parent or ""), row.parent)

    def _owner(self, given: str, rows: list[Row]) -> Row | None:
        """Tell which of the comments with one id keeps it: the one that has it in the archives; else the first."""
        archive, standing = self._archives.standing.get(given, (None, None))
        if standing is None:
            return next((row for row in rows if given in self._archive_of[row.post].originals), rows[0])
        words = standing.name, standing.date, standing.text
        edited = (
            row for row in rows if self._archive_of[row.post] is archive and row.own_id not in self._archives.standing
        )
        return next((row for row in rows if row.words == words), next(edited, None))

    def _compare(self, row: Row) -> None:
        """Compare with what stands: a new comment goes to its archive, any other is left as it is."""
        originals = self._archive_of[row.post].originals
        _, standing = self._archives.standing.get(row.id, (None, None))
        if standing.removed if standing else row.id in originals:
            row.reason = "removed"
        elif standing is None:
            row.is_new = True
        elif row.words[2] != standing.text or row.words[0] != standing.name:
            # Whoever edited it has seen it.
            row.notes = [note for note in row.notes if note[0] != "garbled"]
        originals.add(row.id)

    def _files_of(self, archive: Archive) -> Iterator[tuple[str, str]]:
        """Find the places of the new comments of an archive, and write the files that change."""
        new: dict[str, Row] = {}
        unpublished: dict[str, str | None] = {}
        for row in self._rows:
            if self._archive_of.get(row.post) is archive:
                if row.is_new:
                    new[row.id] = row
                elif row.reason and row.given:
                    unpublished[row.given] = row.parent
        placed = arrange([row.comment for row in sorted(new.values(), key=lambda row: row.at)])
        here = {comment.id for page in archive.pages.values() for comment in page}
        for one in placed:
            row, parent = new[one.comment.id], one.comment.reply_to
            if one.note == "cycle":
                row.notes.append(("cycle", f"It answers comment {parent}, which answers it by way of others."))
            elif one.note and parent not in here:
                row.notes.append(("orphan", f"It answers comment {parent}, which is not published here."))
        for name, number in Counter(one.root.id for one in placed).items():
            if number > LONG:
                new[name].notes.append(("long_thread", f"Its thread has {number} comments."))
        if new:
            yield from files_of(archive, [Record.of(one.comment) for one in placed], unpublished)
        text, file = archive.originals_text(), archive.folder / ORIGINALS
        if not (file.exists() and text_of(file) == text):
            yield ORIGINALS, text

    def _account(self, report: Report) -> None:
        """Say what became of each comment and of each post."""
        new: Counter[Post] = Counter()
        already: Counter[Post] = Counter()
        for found in self._export.comments:
            post = found.post.name
            if isinstance(found, Damaged):
                report.comments.append(Account(found.id, post, "damaged", found.why))
            elif found.reason:
                report.comments.append(Account(found.id or found.given, post, "left_out", found.reason))
            else:
                (new if found.is_new else already)[found.post] += 1
                state = "new" if found.is_new else "already here"
                report.comments.append(Account(found.id, post, "kept", state))
                report.notes += [Note(kind, found.id, post, *words) for kind, *words in found.notes]
        report.damaged += [
            Damage(one.line, one.id, one.post.name, one.why, one.comment) for one in self._export.damages
        ]
        for post, archive in self._archive_of.items():
            page = "" if archive.stands_alone else archive.comments_of
            report.posts.append(
                PostLine(post.name, name_of(post.title), archive.folder.name, page, new[post], already[post])
            )
            if archive.stands_alone and new[post]:
                message = f"Post {post.name} has no page here; if it has, name it: --post {post.name}=PAGE.md"
                report.notes.append(Note("no_page", None, post.name, message))
        for name in sorted(self._archives.unused):
            message = f"--post {name}=…: no post with comments in this export has that number, slug or address."
            report.notes.append(Note("file", None, "", message))
