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

Its rules, by the ids of its faults:

- CM01: A record is closed by a line of three slashes; a page with an open one would lose what follows.
- CM02: A record has the options of the form and no others; an unknown one is mostly misspelled.
- CM03: A record has an id: its address depends on it.
- CM04: The value of an option fits: a date that exists, an id of digits, true or nothing.
- CM05: An option stands once, and its line is indented by four blanks; a blank line follows the last.
- CM08: A record begins at the first letter of a line; indented, it would be printed as a part of the page.
- CM09: A comment that was removed has neither a name nor a text.
"""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from scripts.comments.model import Comment, date_in_utc
from scripts.common.faults import Fault

#: The line that begins a record: blanks before it, which are a fault, and how its writer signed.
RECORD: Final = re.compile(r"^([ \t]*)///[ \t]*comment(?:[ \t]*\|[ ]?(.*)|[ \t]*)$", re.MULTILINE)
# The line that ends one, or what stands before the next if it is not closed.
_END: Final = re.compile(r"\n(?:///[ \t]*(?:\n|\Z)|(?=///[ \t]*comment[ \t]*(?:\||$)))", re.MULTILINE)
_CLOSING: Final = re.compile(r"///[ \t]*")
_OPTION: Final = re.compile(r"    ([a-z][a-z-]*):(?: +(.*?))?[ \t]*")
_TO_ESCAPE_LINE: Final = re.compile(r"^(?=\\*///)", re.MULTILINE)
_ESCAPED_LINE: Final = re.compile(r"^\\(?=\\*///)", re.MULTILINE)

# Control characters but tab and line feed; what ends a line elsewhere; what turns the direction of all that follows and
# so makes a file show something else than it says (Boucher and Anderson 2021, "Trojan Source"); half characters.
_UNSAFE: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
# From the first of a run of backslashes, and without a second try: a text of nothing else costs one pass.
_TO_ESCAPE: Final = re.compile(rf"(?<!\\)(\\*+)(?:([{_UNSAFE}])|u\{{)")
_TO_ESCAPE_IN_VALUE: Final = re.compile(rf"(?<!\\)(\\*+)(?:([{_UNSAFE}\t\n]|^ | $)|u\{{)")
_ESCAPED: Final = re.compile(r"(?<!\\)(\\*+)u\{(?:((?:10|[0-9a-f])?[0-9a-f]{1,4})\})?")

_NUMBER: Final = (re.compile(r"r?[0-9]{1,19}"), "the comment's number, or r and a number")
_LINE: Final = (re.compile(r".+"), "something, or take the line out")
_TRUE: Final = (re.compile(r"true"), "true, or take the line out")
_LIST: Final = "a list such as [living apart, mixed signals]"
_DAY: Final = "a day that exists, as 2019-05-04 or 2019-05-04T10:11:00Z, or take the line out"
# The options in the order in which they are written: what each looks like, and what is to be written.
_OPTIONS: Final = {
    "id": _NUMBER,
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?"), _DAY),
    "reply-to": _NUMBER,
    "by": (re.compile(r"author|staff"), "author or staff, or take the line out for a reader"),
    "url": _LINE,
    "removed": _TRUE,
    "retold": _TRUE,
    "part": _TRUE,
    "summary": _LINE,
    "situations": (re.compile(rf"\[[^\[\]\\\n\t{_UNSAFE}]+\]"), _LIST),
    "content-note": _LINE,
    "editor-note": _LINE,
    "third-parties": _TRUE,
}


@dataclass(frozen=True)
class Record:
    """A comment as it stands in a file.

    Attributes:
        comment: the comment.
        source: the record as it is written, its last line feed included unless the file ends without one.
    """

    comment: Comment
    source: str

    @classmethod
    def of(cls, comment: Comment) -> "Record":
        """Write a comment as a record, which reads as the same comment.

        Raises:
            ValueError: a field of it could not be read back.
        """
        record = cls(comment, _source(comment))
        if parse(record.source).comments != (comment,):
            raise ValueError(f"Comment {comment.id} could not be read back; it would stand here as\n{record.source}")
        return record


class Broken(str):
    """A record that cannot be read, as it is written: kept, shown to nobody."""


@dataclass(frozen=True)
class Document:
    """A page taken apart.

    Attributes:
        parts: the page in its order: records, and the Markdown between them.
        faults: what is wrong with its records.
    """

    parts: tuple[str | Record, ...]
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
    parts: list[str | Record] = []
    faults: list[Fault] = []
    end = counted = 0
    line = 1
    for opening in RECORD.finditer(text):
        start = opening.start()
        if start < end:
            continue  # It stands in the text of a comment.
        line += text.count("\n", counted, start)
        counted = start
        if opening[1]:
            faults.append(Fault(path, line, "CM08", "A record is indented here; begin its line with the first slash."))
            continue
        parts.append(text[end:start])
        closing = _END.search(text, opening.end())
        end = closing.end() if closing else len(text)
        source = text[start:end]
        values: dict[str, Any] = {}
        read = _read(opening[2] or "", source, values)
        wrong = [Fault(path, line + below, rule, message) for below, rule, message in read]
        if not wrong and "id" not in values:
            message = "This comment has no id; give it the number that it had in WordPress."
            wrong = [Fault(path, line, "CM03", message)]
        parts.append(Broken(source) if wrong else Record(Comment(**values, row=line), source))
        faults += wrong
    return Document(tuple(part for part in (*parts, text[end:]) if part), tuple(faults))


def write(document: Document) -> str:
    """Write a page: what was read comes back to the letter, what is new in the form's own spelling."""
    return "".join(part if isinstance(part, str) else part.source for part in document.parts)


def removed(comment: Comment) -> Comment:
    """Make the tombstone of a comment: its id, date, writer's part and parent stay, all else goes."""
    return Comment(id=comment.id, date=comment.date, reply_to=comment.reply_to, by=comment.by, removed=True)


def _read(name: str, source: str, values: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Read the values of a record; yield how far below its first line something is wrong, the rule, and the cure."""
    lines = source.removesuffix("\n").split("\n")[1:]
    if lines and _CLOSING.fullmatch(lines[-1]):
        lines.pop()
    else:
        yield 0, "CM01", "This comment is not closed; write /// alone on a line at its end."
    blank = next((at for at, line in enumerate(lines) if not line.strip(" \t")), len(lines))
    for at, written in enumerate(lines[:blank], 1):
        option = _OPTION.fullmatch(written)
        if not option:
            cure = "write `    key: value`, or a blank line above the text."
            yield at, "CM05", f"“{written.strip()}” is not an option; {cure}"
            break
        key, field, value = option[1], option[1].replace("-", "_"), option[2] or ""
        if key not in _OPTIONS:
            yield at, "CM02", f"There is no option “{key}”; use one of {', '.join(_OPTIONS)}."
        elif field in values:
            yield at, "CM05", f"`{key}` stands here a second time; keep one of them."
        else:
            values[field] = _value(key, value)
            if values[field] is None:
                yield at, "CM04", f"`{key}` is “{value}”; write {_OPTIONS[key][1]}."
    for at, written in enumerate(lines[blank + 1 :], blank + 2):
        if written.startswith("///"):
            yield at, "CM01", r"A line of a comment begins with ///; write a backslash before it: \///."
    values["name"] = _unescaped(name.rstrip(" \t"))
    values["text"] = _unescaped(_ESCAPED_LINE.sub("", "\n".join(lines[blank + 1 :])))
    if values.get("removed") and (values["name"] or values["text"]):
        yield 0, "CM09", "This comment is removed, but its name or text still stands here; take them out."


def _value(key: str, written: str) -> object:
    """Read the value of an option; None if it does not look like one, or if there is no such day."""
    if not _OPTIONS[key][0].fullmatch(written):
        return None
    if key == "date":
        with suppress(ValueError):
            return (dt.datetime if "T" in written else dt.date).fromisoformat(written)
        return None
    if key == "situations":
        return tuple(dict.fromkeys(item for item in map(str.strip, written[1:-1].split(",")) if item))
    return True if _OPTIONS[key] is _TRUE else _unescaped(written)


def _source(comment: Comment) -> str:
    name = _escaped(_TO_ESCAPE_IN_VALUE, comment.name)
    lines = [f"/// comment | {name}" if name else "/// comment"]
    values = {key: getattr(comment, key.replace("-", "_")) for key in _OPTIONS}
    lines += [f"    {key}: {_written(value)}" for key, value in values.items() if value not in (None, False, ())]
    if comment.text:
        lines += ["", _TO_ESCAPE_LINE.sub(r"\\", _escaped(_TO_ESCAPE, comment.text))]
    return "\n".join([*lines, "///", ""])


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    if isinstance(value, str):
        return _escaped(_TO_ESCAPE_IN_VALUE, value)
    return date_in_utc(value) if isinstance(value, dt.date) else "true"


def _escaped(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda at: at[1] * 2 + (f"\\u{{{ord(at[2]):x}}}" if at[2] else "u{"), text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "\\u{" in text else text


def _character(found: re.Match[str]) -> str:
    backslashes, odd = divmod(len(found[1]), 2)
    if odd and found[2]:
        return "\\" * backslashes + chr(int(found[2], 16))
    return "\\" * (backslashes + odd) + found[0][len(found[1]) :]
