"""An export that has been read: a few hundred bytes for each comment, and the words in a temporary file."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

import ftfy

from scripts.wordpress.published import number, reason_of_comment, words_of
from scripts.wordpress.wxr import Author, Damaged, Post, RawComment, read_export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scripts.comments.model import By, Date
    from scripts.wordpress.clean_xml import Healed
    from scripts.wordpress.import_report import NoteKind
    from scripts.wordpress.published import Words

_HEALED: Final[dict[Healed, str]] = {
    "control": "characters that XML forbids",
    "entity": "a lone & or a character named as in HTML",
    "cdata": "]]> inside the text",
}


@dataclass(slots=True)
class Row:
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


class Export:
    """What has been read of an export; the words are in a file."""

    def __init__(self, texts: BinaryIO, *, with_websites: bool) -> None:
        self._texts, self._with_websites = texts, with_websites
        self.rows: list[Row] = []
        self.posts: dict[int, Post] = {}
        self.logins: dict[str, str] = {}
        self.damages: list[tuple[int | None, Damaged]] = []
        self.notes: list[tuple[Row, NoteKind, str]] = []
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

    def words(self, row: Row) -> tuple[str, str, Date | None, str | None]:
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
        row = Row(
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

    def _note(self, row: Row, raw: RawComment, words: Words) -> None:
        if raw.parent and row.parent is None and raw.parent.strip("0"):
            self.notes.append((row, "orphan", "What it answers is no number."))
        if row.parent and row.parent == row.given:
            row.parent = None
            self.notes.append((row, "self_reply", "It named itself."))
        self.notes.extend((row, kind, message) for kind, message in _notes(raw, words))
        for value in (words.text, words.name):
            if not value.isascii() and (better := ftfy.fix_encoding(value)) != value:
                self.garbled[row.order] = (value, better)
                break


def _notes(raw: RawComment, words: Words) -> Iterator[tuple[NoteKind, str]]:
    """Say what the keeper should know of a comment."""
    where = f"It begins in line {raw.line} of the export"
    if words.date is None:
        yield "undated", f"Its date is {raw.date or raw.local_date or 'missing'}."
    if number(raw.id) is None:
        yield "no_id", f"Its id is {raw.id or 'missing'}."
    if not words.text:
        yield "no_text", f"{where}."
    if raw.markup:
        yield "markup", f"{where}."
    if raw.healed:
        yield "healed", f"{where}: {', '.join(_HEALED[what] for what in sorted(raw.healed))}."
    if "\ufffd" in words.text or "\ufffd" in words.name:
        yield "unreadable_characters", f"{where}."
    if words.masked:
        yield "masked", f"{words.masked} masked."
