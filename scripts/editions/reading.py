"""Reads the article of a built page into a tree of forms on paper; nothing that it does not know is left out silently.

`LEFT_OUT` names what stands on the page only for screens. Everything else is printed or is a flaw.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from lxml import etree

from scripts.common.addresses import Inside, Malformed, Outside, resolve
from scripts.editions.pictures import is_tall, picture_of, picture_text, spoken, standalone
from scripts.editions.soundness import Flaw, dead_anchors, skipped_headings
from scripts.editions.spaces import tidy
from scripts.editions.tree import Json, Kind, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

#: What is not printed, as elements or `element.class`: ways about the site, and what only screens show.
LEFT_OUT = (
    "nav", "script", "template", "details.contents", "section.related", "p.checked", "p.editions", "p.link",
    "a.footnote-backref", "a.headerlink",
)  # fmt: skip
BOXES = ("do", "our-note", "warning", "help-card", "for-this-step")

_NO_FORM = "<{}> has no form on paper; write it in another way, or give it a form in scripts/editions/reading.py."
# Pictures for dark screens, as Material names them: paper has the other of the two.
_ONLY_DARK = ("#only-dark", "#gh-dark-mode-only")
# Items shorter than this on average stand side by side on a sheet.
_SHORT = 30
# What is nested deeper is printed as plain text: the engine cannot follow for ever, and nobody could read it.
_DEEPEST = 16
# Terms that are all no longer than this stand beside what they mean.
_BRIEF = 10
_HEADING = re.compile(r"h([1-6])")

_SPANS: Mapping[str, Kind] = {
    "b": "strong", "bdi": "span", "cite": "emphasis", "code": "code", "del": "deleted", "dfn": "emphasis",
    "em": "emphasis", "i": "emphasis", "ins": "inserted", "kbd": "key", "label": "span", "mark": "marked",
    "q": "quotation", "s": "deleted", "samp": "code", "small": "small", "span": "span", "strong": "strong",
    "sub": "subscript", "sup": "superscript", "time": "span", "var": "emphasis",
}  # fmt: skip
_INLINE = frozenset({*_SPANS, "a", "abbr", "br", "img", "wbr"})
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "details", "div", "dl", "figure", "footer", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hr", "ol", "p", "pre", "section", "table", "ul",
    }
)  # fmt: skip
_GROUPS = frozenset({"article", "aside", "div", "footer", "header", "section"})


@dataclass
class Reading:
    """What came of reading one article: its tree, and every flaw in it."""

    tree: Node
    flaws: list[Flaw] = field(default_factory=list)


def read_article(article: etree._Element, page: str, home: str = "", root: Path | None = None) -> Reading:
    """Turn the article element of a built page into a tree.

    Args:
        article: the element; the document that it is part of must be whole, for footnotes stand at its end.
        page: the path of the page, relative to the site's folder.
        home: the web address of the site's home page; addresses that begin with it are inside.
        root: the folder of the site, which holds the files of its pictures.
    """
    reader = _Reader(article, page, home, root)
    tree = Node("article", reader.flow(article))
    reader.flaws += [*skipped_headings(tree), *dead_anchors(article, tree, page)]
    return Reading(tree, sorted(reader.flaws, key=lambda flaw: flaw.line))


class _Reader:
    """Takes an element apart by its name, and keeps what it could not take."""

    def __init__(self, article: etree._Element, page: str, home: str, root: Path | None) -> None:
        self.page = page
        self.home = home
        self.root = root
        self.flaws: list[Flaw] = []
        self._notes = {f"#{item.get('id')}": item for item in article.iterfind(".//div[@class='footnote']//li[@id]")}
        self._noted: set[str] = set()
        self._told: set[str] = set()
        self._depth = 0

    def flow(self, element: etree._Element) -> tuple[Node | str, ...]:
        """Read the content of an element that holds blocks, text, or both."""
        groups: list[Node | str] = []
        line: list[Node | str] = []
        blocks = False

        def end_line() -> None:
            words = tidy(line)
            if words:
                groups.append(Node("plain", words))
            line.clear()

        for part in self._parts(element):
            if isinstance(part, str) or _is_inline(part):
                line += [part] if isinstance(part, str) else self.inline(part)
            else:
                blocks = True
                end_line()
                groups += self.block(part)
        if not blocks:
            return tidy(line)
        end_line()
        return tuple(groups)

    def block(self, element: etree._Element) -> list[Node]:
        """Read one element that is not part of a line."""
        if self._depth >= _DEEPEST:
            words = tidy([" ".join(map(str, element.itertext()))])
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
            self._flaw(element, "ED01", _NO_FORM.format(tag), f"<{tag}")
            return []
        return read(self, element)

    def line(self, element: etree._Element) -> tuple[Node | str, ...]:
        """Read the content of an element that holds only text and what stands in a line."""
        return tidy(self._loose(element))

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
        if "twemoji" in _classes(element) or (element.get("role") == "img" and element.get("aria-label")):
            return [spoken(element)]
        read = self._lines.get(tag)
        return self._span(element) if read is None else read(self, element)

    def _span(self, element: etree._Element) -> list[Node | str]:
        tag = str(element.tag)
        reference = element.find("a[@class='footnote-ref']") if tag == "sup" else None
        if reference is not None:
            return self._note(reference)
        if _SPANS[tag] == "code":
            return [self._node(element, "code", [_code(element)])]
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
        return [Node("note", tidy(parts), name[1:])]

    def _image(self, element: etree._Element) -> list[Node | str]:
        address = element.get("src", "")
        if address.endswith(_ONLY_DARK):
            return []
        target = resolve(address, self.page, self.home)
        file = self.root / target.path if self.root and isinstance(target, Inside) else None
        if file is None or not file.is_file():
            self._flaw(
                element,
                "ED04",
                f"The picture “{address}” is not among the files of this site; put it there, or correct the address.",
                address.rpartition("/")[2],
            )
            return []
        return [Node("picture", data=picture_of(file, element), line=_line(element))]

    def _abbreviation(self, element: etree._Element) -> list[Node | str]:
        """Read an abbreviation; what it stands for is told where it comes first."""
        meaning, words = element.get("title", ""), self._loose(element)
        if not meaning or meaning in self._told:
            return [*words]
        self._told.add(meaning)
        return [*words, f" ({meaning})"]

    def _paragraph(self, element: etree._Element) -> list[Node]:
        children = self.line(element)
        pictures = [child for child in children if isinstance(child, Node) and child.kind == "picture"]
        if pictures and all(child == " " or child in pictures for child in children):
            return pictures
        style = element.get("class", "")
        return [self._node(element, "paragraph", children, style=style)] if children else []

    def _group(self, element: etree._Element) -> list[Node]:
        classes = _classes(element)
        read = next((read for name, read in self._groups.items() if name in classes), None)
        if read is not None:
            return read(self, element)
        return [self._node(element, "group", self.flow(element), style=element.get("class", ""))]

    def _comment(self, element: etree._Element) -> list[Node]:
        children = self.flow(element)
        answer, removed = element.get("data-by") == "author", "data-removed" in element.attrib
        return [self._node(element, "comment", children, answer=answer, removed=removed)]

    def _admonition(self, element: etree._Element) -> list[Node]:
        return [self._box(element, next((name for name in BOXES if name in _classes(element)), "note"))]

    def _box(self, element: etree._Element, voice: str) -> Node:
        title = element.find("p[@class='admonition-title']")
        words = self.line(title) if title is not None else ()
        children = self.flow(element)
        if title is not None:
            children = tuple(child for child in children if not _is_title(child))
        return self._node(element, "box", [Node("summary", words), *children], voice=voice)

    def _highlight(self, element: etree._Element) -> list[Node]:
        """Read code, which may have the name of its file above it."""
        name = element.find("span[@class='filename']")
        words = [] if name is None else [self._node(name, "paragraph", self.line(name), style="filename")]
        return [*words, *(part for child in element if child is not name for part in self.block(child))]

    def _tabs(self, element: etree._Element) -> list[Node]:
        """Read tabs: what only one of them shows on a screen stands one below the other, each with its title."""
        titles = element.findall("div[@class='tabbed-labels']/label")
        blocks = element.findall("div[@class='tabbed-content']/div")
        return [
            self._node(block, "details", [Node("summary", self.line(title)), *self.flow(block)])
            for title, block in zip(titles, blocks, strict=True)
        ]

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
            cells = [self._cell(cell) for cell in part if cell.tag in {"td", "th"}]
            parent = part.getparent()
            rows.append(self._node(part, "row", cells, head=parent is not None and parent.tag == "thead"))
        return [self._node(element, "table", [*caption, *rows], columns=_widths(rows))] if rows else []

    def _cell(self, element: etree._Element) -> Node:
        data: dict[str, Json] = {"head": element.tag == "th", "span": int(element.get("colspan", "1"))}
        aligned = [name.removeprefix("to-") for name in _classes(element) if name in {"to-center", "to-right"}]
        if aligned:
            data["align"] = aligned[0]
        return self._node(element, "cell", self.flow(element), **data)

    def _definitions(self, element: etree._Element) -> list[Node]:
        parts: list[Node] = []
        for child in element.iter("dt", "dd"):
            kind: Kind = "term" if child.tag == "dt" else "definition"
            parts.append(self._node(child, kind, self.flow(child)))
        brief = all(len(part.text()) <= _BRIEF for part in parts if part.kind == "term")
        return [self._node(element, "definitions", parts, brief=brief)]

    def _figure(self, element: etree._Element) -> list[Node]:
        caption = element.find("figcaption")
        words = [self._node(caption, "caption", self._words(caption))] if caption is not None else []
        parts = [part for child in element if child.tag not in {"br", "figcaption"} for part in self._part(child)]
        if len(parts) == 1 and parts[0].kind == "table":
            return [replace(parts[0], children=(*words, *parts[0].children), id=element.get("id", parts[0].id))]
        return [self._node(element, "figure", [*parts, *words])]

    def _part(self, element: etree._Element) -> list[Node]:
        if not _is_inline(element):
            return self.block(element)
        return [part for part in self.inline(element) if isinstance(part, Node)]

    def _words(self, element: etree._Element) -> tuple[Node | str, ...]:
        """Read a caption: its paragraphs become one."""
        found: list[Node | str] = []
        for part in self._parts(element):
            if not isinstance(part, str) and part.tag == "p":
                found += [" ", *self._loose(part), " "]
            else:
                found += (
                    [part] if isinstance(part, str) else self.inline(part) if _is_inline(part) else self.block(part)
                )
        return tidy(found)

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

    def _input(self, element: etree._Element) -> list[Node]:
        if element.get("type") != "checkbox":
            self._flaw(element, "ED01", _NO_FORM.format("input"), "<input")
            return []
        return [self._node(element, "span", ["☑ " if "checked" in element.attrib else "☐ "])]

    def _details(self, element: etree._Element) -> list[Node]:
        summary = element.find("summary")
        words = self.line(summary) if summary is not None else ()
        children = [child for child in self.flow(element) if not (isinstance(child, Node) and child.kind == "summary")]
        return [self._node(element, "details", [Node("summary", words), *children])]

    def _plain(self, kind: Kind) -> list[Node]:
        return [Node(kind)]

    # Groups by their class; the first that fits is it.
    _groups: Mapping[str, Callable[[_Reader, etree._Element], list[Node]]] = {
        "footnote": lambda *_: [],
        "admonition": _admonition,
        "tabbed-set": _tabs,
        "highlight": _highlight,
        "comment": _comment,
        "said": lambda self, element: [self._node(element, "said", self.flow(element))],
    }
    _lines: Mapping[str, Callable[[_Reader, etree._Element], list[Node | str]]] = {
        "a": _link,
        "abbr": _abbreviation,
        "br": lambda *_: [Node("break")],
        "img": _image,
        "wbr": lambda *_: [],
    }
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
        "input": _input,
        "pre": lambda self, element: [self._node(element, "code-block", [_code(element).rstrip("\n")])],
        "summary": lambda self, _: self._plain("summary"),
        "svg": _svg,
        "table": _table,
    }


def _is_title(part: Node | str) -> bool:
    return isinstance(part, Node) and part.kind == "paragraph" and part.data.get("style") == "admonition-title"


def _is_inline(element: etree._Element) -> bool:
    return element.tag in _INLINE and not any(child.tag in _BLOCKS for child in element.iterdescendants())


def _is_left_out(element: etree._Element) -> bool:
    tag = str(element.tag)
    return tag in LEFT_OUT or any(f"{tag}.{name}" in LEFT_OUT for name in _classes(element))


def _classes(element: etree._Element) -> list[str]:
    return element.get("class", "").split()


def _code(element: etree._Element) -> str:
    """Give the text of code; the number of a line stands in an attribute, where a screen draws it from."""
    parts: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts += [part.get("data-linenos", ""), part.text or ""]
        elif part is not element:
            parts.append(part.tail or "")
    return "".join(parts)


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
