r"""An export: bytes as they come → characters, once it is clear that it is one → pieces that can be parsed alone.

A piece is a comment, or what stands between comments. Each is parsed alone, so damage in one never reaches another.

What is healed, and takes nothing from a text: characters that XML forbids, which nobody sees, are taken out; a lone `&`
and the named characters of HTML become what they mean; `]]>` inside a text no longer ends it. What cannot be healed is
left for the parser to refuse, or is damage: an unclosed CDATA section above all, which would swallow the fields after
it, with their addresses.

Memory: one piece, and never more than `LONGEST` characters of it. Time: one pass.
"""

import codecs
import html
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Final

#: How much is read at a time, in bytes.
CHUNK: Final = 1 << 16
#: What to do, at the end of a sentence about a file that is no export.
AGAIN: Final = "in WordPress, choose Tools, Export, All content, and import the .xml file that it gives."

_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_ROOT: Final = re.compile(r"<rss(?=[\s>])[^>]*>")
_XML_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HTML: Final = re.compile(r"<!doctype\s+html|<html", re.IGNORECASE)

#: The end of a comment or a post is not waited for any longer.
LONGEST: Final = 1 << 24

# No pattern below needs more characters to be seen whole.
_LOOK_AHEAD: Final = 400
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE: Final = re.compile(r"&(?:(#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{0,40});)?")
_START_TAG: Final = re.compile(r"<([^\s<>/!?]{1,99})[^<>]*>[^<>]*")
# Between two sections of one text: WordPress writes the end mark of a section so, half in one and half in the next.
_BETWEEN_SECTIONS: Final = re.compile(r"\]\]>([^<\]]*)<!\[CDATA\[")


class UnusableExportError(ValueError):
    """The file cannot be imported; the message says what it is and what to do."""


def opened(source: Iterable[bytes]) -> tuple[str, int, Iterator[str]]:
    """Begin to read an export in its own encoding.

    Args:
        source: the export in pieces, the first of which holds what it says of its encoding.

    Returns:
        Its first tag, which binds the prefixes; the line on which that tag ends; and what follows it, in pieces of any
        length, with U+FFFD for what is no character of the encoding.

    Raises:
        UnusableExportError: it is no export, or one that must not be read.
        OSError: the source cannot be read.
    """
    data = iter(source)
    first = next(data, b"")
    chunks = codecs.iterdecode(itertools.chain([first], data), _encoding(first), "replace")
    beginning, root = "", None
    for chunk in chunks:
        beginning += chunk
        root = _root(beginning)
        # What stands before the first element is not waited for any longer.
        if root or len(beginning) > 1 << 20:
            break
    if root is None:
        raise UnusableExportError(_what_it_is(beginning))
    line = beginning.count("\n", 0, root.end()) + 1
    return root[0], line, itertools.chain([beginning[root.end() :]], chunks)


def _encoding(first: bytes) -> str:
    # By a mark, or by where zeros stand: JSON and XML both begin with characters of ASCII (XML 1.0, appendix F).
    if (shown := json.detect_encoding(first)) != "utf-8":
        return shown
    declared = _DECLARED.search(first[:2000])
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        # A declaration that could be read in ASCII is not in UTF-16, whatever it says. Names such as zlib are of
        # codecs, and of no encoding of text.
        return name if b" ".decode(name, "replace") == " " else "utf-8"
    except (LookupError, ValueError):
        why = f"The file says that its encoding is {name}, which is unknown; save it in UTF-8, or export it again."
        raise UnusableExportError(why) from None


def _root(beginning: str) -> re.Match[str] | None:
    """Find the first tag of an export; a file that must not be read is refused here."""
    # As many characters, so that all stands where it stood.
    text = _XML_COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), beginning)
    root = _ROOT.search(text)
    prologue = text[: root.start()] if root else text
    if re.search("<!doctype", prologue, re.IGNORECASE) and not _HTML.search(prologue):
        raise UnusableExportError(
            "The file has a DOCTYPE, which no WordPress export has and which can be made to fill the memory; "
            f"it was not read. To get an export: {AGAIN}"
        )
    return root


def _what_it_is(beginning: str) -> str:
    # How zip, gzip, bzip2, xz, 7z and rar begin.
    if re.match("PK\x03\x04|\x1f|BZh|\ufffd?7z|Rar!", beginning):
        return "This is packed; unpack it, and import the .xml file in it."
    if not beginning.strip("\ufeff\x00 \t\r\n"):
        return f"The file is empty; {AGAIN}"
    if _HTML.search(beginning):
        return f"This is a web page (HTML), such as a page to log in, and no WordPress export; {AGAIN}"
    return f"This is no WordPress export: there is no <rss> at its beginning; {AGAIN}"


@dataclass(slots=True)
class Piece:
    """A part of the file.

    Attributes:
        kind: a `comment` element; an `item` start with all up to the first comment or its end; or anything `other`.
        text: the piece, healed; an item is not closed.
        line: the line of the file on which it begins, counted from 1.
        damage: why it is surely not whole; None if that is for the parser to say.
        ends_item: the item that is open ends with this piece.
    """

    kind: str
    text: str
    line: int
    damage: str | None = None
    ends_item: bool = False


class Cutter:
    """Cuts an export into pieces: holds what has been read and not yet been given out."""

    def __init__(self, chunks: Iterable[str], prefix: str, line: int = 1) -> None:
        """Begin.

        Args:
            chunks: what follows the root's start tag, in any lengths.
            prefix: the prefix of WordPress's elements, such as `wp`.
            line: the line on which the first chunk begins.
        """
        name = re.escape(prefix)
        self._token = re.compile(rf"<(?:(!\[CDATA\[)|(!--)|(/?)(item|{name}:comment)(?=[\s>/]))")
        self._ours = re.compile(rf"</?(?:{name}:|item[\s>]|channel[\s>]|rss[\s>])")
        self._chunks, self._line = iter(chunks), line
        self._text = ""
        self._at = 0  # all before it has been moved to a piece
        self._ended = False
        self._field = ""  # the element in which we are, if a text may stand in it
        self._begin()

    def _begin(self) -> None:
        self._piece, self._length = Piece("other", "", self._line), 0
        self._parts: list[str] = []
        self._unclosed: set[str] = set()

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces in the order of the file."""
        while (token := self._search(self._token, self._at)) or not self._ended:
            if token:
                yield from self._token_found(token)
            else:
                self._take(len(self._text) - _LOOK_AHEAD)
            if self._at >= len(self._text) // 2:
                self._text, self._at = self._text[self._at :], 0
        self._take(len(self._text))
        if self._piece.kind == "comment":
            self._damaged("the file ends in the middle of it")
        yield from self._give()

    def _search(self, pattern: re.Pattern[str], at: int) -> re.Match[str] | None:
        """Search from a character on, and read as much as that takes; None at the end, or if it takes too long."""
        start = at
        while True:
            found = pattern.search(self._text, start)
            if self._ended or (found and found.end() + _LOOK_AHEAD <= len(self._text)):
                return found
            if len(self._text) - at > LONGEST:
                return None
            start = found.start() if found else max(at, len(self._text) - _LOOK_AHEAD)
            chunk = next(self._chunks, None)
            self._ended = chunk is None
            self._text += _CONTROL.sub("", chunk or "")

    def _token_found(self, token: re.Match[str]) -> Iterator[Piece]:
        section, note, slash, name = token.groups()
        self._take(token.start())
        if section or note:
            self._enclosed(token.end(), is_note=bool(note))
            return
        end = self._search(re.compile(">"), token.end())
        close = end.end() if end else len(self._text)
        if slash and name != "item":
            self._take(close)
            if self._piece.kind == "comment":
                yield from self._give()
            return
        # What is open ends before this tag.
        if self._piece.kind == "comment":
            self._damaged("it has no end")
        yield from self._give(ends_item=name == "item")
        if slash:
            self._move(close)
        else:
            self._piece.kind = "item" if name == "item" else "comment"
            self._take(close)

    def _give(self, *, ends_item: bool = False) -> Iterator[Piece]:
        piece = self._piece
        piece.text, piece.ends_item = "".join(self._parts), ends_item
        if piece.kind != "other" or ends_item or piece.text.strip():
            yield piece
        self._begin()

    def _damaged(self, why: str) -> None:
        self._piece.damage = self._piece.damage or why

    def _take(self, end: int) -> None:
        """Move characters outside of CDATA from what was read to the piece."""
        raw = self._move(end)
        if (tag := raw.rfind("<")) >= 0:
            start = _START_TAG.fullmatch(raw, tag)
            self._field = start[1] if start else ""
        self._add(_REFERENCE.sub(self._referenced, raw))

    def _move(self, end: int) -> str:
        raw = self._text[self._at : end]
        self._at = end
        self._line += raw.count("\n")
        return raw

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST:
            self._damaged("it is longer than any post can be")
            self._parts.clear()
        self._parts.append(text)

    def _referenced(self, found: re.Match[str]) -> str:
        name = found[1] or ""
        is_known = name.startswith("#") or f"{name};" in html5
        return html.escape(html.unescape(found[0])) if is_known else f"&amp;{found[0][1:]}"

    def _enclosed(self, start: int, *, is_note: bool) -> None:
        """Move a CDATA section to the piece, as escaped text; leave an XML comment out, for it says nothing.

        A field of an export ends where its CDATA does.
        """
        kind = "!--" if is_note else self._field
        if kind in self._unclosed:
            # It has no end here, either; not to look for it keeps this to one pass.
            self._take(start)
            return
        field = re.escape(self._field)
        end_of_section = rf"\]\]>(?=(?:(?!\]\]>)[^<]){{0,99}}</{field}[\s>])" if field else r"\]\]>"
        end = self._search(re.compile("-->" if is_note else end_of_section), start)
        text = self._text[start : end.start()] if end else ""
        joined = "" if is_note else _BETWEEN_SECTIONS.sub("\0\\1", text)
        holds_end = "]]>" in joined
        if end is None or self._swallowed(joined and text, field, holds_end=holds_end):
            self._unclosed.add(kind)
            self._damaged(f"{'an XML comment' if is_note else 'a CDATA section'} is not closed")
            self._move(start)
            return
        self._move(end.end())
        self._add(html.escape(joined.replace("\0", ""), quote=False))

    def _swallowed(self, text: str, field: str, *, holds_end: bool) -> bool:
        """Tell whether a section holds fields of the export: then its own end is missing.

        The end that was found is then that of the next field of the same name, whose beginning stands before it. Where
        other ends were passed over, or no field is open, any field is too much.
        """
        if holds_end or not field:
            return self._ours.search(text) is not None
        close = text.find(f"</{self._field}")
        return close >= 0 and re.search(rf"<{field}(?=[\s>])[^<>]*>\s*<!\[CDATA\[", text[close:]) is not None
