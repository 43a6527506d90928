"""The text of a comment → HTML that is safe anywhere.

A comment's text is what WordPress stored: blank lines between paragraphs, line breaks, and the few tags that readers
may use. Three passes, each linear:

1. Tags that readers may use are read, closed where they were left open, and written anew with nothing but a web
   address; every other `<` stays what was typed. Without that, a sanitiser drops `List<int>` with all that follows.
2. Paragraphs are made as WordPress makes them. Longer ones than a phone can show are split where a sentence ends.
3. nh3, an HTML parser and sanitiser, has the last word; after it, characters that no page may hold are replaced. It
   resolves `&#2;`, so before it would be too early.

The tags that are written here are the reader's own, made anew for the sanitiser. They are no markup of the site, which
stands in `overrides/`.
"""

from __future__ import annotations

import html
import itertools
import math
import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import nh3

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: A longer paragraph fills more than a phone's screen.
LONGEST_PARAGRAPH: Final = 120
#: Of a folded comment, the words that stand open.
OPEN_WORDS: Final = 120

# WordPress keeps 64 KiB of a comment; what is longer never came from a form, and its tags are shown as typed.
_LONGEST_WITH_TAGS: Final = 65_535
# Deeper tags have no effect; their text stays.
_DEEPEST: Final = 10
_MOST_MARKS: Final = 5

_MARKS: Final = frozenset({"abbr", "b", "cite", "code", "del", "em", "i", "ins", "q", "s", "strong", "sub", "sup", "u"})
_CONTAINERS: Final = frozenset({"blockquote", "ul", "ol", "li"})
_OTHERS: Final = frozenset({"a", "br", "img", "p", "pre"})
_READ: Final = _MARKS | _CONTAINERS | _OTHERS
# Obsolete names that WordPress lets through.
_NEW_NAMES: Final = {"acronym": "abbr", "strike": "s"}

_LINK: Final = re.compile(
    r"https?://[^\s/?#<>][^\s<>]*|mailto:[^\s@,?<>]+@[^\s@,?<>.]+(?:\.[^\s@,?<>.]+)+(?:\?[^\s<>]*)?", re.IGNORECASE
)
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*+)([\s/][^<>]*+)?>", re.IGNORECASE)
_ATTRIBUTES: Final = re.compile(
    r"(?:\s++[a-z][\w:.-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=]++))?+)*+[\s/]*+", re.IGNORECASE
)
_BREAK: Final = re.compile(r"<br(?:[\s/][^<>]*+)?>[ \t]*+\n?", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"([a-z]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=]++))", re.IGNORECASE)
_BLANK_LINES: Final = re.compile(r"\n(?:[ \t]*+\n)++")
_AMPERSAND: Final = re.compile(r"&(?!(?:[a-z][a-z0-9]{1,31}|#[0-9]{1,7}|#x[0-9a-f]{1,6});)", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(
    r"(?:(?<=\w\w\w\.)(?<!\bMrs\.)(?<!\betc\.)|(?<=[!?…])|(?<=\.\.))[\"”’')\]]*+\s++|\n\s*+"
)
# Control characters (STX and ETX mark Python-Markdown's own places), half characters, and numbers that are none.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NO_CHARACTERS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic letters, and those of symbols.
_MARK: Final = (
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_PILED_MARKS: Final = re.compile(rf"({_MARK}{{30}}){_MARK}++")
_ANY_TAG: Final = re.compile(r"<[^<>]*>")
_LONGEST_LINE: Final = 120
_WRITTEN_TAG: Final = re.compile(r"<[^>]*>")
_WRITTEN_BLOCK: Final = re.compile(r"<(/?)(?:p|pre|blockquote|ul|ol)>")

_cleaner: Final = nh3.Cleaner(
    tags=set(_READ - {"img"}),
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc noopener",
)

# What a paragraph is made of: text as typed, and the start and end of a mark.
_Piece: TypeAlias = "tuple[Literal['text', 'start', 'end'], str, str]"


def to_html(text: str) -> str:
    """Make safe HTML of a comment's text.

    Args:
        text: the text as WordPress stored it; any text will do.

    Returns:
        Paragraphs and other blocks, one after the other. Nothing in it runs, loads or leads elsewhere than a web or
        e-mail address; all that was typed can be read in it.
    """
    text = plain_characters(text.replace("\r\n", "\n").replace("\r", "\n"))
    writer = _Writer()
    if "<" in text and len(text) <= _LONGEST_WITH_TAGS:
        _read(_BREAK.sub("\n", text), writer)
    else:
        writer.text(text)
    return plain_characters(_cleaner.clean(writer.finish()))


def plain_characters(text: str) -> str:
    """Replace characters that may not stand in a page by U+FFFD (Infra standard, "scalar value" and "control").

    Of marks that are piled on one letter only the first 30 stay: no language needs more (Unicode Standard Annex 15,
    D4), and what sets text takes time and memory with their square.
    """
    if text.isascii():
        return _CONTROLS.sub("\ufffd", text)
    return _PILED_MARKS.sub(r"\1", _NO_CHARACTERS.sub("\ufffd", text))


def words(text: str) -> int:
    """Count the words of a comment's text; tags that readers may use are none."""
    if "<" in text:
        text = _TAG.sub(lambda tag: " " if _name(tag) in _READ else tag[0], text)
    return len(text.split())


def html_words(written: str) -> int:
    """Count the words in what `to_html` gave."""
    return len(_WRITTEN_TAG.sub(" ", written).split())


def beginning(text: str, most: int) -> str:
    """Give the first words of a comment's text, for a line that names it.

    Args:
        text: the text as WordPress stored it.
        most: how many words.

    Returns:
        Plain words without tags, with an ellipsis if there are more.
    """
    found = html.unescape(_ANY_TAG.sub(" ", text[:_LONGEST_WITH_TAGS])).split()
    line = " ".join(found[:most])
    if len(line) > _LONGEST_LINE:
        return plain_characters(line[: _LONGEST_LINE - 1]) + "…"
    return plain_characters(line) + ("…" if len(found) > most else "")


def fold(written: str) -> tuple[str, str]:
    """Cut a comment into what stands open and what is folded.

    Args:
        written: what `to_html` gave.

    Returns:
        The first blocks, of `OPEN_WORDS` or a little less or more, and all others; the second is empty if there is no
        place to cut.
    """
    depth = count = start = 0
    best = (OPEN_WORDS, 0)
    for tag in _WRITTEN_BLOCK.finditer(written):
        depth += -1 if tag[1] else 1
        if depth == 0:
            count += html_words(written[start : tag.end()])
            start = tag.end()
            best = min(best, (abs(count - OPEN_WORDS), start))
            if count >= OPEN_WORDS:
                break
    place = best[1] or start
    return written[:place], written[place:].lstrip("\n")


def _name(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    return _NEW_NAMES.get(name, name)


def _read(text: str, writer: _Writer) -> None:
    place = 0
    for tag in _TAG.finditer(text):
        name = _name(tag)
        attributes = tag[3] or ""
        # What has no attributes, as in `a<b && c>d`, is no tag.
        if name in _READ and (not attributes or _ATTRIBUTES.fullmatch(attributes)):
            was_read = writer.tag(name, attributes, text[place : tag.start()], is_end=bool(tag[1]))
            place = tag.end() if was_read else place
    writer.text(text[place:])


class _Writer:
    """Writes blocks; what is open is known, so that everything is closed in its order."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._blocks: list[str] = []
        self._marks: list[tuple[str, str]] = []
        self._pieces: list[_Piece] = []
        self._in_pre = False

    def finish(self) -> str:
        """Close all that is open and give what was written."""
        self._end_paragraph()
        self._end_blocks(0)
        return "\n".join(self._out)

    def text(self, text: str) -> None:
        """Take in a text in which no tag is read."""
        parts = [text] if self._in_pre else _BLANK_LINES.split(text)
        for place, part in enumerate(parts):
            if place:
                self._end_paragraph()
            if part:
                self._piece("text", part)

    def tag(self, name: str, attributes: str, before: str, *, is_end: bool) -> bool:
        """Take in a tag and the text before it, unless the tag means nothing here: then neither."""
        if self._in_pre and name in {"p", "pre", *_CONTAINERS} and not (is_end and name == "pre"):
            return False
        if name in {"a", "img"} and not is_end:
            return self._link(name, attributes, before)
        self.text(before)
        if is_end and (name in _MARKS or name == "a"):
            self._end_mark(name)
        elif name in _MARKS:
            self._start_mark(name, f"<{name}>")
        elif name in _CONTAINERS:
            self._end_paragraph()
            (self._end_container if is_end else self._start_container)(name)
        elif name in {"p", "pre"}:
            self._end_paragraph()
            self._in_pre = name == "pre" and not is_end
        return True

    def _link(self, name: str, attributes: str, before: str) -> bool:
        """Write a link, or one in the place of a picture; an address that is none, or of another kind, is text."""
        values = {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(attributes)}
        address = _address(values.get("src" if name == "img" else "href", ""))
        if address is None:
            return False
        self.text(before)
        if name == "a":
            self._end_mark("a")
            self._start_mark("a", address)
            return True
        words = " ".join(html.unescape(values.get("alt", "")).split())
        is_linked = any(mark == "a" for mark, _ in self._marks)
        if not is_linked:
            self._start_mark("a", address)
        self._piece("text", f"Picture: {html.escape(words, quote=False)}" if words else "Picture")
        if not is_linked:
            self._end_mark("a")
        return True

    def _start_mark(self, name: str, start: str) -> None:
        if len(self._marks) < _MOST_MARKS + (name == "a") and all(mark != name for mark, _ in self._marks):
            if self._pieces:
                self._pieces.append(("start", name, start))
            self._marks.append((name, start))

    def _name_link(self) -> None:
        """Let a link without words show where it leads."""
        start = next((start for mark, start in self._marks if mark == "a"), None)
        if start is None:
            return
        texts = itertools.takewhile(lambda piece: piece[:2] != ("start", "a"), reversed(self._pieces))
        if not any(html.unescape(text).strip() for kind, text, _ in texts if kind == "text"):
            self._piece("text", start.removeprefix('<a href="').removesuffix('">'))

    def _end_mark(self, name: str) -> None:
        if name == "a":
            self._name_link()
        place = next((place for place, mark in enumerate(self._marks) if mark[0] == name), None)
        if place is None:
            return
        above = self._marks[place + 1 :]
        if self._pieces:
            self._pieces += [("end", mark, "") for mark, _ in reversed(self._marks[place:])]
            self._pieces += [("start", *mark) for mark in above]
        self._marks[place:] = above

    def _start_container(self, name: str) -> None:
        lists = [place for place, block in enumerate(self._blocks) if block in {"ul", "ol"}]
        if name == "li":
            if lists:
                self._end_blocks(lists[-1] + 1)
            else:
                self._open("ul")
        elif self._blocks[-1:] in (["ul"], ["ol"]):
            self._open("li")
        self._open(name)

    def _end_container(self, name: str) -> None:
        if name in self._blocks:
            self._end_blocks(len(self._blocks) - 1 - self._blocks[::-1].index(name))

    def _open(self, name: str) -> None:
        # An item needs its list, so both go or none.
        if len(self._blocks) < _DEEPEST - (name in {"ul", "ol"}) and not (
            name == "li" and self._blocks[-1:] not in (["ul"], ["ol"])
        ):
            self._blocks.append(name)
            self._out.append(f"<{name}>")

    def _end_blocks(self, down_to: int) -> None:
        while len(self._blocks) > down_to:
            self._out.append(f"</{self._blocks.pop()}>")

    def _piece(self, kind: Literal["text"], text: str) -> None:
        if not self._pieces:
            if not self._in_pre and not text.strip():
                return
            if self._blocks[-1:] in (["ul"], ["ol"]):
                self._open("li")
            self._pieces = [("start", *mark) for mark in self._marks]
        self._pieces.append((kind, text, ""))

    def _end_paragraph(self) -> None:
        """Write what was collected; a link ends with its paragraph, other marks go on in the next."""
        self._name_link()
        pieces, self._pieces = self._pieces, []
        if pieces:
            pieces += [("end", name, "") for name, _ in reversed(self._marks)]
            if self._in_pre:
                self._out.append(f"<pre>{''.join(map(_written, pieces))}</pre>")
            elif self._blocks[-1:] == ["li"]:
                self._out.append(_paragraph(_trimmed(pieces)))
            else:
                self._out += [f"<p>{_paragraph(part)}</p>" for part in _parts(_trimmed(pieces))]
        self._marks = [mark for mark in self._marks if mark[0] != "a"]


def _address(value: str) -> str | None:
    """Give the start tag of a link to an address, or None for one that is not known to be harmless and whole."""
    value = html.unescape(value).strip()
    try:
        if not _LINK.fullmatch(value) or _NO_CHARACTERS.search(value):
            return None
        parts = urlsplit(value)
        if parts.scheme != "mailto" and (not parts.hostname or (parts.port or 0) < 0):
            return None
    except ValueError:
        return None
    return f'<a href="{html.escape(value)}">'


def _trimmed(pieces: list[_Piece]) -> list[_Piece]:
    """Take the blanks away at both ends of a paragraph."""
    for places, strip in ((range(len(pieces)), str.lstrip), (range(len(pieces) - 1, -1, -1), str.rstrip)):
        for place in places:
            if pieces[place][0] == "text":
                pieces[place] = ("text", strip(pieces[place][1]), "")
                if pieces[place][1]:
                    break
    return pieces


def _parts(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Split a paragraph that is too long for a phone into parts of about the same length, where sentences end."""
    total = sum(len(text.split()) for kind, text, _ in pieces if kind == "text")
    if total <= LONGEST_PARAGRAPH:
        return [pieces]
    target = total / math.ceil(total / (LONGEST_PARAGRAPH - 15))
    parts: list[list[_Piece]] = [[]]
    marks: list[_Piece] = []
    open_at_split: list[_Piece] = []
    count, split = 0, -1
    for piece, length, may_split in _segments(pieces):
        is_long_enough = count >= target and split == len(parts[-1])
        if split > 0 and (is_long_enough or count + length > LONGEST_PARAGRAPH):
            # The place is behind a text; the marks that are open there end and begin again.
            parts.append(parts[-1][split:])
            del parts[-2][split:]
            parts[-2] += [("end", name, "") for _, name, _ in reversed(open_at_split)]
            parts[-1][:0] = open_at_split
            count, split = sum(len(text.split()) for kind, text, _ in parts[-1] if kind == "text"), -1
        parts[-1].append(piece)
        count += length
        if piece[0] == "start":
            marks.append(piece)
        elif piece[0] == "end":
            marks.pop()
        if may_split and all(name != "a" for _, name, _ in marks):
            split, open_at_split = len(parts[-1]), marks.copy()
    return [_trimmed(part) for part in parts]


def _segments(pieces: Iterable[_Piece]) -> Iterator[tuple[_Piece, int, bool]]:
    """Yield the pieces of a paragraph, its texts cut at the ends of sentences, with words and whether it may split."""
    for piece in pieces:
        if piece[0] != "text":
            yield piece, 0, False
            continue
        text, start = piece[1], 0
        for end in _SENTENCE_END.finditer(text):
            segment = text[start : end.end()]
            yield ("text", segment, ""), len(segment.split()), True
            start = end.end()
        yield ("text", text[start:], ""), len(text[start:].split()), False


def _paragraph(pieces: Iterable[_Piece]) -> str:
    return "".join(map(_written, pieces)).replace("\n", "<br>\n")


def _written(piece: _Piece) -> str:
    kind, text, start = piece
    match kind:
        case "text":
            return _AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
        case "start":
            return start
        case _:
            return f"</{text}>"
