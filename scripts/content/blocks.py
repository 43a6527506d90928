"""Markdown → blocks of text with their lines: what the prose rules look at.

Python-Markdown, which makes the pages, does not keep the lines of what it reads. So the rules read the pages
with markdown-it-py. What that one does not know (boxes of `pymdownx.blocks`, raw pictures with their text,
attribute lists, editors' comments) is taken out first and leaves blank lines, so that all lines stay true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, cast

from lxml import etree
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

Kind = Literal["heading", "paragraph", "item", "definition", "term", "cell", "caption", "box title", "field"]

#: A comment that Python-Markdown does not print: the definition of a link that nobody uses.
COMMENT: Final = re.compile(r"\s*\[//\]:\s*#\s*\((.*)\)\s*")

# The lines of pymdownx.blocks, as its own patterns have them.
_BOX_START: Final = re.compile(r" {0,3}(/{3,}) *([\w-]+) *(?:\| *(.*?) *)?")
_BOX_END: Final = re.compile(r" {0,3}(/{3,}) *")
# Boxes, folds and tabs as Material writes them: what they hold is set in by four spaces.
_SET_IN: Final = re.compile(r"( *)(?:!!!|\?\?\?\+?|===) *([\w-]*)[\w -]*(?:\"(.*)\")? *")
_INDENT: Final = 4
# Not read as words: what an abbreviation stands for, a box to tick, an icon.
_NO_WORDS: Final = re.compile(r"^\*\[.+?\]:.*$|(?<=- )\[[ xX]\] |:(?:fontawesome|material|octicons|simple)-[\w-]+:")
_BOX_OPTION: Final = re.compile(r" {4,}\S.*")
_COMMENT_START: Final = re.compile(r"///[ \t]*comment(?:[ \t]*\|.*|[ \t]*)")
_COMMENT_END: Final = re.compile(r"///[ \t]*")
_RETOLD: Final = re.compile(r"    retold:[ \t]+true[ \t]*")
_CODE_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_VALUE: Final = r"=(?:\"[^\"]*\"|'[^']*'|[^\s}]+)"
_ATTRIBUTES: Final = re.compile(rf"[ \t]*\{{:?[ \t]*((?:[#.][\w-]+|[\w-]+{_VALUE})[^{{}}\n]*)\}}")
_ATTRIBUTE: Final = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|([^\s}]+))")

_KINDS: Final[dict[str, Kind]] = {
    "th": "cell",
    "td": "cell",
    "dt": "term",
    "dd": "definition",
    "li": "item",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
}
#: The text of a picture that is read as sentences; the words inside it are labels.
_PICTURE_TEXT: Final = ("title", "desc", "figcaption")


@dataclass(frozen=True)
class Link:
    """A link: the line on which it begins, and its text."""

    line: int
    text: str


@dataclass(frozen=True)
class Tag:
    """An element of raw HTML; or, without a name, what an attribute list adds to an element."""

    line: int
    name: str
    attributes: tuple[tuple[str, str], ...]
    in_figure: bool = False


@dataclass(frozen=True)
class Block:
    """A piece of text that stands by itself.

    Attributes:
        kind: what it is.
        line: its first line in the file, counted from 1.
        text: what a reader gets to see, without marks; its line breaks are those of the file.
        level: of a heading 1 to 6, else 0.
        quoted: it is in a block quotation, so the words are not ours.
        links: the links in it.
        italics: the lines on which italics begin.
    """

    kind: Kind
    line: int
    text: str
    level: int = 0
    quoted: bool = False
    links: tuple[Link, ...] = ()
    italics: tuple[int, ...] = ()

    @property
    def only_links(self) -> bool:
        """Whether all its words are links."""
        rest = self.text
        for link in self.links:
            rest = rest.replace(link.text, "", 1)
        return bool(self.links) and not re.search(r"\w", rest)


@dataclass(frozen=True)
class ItemList:
    """A list: its first line, and how many items of its own it has."""

    line: int
    items: int
    quoted: bool


@dataclass(frozen=True)
class Box:
    """A box of `pymdownx.blocks`: its first line and its last, which is 0 if it is not closed."""

    line: int
    end: int
    name: str
    title: str


@dataclass
class Text:
    """The body of a page.

    Attributes:
        lines: how many lines the file has.
        blocks: all text, in the order of the lines.
        lists: all lists.
        boxes: all boxes, in the order of the lines.
        tags: raw HTML and attribute lists.
        spans: first and last line of everything that an exception can stand before, the outer ones first.
    """

    lines: int
    blocks: list[Block] = field(default_factory=list)
    lists: list[ItemList] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


def read_text(body: str) -> Text:
    """Read the body of a page.

    Args:
        body: the Markdown, with blank lines where the front matter was. Any text can be read.

    Returns:
        The blocks, and what else the rules look at.
    """
    lines = ["" if COMMENT.fullmatch(line) else line for line in body.split("\n")]
    _take_comments(lines)
    text = Text(len(lines))
    lines = [_NO_WORDS.sub("", line) for line in lines]
    text.boxes.extend(sorted([*_take_set_in(lines), *_take_boxes(lines)], key=lambda box: box.line))
    reader = _Reader(text)
    for box in text.boxes:
        text.spans.append((box.line, box.end or len(lines)))
        reader.read_title(box)
    reader.read(_parser().parse("\n".join(lines)))
    text.blocks.sort(key=lambda block: block.line)
    text.spans.sort(key=lambda span: (span[0], -span[1]))
    return text


def read_boxes(body: str) -> list[Box]:
    """Read only the boxes of a page, in the order of the lines; those in readers' comments are none."""
    lines = body.split("\n")
    _take_comments(lines)
    return sorted(_take_boxes(lines), key=lambda box: box.line)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table").use(deflist_plugin).use(footnote_plugin)


def _take_comments(lines: list[str]) -> None:
    """Make the lines of readers' comments blank: their words are not ours. Of those retold by us the text stays."""
    number = 0
    while number < len(lines):
        if not _COMMENT_START.fullmatch(lines[number]):
            number += 1
            continue
        options, retold = True, False
        while number < len(lines):
            line = lines[number]
            retold = retold or (options and bool(_RETOLD.fullmatch(line)))
            options = options and bool(line.strip())
            if options or not retold or _COMMENT_END.fullmatch(line):
                lines[number] = ""
            number += 1
            if _COMMENT_END.fullmatch(line):
                break


def _take_set_in(lines: list[str]) -> Iterator[Box]:
    """Yield the boxes whose text is set in, make their first lines blank, and set their text out again."""
    code = ""
    for number, line in enumerate(lines):
        fence = _CODE_FENCE.match(line)
        if fence or code:
            code = _code_after(code, fence)
            continue
        start = _SET_IN.fullmatch(line)
        if start is None or not (start[2] or start[3]):
            continue
        inner = " " * (len(start[1]) + _INDENT)
        last = number
        for at in range(number + 1, len(lines)):
            if lines[at].strip() and not lines[at].startswith(inner):
                break
            last = at if lines[at].strip() else last
            lines[at] = lines[at][_INDENT:]
        lines[number] = ""
        yield Box(number + 1, last + 1, start[2] or "tab", start[3] or "")


def _take_boxes(lines: list[str]) -> Iterator[Box]:
    """Yield the boxes and make the lines of their fences and options blank."""
    waiting: list[tuple[int, re.Match[str]]] = []
    code = ""
    options = False
    for number, line in enumerate(lines, 1):
        options = options and bool(_BOX_OPTION.fullmatch(line))
        fence = _CODE_FENCE.match(line)
        if fence or code:
            code = _code_after(code, fence)
        elif start := _BOX_START.fullmatch(line):
            waiting.append((number, start))
            options = True
            lines[number - 1] = ""
        elif end := _BOX_END.fullmatch(line):
            lines[number - 1] = ""
            place = next((at for at in reversed(range(len(waiting))) if waiting[at][1][1] == end[1]), None)
            if place is not None:
                yield _box(*waiting.pop(place), number)
        elif options:
            lines[number - 1] = ""
    for first, start in waiting:
        yield _box(first, start, 0)


def _code_after(code: str, fence: re.Match[str] | None) -> str:
    """Give the fence of the code block that is open behind a line; empty if none is."""
    if fence is None:
        return code
    if not code:
        return fence[1]
    return "" if fence[1].startswith(code) else code


def _box(first: int, start: re.Match[str], last: int) -> Box:
    return Box(first, last, start[2], start[3] or "")


class _Reader:
    """Goes through the tokens of one page and fills its `Text`."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._around: list[str] = []
        self._lists: list[tuple[int, int]] = []

    def read_title(self, box: Box) -> None:
        for token in _parser().parseInline(box.title):
            self._add("box title", box.line, token.children or [])

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.map and token.type != "inline":
                first = token.map[0] + 1
                self._text.spans.append((first, max(first, token.map[1])))
            if token.nesting > 0:
                self._enter(token)
            elif token.nesting < 0:
                self._leave(token)
            elif token.type == "inline":
                tag = next((tag for tag in reversed(self._around) if tag in _KINDS), "p")
                level = int(tag[1]) if tag[0] == "h" else 0
                self._add(_KINDS.get(tag, "paragraph"), _line(token), token.children or [], level)
            elif token.type == "html_block":
                self._add_raw(token.content, _line(token))

    def _enter(self, token: Token) -> None:
        self._around.append(token.tag)
        if token.tag in {"ul", "ol"}:
            self._lists.append((_line(token), 0))
        elif token.tag == "li" and self._lists:
            line, items = self._lists[-1]
            self._lists[-1] = (line, items + 1)

    def _leave(self, token: Token) -> None:
        self._around.pop()
        if token.tag in {"ul", "ol"}:
            line, items = self._lists.pop()
            self._text.lists.append(ItemList(line, items, self._quoted))

    @property
    def _quoted(self) -> bool:
        return "blockquote" in self._around

    def _add(self, kind: Kind, line: int, children: Sequence[Token], level: int = 0) -> None:
        """Add a block of the inline tokens in it."""
        first, parts = line, list[str]()
        links, opened = list[Link](), list[tuple[int, int]]()
        italics = list[int]()
        for child in children:
            match child.type:
                case "text" | "code_inline" | "image":
                    parts.append(child.content)
                case "softbreak" | "hardbreak":
                    parts.append("\n")
                    line += 1
                case "em_open":
                    italics.append(line)
                case "link_open":
                    opened.append((line, len(parts)))
                case "link_close":
                    begun, place = opened.pop()
                    links.append(Link(begun, "".join(parts[place:])))
                case "html_inline":
                    tags = list(_tags(_tree(child.content), line))
                    self._text.tags.extend(tags)
                    italics.extend(tag.line for tag in tags if tag.name in {"em", "i"})
                case _:
                    pass  # strong, footnote marks: no text of their own
        words = self._without_attributes("".join(parts), first).rstrip()
        if words:
            self._text.blocks.append(Block(kind, first, words, level, self._quoted, tuple(links), tuple(italics)))

    def _without_attributes(self, text: str, line: int) -> str:
        """Take out attribute lists, such as `{#anchor}`, and keep them as tags."""
        for found in _ATTRIBUTES.finditer(text):
            attributes = tuple(
                (name.lower(), double or single or bare) for name, double, single, bare in _ATTRIBUTE.findall(found[1])
            )
            self._text.tags.append(Tag(line + text.count("\n", 0, found.start()), "", attributes))
        return _ATTRIBUTES.sub("", text)

    def _add_raw(self, html: str, line: int) -> None:
        tree = _tree(html)
        self._text.tags.extend(_tags(tree, line))
        for element in () if tree is None else tree.iter(*_PICTURE_TEXT):
            words = " ".join("".join(map(str, element.itertext())).split())
            if words:
                self._text.blocks.append(Block("caption", line + _lines_before(element), words, quoted=self._quoted))


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _tree(html: str) -> etree._Element | None:
    try:
        return etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))
    except etree.XMLSyntaxError:
        return None  # a closing tag or a comment alone


def _tags(tree: etree._Element | None, line: int) -> Iterator[Tag]:
    for element in () if tree is None else tree.iter(etree.Element):
        if element.tag not in {"html", "body"}:
            around = {str(element.tag), *(str(outer.tag) for outer in element.iterancestors())}
            attributes = tuple((str(name), str(value)) for name, value in element.attrib.items())
            yield Tag(line + _lines_before(element), str(element.tag), attributes, "figure" in around)


def _lines_before(element: etree._Element) -> int:
    return (cast("int | None", element.sourceline) or 1) - 1
