"""What an import says at its end: every comment of the export is accounted for, in numbers and one by one."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from scripts.wordpress.text_table import text_table

if TYPE_CHECKING:
    from collections.abc import Iterator

Reason: TypeAlias = Literal[
    "held",
    "trash",
    "spam",
    "other_status",
    "no_status",
    "pingback",
    "other_type",
    "unpublished_post",
    "protected_post",
    "unreadable_post",
    "duplicate",
    "removed",
]
#: Why a comment is left out, as the table says it, in the order in which the first that holds is the one that counts.
REASONS: Final[dict[Reason, str]] = {
    "no_status": "does not say whether it was approved",
    "held": "waiting for approval",
    "trash": "in the trash",
    "spam": "marked as spam",
    "other_status": "has a state that is not known",
    "pingback": "a pingback or trackback",
    "other_type": "another type, such as a review or an order note",
    "unpublished_post": "its post is not public",
    "protected_post": "its post needs a password",
    "unreadable_post": "its post could not be read",
    "duplicate": "the same comment a second time",
    "removed": "taken out here by its keeper",
}
Outcome: TypeAlias = Literal["kept", "left_out", "damaged"]
NoteKind: TypeAlias = Literal[
    "orphan",
    "cycle",
    "self_reply",
    "undated",
    "same_id",
    "no_id",
    "no_text",
    "healed",
    "markup",
    "unreadable_characters",
    "garbled",
    "repaired",
    "masked",
    "changed",
    "differs",
    "moved",
    "deleted_by_hand",
    "two_pages",
    "long_thread",
    "no_page",
    "file",
]
#: What a note is about, as the table says it, and in brackets what to do about it.
NOTES: Final[dict[NoteKind, str]] = {
    "orphan": "answers a comment that is not here; shown by itself (nothing to do)",
    "cycle": "answers itself by way of others; shown by itself (nothing to do)",
    "self_reply": "answers itself; shown by itself (nothing to do)",
    "undated": "has no date that exists; shown without one (nothing to do)",
    "same_id": "has the id of another comment; it got one of its own (nothing to do)",
    "no_id": "has no id; it got one of its own (nothing to do)",
    "no_text": "has no text (look at it, and remove it if it is empty)",
    "healed": "held characters that XML forbids; they were mended (look at it)",
    "markup": "held markup that was not escaped; only its words are kept (compare it with the export)",
    "unreadable_characters": "holds characters that could not be read (compare it with the export)",
    "garbled": "looks garbled (compare before and after in the report, then --repair ID)",
    "repaired": "was repaired",
    "masked": "held e-mail addresses; they were masked (look at it)",
    "changed": "has changed in WordPress since the last import (compare, then edit it here or --accept ID)",
    "differs": "stood here already and reads otherwise (compare, then edit it here or --accept ID)",
    "moved": "stands in another folder here (nothing to do)",
    "deleted_by_hand": "was deleted here by hand and is not brought back (nothing to do)",
    "two_pages": "joins threads that stand on two pages (move one of them by hand)",
    "long_thread": "begins a thread of more than 200 comments; it stays whole on one page (nothing to do)",
    "no_page": "belongs to a post that has no page here (name it with --post)",
    "file": "is about the file",
}
_SHOWN: Final = 20


class Account(NamedTuple):
    """What became of one comment.

    Attributes:
        id: its id in the export; None if it has none, or none that can be read.
        post: the id of its post, or its slug; empty if neither is known.
        outcome: whether it is kept, left out or damaged.
        reason: for a kept one `new` or `already here`, else why.
    """

    id: str | None
    post: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True)
class Damage:
    """A comment that could not be read, or a place between comments: its line, its id if it can be seen, and why.

    The line is 0 for what is wrong with the file as a whole.
    """

    line: int
    id: str | None
    post: str
    why: str
    comment: bool = True


@dataclass(frozen=True)
class Note:
    """Something about a kept comment that its keeper should know; `before` and `after` are of proposed repairs."""

    kind: NoteKind
    id: str | None
    post: str
    message: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class PostLine:
    """A post with comments: where they went."""

    post: str
    title: str
    folder: str
    page: str
    new: int
    already: int


@dataclass
class Report:
    """What an import did, or would do.

    Attributes:
        comments: what became of each comment, in the order of the export.
        damaged: what could not be read.
        notes: what the keeper should know.
        posts: where the comments of each post went.
        files: the paths of the files that were written, or would be, from the folder of the archives.
        dry_run: whether nothing was to be written.
    """

    comments: list[Account] = field(default_factory=list)
    damaged: list[Damage] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    posts: list[PostLine] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    dry_run: bool = False

    @property
    def read(self) -> int:
        """The number of comment elements in the export."""
        return len(self.comments)

    @property
    def kept(self) -> int:
        """The number of comments of the export that are in the archive now."""
        return sum(account.outcome == "kept" for account in self.comments)

    @property
    def left_out(self) -> Counter[str]:
        """The numbers of comments that were left out, by reason."""
        return Counter(account.reason for account in self.comments if account.outcome == "left_out")

    @property
    def broken(self) -> int:
        """The number of comments that could not be read."""
        return sum(account.outcome == "damaged" for account in self.comments)

    def json(self) -> Iterator[str]:
        """Yield the report as JSON, piece by piece: its head, and a line for each comment."""
        left_out = self.left_out
        head = {
            "read": self.read,
            "kept": self.kept,
            "left_out": {reason: left_out[reason] for reason in REASONS},
            "damaged": [asdict(damage) for damage in self.damaged],
            "notes": [{key: value for key, value in asdict(note).items() if value is not None} for note in self.notes],
            "posts": [asdict(post) for post in self.posts],
            "files": self.files,
            "dry_run": self.dry_run,
        }
        yield json.dumps(head, ensure_ascii=False, indent=1)[:-2]
        yield ',\n "comments": ['
        for number, account in enumerate(self.comments):
            yield ("," if number else "") + "\n  " + json.dumps(account._asdict(), ensure_ascii=False)
        yield "\n ]\n}\n"

    def table(self) -> Iterator[str]:
        """Yield the report as lines for a person to read."""
        if self.posts:
            rows = [
                (line.post, line.title[:40], line.folder, line.page or "no page here", line.new, line.already)
                for line in self.posts
            ]
            yield from text_table(("post", "title", "folder", "page", "new", "already here"), rows)
            yield ""
        left_out = self.left_out
        yield from text_table(
            ("comments", "number"),
            [
                ("read", self.read),
                ("kept", self.kept),
                *((f"left out: {words}", left_out[reason]) for reason, words in REASONS.items() if left_out[reason]),
                ("damaged", self.broken),
            ],
        )
        yield from self._notes()
        yield from self._damages()
        yield ""
        yield f"{self.read} read = {self.kept} kept + {sum(left_out.values())} left out + {self.broken} damaged."
        verb = "would be written" if self.dry_run else "written"
        if not self.files:
            yield f"No file {verb}: all of it is here already."
        else:
            yield f"{len(self.files)} {'file' if len(self.files) == 1 else 'files'} {verb}."

    def _notes(self) -> Iterator[str]:
        for kind, words in NOTES.items():
            found = [note for note in self.notes if note.kind == kind]
            if not found:
                continue
            yield ""
            if kind in {"file", "no_page"}:
                yield from (note.message for note in found)
                continue
            named = ", ".join(str(note.id) for note in found[:_SHOWN])
            more = f" and {len(found) - _SHOWN} more, see the report" if len(found) > _SHOWN else ""
            yield f"{words}: {len(found)}"
            yield f"  {named}{more}"

    def _damages(self) -> Iterator[str]:
        if self.damaged:
            yield ""
        for damage in self.damaged[:_SHOWN]:
            what = f"comment {damage.id}" if damage.id else "a comment" if damage.comment else "between comments"
            yield f"line {damage.line}: {what}: {damage.why}." if damage.line else f"{damage.why}."
        if len(self.damaged) > _SHOWN:
            yield f"and {len(self.damaged) - _SHOWN} more, see the report"
