"""Markdown → text blocks with their lines: what the prose rules look at.

The pages themselves go through Python-Markdown, which does not know the lines of what it read. So the rules
read them with markdown-it-py. What that one does not know (the boxes of `pymdownx.blocks`, attribute lists)
is taken out first and leaves blank lines behind, so that the lines stay true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from lxml import etree
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

Kind = Literal["heading", "paragraph", "item", "definition", "term", "cell", "caption", "box title"]

# The fences of pymdownx.blocks, as its own patterns have them.
_BOX_START = re.compile(r" {0,3}(/{3,}) *([\w-]+) *(?:\| *(.*?) *)?")
_BOX_END = re.compile(r" {0,3}(/{3,}) *")
_BOX_OPTION = re.compile(r" {4,}\S.*")
_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*((?:[#.][\w-]+|[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s}]+))[^{}\n]*)\}")
_ATTRIBUTE = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|([^\s}]+))")
_FIGURE_TEXT = ("figcaption", "desc")


@dataclass(frozen=True)
class Link:
    """A link in the text."""

    line: int
    text: str
    address: str


@dataclass(frozen=True)
class Tag:
    """An element of raw HTML, or what an attribute list adds to one (then without a name)."""

    line: int
    name: str
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Block:
    """A piece of text that stands by itself.

    Attributes:
        kind: what it is.
        line: its first line in the file, counted from 1.
        text: what a reader sees, without markup; line breaks are those of the source.
        level: of a heading, 1 to 6; else 0.
        quoted: it is in a block quotation, so it is not our text.
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
        """Whether nothing but links is in it."""
        rest = self.text
        for link in self.links:
            rest = rest.replace(link.text, "", 1)
        return bool(self.links) and not re.search(r"\w", rest)


@dataclass(frozen=True)
class ItemList:
    """A list, with its own items only."""

    line: int
    items: int
    quoted: bool


@dataclass(frozen=True)
class Box:
    """A box of `pymdownx.blocks`: the line of its opening fence, and of its closing one (0 if there is none)."""

    line: int
    end: int
    name: str
    title: str


@dataclass
class Text:
    """A page as the prose rules see it.

    Attributes:
        blocks: all text blocks in the order of lines.
        lists: all lists, nested ones by themselves.
        boxes: all boxes.
        tags: raw HTML and attribute lists.
        spans: first and last line of everything that an exception can stand before; outer ones first.
        lines: how many lines the file has.
    """

    blocks: list[Block] = field(default_factory=list)
    lists: list[ItemList] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    lines: int = 0


def read_text(body: str) -> Text:
    """Read the text blocks of a page.

    Args:
        body: the Markdown, with blank lines where the front matter was.

    Returns:
        The blocks and what else the rules ask for; any text can be read, none raises.
    """
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = Text(lines=len(lines))
    text.boxes.extend(_take_boxes(lines))
    for box in text.boxes:
        text.spans.append((box.line, box.end or len(lines)))
        if box.title:
            text.blocks.append(_Reader(text).box_title(box))
    _Reader(text).read(_parser().parse("\n".join(lines)))
    text.blocks.sort(key=lambda block: block.line)
    text.spans.sort(key=lambda span: (span[0], -span[1]))
    return text


def _parser() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .use(deflist_plugin)
        .use(footnote_plugin)
    )


def _take_boxes(lines: list[str]) -> Iterator[Box]:
    """Yield the boxes and blank their fences and options in place."""
    open_boxes: list[tuple[int, str, str, str]] = []
    code = ""
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        fence = _CODE_FENCE.match(line)
        if code:
            code = "" if fence and fence[1].startswith(code) else code
        elif fence:
            code = fence[1]
        elif start := _BOX_START.fullmatch(line):
            open_boxes.append((number, start[1], start[2], start[3] or ""))
            lines[number - 1] = ""
            while number < len(lines) and _BOX_OPTION.fullmatch(lines[number]):
                lines[number] = ""
                number += 1
        elif end := _BOX_END.fullmatch(line):
            lines[number - 1] = ""
            for place in range(len(open_boxes) - 1, -1, -1):
                if open_boxes[place][1] == end[1]:
                    opened, _, name, title = open_boxes.pop(place)
                    yield Box(opened, number, name, title)
                    break
    for opened, _, name, title in open_boxes:
        yield Box(opened, 0, name, title)


class _Reader:
    """Walks over the tokens of one page and fills a `Text`."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def box_title(self, box: Box) -> Block:
        inline = _parser().parseInline(box.title)[0]
        return self._block("box title", box.line, inline.children or [])

    def read(self, tokens: Sequence[Token]) -> None:
        around: list[str] = []
        lists: list[tuple[int, int]] = []
        for token in tokens:
            if token.map and token.block and token.type != "inline":
                self.text.spans.append((token.map[0] + 1, max(token.map[1], token.map[0] + 1)))
            if token.nesting == 1:
                around.append(token.tag)
                if token.tag in {"ul", "ol"}:
                    lists.append((_line(token), 0))
                elif token.tag == "li":
                    lists[-1] = (lists[-1][0], lists[-1][1] + 1)
            elif token.nesting == -1:
                around.pop()
                if token.tag in {"ul", "ol"}:
                    self.text.lists.append(ItemList(*lists.pop(), quoted="blockquote" in around))
            elif token.type == "inline":
                kind, level = _kind(around)
                block = self._block(kind, _line(token), token.children or [], level, quoted="blockquote" in around)
                if block.text:
                    self.text.blocks.append(block)
            elif token.type == "html_block":
                self._raw(token.content, _line(token), quoted="blockquote" in around)

    def _block(
        self, kind: Kind, line: int, children: Iterable[Token], level: int = 0, *, quoted: bool = False
    ) -> Block:
        parts: list[str] = []
        links: list[Link] = []
        italics: list[int] = []
        link: tuple[int, int, str] | None = None
        first = line
        for child in children:
            match child.type:
                case "text" | "code_inline":
                    parts.append(child.content)
                case "image":
                    parts.append(child.content)
                case "softbreak" | "hardbreak":
                    parts.append("\n")
                    line += 1
                case "em_open":
                    italics.append(line)
                case "link_open":
                    link = (line, len(parts), str(child.attrs.get("href", "")))
                case "link_close" if link:
                    links.append(Link(link[0], "".join(parts[link[1] :]), link[2]))
                    link = None
                case "html_inline":
                    tags = list(_tags(child.content, line))
                    self.text.tags.extend(tags)
                    italics.extend(tag.line for tag in tags if tag.name in {"em", "i"})
                case _:
                    pass
        return Block(
            kind,
            first,
            self._without_attributes("".join(parts), first),
            level,
            quoted,
            tuple(links),
            tuple(italics),
        )

    def _without_attributes(self, text: str, line: int) -> str:
        for found in _ATTRIBUTES.finditer(text):
            attributes = tuple(
                (name.lower(), double or single or plain)
                for name, double, single, plain in _ATTRIBUTE.findall(found[1])
            )
            self.text.tags.append(Tag(line + text.count("\n", 0, found.start()), "", attributes))
        return _ATTRIBUTES.sub("", text).strip()

    def _raw(self, html: str, line: int, *, quoted: bool) -> None:
        tree = _tree(html)
        if tree is None:
            return
        self.text.tags.extend(_tags(html, line))
        for element in tree.iter(*_FIGURE_TEXT):
            words = " ".join("".join(element.itertext()).split())
            if words:
                place = line + (element.sourceline or 1) - 1
                self.text.blocks.append(Block("caption", place, words, quoted=quoted))


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _kind(around: Sequence[str]) -> tuple[Kind, int]:
    for tag in reversed(around):
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return "heading", int(tag[1])
            case "th" | "td":
                return "cell", 0
            case "dt":
                return "term", 0
            case "dd":
                return "definition", 0
            case "li":
                return "item", 0
            case _:
                pass
    return "paragraph", 0


def _tree(html: str) -> etree._Element | None:
    try:
        return etree.fromstring(html, etree.HTMLParser())
    except (etree.XMLSyntaxError, ValueError):
        return None


def _tags(html: str, line: int) -> Iterator[Tag]:
    tree = _tree(html)
    if tree is None:
        return
    for element in tree.iter(etree.Element):
        if element.tag in {"html", "body"}:
            continue
        attributes = tuple((str(name), str(value)) for name, value in element.attrib.items())
        yield Tag(line + (element.sourceline or 1) - 1, str(element.tag), attributes)
