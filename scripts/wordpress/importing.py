"""Loading a WordPress export into the archives: what is kept, where it goes, and an account of all of it.

The work has two halves. The export is read once, from its beginning to its end; texts wait in a temporary file without
a name, so that memory holds a few hundred bytes for each comment. Then the archives are read, each new comment gets its
place, and the changed files are written, all of them or none (`swap`).

What stands in the archives is never changed: records edited by hand, tombstones, the editors' fields. A reply that is
new joins its thread; all else that is new goes to the end.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from scripts.comments.archive import FEWEST_WITH_INDEX, ON_A_PAGE
from scripts.wordpress.archive_files import Target, files_of
from scripts.wordpress.archive_folders import Folders, key_of
from scripts.wordpress.archive_pages import name_of
from scripts.wordpress.export_rows import Export
from scripts.wordpress.identities import identify
from scripts.wordpress.import_report import Account, Damage, Note, PostLine, Report
from scripts.wordpress.placing import LONG, pages_of, place
from scripts.wordpress.published import reason_of_post
from scripts.wordpress.standing import GONE, read_archives
from scripts.wordpress.swap import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from scripts.comments.model import By
    from scripts.wordpress.export_rows import Row
    from scripts.wordpress.import_report import NoteKind
    from scripts.wordpress.placing import Places
    from scripts.wordpress.standing import Archives
    from scripts.wordpress.swap import NewFolder


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
    into = into.resolve()
    wishes = _Wishes(posts or {}, repair, accept)
    for page in wishes.posts.values():
        if not (into.parent / page).is_file():
            raise UnknownPageError(f"There is no page {page} in {into.parent}; write its path from there.")
    with _no_search_for_cycles(), tempfile.TemporaryFile() as texts:
        export = Export(texts, with_websites=with_websites)
        export.read(source, progress or (lambda *_: None))
        if dry_run:
            return _Import(export, read_archives(into), into, wishes).run(None)
        with replacing(into) as new:
            return _Import(export, read_archives(into), into, wishes).run(new)


@contextlib.contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Let the collector rest: no comment refers to itself, and it would look through all of them again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@dataclass(frozen=True)
class _Wishes:
    """What the keeper asked for: pages of posts; ids to repair, and ids whose change is known."""

    posts: Mapping[str, str]
    repair: frozenset[str]
    accept: frozenset[str]


class _Import:
    """Joins an export with the archives that stand."""

    def __init__(self, export: Export, archives: Archives, into: Path, wishes: _Wishes) -> None:
        self._export, self._archives, self._into, self._wishes = export, archives, into, wishes
        self._folders = Folders(archives, into, wishes.posts)
        self._targets: dict[str, Target] = {}
        self._of_post: dict[int, Target] = {}
        self._new: set[int] = set()
        self.report = Report()

    def run(self, new: NewFolder | None) -> Report:
        """Do the work; without a folder to write to, all but the writing."""
        self.report.dry_run = new is None
        self._leave_out()
        self._choose_folders()
        identify(self._export, self._archives, {post: target.folder for post, target in self._of_post.items()})
        for row in self._export.rows:
            if row.reason is None:
                row.by = self._by(row)
                self._compare(row)
        self._place()
        self._account()
        for target in self._targets.values():
            for name, text in files_of(target, self._export, self._into, self._wishes.repair):
                self.report.files.append(name)
                if new:
                    new.write(name, text)
        return self.report

    def _leave_out(self) -> None:
        """Leave out what belongs to a post that is not public."""
        reasons = {number: reason_of_post(post) for number, post in self._export.posts.items()}
        for row in self._export.rows:
            if row.reason is None:
                row.reason = reasons.get(row.post, "unreadable_post")

    def _choose_folders(self) -> None:
        for number in dict.fromkeys(row.post for row in self._export.rows if row.reason is None):
            post = self._export.posts[number]
            folder = self._folders.folder_of(post)
            target = self._targets.setdefault(folder.name, Target(folder, own=self._folders.is_own(folder)))
            target.name = target.name or self._folders.name_of(folder, post)
            folder.posts.add(key_of(post))
            self._of_post[number] = target
        for name in sorted(self._folders.unused):
            message = f"--post {name}=…: no post with comments in this export has that number, slug or address."
            self.report.notes.append(Note("file", None, "", message))

    def _by(self, row: Row) -> By | None:
        """Tell whose the comment is by the account that was logged in."""
        login = self._export.logins.get(row.user or "")
        if not login:
            return None
        return "author" if login == self._export.posts[row.post].creator else "staff"

    def _compare(self, row: Row) -> None:
        """Compare with what stands: a new comment goes to its archive, any other is left as it is."""
        target = self._of_post[row.post]
        originals = target.folder.originals
        standing = self._archives.comments.get(row.id)
        if standing is None and row.id not in originals:
            target.rows.append(row)
            self._new.add(row.order)
        elif standing is None:
            originals[row.id] = GONE
            row.reason = "removed"
            self._note(row, "deleted_by_hand", "It was imported once and is not here any more.")
        elif standing.removed:
            originals.pop(row.id, None)
            row.reason = "removed"
        else:
            if standing.folder != target.folder.name:
                self._note(row, "moved", f"It stands in {standing.folder}.")
            self._compare_words(row, originals, standing.fingerprint)
            if row.id in self._wishes.repair and row.order in self._export.garbled:
                repaired = self._targets.setdefault(
                    standing.folder, Target(self._archives.folders[standing.folder], own=False)
                )
                repaired.repaired[standing.page].add(row.id)

    def _compare_words(self, row: Row, originals: dict[str, str], now: str) -> None:
        """Tell a change in WordPress from a change here; `now` is the hash of what stands here."""
        before = originals.get(row.id)
        known = row.id in self._wishes.accept or now == row.fingerprint
        if before is None or known:
            originals[row.id] = row.fingerprint
        if now != row.fingerprint:
            # Whoever edited it, or let it be repaired, has seen it.
            self._export.garbled.pop(row.order, None)
        if not known and before is None:
            self._note(row, "differs", "It stood here before its first import, in other words.")
        elif not known and before != row.fingerprint:
            self._note(row, "changed", "Its original changed since the last import; what stands here is another text.")

    def _place(self) -> None:
        """Find the places of the new comments."""
        by_folder: dict[str, dict[str, tuple[int, str | None]]] = defaultdict(dict)
        for name, comment in self._archives.comments.items():
            by_folder[comment.folder][name] = (comment.page, comment.reply_to)
        unpublished: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in self._export.rows:
            if row.reason is not None and row.given and row.parent and row.post in self._of_post:
                unpublished[self._of_post[row.post].folder.name].append((row.given, row.parent))
        for name, target in self._targets.items():
            if not target.rows:
                continue
            standing = by_folder[name]
            places = place(target.rows, standing, unpublished[name])
            target.joining = places.joining
            last = max(target.folder.pages, default=0)
            kept = sum(not self._archives.comments[number].removed for number in standing) + len(target.rows)
            if not last and (standing or kept < FEWEST_WITH_INDEX):
                # All of them go to the index; if they are too many for it, it is laid out as pages then.
                target.joining[0] = [*target.joining[0], *itertools.chain(*places.threads)]
                target.laid_out = kept >= FEWEST_WITH_INDEX
            else:
                room = ON_A_PAGE - target.folder.pages[last] if last and last not in target.folder.by_hand else 0
                joining, *target.pages = pages_of(places.threads, max(0, room))
                if joining:
                    target.joining.setdefault(last, []).extend(joining)
            if target.laid_out:
                message = f"{name} has {kept} comments now; they went to pages of their own."
                self.report.notes.append(Note("file", None, "", message))
            self._note_places(target, standing, places)
            target.folder.originals.update((row.id, row.fingerprint) for row in target.rows)

    def _note_places(self, target: Target, standing: Mapping[str, object], places: Places) -> None:
        here = {row.id for row in target.rows}
        for row in target.rows:
            if row.reply_to and row.reply_to not in here and row.reply_to not in standing:
                self._note(row, "orphan", f"It answers comment {row.reply_to}, which is not published here.")
        for row in places.cycles:
            self._note(row, "cycle", f"It answers comment {row.reply_to}, which answers it by way of others.")
        for row in places.on_two_pages:
            self._note(row, "two_pages", "Comments on two pages answer it; move one thread to the page of the other.")
        for thread in places.threads:
            if len(thread) > LONG:
                self._note(thread[0], "long_thread", f"Its thread has {len(thread)} comments.")

    def _note(self, row: Row, kind: NoteKind, message: str) -> None:
        self._export.notes.append((row, kind, message))

    def _account(self) -> None:
        """Say what became of each comment."""
        export, report = self._export, self.report
        names = {number: post.id or post.slug for number, post in export.posts.items()}
        accounts: dict[int, Account] = {}
        for row in export.rows:
            accounts[row.order] = (
                Account(row.id or row.given, names.get(row.post, ""), "left_out", row.reason)
                if row.reason is not None
                else Account(row.id, names[row.post], "kept", "new" if row.order in self._new else "already here")
            )
        for order, damage in export.damages:
            post = names.get(damage.post, "")
            report.damaged.append(Damage(damage.line, damage.id, post, damage.why, damage.comment))
            if order is not None:
                accounts[order] = Account(damage.id, post, "damaged", damage.why)
        report.comments = [accounts[order] for order in range(export.read_count)]
        for row, kind, message in export.notes:
            if row.reason is None or kind == "deleted_by_hand":
                report.notes.append(Note(kind, row.id, names.get(row.post, ""), message))
        for row in export.rows:
            if row.reason is None and row.order in export.garbled:
                report.notes.append(self._proposal(row, names[row.post]))
        self._account_posts()

    def _proposal(self, row: Row, post: str) -> Note:
        before, after = self._export.garbled[row.order]
        if row.id in self._wishes.repair:
            return Note("repaired", row.id, post, "Its characters were repaired.", before, after)
        return Note("garbled", row.id, post, "Its characters look garbled.", before, after)

    def _account_posts(self) -> None:
        counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for row in self._export.rows:
            if row.reason is None:
                counts[row.post][row.order not in self._new] += 1
        for number, target in self._of_post.items():
            post, folder = self._export.posts[number], target.folder
            new, already = counts[number]
            name = post.id or post.slug
            page = "" if target.own else folder.comments_of
            self.report.posts.append(PostLine(name, name_of(post.title), folder.name, page, new, already))
            if target.own and new:
                message = f"Post {name} has no page here; if it has, name it: --post {name}=PAGE.md"
                self.report.notes.append(Note("no_page", None, name, message))
