"""Takes a comment down at its writer's wish: a tombstone stays in its place, and every other byte of the file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scripts.comments.archive import ORIGINALS, archive_folders, comment_pages
from scripts.comments.form import Broken, Record, parse, removed, write
from scripts.common.faults import shown_path
from scripts.common.files import replace_file

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.comments.form import Document


class CannotRemoveError(ValueError):
    """The comment cannot be taken down; the message says why and what to do."""


@dataclass(frozen=True)
class Removal:
    """What was done.

    Attributes:
        path: the file that the comment is in.
        replies: the ids of the comments that answer it; they stay.
        again: it had been taken down before.
    """

    path: Path
    replies: tuple[str, ...]
    again: bool


def remove(docs: Path, comment_id: str, why: str | None = None) -> Removal:
    """Take a comment down.

    Args:
        docs: the folder of the pages.
        comment_id: the id, as its permalink has it after `#comment-`.
        why: a reason that readers may see in its place.

    Returns:
        Where it was, and what is left around it. Taking a comment down twice changes nothing.

    Raises:
        CannotRemoveError: there is no such comment, there are several, or the record cannot be read.
        OSError: a file cannot be read or written; all files are then as they were.
    """
    comment_id = comment_id.removeprefix("#").removeprefix("comment-")
    found = _find(docs, comment_id)
    if not found.places:
        message = f"There is no comment {comment_id} in {shown_path(docs)}."
        if found.unreadable:
            message += f" The record at {found.unreadable[0]} cannot be read; mend it and try again."
        raise CannotRemoveError(message)
    if len(found.places) > 1:
        places = " and ".join(shown_path(place.path) for place in found.places)
        message = f"There are {len(found.places)} comments {comment_id}, in {places}; give each its own id."
        raise CannotRemoveError(message)
    place = found.places[0]
    comment = place.record.comment
    if not comment.removed or why is not None:
        parts = list(place.document.parts)
        parts[place.number] = Record.of(removed(comment, why))
        replace_file(place.path, write(replace(place.document, parts=tuple(parts))).replace("\n", place.line_end))
    _forget(place.path.with_name(ORIGINALS), comment_id)
    return Removal(place.path, tuple(found.replies), again=comment.removed)


def _forget(originals: Path, comment_id: str) -> None:
    """Take the hash of a comment out of what the import keeps of the originals."""
    if originals.exists():
        lines = originals.read_text(encoding="utf-8").splitlines(keepends=True)
        replace_file(originals, "".join(line for line in lines if not line.startswith(f"{comment_id}\t")))


@dataclass(frozen=True)
class _Place:
    """Where a record stands: its file and the line ends of this, and its number among the parts of the page."""

    path: Path
    line_end: str
    document: Document
    number: int
    record: Record


@dataclass
class _Found:
    places: list[_Place] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def _find(docs: Path, comment_id: str) -> _Found:
    found = _Found()
    for path in (path for folder in archive_folders(docs) for _, path in comment_pages(folder)):
        text, line_end = _read(path)
        document = parse(text, shown_path(path))
        for number, part in enumerate(document.parts):
            if isinstance(part, Broken):
                found.unreadable.append(f"{shown_path(path)}:{part.line}")
            elif isinstance(part, Record) and part.comment.id == comment_id:
                found.places.append(_Place(path, line_end, document, number, part))
            elif isinstance(part, Record) and part.comment.reply_to == comment_id and not part.comment.removed:
                found.replies.append(part.comment.id)
    return found


def _read(path: Path) -> tuple[str, str]:
    """Read a page; its line ends become line feeds, and what they were is told."""
    text = path.read_bytes().decode()
    windows = text.count("\r\n")
    if windows not in {0, text.count("\n")}:
        raise CannotRemoveError(f"{shown_path(path)} has two kinds of line ends; save it with one kind and try again.")
    return text.replace("\r\n", "\n"), "\r\n" if windows else "\n"
