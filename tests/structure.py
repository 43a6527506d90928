"""The structure of a text, element by element: of a built page, of a chapter of an e-book, and of a tagged PDF.

Each is read by itself, so that a fault of the machinery cannot hide behind itself.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from scripts.editions.binding import PAGES_NAMED_HERE
from scripts.editions.pictures import picture_text
from scripts.editions.reading import is_left_out
from tests.browser.paper import squeezed
from tests.tagged_text import Tag

#: What an element is, and what it says, in letters and figures only; what holds others says nothing of its own.
Element: TypeAlias = tuple[str, str]

_KINDS = {
    **{name: name for name in ("h1", "h2", "h3", "h4", "h5", "h6", "table", "td", "figure")},
    **dict.fromkeys(("ul", "ol", "dl", "l"), "list"), **dict.fromkeys(("li", "dt"), "item"),
    **dict.fromkeys(("a", "link"), "link"), "svg": "figure", "tr": "row",
}  # fmt: skip
_HOLDERS = frozenset({"list", "item", "table", "row"})
_HEADS = {"/Column": "head of a column", "/Row": "head of a row", "col": "head of a column", "row": "head of a row"}
#: The kinds that there are.
KINDS = frozenset({*_KINDS.values(), *_HEADS.values()})


def of_markup(element: etree._Element, titles: str = "") -> Iterator[Element]:
    """Yield the elements in an article or in a chapter in their order, without what is there for screens only.

    Args:
        element: the article or the chapter.
        titles: the class of paragraphs that a PDF has as headings, one level below the heading before them.
    """
    level = 0
    for child in _below(element):
        tag = str(child.tag)
        kind = _HEADS[child.get("scope", "col")] if tag == "th" else _KINDS.get(tag)
        if re.fullmatch("h[1-6]", tag):
            level = int(tag[1])
        if titles and child.get("class") == titles:
            kind = f"h{level + 1}"
        if kind and tag != "figure":
            yield kind, "" if kind in _HOLDERS else squeezed(words_of(child))


def words_of(element: etree._Element) -> str:
    """Give the words of an element of a page or a chapter, without those that are there for screens only."""
    if element.tag == "svg":
        return picture_text(element)
    inside = (f"{words_of(child)}{child.tail or ''}" for child in element)
    return f"{element.text or ''}{''.join(inside)}" if not _is_left_out(element) else ""


def of_tags(tag: Tag) -> Iterator[Element]:
    """Yield the elements in a tag of a PDF in their order, up to the addresses that paper adds."""
    for child in tag.children:
        if isinstance(child, str):
            continue
        if child.text == PAGES_NAMED_HERE:
            return
        kind = _HEADS[child.scope] if child.role == "TH" else _KINDS.get(child.role.lower())
        if kind:
            yield kind, "" if kind in _HOLDERS else squeezed(child.text)
        yield from of_tags(child)


def _below(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements in another, without what is there for screens only."""
    for child in element:
        if not _is_left_out(child):
            yield from (child, *_below(child))


def _is_left_out(element: etree._Element) -> bool:
    hidden = "footnote" in element.get("class", "").split() or element.get("aria-hidden") == "true"
    return hidden or is_left_out(element)
