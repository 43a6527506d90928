"""Reads the article of a built page into a tree of forms on paper; nothing that it does not know is left out silently.

`LEFT_OUT` names what stands on the page only for screens. Everything else is printed or is a flaw.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from scripts.addresses import Malformed, Outside, resolve
from scripts.pdf.pictures import is_tall, picture_text, standalone
from scripts.pdf.tree import Json, Kind, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from lxml import etree

#: What is not printed, as elements or `element.class`: ways about the site, and what only screens show.
LEFT_OUT = (
    "nav", "script", "template", "details.contents", "section.routes", "section.related", "section.linked-from",
    "p.checked", "p.editions", "a.footnote-backref", "a.headerlink",
)  # fmt: skip
BOXES = ("do", "our-note", "warning", "help-card", "for-this-step")

# Items shorter than this on average stand side by side on a sheet.
_SHORT = 30
# What is nested deeper is printed as plain text: the engine cannot follow for ever, and nobody could read it.
_DEEPEST = 16
# Terms that are all no longer than this stand beside what they mean.
_BRIEF = 10
_SPACES = re.compile(r"[ \t\n\f\r]+")
_HEADING = re.compile(r"h([1-6])")

_SPANS: Mapping[str, Kind] = {
    "abbr": "span", "b": "strong", "bdi": "span", "cite": "emphasis", "code": "code", "del": "deleted",
    "dfn": "emphasis", "em": "emphasis", "i": "emphasis", "ins": "inserted", "kbd": "code", "mark": "strong",
    "q": "quotation", "s": "deleted", "samp": "code", "small": "small", "span": "span", "strong": "strong",
    "sub": "subscript", "sup": "superscript", "time": "span", "var": "emphasis",
}  # fmt: skip
_INLINE = frozenset({*_SPANS, "a", "br", "wbr"})
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "details", "div", "dl", "figure", "footer", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hr", "ol", "p", "pre", "section", "table", "ul",
    }
)  # fmt: skip
_GROUPS = frozenset({"article", "aside", "div", "footer", "header", "section"})


@dataclass(frozen=True)
class Flaw:
    """Why an article cannot be printed as it is.

    Attributes:
        line: the line in the built file.
        rule: the id of the rule.
        message: what is wrong and what to do.
        needles: what it may look like in Markdown, the surest first.
    """

    line: int
    rule: str
    message: str
    needles: tuple[str, ...] = ()


@dataclass
class Reading:
    """What came of reading one article: its tree, and every flaw in it."""

    tree: Node
    flaws: list[Flaw] = field(default_factory=list)


def read_article(article: etree._Element, page: str, home: str = "") -> Reading:
    """Turn the article element of a built page into a tree.

    Args:
        article: the element; the document that it is part of must be whole, for footnotes stand at its end.
        page: the path of the page, relative to the site's folder.
        home: the web address of the site's home page; addresses that begin with it are inside.
    """
    reader = _Reader(article, page, home)
    tree = Node("article", reader.flow(article))
    reader.flaws += [*_skipped_headings(tree), *_dead_anchors(article, tree, page)]
    return Reading(tree, sorted(reader.flaws, key=lambda flaw: flaw.line))


class _Reader:
    """Takes an element apart by its name, and keeps what it could not take."""

    def __init__(self, article: etree._Element, page: str, home: str) -> None:
        self.page = page
        self.home = home
        self.flaws: list[Flaw] = []
        self._notes = {f"#{item.get('id')}": item for item in article.iterfind(".//div[@class='footnote']//li[@id]")}
        self._noted: set[str] = set()
        self._depth = 0

    def flow(self, element: etree._Element) -> tuple[Node | str, ...]:
        """Read the content of an element that holds blocks, text, or both."""
        groups: list[Node | str] = []
        line: list[Node | str] = []
        blocks = False

        def end_line() -> None:
            tidy = _tidy(line)
            if tidy:
                groups.append(Node("plain", tidy))
            line.clear()

        for part in self._parts(element):
            if isinstance(part, str) or _is_inline(part):
                line += [part] if isinstance(part, str) else self.inline(part)
            else:
                blocks = True
                end_line()
                groups += self.block(part)
        if not blocks:
            return _tidy(line)
        end_line()
        return tuple(groups)

    def block(self, element: etree._Element) -> list[Node]:
        """Read one element that is not part of a line."""
        if self._depth >= _DEEPEST:
            words = _tidy([" ".join(map(str, element.itertext()))])
            return [self._node(element, "paragraph", words, style="")] if words else []
        self._depth += 1
        try:
            return self._block(element)
        finally:
            self._depth -= 1

    def _block(self, element: etree._Element) -> list[Node]:
        tag = str(element.tag)
        heading = _HEADING.fullmatch(tag)
        if heading:
            return [self._node(element, "heading", self.line(element), level=int(heading[1]))]
        read = self._blocks.get(tag)
        if tag in _INLINE:
            # Around whole paragraphs, as browsers allow: what it says of them is not seen on paper, its words are.
            return [self._node(element, "group", self.flow(element), style="")]
        if read is None:
            self._flaw(
                element,
                "ED01",
                f"<{tag}> has no form on paper; write it in another way, or give it a form in scripts/pdf/reading.py.",
                f"<{tag}",
            )
            return []
        return read(self, element)

    def line(self, element: etree._Element) -> tuple[Node | str, ...]:
        """Read the content of an element that holds only text and what stands in a line."""
        found: list[Node | str] = []
        for part in self._parts(element):
            if isinstance(part, str):
                found.append(part)
            elif _is_inline(part):
                found += self.inline(part)
            else:
                found += self.block(part)
        return _tidy(found)

    def inline(self, element: etree._Element) -> list[Node | str]:
        """Read one element of a line; its text keeps the spaces at its ends."""
        if self._depth >= _DEEPEST:
            return ["".join(map(str, element.itertext()))]
        self._depth += 1
        try:
            return self._inline(element)
        finally:
            self._depth -= 1

    def _inline(self, element: etree._Element) -> list[Node | str]:
        tag = str(element.tag)
        if tag == "br":
            return [Node("break")]
        if tag == "wbr":
            return []
        if tag == "a":
            return self._link(element)
        reference = element.find("a[@class='footnote-ref']") if tag == "sup" else None
        if reference is not None:
            return self._note(reference)
        if _SPANS[tag] == "code":
            return [self._node(element, "code", ["".join(map(str, element.itertext()))])]
        style = {"style": "ways"} if "ways" in _classes(element) else {}
        return [self._node(element, _SPANS[tag], self._loose(element), **style)]

    def _parts(self, element: etree._Element) -> Iterator[etree._Element | str]:
        """Yield text and elements in their order, without what is not printed."""
        yield element.text or ""
        for child in element:
            if not _is_left_out(child):
                yield child
            yield child.tail or ""

    def _loose(self, element: etree._Element) -> tuple[Node | str, ...]:
        found: list[Node | str] = []
        for part in self._parts(element):
            found += [part] if isinstance(part, str) else self.inline(part) if _is_inline(part) else self.block(part)
        return tuple(found)

    def _node(self, element: etree._Element, kind: Kind, children: Iterable[Node | str] = (), **data: Json) -> Node:
        return Node(kind, tuple(children), element.get("id", ""), data, _line(element))

    def _flaw(self, element: etree._Element, rule: str, message: str, *needles: str) -> None:
        self.flaws.append(Flaw(_line(element), rule, message, needles))

    def _link(self, element: etree._Element) -> list[Node | str]:
        children = self._loose(element)
        address = element.get("href")
        if address is None:
            return [self._node(element, "span", children)]
        target = resolve(address, self.page, self.home)
        if isinstance(target, Malformed):
            self._flaw(
                element, "ED04", f"The address “{address}” cannot be read: {target.reason}. Correct it.", address
            )
            return [*children]
        if isinstance(target, Outside):
            return [self._node(element, "link", children, address=address)]
        return [self._node(element, "link", children, path=target.path, fragment=target.fragment)]

    def _note(self, reference: etree._Element) -> list[Node | str]:
        name = reference.get("href", "")
        item = self._notes.get(name)
        if item is None:
            self._flaw(reference, "ED04", f"The footnote “{name}” is not on the page; write it.", name)
            return []
        if name in self._noted:
            return [self._node(reference, "note", (), again=name[1:])]
        self._noted.add(name)
        parts: list[Node | str] = []
        for block in item:
            parts += [" ", *self._loose(block)]
        return [Node("note", _tidy(parts), name[1:])]

    def _paragraph(self, element: etree._Element) -> list[Node]:
        children = self.line(element)
        style = element.get("class", "")
        return [self._node(element, "paragraph", children, style=style)] if children else []

    def _group(self, element: etree._Element) -> list[Node]:
        classes = _classes(element)
        if "footnote" in classes:
            return []
        if "admonition" in classes:
            return [self._box(element, next((name for name in BOXES if name in classes), "our-note"))]
        if "comment" in classes:
            children = self.flow(element)
            return [self._node(element, "comment", children, answer="answer" in classes, removed="removed" in classes)]
        if "said" in classes:
            return [self._node(element, "said", self.flow(element))]
        return [self._node(element, "group", self.flow(element), style=element.get("class", ""))]

    def _box(self, element: etree._Element, voice: str) -> Node:
        title = element.find("p[@class='admonition-title']")
        words = self.line(title) if title is not None else ()
        children = self.flow(element)
        if title is not None:
            children = tuple(child for child in children if not _is_title(child))
        return self._node(element, "box", [Node("summary", words), *children], voice=voice)

    def _list(self, element: etree._Element) -> list[Node]:
        items = []
        for child in element:
            if child.tag == "li":
                items.append(self._node(child, "item", self.flow(child)))
            else:
                items += self.block(child)
        data: dict[str, Json] = {"ordered": element.tag == "ol", "style": element.get("class", "")}
        if items and sum(len(item.text()) for item in items) < _SHORT * len(items):
            data["short"] = True
        if element.get("start", "").isdigit():
            data["start"] = int(element.get("start", ""))
        return [self._node(element, "list", items, **data)]

    def _table(self, element: etree._Element) -> list[Node]:
        rows: list[Node] = []
        caption: list[Node] = []
        for part in element.iter("caption", "tr"):
            if part.tag == "caption":
                caption = [self._node(part, "caption", self.line(part))]
                continue
            cells = [
                self._node(cell, "cell", self.flow(cell), head=cell.tag == "th", span=int(cell.get("colspan", "1")))
                for cell in part
                if cell.tag in {"td", "th"}
            ]
            parent = part.getparent()
            rows.append(self._node(part, "row", cells, head=parent is not None and parent.tag == "thead"))
        return [self._node(element, "table", [*caption, *rows], columns=_widths(rows))] if rows else []

    def _definitions(self, element: etree._Element) -> list[Node]:
        parts: list[Node] = []
        for child in element.iter("dt", "dd"):
            kind: Kind = "term" if child.tag == "dt" else "definition"
            parts.append(self._node(child, kind, self.flow(child)))
        brief = all(len(part.text()) <= _BRIEF for part in parts if part.kind == "term")
        return [self._node(element, "definitions", parts, brief=brief)]

    def _figure(self, element: etree._Element) -> list[Node]:
        caption = element.find("figcaption")
        words = [self._node(caption, "caption", self.line(caption))] if caption is not None else []
        parts = [node for child in element if child.tag != "figcaption"
                 for node in self.block(child)]  # fmt: skip
        return [self._node(element, "figure", [*parts, *words])]

    def _svg(self, element: etree._Element) -> list[Node]:
        if element.get("aria-hidden") == "true":
            return []
        words = picture_text(element)
        if not words:
            self._flaw(
                element,
                "ED02",
                "This picture (<svg>) says nothing to someone who cannot see it; "
                "give it a <title>, and a <desc> if the title is not enough.",
                "<svg",
            )
            return []
        return [self._node(element, "picture", svg=standalone(element), alt=words, tall=is_tall(element))]

    def _details(self, element: etree._Element) -> list[Node]:
        summary = element.find("summary")
        words = self.line(summary) if summary is not None else ()
        children = [child for child in self.flow(element) if not (isinstance(child, Node) and child.kind == "summary")]
        return [self._node(element, "details", [Node("summary", words), *children])]

    def _plain(self, kind: Kind) -> list[Node]:
        return [Node(kind)]

    _blocks: Mapping[str, Callable[[_Reader, etree._Element], list[Node]]] = {
        **dict.fromkeys(_GROUPS, _group),
        **dict.fromkeys(("ol", "ul"), _list),
        "address": _paragraph,
        "blockquote": lambda self, element: [self._node(element, "quote", self.flow(element))],
        "details": _details,
        "dl": _definitions,
        "figure": _figure,
        "hr": lambda self, _: self._plain("rule"),
        "p": _paragraph,
        "pre": lambda self, element: [
            self._node(element, "code-block", ["".join(map(str, element.itertext())).rstrip("\n")])
        ],
        "summary": lambda self, _: self._plain("summary"),
        "svg": _svg,
        "table": _table,
    }


def _tidy(parts: Sequence[Node | str]) -> tuple[Node | str, ...]:
    """Make every run of white space one space, also across elements, and take it away at both ends and at breaks."""
    before = [True]

    def walk(children: Iterable[Node | str]) -> list[Node | str]:
        kept: list[Node | str] = []
        for child in children:
            if isinstance(child, str):
                text = _SPACES.sub(" ", child)
                text = text[1:] if before[0] and text.startswith(" ") else text
                if text:
                    before[0] = text.endswith(" ")
                    kept.append(text)
            elif child.kind == "break":
                before[0] = True
                kept.append(child)
            elif child.kind in {"note", "picture"}:
                before[0] = False
                kept.append(child)
            else:
                kept.append(replace(child, children=tuple(walk(child.children))))
        return kept

    tidy = walk(parts)
    return tuple(_without_end(tidy))


def _without_end(parts: list[Node | str]) -> list[Node | str]:
    while parts and (parts[-1] == " " or (isinstance(parts[-1], Node) and parts[-1].kind == "break")):
        parts.pop()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].removesuffix(" ")
    elif parts and isinstance(parts[-1], Node) and parts[-1].kind in {"link", "span", "emphasis", "strong"}:
        last = parts[-1]
        parts[-1] = replace(last, children=tuple(_without_end(list(last.children))))
    return parts


def _is_title(part: Node | str) -> bool:
    return isinstance(part, Node) and part.kind == "paragraph" and part.data.get("style") == "admonition-title"


def _is_inline(element: etree._Element) -> bool:
    return element.tag in _INLINE and not any(child.tag in _BLOCKS for child in element.iterdescendants())


def _is_left_out(element: etree._Element) -> bool:
    tag = str(element.tag)
    return tag in LEFT_OUT or any(f"{tag}.{name}" in LEFT_OUT for name in _classes(element))


def _classes(element: etree._Element) -> list[str]:
    return element.get("class", "").split()


def _line(element: etree._Element) -> int:
    return cast("int | None", element.sourceline) or 0


def _widths(rows: Iterable[Node]) -> list[Json]:
    """Share the width of a table among its columns: by the square root of what each holds, and by its longest word."""
    sizes: list[int] = []
    longest: list[int] = []
    for row in rows:
        if all(cell.data.get("span") == 1 for cell in row.children if isinstance(cell, Node)):
            texts = [cell if isinstance(cell, str) else cell.text() for cell in row.children]
            sizes += [0] * (len(texts) - len(sizes))
            longest += [1] * (len(texts) - len(longest))
            for column, text in enumerate(texts):
                sizes[column] += len(text)
                longest[column] = max(longest[column], *map(len, text.split() or [""]))
    return [max(word, round(size**0.5)) for size, word in zip(sizes, longest, strict=True)]


def _skipped_headings(tree: Node) -> Iterator[Flaw]:
    """PDF/UA-1, 7.4.2: levels follow each other without a gap."""
    before = 0
    for node in tree.walk():
        if node.kind == "heading":
            level = int(str(node.data["level"]))
            if level > before + 1:
                words = node.text()
                message = (
                    f"The heading “{words}” has level {level}, and before it comes level {before}; "
                    f"make it level {before + 1}."
                )
                yield Flaw(node.line, "ED03", message, (words,))
            before = level


def _dead_anchors(article: etree._Element, tree: Node, page: str) -> Iterator[Flaw]:
    whole = article.getroottree().getroot()
    known = {element.get("id") for element in whole.iter()} | {node.id for node in tree.walk()}
    for node in tree.walk():
        fragment = str(node.data.get("fragment", ""))
        if node.kind == "link" and node.data.get("path") == page and fragment and fragment not in known:
            message = (
                f"The link “{node.text()}” leads to “#{fragment}”, which is not on the page; "
                "correct it, or write that anchor after a heading."
            )
            yield Flaw(node.line, "ED04", message, (f"#{fragment}",))
