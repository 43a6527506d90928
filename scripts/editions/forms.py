"""How each element of an article is read: its form on paper, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from lxml import etree

from scripts.common.addresses import Inside, Malformed, resolve
from scripts.editions.pictures import picture_of, picture_text, spoken, standalone
from scripts.editions.tree import BlockKind, Json, LineKind, Node, is_block, tidy

if TYPE_CHECKING:
    # It reads by these forms, and imports them.
    from scripts.editions.reading import Form, Reader

# Pictures for dark screens, as Material names them: paper has the other of the two.
_ONLY_DARK = ("#only-dark", "#gh-dark-mode-only")
_SPANS: Final[Mapping[str, LineKind]] = {
    "b": "strong", "bdi": "span", "cite": "emphasis", "del": "deleted", "dfn": "emphasis", "em": "emphasis",
    "i": "emphasis", "ins": "inserted", "kbd": "key", "label": "span", "mark": "marked", "q": "quotation",
    "s": "deleted", "small": "small", "strong": "strong", "sub": "subscript", "time": "span", "var": "emphasis",
}  # fmt: skip


def _words(reader: Reader, element: etree._Element, kind: LineKind, **data: Json) -> Node:
    """Read what stands in a line; what is around whole paragraphs, as browsers allow, is not seen on paper."""
    children = reader.parts(element)
    if any(map(is_block, children)):
        return reader.node(element, "group", tidy(children))
    return reader.node(element, kind, children, **data)


def _span(reader: Reader, element: etree._Element) -> list[Node | str]:
    classes = element.get("class", "").split()
    if "twemoji" in classes or element.get("role") == "img":
        return [spoken(element)]
    if "filename" in classes:
        return [reader.node(element, "paragraph", reader.content(element))]
    return [_words(reader, element, "span")]


def _superscript(reader: Reader, element: etree._Element) -> list[Node | str]:
    reference = element.find("a[@class='footnote-ref']")
    return [_words(reader, element, "superscript")] if reference is None else _note(reader, reference)


def _link(reader: Reader, element: etree._Element) -> list[Node | str]:
    address = element.get("href")
    if address is None:
        return [_words(reader, element, "span")]
    target = resolve(address, reader.page, reader.home)
    if isinstance(target, Malformed):
        message = f"The address “{address}” cannot be read: {target.reason}. Correct it."
        return reader.flaw(element, "ED04", message, address)
    goal: dict[str, Json] = {"address": address}
    if isinstance(target, Inside):
        goal = {"path": target.path, "fragment": target.fragment}
    link = _words(reader, element, "link", **goal)
    words = " ".join(link.text().split())
    if not words:
        # Without anything in it, there is nothing to press, on paper as on a screen.
        message = f"A link to {address} has no text: write between <a> and </a> what the reader finds there."
        return reader.flaw(element, "ED07", message, address) if link.children else []
    if goal.get("path") == reader.page and goal["fragment"] and goal["fragment"] not in reader.ids:
        message = (
            f"The link “{words}” leads to “#{goal['fragment']}”, which is not on the page; "
            "correct it, or write that anchor after a heading."
        )
        reader.flaw(element, "ED04", message, f"#{goal['fragment']}")
    return [link]


def _note(reader: Reader, reference: etree._Element) -> list[Node | str]:
    address = reference.get("href", "")
    name = address.removeprefix("#")
    if name not in reader.ids:
        return reader.flaw(reference, "ED04", f"The footnote “{address}” is not on the page; write it.", address)
    if address in reader.seen:
        return [reader.node(reference, "note", (), again=f"{reader.page}#{name}")]
    reader.seen.add(address)
    return [reader.node(reader.ids[name], "note", reader.one_paragraph(reader.ids[name]))]


def _abbreviation(reader: Reader, element: etree._Element) -> list[Node | str]:
    """Read an abbreviation; what it stands for is told where it comes first."""
    words, meaning = _words(reader, element, "span"), element.get("title", "")
    if not meaning or meaning in reader.seen:
        return [words]
    reader.seen.add(meaning)
    return [words, f" ({meaning})"]


def _image(reader: Reader, element: etree._Element) -> list[Node | str]:
    address = element.get("src", "")
    if address.endswith(_ONLY_DARK):
        return []
    target = resolve(address, reader.page, reader.home)
    file = reader.root / target.path if reader.root and isinstance(target, Inside) else None
    if file is None or not file.is_file():
        message = f"The picture “{address}” is not among the files of this site; put it there, or correct the address."
        return reader.flaw(element, "ED04", message, address.rpartition("/")[2])
    return [Node("picture", data=picture_of(file, element))]


def _svg(reader: Reader, element: etree._Element) -> list[Node | str]:
    if element.get("aria-hidden") == "true":
        return []
    words = picture_text(element)
    if not words:
        message = (
            "This picture (<svg>) says nothing to someone who cannot see it; "
            "give it a <title>, and a <desc> if the title is not enough."
        )
        return reader.flaw(element, "ED02", message, "<svg")
    return [reader.node(element, "picture", (), svg=standalone(element), alt=words)]


def _input(reader: Reader, element: etree._Element) -> list[Node | str]:
    mark = "☑ " if "checked" in element.attrib else "☐ "
    return [mark] if element.get("type") == "checkbox" else reader.no_form(element)


def _code(element: etree._Element) -> str:
    """Give the text of code; the number of a line stands in an attribute, where a screen draws it from."""
    return "".join(map(str, cast("list[str]", element.xpath(".//@data-linenos | .//text()"))))


def _heading(reader: Reader, element: etree._Element) -> list[Node | str]:
    level = int(str(element.tag)[1])
    heading = reader.node(element, "heading", reader.content(element), level=level)
    if level > reader.level + 1:
        words = heading.text()
        message = (
            f"The heading “{words}” has level {level}, and before it comes level {reader.level}; "
            f"make it level {reader.level + 1}."
        )
        reader.flaw(element, "ED03", message, words)
    if not reader.level:
        # What leads to the page leads to its first heading.
        heading = replace(heading, id=f"{reader.page}#")
    reader.level = level
    return [heading]


def _paragraph(reader: Reader, element: etree._Element) -> list[Node | str]:
    children = reader.content(element)
    if element.get("class") == "admonition-title":
        return [Node("summary", children)]
    pictures = [child for child in children if child != " "]
    if all(isinstance(child, Node) and child.kind == "picture" for child in pictures):
        # Apart from the pictures of other paragraphs; a figure has its picture in its own form.
        return pictures if next(element.iterancestors()).tag == "figure" else [reader.node(element, "group", pictures)]
    return [reader.node(element, "paragraph", children)]


def _group(reader: Reader, element: etree._Element) -> list[Node | str]:
    classes = element.get("class", "").split()
    if "footnote" in classes:
        # Each note stands where it is called.
        return []
    if "admonition" in classes:
        # In an edition, the title of a box is a heading below the one that it stands under.
        return [_titled(reader, element, "box", {"level": min(6, reader.level + 1)})]
    if "tabbed-set" in classes:
        return _tabs(reader, element)
    return [reader.node(element, "group", reader.content(element))]


def _titled(reader: Reader, element: etree._Element, kind: BlockKind, data: Mapping[str, Json]) -> Node:
    """Read what has a title, which comes first on paper even if it is empty."""
    parts = reader.content(element)
    found = next((part for part in parts if isinstance(part, Node) and part.kind == "summary"), None)
    title = Node("summary", found.children if found else (), data=data)
    return reader.node(element, kind, [title, *(part for part in parts if part is not found)])


def _tabs(reader: Reader, element: etree._Element) -> list[Node | str]:
    """Read tabs: what only one of them shows on a screen stands one below the other, each with its title."""
    titles = element.findall("div[@class='tabbed-labels']/label")
    blocks = element.findall("div[@class='tabbed-content']/div")
    return [
        reader.node(block, "details", [Node("summary", reader.content(title)), *reader.content(block)])
        for title, block in zip(titles, blocks, strict=True)
    ]


def _list(reader: Reader, element: etree._Element) -> list[Node | str]:
    items = [part for part in reader.parts(element) if isinstance(part, Node)]
    start = int(element.get("start", "")) if element.get("start", "").isdigit() else 1
    return [reader.node(element, "list", items, ordered=element.tag == "ol", start=start)]


def _definitions(reader: Reader, element: etree._Element) -> list[Node | str]:
    kinds: Mapping[str, BlockKind] = {"dt": "term", "dd": "definition"}
    parts = [reader.node(part, kinds[str(part.tag)], reader.content(part)) for part in element.iter("dt", "dd")]
    return [reader.node(element, "definitions", parts)]


def _figure(reader: Reader, element: etree._Element) -> list[Node | str]:
    parts = [part for part in reader.parts(element) if isinstance(part, Node) and part.kind != "break"]
    captions = [part for part in parts if part.kind == "caption"]
    others = [part for part in parts if part.kind != "caption"]
    figure = reader.node(element, "figure", [*others, *captions])
    if len(others) == 1 and (table := others[0]).kind == "table":
        return [replace(table, children=(*captions, *table.children), id=figure.id or table.id)]
    return [figure]


def _caption(reader: Reader, element: etree._Element) -> list[Node | str]:
    return [reader.node(element, "caption", reader.one_paragraph(element))]


def _table(reader: Reader, element: etree._Element) -> list[Node | str]:
    captions = [part for caption in element.iterfind("caption") for part in _caption(reader, caption)]
    rows = [_row(reader, row) for row in element.iter("tr")]
    return [reader.node(element, "table", [*captions, *rows])] if rows else []


def _row(reader: Reader, element: etree._Element) -> Node:
    cells = [_cell(reader, cell) for cell in element.iterchildren("td", "th")]
    return reader.node(element, "row", cells, head=next(element.iterancestors()).tag == "thead")


def _cell(reader: Reader, element: etree._Element) -> Node:
    span = int(element.get("colspan", "1"))
    return reader.node(element, "cell", reader.content(element), head=element.tag == "th", span=span)


def _block(kind: BlockKind) -> Form:
    """Read an element whose form needs nothing but its content."""
    return lambda reader, element: [reader.node(element, kind, reader.content(element))]


def _in_line(kind: LineKind) -> Form:
    """Read an element of a line whose form needs nothing but its words."""
    return lambda reader, element: [_words(reader, element, kind)]


#: The elements that stand in a line, such as words; all others stand for themselves.
LINE_FORMS: Final[Mapping[str, Form]] = {
    **{tag: _in_line(kind) for tag, kind in _SPANS.items()},
    **dict.fromkeys(("code", "samp"), lambda reader, element: [reader.node(element, "code", [_code(element)])]),
    "a": _link,
    "abbr": _abbreviation,
    "br": lambda *_: [Node("break")],
    "img": _image,
    "input": _input,
    "span": _span,
    "sup": _superscript,
    "svg": _svg,
    "wbr": lambda *_: [],
}
#: All elements that have a form on paper.
FORMS: Final[Mapping[str, Form]] = {
    **LINE_FORMS,
    **dict.fromkeys(("article", "aside", "div", "footer", "header", "section"), _group),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("address", "p"), _paragraph),
    **dict.fromkeys(("caption", "figcaption"), _caption),
    **dict.fromkeys(("ol", "ul"), _list),
    "blockquote": _block("quote"),
    "details": lambda reader, element: [_titled(reader, element, "details", {})],
    "dl": _definitions,
    "figure": _figure,
    "hr": lambda *_: [Node("rule")],
    "li": _block("item"),
    "pre": lambda reader, element: [reader.node(element, "code-block", [_code(element).rstrip("\n")])],
    "summary": lambda reader, element: [Node("summary", reader.content(element))],
    "table": _table,
}
