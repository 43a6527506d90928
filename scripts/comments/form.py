r"""The form of comments on disk: text → records → the same text.

A record stands in a Markdown page and looks like a block of pymdownx, but what is in it is text and not Markdown:

    /// comment | Ann
        id: 123
        date: 2019-05-04T10:11:00Z
        reply-to: 120

    The text, in paragraphs.
    ///

Three rules, and no others:

1. The options stand in a fixed order, indented by four blanks, one on a line. A value is what stands after the colon,
   without quotation marks. A blank line follows them if there is a text.
2. A line of the text that begins with `///` is written with a backslash before it; one that begins with backslashes and
   `///` gets one backslash more.
3. A character that cannot stand in a line, or that would make the file show something else than it says, is written as
   `\u{85}`, its number in hexadecimal; backslashes before a `u{` are doubled. The same holds for blanks at the ends of
   a value.

Reading is one pass over the lines: its cost grows with the length of the page and with nothing else.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scripts.comments.model import Comment
from scripts.common.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scripts.comments.model import By, Date

#: What the rules are, by id.
RULES: Final = {
    "CM01": "A record is closed by a line of three slashes; a page with an open one would lose what follows.",
    "CM02": "A record has the options of the form and no others; an unknown one is mostly misspelled.",
    "CM03": "A record has an id: its address depends on it.",
    "CM04": "The value of an option fits: a date that exists, an id of digits, true or nothing.",
    "CM05": "An option stands once, and its line is indented by four blanks.",
    "CM06": "A blank line stands between the options and the text.",
    "CM07": r"A backslash and `u{` begin a character's number in hexadecimal, closed by `}`.",
    "CM08": "A record begins at the first letter of a line; indented, it would be printed as a part of the page.",
    "CM09": "A comment that was removed has neither a name nor a text.",
    "CM10": "A comment does not answer itself.",
}

END: Final = "///"
_OPENING: Final = re.compile(r"///[ \t]*comment(?:[ \t]*\|[ ]?(.*)|[ \t]*)")
_INDENTED_OPENING: Final = re.compile(r"[ \t]+///[ \t]*comment[ \t]*(?:\||$)")
_OPTION: Final = re.compile(r"    ([a-z][a-z-]*):(?: +(.*?))?[ \t]*")
_ESCAPED_LINE: Final = re.compile(r"\\+///")
_SLASHES: Final = re.compile(r"\\*///")
_ID: Final = re.compile(r"r?[0-9]{1,19}", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

# Control characters but tab and line feed; what ends a line elsewhere; what turns the direction of all that follows and
# so makes a file show something else than it says (Boucher and Anderson 2021, "Trojan Source"); half characters.
_UNSAFE: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
# From the first of a run of backslashes, and without a second try: a text of nothing else costs one pass.
_TO_ESCAPE: Final = re.compile(rf"(?<!\\)(\\*+)(?:([{_UNSAFE}])|u\{{)")
_TO_ESCAPE_IN_VALUE: Final = re.compile(rf"(?<!\\)(\\*+)(?:([{_UNSAFE}\t\n]|^ | $)|u\{{)")
_ESCAPED: Final = re.compile(r"(?<!\\)(\\*+)u\{(?:([0-9a-f]{1,6})\})?")


class BadValueError(ValueError):
    """A value cannot be what its option needs; the message goes on after the option's name."""


@dataclass(frozen=True)
class Record:
    """A comment as it stands in a file.

    Attributes:
        comment: the comment.
        source: the record as it is written, its last line feed included unless the file ends without one.
        line: the line on which it begins, counted from 1.
    """

    comment: Comment
    source: str
    line: int = 0

    @classmethod
    def of(cls, comment: Comment) -> Record:
        """Write a comment as a record.

        Args:
            comment: the comment.

        Returns:
            Its record, which reads as the same comment.

        Raises:
            ValueError: the comment has no usable id, a situation that cannot stand in a list, or an empty field.
        """
        return cls(comment, _format(comment))


@dataclass(frozen=True)
class Broken:
    """A record that cannot be read, as it is written: kept, shown to nobody."""

    source: str
    line: int


@dataclass(frozen=True)
class Document:
    """A page taken apart.

    Attributes:
        parts: the page in its order: records, and the Markdown between them.
        faults: what is wrong with its records.
    """

    parts: tuple[str | Record | Broken, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The comments in the order of the page."""
        return tuple(part.comment for part in self.parts if isinstance(part, Record))


def parse(text: str, path: str = "") -> Document:
    """Read a page.

    Args:
        text: the page, its lines ended by line feeds. Any text can be read.
        path: the file, as faults name it.

    Returns:
        Its parts, from which `write` makes the same text, and its faults.
    """
    parts: list[str | Record | Broken] = []
    faults: list[Fault] = []
    lines = text.split("\n")
    kept_from = place = 0
    while place < len(lines):
        line = lines[place]
        if "///" not in line:
            place += 1
        elif opening := _OPENING.fullmatch(line):
            if kept_from < place:
                parts.append(_joined(lines, kept_from, place))
            reader = _RecordReader(lines, place, opening[1] or "", path)
            parts.append(reader.read())
            faults.extend(reader.faults)
            kept_from = place = reader.end
        else:
            if _INDENTED_OPENING.match(line):
                message = "A record is indented here; begin its line with the first slash."
                faults.append(Fault(path, place + 1, "CM08", message))
            place += 1
    if kept_from < len(lines):
        parts.append(_joined(lines, kept_from, len(lines)))
    return Document(tuple(part for part in parts if part), tuple(faults))


def write(document: Document) -> str:
    """Write a page: what was read comes back to the letter, what is new in the form's own spelling."""
    return "".join(part if isinstance(part, str) else part.source for part in document.parts)


def removed(comment: Comment, why: str | None = None) -> Comment:
    """Make the tombstone of a comment: its id, date, writer's part and place in the thread stay, all else goes.

    Args:
        comment: the comment.
        why: a reason that readers may see; None says nothing.

    Returns:
        The tombstone.
    """
    return Comment(
        id=comment.id,
        date=comment.date,
        reply_to=comment.reply_to,
        by=comment.by,
        removed=True,
        editor_note=why,
    )


class _RecordReader:
    """Reads one record from the lines of a page."""

    def __init__(self, lines: Sequence[str], start: int, name: str, path: str) -> None:
        self._lines, self._start, self._name, self._path = lines, start, name, path
        self._place = start + 1
        self.faults: list[Fault] = []
        self.end = start + 1

    def read(self) -> Record | Broken:
        """Give the record; `end` is then the place of the line after it."""
        options = dict(self._options())
        text = self._text()
        self.end = self._place
        # The last piece of a split text has no line feed behind it.
        source = _joined(self._lines, self._start, self._end_of_source())
        comment = None if self.faults else self._comment(options, text)
        return Broken(source, self._start + 1) if comment is None else Record(comment, source, self._start + 1)

    def _end_of_source(self) -> int:
        return min(self._place, len(self._lines))

    def _options(self) -> Iterator[tuple[str, tuple[int, str]]]:
        seen = set[str]()
        while self._place < len(self._lines):
            line = self._lines[self._place]
            if not line.strip(" \t") or line.rstrip(" \t") == END:
                return
            option = _OPTION.fullmatch(line)
            if option is None:
                if line[:1] in {" ", "\t"}:
                    self._fault(self._place, "CM05", f"“{line.strip()}” is not an option; write `    key: value`.")
                else:
                    self._fault(self._place, "CM06", "The text begins here; leave a blank line above it.")
                    return
            elif option[1] not in _READERS:
                self._fault(self._place, "CM02", f"There is no option “{option[1]}”; use one of {', '.join(_READERS)}.")
            elif option[1] in seen:
                self._fault(self._place, "CM05", f"`{option[1]}` stands here a second time; keep one of them.")
            else:
                seen.add(option[1])
                yield option[1], (self._place, option[2] or "")
            self._place += 1

    def _text(self) -> str:
        """Read up to the end of the record; the blank line that follows the options is not a part of the text."""
        if self._place < len(self._lines) and not self._lines[self._place].strip(" \t"):
            self._place += 1
        first = self._place
        kept = list[str]()
        while self._place < len(self._lines):
            line = self._lines[self._place]
            if "///" in line:
                if line.rstrip(" \t") == END:
                    self._place += 1
                    return self._unescaped("\n".join(kept), first)
                if _OPENING.fullmatch(line):
                    break
                if line.startswith(END):
                    self._fault(
                        self._place, "CM01", "A line of a comment begins with ///; write a backslash before it: \\///."
                    )
                elif _ESCAPED_LINE.match(line):
                    line = line[1:]
            kept.append(line)
            self._place += 1
        self._fault(self._start, "CM01", "This comment is not closed; write /// alone on a line at its end.")
        return ""

    def _unescaped(self, text: str, place: int) -> str:
        if "\\u{" not in text:
            return text
        try:
            return _unescape(text)
        except BadValueError as error:
            self._fault(place, "CM07", f"The text {error}")
            return ""

    def _comment(self, options: dict[str, tuple[int, str]], text: str) -> Comment | None:
        values: dict[str, object] = {"name": self._value(self._start, "The name", self._name.rstrip(" \t"), _unescape)}
        for key, (place, value) in options.items():
            values[_FIELDS.get(key, key)] = self._value(place, f"`{key}`", value, _READERS[key])
        if "id" not in options:
            self._fault(self._start, "CM03", "This comment has no id; give it the number that it had in WordPress.")
        if self.faults:
            return None
        comment = Comment(text=text, **values)  # type: ignore[arg-type]  # each reader gives the type of its field
        if comment.removed and (comment.name or comment.text):
            self._fault(
                self._start, "CM09", "This comment is removed, but its name or text still stands here; take them out."
            )
        if comment.reply_to == comment.id:
            self._fault(options["reply-to"][0], "CM10", "This comment answers itself; take `reply-to` out.")
        return None if self.faults else comment

    def _value(self, place: int, what: str, value: str, reader: Callable[[str], object]) -> object:
        try:
            return reader(value)
        except BadValueError as error:
            rule = "CM07" if isinstance(error, _BadEscapeError) else "CM04"
            self._fault(place, rule, f"{what} {error}")
            return None

    def _fault(self, place: int, rule: str, message: str) -> None:
        self.faults.append(Fault(self._path, place + 1, rule, message))


class _BadEscapeError(BadValueError):
    """A character's number is not written as it should be."""


def _joined(lines: Sequence[str], start: int, end: int) -> str:
    """Put lines together as they stood; only the last of all has no line feed behind it."""
    return "\n".join(lines[start:end]) + ("\n" if end < len(lines) else "")


def _format(comment: Comment) -> str:
    if not _ID.fullmatch(comment.id):
        raise ValueError(f"The id of a comment is made of digits, or r and digits, and not “{comment.id}”.")
    name = _escape_value(comment.name)
    lines = [f"/// comment | {name}" if name else "/// comment", f"    id: {comment.id}"]
    for key in _READERS:
        value = getattr(comment, _FIELDS.get(key, key))
        if key != "id" and value not in (None, False, ()):
            lines.append(f"    {key}: {_written(key, value)}")
    if comment.text:
        lines += ["", _escape_text(comment.text)]
    return "\n".join([*lines, END, ""])


def _written(key: str, value: object) -> str:
    match value:
        case True:
            return "true"
        case dt.datetime():
            return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
        case dt.date():
            return value.isoformat()
        case tuple():
            for item in value:
                if item != item.strip() or not re.fullmatch(rf"[^,\[\]\n\t\\{_UNSAFE}]+", item):
                    raise ValueError(f"The situation “{item}” cannot stand in a list; write plain words.")
            return f"[{', '.join(value)}]"
        case str() if value:
            return _escape_value(value)
    raise ValueError(f"`{key}` of a comment is empty; leave it out.")


def _escape_value(value: str) -> str:
    return _TO_ESCAPE_IN_VALUE.sub(_escape, value)


def _escape_text(text: str) -> str:
    escaped = _TO_ESCAPE.sub(_escape, text)
    if "///" not in escaped:
        return escaped
    return "\n".join("\\" + line if _SLASHES.match(line) else line for line in escaped.split("\n"))


def _escape(found: re.Match[str]) -> str:
    backslashes, character = found[1] * 2, found[2]
    return f"{backslashes}\\u{{{ord(character):x}}}" if character else f"{backslashes}u{{"


def _unescape(value: str) -> str:
    if "\\u{" not in value:
        return value
    return _ESCAPED.sub(_character, value)


def _character(found: re.Match[str]) -> str:
    backslashes, odd = divmod(len(found[1]), 2)
    if not odd:
        return "\\" * backslashes + found[0][len(found[1]) :]
    number = int(found[2], 16) if found[2] else -1
    if not 0 <= number <= 0x10FFFF:  # noqa: PLR2004 - the last number of Unicode
        raise _BadEscapeError(r"has a `\u{` without a character's number; write `\u{85}`, or two backslashes.")
    return "\\" * backslashes + chr(number)


def _filled(value: str) -> str:
    if not value:
        raise BadValueError("is empty; write something, or take the line out.")
    return _unescape(value)


def _identifier(value: str) -> str:
    if not _ID.fullmatch(value):
        raise BadValueError(f"is “{value}”; write the comment's number, or r and a number.")
    return value


def _date(value: str) -> Date:
    try:
        if _MOMENT.fullmatch(value):
            return dt.datetime.fromisoformat(value)
        if _DAY.fullmatch(value):
            return dt.date.fromisoformat(value)
    except ValueError:
        raise BadValueError(
            f"is {value}, a day or hour that does not exist; look it up, or take the line out."
        ) from None
    raise BadValueError(f"is “{value}”; write 2019-05-04T10:11:00Z, or 2019-05-04, or take the line out.")


def _by(value: str) -> By:
    match value:
        case "author" | "staff":
            return value
    raise BadValueError(f"is “{value}”; write author or staff, or take the line out for a reader.")


def _true(value: str) -> bool:
    if value != "true":
        raise BadValueError(f"is “{value}”; write true, or take the line out.")
    return True


def _list(value: str) -> tuple[str, ...]:
    inside = value.removeprefix("[").removesuffix("]")
    items = tuple(item.strip() for item in inside.split(","))
    if len(value) != len(inside) + 2 or not all(items) or re.search(r"[\[\]\\]", inside):
        raise BadValueError(f"is “{value}”; write a list such as [living apart, mixed signals].")
    if len(set(items)) < len(items):
        raise BadValueError("names a situation twice; keep one of them.")
    return items


#: The options in the order in which they are written, and what reads each.
_READERS: Final[dict[str, Callable[[str], object]]] = {
    "id": _identifier,
    "date": _date,
    "reply-to": _identifier,
    "by": _by,
    "url": _filled,
    "removed": _true,
    "retold": _true,
    "part": _true,
    "summary": _filled,
    "situations": _list,
    "content-note": _filled,
    "editor-note": _filled,
    "third-parties": _true,
}
_FIELDS: Final = {key: key.replace("-", "_") for key in _READERS if "-" in key}
