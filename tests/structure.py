"""The structure of a text, element by element: of a built page, of a chapter of an e-book, and of a tagged PDF.

Each is read by itself, so that a fault of the machinery cannot hide behind itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from scripts.editions.pictures import picture_text
from scripts.editions.reading import LEFT_OUT
from tests.browser.paper import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tests.tagged_text import Tag

#: What an element is, and what it says, in letters and figures only; what holds others says nothing of its own.
Element: TypeAlias = tuple[str, str]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_KINDS = {
    **{name: name for name in (*_HEADINGS, "table", "td", "figure")},
    **dict.fromkeys(("ul", "ol", "dl", "l"), "list"), **dict.fromkeys(("li", "dt"), "item"),
    **dict.fromkeys(("a", "link"), "link"), "tr": "row",
}  # fmt: skip
_HOLDERS = frozenset({"list", "item", "table", "row"})
_DIRECTIONS = {
    "/Column": "head of a column",
    "/Row": "head of a row",
    "col": "head of a column",
    "row": "head of a row",
}


def of_markup(element: etree._Element) -> Iterator[Element]:
    """Yield the elements in an article or in a chapter in their order, without what is there for screens only."""
    for child in element:
        tag, classes = str(child.tag), child.get("class", "").split()
        left_out = {tag, *(f"{tag}.{name}" for name in classes)} & set(LEFT_OUT)
        if left_out or "footnote" in classes or child.get("aria-hidden"):
            continue
        words = picture_text(child) if tag == "svg" else "".join(map(str, child.itertext()))
        kind = "figure" if tag == "svg" else _DIRECTIONS[child.get("scope", "col")] if tag == "th" else _KINDS.get(tag)
        if kind and tag != "figure":
            yield kind, "" if kind in _HOLDERS else squeezed(words)
        yield from of_markup(child)


def of_tags(tag: Tag) -> Iterator[Element]:
    """Yield the elements in a tag of a PDF in their order."""
    for child in tag.children:
        if isinstance(child, str):
            continue
        kind = _DIRECTIONS[child.scope] if child.role == "TH" else _KINDS.get(child.role.lower())
        if kind:
            yield kind, "" if kind in _HOLDERS else squeezed(child.text)
        yield from of_tags(child)
