"""A page, its PDF and its chapter of an e-book have the same structure, element by element, and the same words."""

import difflib
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from scripts.common.built_pages import read_site
from scripts.editions.plan import E_BOOK, plan
from tests.browser.paper import squeezed
from tests.structure import KINDS, Element, of_markup, of_tags, words_of
from tests.tagged_text import read_tags

#: What differs on purpose: the edition with what it lacks or has besides, and why.
ON_PURPOSE = {
    r"articles/map-of-relationships/.*\.pdf: no link \w+": "To paper a drawing is one picture.",
    r".*\.pdf: besides figure Endofbox": "Who hears a box has no border that shows where it ends.",
    r".*\.epub: no link Text\w+": "E-readers send no messages: the words say what to do.",
}
_PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


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
