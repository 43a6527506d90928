"""Markdown → blocks of text with their lines: what the prose rules look at.

Python-Markdown, which makes the pages, does not keep the lines of what it reads. So the rules read the pages
with markdown-it-py. What that one does not know is taken out first (`scripts/content/markup.py`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from scripts.content.markup import Written

# Not read as words: what an abbreviation stands for, a box to tick, an icon.
_NO_WORDS: Final = re.compile(r"^\*\[.+?\]:.*$|(?<=- )\[[ xX]\] |:(?:fontawesome|material|octicons|simple)-[\w-]+:")
_VALUE: Final = r"=(?:\"[^\"]*\"|'[^']*'|[^\s}]+)"
_ATTRIBUTES: Final = re.compile(rf"[ \t]*\{{:?[ \t]*((?:[#.][\w-]+|[\w-]+{_VALUE})[^{{}}\n]*)\}}")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_TAG: Final = re.compile(r"<([a-z][\w-]*)((?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>", re.IGNORECASE)
#: The text of a picture that is read as sentences; the words inside it are labels.
_PICTURE_TEXT: Final = re.compile(r"<(title|desc|figcaption)\b[^<>]*>(.*?)(?:</\1|$)", re.IGNORECASE | re.DOTALL)

#: The tags of running text; headings and cells are no sentences.
_RUNNING = frozenset({"p", "li", "dd", "figcaption"})
_AROUND_TEXT = re.compile("h[1-6]|li|dd|dt|th|td|blockquote")


_PARSER: Final = MarkdownIt("commonmark", {"html": True}).enable("table").use(deflist_plugin).use(footnote_plugin)
# Notes stay where they stand: moved to the end, one inside another breaks the tree.
_PARSER.disable("footnote_tail")


@dataclass(frozen=True)
class Block:
    """A piece of text that stands by itself, or a mark, which is no text.

    Attributes:
        tag: the element that a text stands in; `meta` for that of front matter, `blockquote` for all words that are not
            ours, `links` for running text whose words are all links; empty for the title of a box. Or that of a mark:
            `@a` a link; `@em` italics, without their text; `@attributes` of one element; `@raw` an element of raw HTML
            where there is to be none; `@box: name` with the title; `@list` one of ours, with the number of its items.
        line: its first line in the file, counted from 1.
        text: what a reader gets to see, without marks; its line breaks are those of the file.
    """

    tag: str
    line: int
    text: str

    @property
    def level(self) -> int:
        """Of a heading 1 to 6, else 0."""
        return int(self.tag[1]) if self.tag[:1] == "h" else 0

    def line_of(self, character: int) -> int:
        """Give the line in the file of a character of the text."""
        return self.line + self.text.count("\n", 0, character)


@dataclass
class Text:
    """A page as the prose rules see it.

    Attributes:
        lines: how many lines the file has.
        blocks: its texts and marks, in the order of the lines.
        spans: first and last line of everything that an exception can stand before, the outer ones first.
        kind: the kind of page, by its front matter.
        title: the title, by its front matter; empty if it is not known.
    """

    lines: int
    blocks: list[Block]
    spans: list[tuple[int, int]] = field(default_factory=list)
    kind: str = "page"
    title: str = ""


def read_text(written: Written, kind: str = "page", title: str = "", meta: Iterable[tuple[int, str]] = ()) -> Text:
    """Read the text of a page for the rules. Any text can be read.

    Args:
        written: the page as it was written.
        kind: the kind of page.
        title: its title.
        meta: the texts of the front matter that a reader gets to see, with their lines.
    """
    lines = [_NO_WORDS.sub("", line) for line in written.lines]
    text = Text(len(lines), [Block("meta", line, words) for line, words in meta], kind=kind, title=title)
    for box in written.boxes:
        text.blocks.append(Block(f"@box: {box.name}", box.line, box.title))
        text.spans.append((box.line, box.end or len(lines)))
        for token in _PARSER.parseInline(box.title):
            _add_block(text, Block("", box.line, ""), token.children or [])
    _add(text, SyntaxTreeNode(_PARSER.parse("\n".join(lines))), "p")
    text.blocks.sort(key=lambda block: block.line)
    text.spans.sort(key=lambda span: (span[0], -span[1]))
    return text


def _add(text: Text, node: SyntaxTreeNode, around: str) -> None:
    """Add what is in an element; `around` is the tag that text has there."""
    for child in node.children:
        first, last = child.map or (0, 0)
        if child.type == "inline":
            _add_block(text, Block(around, first + 1, ""), (child.token and child.token.children) or [])
            continue
        if child.map:
            text.spans.append((first + 1, max(first + 1, last)))
        if child.type == "html_block":
            _add_raw(text, child.content, first + 1)
        elif child.nester_tokens:
            ours = around != "blockquote"
            if child.tag in {"ul", "ol"} and ours:
                text.blocks.append(Block("@list", first + 1, str(len(child.children))))
            _add(text, child, child.tag if ours and _AROUND_TEXT.fullmatch(child.tag) else around)


def _add_block(text: Text, block: Block, children: Sequence[Token]) -> None:
    """Add a block of the inline tokens in it."""
    line, parts, opened, links = block.line, list[str](), list[tuple[int, int]](), list[Block]()
    for child in children:
        match child.type:
            case "text" | "code_inline" | "image":
                parts.append(child.content)
            case "softbreak" | "hardbreak":
                parts.append("\n")
                line += 1
            case "em_open":
                text.blocks.append(Block("@em", line, ""))
            case "link_open":
                opened.append((line, len(parts)))
            case "link_close":
                begun, first = opened.pop()
                links.append(Block("@a", begun, " ".join("".join(parts[first:]).split())))
            case "html_inline":
                text.blocks += _raw(child.content, line)
    marked = "".join(parts)
    for found in _ATTRIBUTES.finditer(marked):
        text.blocks.append(Block("@attributes", block.line + marked.count("\n", 0, found.start()), found[1]))
    if words := _ATTRIBUTES.sub("", marked).rstrip():
        linked = sum(len(re.findall(r"\w", link.text)) for link in links)
        only_links = block.tag in _RUNNING and 0 < linked == len(re.findall(r"\w", words))
        text.blocks.append(replace(block, text=words, tag="links" if only_links else block.tag))
    text.blocks += links


def _add_raw(text: Text, html: str, line: int) -> None:
    """Add the elements of a piece of raw HTML, and the text of a picture in it."""
    text.blocks += _raw(html, line)
    for found in _PICTURE_TEXT.finditer(html):
        if words := " ".join(unescape(re.sub(r"<[^<>]*>", "", found[2])).split()):
            text.blocks.append(Block("figcaption", line + html.count("\n", 0, found.start()), words))


def _raw(html: str, line: int) -> Iterator[Block]:
    html = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), html)
    for found in _TAG.finditer(html):
        at, before = line + html.count("\n", 0, found.start()), html[: found.end()].lower()
        if before.count("<figure") <= before.count("</figure") and "markdown" not in found[2].lower():
            yield Block("@raw", at, found[1].lower())
        if found[2].strip():
            yield Block("@attributes", at, found[2].strip())
