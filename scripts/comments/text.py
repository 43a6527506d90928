"""The text of a comment → HTML that is safe anywhere.

A comment's text is what WordPress stored: blank lines between paragraphs, line breaks, and the few tags that readers
may use. Three passes, each linear:

1. Tags that readers may use are written anew with nothing but a web address; every other `<` stays what was typed.
   Without that, a sanitiser drops `List<int>` with all that follows.
2. Paragraphs are made as WordPress makes them. Longer ones than a phone can show are split where a sentence ends.
3. nh3, an HTML parser and sanitiser, has the last word, and brings tags that cross each other into their order. After
   it, characters that no page may hold are replaced: it resolves `&#2;`, so before it would be too early.

The tags that are written here are the reader's own, made anew for the sanitiser. They are no markup of the site, which
stands in `overrides/`.
"""

import html
import math
import re
import unicodedata
from typing import Final

import nh3

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
_BLOCKS: Final = frozenset({"p", *_CONTAINERS})
# Obsolete names that WordPress lets through, and what would be too wide for a phone.
_NEW_NAMES: Final = {"acronym": "abbr", "strike": "s", "pre": "p"}
# Stand for < and > of a tag that was written here; no page may hold them.
_OPENED, _CLOSED = "\x01", "\x02"

_TAG: Final = re.compile(
    rf"<(/?)({'|'.join(sorted({'a', 'br', 'img', *_MARKS, *_BLOCKS, *_NEW_NAMES}))})"
    r"((?:\s++[a-z][\w:.-]*+(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'=<>]++))?+)*+[\s/]*+)>",
    re.IGNORECASE,
)
_ATTRIBUTE: Final = re.compile(r"([a-z][\w:.-]*+)\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'=]++)", re.IGNORECASE)
_LINK: Final = re.compile(
    r"https?://[\w.-]+(?::[0-5]?[0-9]{1,4})?(?:[/?#][^\s<>]*)?"
    r"|mailto:[^\s@,?<>]+@[^\s@,?<>.]+(?:\.[^\s@,?<>.]+)+(?:\?[^\s<>]*)?",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"<br(?:[\s/][^<>]*+)?>[ \t]*+\n?", re.IGNORECASE)
_BLANK_LINES: Final = re.compile(r"\n(?:[ \t]*+\n)++")
_AMPERSAND: Final = re.compile(r"&(?!(?:[a-z][a-z0-9]{1,31}|#[0-9]{1,7}|#x[0-9a-f]{1,6});)", re.IGNORECASE)
_SENTENCE: Final = re.compile(
    r".*?(?:(?:(?<=\w\w\w\.)(?<!\bMrs\.)(?<!\betc\.)|(?<=[!?…])|(?<=\.\.))[\"”’')\]]*+\s++|\n\s*+|\Z)", re.DOTALL
)
# What browsers do not go on with in the next paragraph, and a link, which would be two.
_WHOLE: Final = re.compile(r"<(/?)(?:a|abbr|cite|del|ins|q|sub|sup)\b")
# Control characters (STX and ETX mark Python-Markdown's own places), half characters, and numbers that are none.
_NO_CHARACTERS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MARK: Final = "".join(one for one in map(chr, range(0x300, 0xFE30)) if unicodedata.category(one)[0] == "M")
_PILED_MARKS: Final = re.compile(rf"([{_MARK}]{{30}})[{_MARK}]++")
_ANY_TAG: Final = re.compile(r"<[^<>]*>")
_LONGEST_LINE: Final = 120
_BLOCK: Final = re.compile(r"(?:</?(?:blockquote|[uo]l|li)>)+")
_BLOCK_END: Final = re.compile(r"(?:</(?:p|blockquote|[uo]l)>|<(?:blockquote|li)>)(?=<)")
_WRITTEN_BLOCK: Final = re.compile(r"<(/?)(?:p|blockquote|ul|ol)>")
_WORDLESS_LINK: Final = re.compile(r'(<a href="([^"]*)"[^>]*>)((?:\s|&nbsp;|</?(?!a\b)[a-z]+>)*+)</a>')
_EMPTY_ITEM: Final = re.compile(r"<li>\s*+</li>\n?")

_cleaner: Final = nh3.Cleaner(
    tags={"a", "br", *_MARKS, *_BLOCKS},
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc noopener",
)


def to_html(text: str) -> str:
    """Make safe HTML of a comment's text.

    Args:
        text: the text as WordPress stored it; any text will do.

    Returns:
        Paragraphs and other blocks, one after the other. Nothing in it runs, loads or leads elsewhere than a web or
        e-mail address; all that was typed can be read in it.
    """
    text = plain_characters(text.replace("\r\n", "\n").replace("\r", "\n"))
    if "<" in text and len(text) <= _LONGEST_WITH_TAGS:
        text = _TAG.sub(_Tags(), _BREAK.sub("\n", text))
    text = _AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    blocks = []
    waiting = ""
    for part in _BLANK_LINES.split(text.replace(_OPENED, "<").replace(_CLOSED, ">")):
        if _BLOCK.fullmatch(part):
            blocks.append(part)
        elif "<a " in part or _ANY_TAG.sub("", part).strip():
            # A link ends with its paragraph; marks go on in the next, as browsers have it.
            paragraphs = "</a></p><p>".join(_parts(waiting + part.strip())).replace("\n", "<br>\n")
            blocks.append(f"<p>{paragraphs}</a></p>")
            waiting = ""
        else:
            waiting += part.strip()
    # Without blanks between blocks: marks would begin in them.
    written = _EMPTY_ITEM.sub("", _WORDLESS_LINK.sub(r"\1\3\2</a>", _cleaner.clean("".join(blocks))))
    return plain_characters(_BLOCK_END.sub(r"\g<0>\n", written))


def plain_characters(text: str) -> str:
    """Replace characters that may not stand in a page by U+FFFD (Infra standard, "scalar value" and "control").

    Of marks that are piled on one letter only the first 30 stay: no language needs more (Unicode Standard Annex 15,
    D4), and what sets text takes time and memory with their square.
    """
    text = _NO_CHARACTERS.sub("\ufffd", text)
    return text if text.isascii() else _PILED_MARKS.sub(r"\1", text)


def plain_line(text: str | None) -> str:
    """Make one line of a text, of characters that may stand in a page."""
    return " ".join(plain_characters(text).split()) if text else ""


def word_count(text: str) -> int:
    """Count the words of a comment's text, or of what `to_html` gave of it; tags are none."""
    return len(_ANY_TAG.sub(" ", text).split())


def beginning(text: str, most: int) -> str:
    """Give so many first words of a comment's text, without tags; an ellipsis stands for more."""
    found = html.unescape(_ANY_TAG.sub(" ", text[:_LONGEST_WITH_TAGS])).split()
    line = " ".join(found[:most])
    is_whole = len(found) <= most and len(line) <= _LONGEST_LINE
    return plain_characters(line[:_LONGEST_LINE]) + ("" if is_whole else "…")


def fold(written: str) -> tuple[str, str]:
    """Cut what `to_html` gave into what stands open and what is folded.

    Returns:
        The first blocks, of `OPEN_WORDS` or a little less or more, and all others; the second is empty if there is no
        place to cut.
    """
    depth = start = count = 0
    ends: list[tuple[int, int]] = []
    for tag in _WRITTEN_BLOCK.finditer(written):
        depth += -1 if tag[1] else 1
        if depth == 0:
            count += word_count(written[start : tag.end()])
            start = tag.end()
            ends.append((abs(count - OPEN_WORDS), start))
    place = min(ends, default=(0, 0))[1]
    return written[:place], written[place:].lstrip("\n")


class _Tags:
    """Writes the tags that readers may use anew; the sanitiser brings those that cross into their order."""

    def __init__(self) -> None:
        self._containers: list[str] = []
        self._marks: set[str] = set()

    def __call__(self, tag: re.Match[str]) -> str:
        """Give what stands for a tag: itself, if it means nothing here."""
        name, is_end = _NEW_NAMES.get(tag[2].lower(), tag[2].lower()), bool(tag[1])
        if name in {"a", "img"}:
            return _tag("/a") * (name == "a") if is_end else _link(name, tag)
        if name in _MARKS:
            has_effect = is_end == (name in self._marks) and (is_end or len(self._marks) < _MOST_MARKS)
            self._marks ^= {name} if has_effect else set()
            return _tag(tag[1] + name) * has_effect
        return f"\n\n{self._container(name, is_end=is_end)}\n\n" if name in _BLOCKS else ""

    def _container(self, name: str, *, is_end: bool) -> str:
        """Begin or end a quotation, a list or an item; the sanitiser closes what is left open."""
        if name == "li" and {"ul", "ol"} & set(self._containers):
            return _tag("/li") + _tag("li")
        if is_end and name in self._containers:
            while self._containers.pop() != name:
                pass
            return _tag(f"/{name}")
        if is_end or name not in _CONTAINERS - {"li"} or len(self._containers) == _DEEPEST:
            return ""
        self._containers.append(name)
        # What stands in a list needs an item; an empty one goes in the end.
        return _tag(name) + (_tag("li") if name != "blockquote" else "")


def _tag(inside: str) -> str:
    return f"{_OPENED}{inside}{_CLOSED}"


def _link(name: str, tag: re.Match[str]) -> str:
    """Write a link, or one in the place of a picture; as it was typed, if its address is not whole and harmless."""
    values = {key.lower(): html.unescape(value.strip("\"'")) for key, value in _ATTRIBUTE.findall(tag[3])}
    address = values.get("src" if name == "img" else "href", "").strip()
    if not _LINK.fullmatch(address) or _NO_CHARACTERS.search(address):
        return tag[0]
    words = ": ".join(filter(None, ("Picture", plain_line(values.get("alt"))))) + _tag("/a") if name == "img" else ""
    return _tag(f'a href="{html.escape(address)}"') + words


def _parts(written: str) -> list[str]:
    """Split a paragraph that is too long for a phone into parts of about the same length, where sentences end."""
    # Fewer characters cannot be so many words, and most paragraphs are short.
    total = word_count(written) if len(written) > 2 * LONGEST_PARAGRAPH else 0
    if total <= LONGEST_PARAGRAPH:
        return [written]
    target = total / math.ceil(total / (LONGEST_PARAGRAPH - 15))
    parts = [""]
    count = whole = 0
    for sentence in _SENTENCE.findall(written):
        length = word_count(sentence)
        if count and length and not whole and (count >= target or count + length > LONGEST_PARAGRAPH):
            parts.append("")
            count = 0
        parts[-1] += sentence
        count += length
        whole += sum(-1 if end else 1 for end in _WHOLE.findall(sentence))
    return [part.rstrip() for part in parts]
