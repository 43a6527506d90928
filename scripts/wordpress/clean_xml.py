r"""The filter in front of the XML parser: cuts an export into pieces, and heals what exports have wrong.

A piece is a comment, or what stands between comments. Each is parsed alone, so damage in one never reaches another.

What is healed, and noted with the piece: characters that XML forbids are taken out; a lone `&` and the named characters
of HTML become what they mean; `]]>` inside a text no longer ends it. What cannot be healed is left for the parser to
refuse: an unclosed CDATA section above all, which would swallow the fields after it, with their addresses.

Memory: one piece, and never more than `LONGEST` characters of it. Time: one pass.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Healed: TypeAlias = Literal["control", "entity", "cdata"]
Kind: TypeAlias = Literal["comment", "item", "other"]

#: A piece or section with more characters is not waited for. A comment has at most 65,535 bytes in WordPress.
LONGEST: Final = 1 << 22

_CDATA: Final = "<![CDATA["
_CDATA_END: Final = "]]>"
_LOOK_AHEAD: Final = 200
# What may be the beginning of a tag or of a reference is waited for up to so many characters.
_LONGEST_TAG: Final = 1 << 14
_LONGEST_REFERENCE: Final = 48
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROL_BYTES: Final = bytes(sorted({*range(0x20)} - {0x09, 0x0A, 0x0D}))
_REFERENCE: Final = re.compile(r"&(?:#([0-9]{1,8});|#[xX]([0-9A-Fa-f]{1,7});|([A-Za-z][A-Za-z0-9]{0,40});)?")
_START_TAG: Final = re.compile(r"<([^\s<>/!?]+)[^<>]*>[^<>]*\Z")
_OF_XML: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the file.

    Attributes:
        kind: a `comment` element; an `item` start with all up to the first comment or its end; or anything `other`.
        text: the piece, healed; an item is not closed.
        line: the line of the file on which it begins, counted from 1.
        healed: what was done to it.
        damage: why it is surely not whole; None if that is for the parser to say.
        ends_item: the item that is open ends with this piece.
        sound: it was seen that all it holds are fields of text or of one CDATA section; a shortcut, and no more.
    """

    kind: Kind
    text: str
    line: int
    healed: frozenset[Healed] = frozenset()
    damage: str | None = None
    ends_item: bool = False
    sound: bool = field(default=False, compare=False)


_UNCLOSED: Final = "a CDATA section is not closed"
_CUT: Final = "the file ends in the middle of it"
_NOT_ENDED: Final = "it has no end"
_TOO_LONG: Final = "it is longer than any comment can be"


def pieces(chunks: Iterable[str], prefix: str, line: int = 1) -> Iterator[Piece]:
    """Cut an export into pieces.

    Args:
        chunks: what follows the root's start tag, in any lengths.
        prefix: the prefix of WordPress's elements, such as `wp`.
        line: the line on which the first chunk begins.

    Yields:
        The pieces in the order of the file.
    """
    cutter = _Cutter(prefix, line)
    for chunk in chunks:
        yield from cutter.feed(chunk)
    yield from cutter.close()


class _Cutter:
    """Holds what has been read and not yet been given out."""

    def __init__(self, prefix: str, line: int) -> None:
        name = re.escape(prefix)
        self._token = re.compile(rf"<(?:(!\[CDATA\[)|(!--)|(/?)(item|{name}:comment)(?=[\s>/]))")
        # A comment in which nothing has to be healed; the reading of all others is twenty times as slow.
        self._sound = re.compile(
            rf"<{name}:comment>\s*+(?:<([A-Za-z_][\w:]*+)>(?:<!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+\]\]>|[^<&]*+)</\1>\s*+"
            rf"|</?{name}:commentmeta>\s*+)*</{name}:comment>"
        )
        self._ours = re.compile(rf"</?(?:{name}:|item[\s>]|channel[\s>]|rss[\s>])")
        self._buffer = ""
        self._at = 0  # all before it has been moved to a piece
        self._end = False
        self._offset = 0  # of the buffer's first character in the file
        self._controls: deque[int] = deque()
        self._line = line
        self._field = ""
        # From the first to the second offset in the file there is no end of a CDATA section.
        self._no_end = (0, 0)
        # Nor of an XML comment, up to here.
        self._no_note_end = 0
        self._begin()

    def _begin(self, kind: Kind = "other") -> None:
        self._kind: Kind = kind
        self._parts: list[str] = []
        self._length = 0
        self._lines = 0
        self._healed: set[Healed] = set()
        self._damage: str | None = None
        self._sound_piece = False

    def feed(self, chunk: str) -> Iterator[Piece]:
        self._offset += self._at
        self._buffer = self._buffer[self._at :]
        self._at = 0
        self._buffer += self._without_controls(chunk)
        yield from self._cut()

    def close(self) -> Iterator[Piece]:
        self._end = True
        yield from self._cut()
        if self._controls:
            self._healed.add("control")
        if self._kind == "comment":
            self._damage = self._damage or _CUT
        if piece := self._finished():
            yield piece

    def _without_controls(self, chunk: str) -> str:
        data = chunk.encode("utf-8", "surrogatepass")
        if len(data.translate(None, _CONTROL_BYTES)) == len(data) and not ("\ufffe" in chunk or "\uffff" in chunk):
            return chunk
        start = self._offset + len(self._buffer)
        self._controls.extend(start + found.start() - number for number, found in enumerate(_CONTROL.finditer(chunk)))
        return _CONTROL.sub("", chunk)

    def _cut(self) -> Iterator[Piece]:
        place = self._at
        while token := self._token.search(self._buffer, place):
            cdata, note, slash, name = token.groups()
            start = token.start()
            if cdata:
                self._take(start)
                if not self._section():
                    return
                place = self._at
            elif note:
                self._take(start)
                place = self._after_note()
                if not place:
                    return
            elif name != "item" and not slash and (end := self._sound_end(start)):
                yield from self._before(start)
                self._begin("comment")
                self._sound_piece = True
                self._add(self._drop(end))
                yield from self._give()
                place = self._at
            else:
                close = self._buffer.find(">", start) + 1
                if not close and not self._end:
                    self._take(start)
                    return
                close = close or len(self._buffer)
                yield from self._boundary(start, close, "item" if name == "item" else "comment", ends=bool(slash))
                place = self._at
        self._take(len(self._buffer) if self._end else self._whole())

    def _sound_end(self, start: int) -> int | None:
        """Find the end of a comment that needs no healing; None if it does, or has not been read yet."""
        found = self._sound.match(self._buffer, start)
        if found is None:
            return None
        end = found.end()
        # As many beginnings as ends: no section holds the beginning of another.
        return end if self._buffer.count(_CDATA, start, end) == self._buffer.count(_CDATA_END, start, end) else None

    def _whole(self) -> int:
        """Find where the buffer may be cut without cutting a tag or a reference."""
        end = len(self._buffer)
        tag = self._buffer.rfind("<", max(self._at, end - _LONGEST_TAG))
        if tag >= 0 and self._buffer.find(">", tag) < 0:
            return tag
        reference = self._buffer.rfind("&", max(self._at, end - _LONGEST_REFERENCE))
        return reference if reference >= 0 and self._buffer.find(";", reference) < 0 else end

    def _boundary(self, start: int, close: int, kind: Kind, *, ends: bool) -> Iterator[Piece]:
        """End a piece before a tag, or with it."""
        if ends and kind == "comment":
            self._take(close)
            if self._kind == "comment":
                yield from self._give()
            return
        empty = self._buffer[close - 2 : close] == "/>"
        yield from self._before(start, ends_item=kind == "item")
        if ends:
            self._drop(close)
            return
        self._begin(kind)
        self._take(close)
        if empty:
            yield from self._give(ends_item=kind == "item")

    def _before(self, start: int, *, ends_item: bool = False) -> Iterator[Piece]:
        """End a piece before the tag of another."""
        self._take(start)
        if self._kind == "comment":
            self._damage = self._damage or _NOT_ENDED
        yield from self._give(ends_item=ends_item)

    def _give(self, *, ends_item: bool = False) -> Iterator[Piece]:
        if piece := self._finished(ends_item=ends_item):
            yield piece
        self._line += self._lines
        self._begin()

    def _finished(self, *, ends_item: bool = False) -> Piece | None:
        text = "".join(self._parts)
        if self._kind == "other" and not ends_item and not text.strip():
            return None
        return Piece(self._kind, text, self._line, frozenset(self._healed), self._damage, ends_item, self._sound_piece)

    def _take(self, end: int) -> None:
        """Move characters outside of CDATA from the buffer to the piece."""
        if end == self._at:
            return
        raw = self._drop(end)
        if (tag := raw.rfind("<")) >= 0:
            start = _START_TAG.match(raw, tag)
            self._field = start[1] if start else ""
        if "&" in raw:
            raw = _REFERENCE.sub(self._referenced, raw)
        self._add(raw)

    def _drop(self, end: int) -> str:
        raw = self._buffer[self._at : end]
        self._at = end
        while self._controls and self._controls[0] < self._offset + end:
            self._controls.popleft()
            self._healed.add("control")
        self._lines += raw.count("\n")
        return raw

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST:
            self._damage = self._damage or _TOO_LONG
            self._parts.clear()
        else:
            self._parts.append(text)

    def _referenced(self, found: re.Match[str]) -> str:
        decimal, hexadecimal, name = found.groups()
        if name in _OF_XML:
            return found[0]
        if name and (characters := html5.get(f"{name};")):
            self._healed.add("entity")
            return "".join(f"&#{ord(character)};" for character in characters)
        if decimal or hexadecimal:
            number = int(decimal) if decimal else int(hexadecimal, 16)
            if number > 0x10FFFF or _CONTROL.match(chr(number)):  # noqa: PLR2004 - the last number of Unicode
                self._healed.add("control")
                return ""
            return found[0]
        self._healed.add("entity")
        return f"&amp;{found[0][1:]}"

    def _after_note(self) -> int:
        """Leave an XML comment out, for it says nothing; an unclosed one is left for the parser to refuse.

        Returns:
            Where to go on; 0 if its end has not been read yet.
        """
        read = self._offset + len(self._buffer)
        if self._no_note_end < read:
            end = self._buffer.find("-->", self._at + 4)
            if end >= 0:
                self._drop(end + 3)
                return self._at
            self._no_note_end = read
        waiting = not self._end and len(self._buffer) - self._at < LONGEST
        return 0 if waiting else self._at + 4

    def _section(self) -> bool:
        """Move the CDATA section that begins here to the piece; False if its end has not been read yet."""
        inner: list[int] = []
        place = self._at + len(_CDATA)
        while True:
            end = self._find_end(place)
            after = self._after(end) if end >= 0 else "wait"
            if after == "wait":
                if not self._end and len(self._buffer) - self._at < LONGEST:
                    return False
                after = "end" if end >= 0 else "unclosed"
            if after == "inner":
                inner.append(end)
                place = end + len(_CDATA_END)
                continue
            if after == "unclosed" or self._swallowed(end, healed=bool(inner)):
                self._damage = self._damage or _UNCLOSED
                self._drop(self._at + len(_CDATA))
                return True
            start = self._at
            raw = self._drop(end + len(_CDATA_END))
            if inner:
                self._healed.add("cdata")
                raw = _split(raw, [place - start for place in inner])
            self._add(raw)
            return True

    def _find_end(self, place: int) -> int:
        """Find a `]]>`; what has been searched in vain is not searched again."""
        begun, searched = (offset - self._offset for offset in self._no_end)
        start = searched if begun <= place < searched else place
        end = self._buffer.find(_CDATA_END, start)
        upto = end if end >= 0 else max(start, len(self._buffer) - len(_CDATA_END) + 1)
        self._no_end = (min(begun, place) if start != place else place) + self._offset, upto + self._offset
        return end

    def _after(self, end: int) -> Literal["end", "inner", "unclosed", "wait"]:
        """Tell what a `]]>` is by what follows: a field of an export holds nothing after its CDATA but its end tag."""
        start = end + len(_CDATA_END)
        if self._field and self._buffer.startswith(f"</{self._field}>", start):
            return "end"
        again = self._buffer.find(_CDATA_END, start)
        tag = self._buffer.find("<", start, again if again >= 0 else len(self._buffer))
        if tag < 0 <= again:
            return "inner"
        if tag < 0 or (len(self._buffer) - tag < _LOOK_AHEAD and not self._end):
            return "wait"
        if self._buffer.startswith(("<!", "<?"), tag):
            return "end"
        if self._field and self._buffer.startswith(f"</{self._field}", tag):
            return "end"
        # A tag of the export that does not end this field: the end that was seen is another field's.
        return "unclosed" if self._ours.match(self._buffer, tag) else "inner"

    def _swallowed(self, end: int, *, healed: bool) -> bool:
        """Tell whether a section holds fields of the export: then its own end is missing.

        The end that was found is then that of the next field of the same name, whose beginning stands before it. Where
        the end was guessed, any field is too much.
        """
        start = self._at + len(_CDATA)
        if healed:
            return self._ours.search(self._buffer, start, end) is not None
        if not self._field or self._buffer.find(_CDATA, start, end) < 0:
            return False
        close = self._buffer.find(f"</{self._field}", start, end)
        again = re.compile(rf"<{re.escape(self._field)}(?=[\s>])[^<>]*>\s*+<!\[CDATA\[")
        return close >= 0 and again.search(self._buffer, close, end) is not None


def _split(raw: str, inner: list[int]) -> str:
    """Write a section that holds its own end mark as several sections."""
    parts, start = list[str](), 0
    for place in inner:
        parts += [raw[start : place + 2], "]]><![CDATA["]
        start = place + 2
    return "".join([*parts, raw[start:]])
