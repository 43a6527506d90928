"""What an import says at its end: every comment of the export is accounted for, in numbers and one by one."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.wordpress.wxr import Damaged

#: Why a comment is left out, as the table says it.
REASONS: Final = {
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
#: What a note is about, as the table says it, and in brackets what to do about it.
NOTES: Final = {
    "no_text": "has no text (look at it, and remove it if it is empty)",
    "healed": "held characters that XML forbids; they were mended (look at it)",
    "markup": "held markup that was not escaped; only its words are kept (compare it with the export)",
    "unreadable_characters": "holds characters that could not be read (compare it with the export)",
    "garbled": "looks garbled (compare before and after in the report, and mend it here)",
    "masked": "held e-mail addresses; they were masked (look at it)",
}


_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one comment.

    Attributes:
        id: its id in the export; None if it has none, or none that can be read.
        post: the id of its post, or its slug; empty if neither is known.
        outcome: `kept`, `left_out` or `damaged`.
        reason: for a kept one `new` or `already here`, else why.
    """

    id: str | None
    post: str
    outcome: str
    reason: str


@dataclass(frozen=True)
class Note:
    """Something about a kept comment that its keeper should know; `before` and `after` are of a proposed repair."""

    kind: str
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

    def __str__(self) -> str:
        """Say it in a line."""
        where = f"{self.folder}/, {self.page or f'no page here (if it has one: --post {self.post}=PAGE.md)'}"
        return f"post {self.post}, {self.title}: {where}: {self.new} new, {self.already} already here"


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
    damaged: list[Damaged] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    posts: list[PostLine] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    dry_run: bool = False

    @property
    def kept(self) -> int:
        """The number of comments of the export that are in the archives now."""
        return sum(account.outcome == "kept" for account in self.comments)

    @property
    def left_out(self) -> Counter[str]:
        """The numbers of comments that were left out, by reason."""
        return Counter(account.reason for account in self.comments if account.outcome == "left_out")

    @property
    def broken(self) -> int:
        """The number of comments that could not be read."""
        return sum(account.outcome == "damaged" for account in self.comments)

    def json(self) -> str:
        """Write all of it as JSON."""
        left_out = self.left_out
        numbers = {
            "read": len(self.comments),
            "kept": self.kept,
            "left_out": {reason: left_out[reason] for reason in REASONS},
        }
        damaged = [{**asdict(damage), "post": damage.post.name} for damage in self.damaged]
        notes = [{key: value for key, value in asdict(note).items() if value is not None} for note in self.notes]
        return json.dumps({**numbers, **asdict(self), "damaged": damaged, "notes": notes}, ensure_ascii=False, indent=1)

    def table(self) -> Iterator[str]:
        """Yield it as lines for a person to read."""
        yield from map(str, self.posts)
        left_out = self.left_out
        reasons = ((left_out[reason], f"left out: {words}") for reason, words in REASONS.items() if left_out[reason])
        yield ""
        for number, words in ((len(self.comments), "read"), (self.kept, "kept"), *reasons, (self.broken, "damaged")):
            yield f"{number:7} {words}"
        for kind, words in NOTES.items():
            notes = [note for note in self.notes if note.kind == kind]
            if notes:
                yield from ("", f"{words}: {len(notes)}", f"  {', '.join(_first([str(note.id) for note in notes]))}")
        if self.damaged:
            yield from ("", *_first([str(damage) for damage in self.damaged]))
        yield ""
        yield f"{len(self.comments)} read = {self.kept} kept + {left_out.total()} left out + {self.broken} damaged."
        verb = "would be written" if self.dry_run else "written"
        yield f"Files {verb}: {len(self.files) or 'none, all of it is here already'}."


def _first(names: list[str]) -> list[str]:
    return names if len(names) <= _SHOWN else [*names[:_SHOWN], f"and {len(names) - _SHOWN} more, see the report"]
