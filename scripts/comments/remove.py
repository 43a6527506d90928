"""Takes a comment down at its writer's wish: a tombstone stays in its place, and every other byte of the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    found: list[tuple[Path, str, Document, Record]] = []
    replies: list[str] = []
    unreadable = ""
    for path in (path for folder in archive_folders(docs) for _, path in comment_pages(folder)):
        text, line_end = _read(path)
        document = parse(text, shown_path(path))
        for part in document.parts:
            if isinstance(part, Broken):
                unreadable = unreadable or f"{shown_path(path)}:{part.line}"
            elif isinstance(part, Record) and part.comment.id == comment_id:
                found.append((path, line_end, document, part))
            elif isinstance(part, Record) and part.comment.reply_to == comment_id and not part.comment.removed:
                replies.append(part.comment.id)
    if not found:
        also = f" The record at {unreadable} cannot be read; mend it and try again." if unreadable else ""
        raise CannotRemoveError(f"There is no comment {comment_id} in {shown_path(docs)}.{also}")
    if len(found) > 1:
        files = " and ".join(shown_path(path) for path, *_ in found)
        raise CannotRemoveError(f"There are {len(found)} comments {comment_id}, in {files}; give each its own id.")
    [(path, line_end, document, record)] = found
    if not record.comment.removed or why is not None:
        tombstone = Record.of(removed(record.comment, why))
        parts = tuple(tombstone if part is record else part for part in document.parts)
        replace_file(path, write(replace(document, parts=parts)).replace("\n", line_end))
    originals = path.with_name(ORIGINALS)
    if originals.exists():
        lines = originals.read_text(encoding="utf-8").splitlines(keepends=True)
        replace_file(originals, "".join(line for line in lines if not line.startswith(f"{comment_id}\t")))
    return Removal(path, tuple(replies), again=record.comment.removed)


def _read(path: Path) -> tuple[str, str]:
    """Read a page; its line ends become line feeds, and what they were comes second."""
    text = path.read_bytes().decode()
    windows = text.count("\r\n")
    if windows not in {0, text.count("\n")}:
        raise CannotRemoveError(f"{shown_path(path)} has two kinds of line ends; save it with one kind and try again.")
    return text.replace("\r\n", "\n"), "\r\n" if windows else "\n"
