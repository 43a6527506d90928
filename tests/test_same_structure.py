"""A page, its PDF and its chapter of an e-book have the same structure, element by element, and the same words.

Each is read by itself, so that a fault of the machinery cannot hide behind itself.
"""

import difflib
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import pikepdf
import pytest
from lxml import etree

from scripts.common.built_pages import read_site
from scripts.editions.binding import PAGES_NAMED_HERE
from scripts.editions.pictures import picture_text
from scripts.editions.plan import E_BOOK, plan
from scripts.editions.reading import is_left_out
from tests.browser.paper import squeezed
from tests.tagged_text import Tag, read_tags

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
#: What differs on purpose: the edition with what it lacks or has besides, and why.
ON_PURPOSE = {
    r"articles/map-of-relationships/.*\.pdf: no link \w+": "To paper a drawing is one picture.",
    r".*\.pdf: besides figure Endofbox": "Who hears a box has no border that shows where it ends.",
    r".*\.epub: no link Text\w+": "E-readers send no messages: the words say what to do.",
}
_PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


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


def _differences(page: Sequence[Element], edition: Sequence[Element]) -> Iterator[str]:
    for what, start, end, first, last in difflib.SequenceMatcher(None, page, edition, autojunk=False).get_opcodes():
        if what != "equal":
            yield from (f"no {kind} {words}".strip() for kind, words in page[start:end])
            yield from (f"besides {kind} {words}".strip() for kind, words in edition[first:last])


def _chapters(file: Path) -> Iterator[etree._Element]:
    with zipfile.ZipFile(file) as book:
        for name in sorted(name for name in book.namelist() if "/chapter-" in name):
            root = etree.fromstring(book.read(name))
            for element in root.iter(etree.Element):
                element.tag = etree.QName(element).localname
            yield from root.iterfind("body/main")


@pytest.fixture(scope="module")
def articles(real_site: Path) -> dict[str, etree._Element]:
    """Give the article of each page of the site."""
    pages = read_site(real_site).pages.items()
    found = {path: etree.fromstring(page.data, _PARSER).find(".//main//article") for path, page in pages}
    return {path: article for path, article in found.items() if article is not None}


def test_every_edition_has_the_elements_of_its_pages(real_site: Path, articles: dict[str, etree._Element]) -> None:
    found, counted = [], {".pdf": Counter[str](), ".epub": Counter[str]()}
    for edition in (one for one in plan(read_site(real_site))[0] if one.paper in {"A4", E_BOOK}):
        if edition.paper == E_BOOK:
            parts = [[*of_markup(chapter)] for chapter in _chapters(real_site / edition.path)]
            wholes = [[*of_markup(articles[path])] for path in edition.pages]
        elif edition.layout not in {"booklet", "folded"} and not edition.country:
            with pikepdf.open(real_site / edition.path) as pdf:
                parts = [[*of_tags(read_tags(pdf))]]
            # On paper nothing else than a heading leads a listener to a box, or past it.
            wholes = [[one for path in edition.pages for one in of_markup(articles[path], "admonition-title")]]
        else:
            continue
        for whole, part in zip(wholes, parts, strict=True):
            counted[f".{edition.path.rpartition('.')[2]}"].update(kind for kind, _ in part)
            found += [f"{edition.path}: {one}" for one in _differences(whole, part)]
    rules = {line: next((rule for rule in ON_PURPOSE if re.fullmatch(rule, line)), "") for line in found}
    assert [line for line, rule in rules.items() if not rule] == []
    assert set(rules.values()) == set(ON_PURPOSE)
    assert [KINDS - count.keys() - {"h4", "h5", "h6"} for count in counted.values()] == [set(), set()]


def test_no_word_is_lost_in_an_e_book(real_site: Path, articles: dict[str, etree._Element]) -> None:
    for edition in (one for one in plan(read_site(real_site))[0] if one.paper == E_BOOK):
        for path, chapter in zip(edition.pages, _chapters(real_site / edition.path), strict=True):
            assert squeezed(words_of(chapter)) == squeezed(words_of(articles[path])), path
