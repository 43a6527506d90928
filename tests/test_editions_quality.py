"""Every edition of the site, and of a small site with every element that has a form on paper, is a good file.

veraPDF says the rest: `make validate`.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from lxml import etree

from scripts.common.built_pages import Site, read_site
from scripts.editions import Edition, make_editions
from scripts.editions.plan import E_BOOK
from tests.browser.paper import letters, sheets, squeezed
from tests.building import ROOT
from tests.editions import FIXTURE
from tests.tagged_text import Tag, read_tags
from tests.words import compare

# Letters of a box that surely fits on one page.
_ONE_PAGE = 1200
# What of a side's height is below its text.
_FOOT = 0.09
_HEADING = re.compile(r"H([1-6])")
# What holds other tags and no text of its own (ISO 32000-1, 14.8.4.2).
_HOLDERS = re.compile("StructTreeRoot|Document|Part|Sect|Div|L|LI|Table|THead|TBody|TR|TOC|TOCI")
_IN_LINE = frozenset({"Span", "Link", "Em", "Strong", "Code", "Quote"})


class Opened(NamedTuple):
    """An edition, its file, which is open, its tags, and the text of its sheets."""

    edition: Edition
    pdf: pikepdf.Pdf
    tags: Tag
    sheets: list[str]


class Shelf(NamedTuple):
    """All editions of a site."""

    site: Site
    opened: list[Opened]


@pytest.fixture(scope="module", params=["the site", "every element"])
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Make all editions of a site, as its build does."""
    original: Path = request.getfixturevalue("real_site") if request.param == "the site" else FIXTURE
    site = read_site(shutil.copytree(original, tmp_path_factory.mktemp("editions") / "site"))
    made = make_editions(site, ROOT / ".cache" / "editions")
    assert made.flaws == []
    found = []
    # The one to fold is a sheet of pictures of pages: tests/test_imposing.py.
    for edition in (one for one in made.editions if one.paper != E_BOOK and one.layout != "folded"):
        pdf = pikepdf.open(site.root / edition.path)
        found.append(Opened(edition, pdf, read_tags(pdf), sheets((site.root / edition.path).read_bytes())))
    return Shelf(site, found)


def test_no_word_of_a_page_is_lost_and_none_is_added(shelf: Shelf) -> None:
    # One country has some of the words: tests/test_plan.py.
    for edition in (one.edition for one in shelf.opened if not one.edition.country):
        assert (edition.path, compare(shelf.site.root, edition.path, edition.pages)) == (edition.path, "")


def test_each_file_says_its_title_its_language_and_its_standards(shelf: Shelf) -> None:
    for edition, pdf, _, _ in shelf.opened:
        page, title = shelf.site.pages[edition.pages[0]].text, str(pdf.docinfo.Title)
        words = title.removesuffix(f": {edition.title}" if edition.country else "")
        assert words in unescape(page) or title == str(pdf.docinfo.Author)
        assert (str(pdf.Root.Lang).split("-")[0], bool(pdf.Root.MarkInfo.Marked)) == ("en", True)
        with pdf.open_metadata() as metadata:
            said = [metadata[key] for key in ("dc:title", "pdfuaid:part", "pdfaid:part", "pdfaid:conformance")]
        assert said == [title, "1", "2", "A"]


def test_the_outline_is_the_headings(shelf: Shelf) -> None:
    for _, pdf, tags, _ in shelf.opened:
        with pdf.open_outline() as outline:
            found = list(_outline(outline.root, 1))
        headings = [(int(tag.role[1]), tag.text) for tag in tags.walk() if _HEADING.fullmatch(tag.role)]
        # The contents list of the booklet is the outline itself.
        assert found == [heading for heading in headings if heading != (1, "Contents")] != []


def _outline(items: list[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, " ".join(item.title.split())
        yield from _outline(item.children, level + 1)


def test_all_text_belongs_to_a_paragraph_or_another_block(shelf: Shelf) -> None:
    tags = ((one.edition.path, tag) for one in shelf.opened for tag in one.tags.walk())
    holders = ((path, tag.children) for path, tag in tags if _HOLDERS.fullmatch(tag.role))
    assert [(path, child) for path, children in holders for child in children if _is_loose(child)] == []


def _is_loose(part: Tag | str) -> bool:
    return isinstance(part, str) or (part.role in _IN_LINE and not any(found.role == "P" for found in part.walk()))


def test_only_the_fonts_of_the_editions_are_used_and_all_are_embedded_in_part(shelf: Shelf) -> None:
    dictionaries = (found for one in shelf.opened for found in one.pdf.objects if isinstance(found, pikepdf.Dictionary))
    fonts = [(str(one.FontName), "/FontFile2" in one) for one in dictionaries if one.get("/Type") == "/FontDescriptor"]
    ours = re.compile(r"/[A-Z]{6}\+(SourceSerif4(Roman|Italic)|AtkinsonHyperlegible|DejaVuSansMono)\b.*")
    assert fonts
    assert [name for name, embedded in fonts if not (embedded and ours.fullmatch(name))] == []


def test_every_link_is_spoken_by_its_words_and_leads_somewhere(shelf: Shelf) -> None:
    kinds = Counter[str]()
    for edition, pdf, tags, _ in shelf.opened:
        pages = {page.obj.objgen for page in pdf.pages}
        names = set(pikepdf.NameTree(pdf.Root.Names.Dests)) if "/Names" in pdf.Root else set()
        for tag in (tag for tag in tags.walk() if tag.role == "Link"):
            for link in tag.annotations:
                said = str(link.Contents)
                # Notes, and the contents list with its page numbers, are described by the engine.
                assert said == tag.text or re.match(r"Footnote \d+$|\d+$| *“.+” page \d+$", said), edition.path
                kinds[_kind(link, names, pages)] += 1
    assert kinds.keys() == {"address", "place"}


def _kind(link: pikepdf.Dictionary, names: set[str], pages: set[tuple[int, int]]) -> str:
    if "/A" in link:
        return "address" if re.match(r"(https?://[^/\s]+|tel:\+?\d|sms:|mailto:.+@)", str(link.A.URI)) else "nothing"
    goal = link.Dest
    known = goal[0].objgen in pages if isinstance(goal, pikepdf.Array) else str(goal).removeprefix("/") in names
    return "place" if known else "nothing"


def test_every_sheet_says_which_it_is_and_the_first_its_address_and_the_day_of_its_check(shelf: Shelf) -> None:
    for edition, _, _, texts in shelf.opened:
        assert len(texts) == edition.sheets
        # A title page has its title alone, and so has its back; a card has no room.
        for number, text in enumerate(texts, 1) if edition.layout != "card" else ():
            says = squeezed(f"Page {number} of {len(texts)}") in squeezed(text)
            assert says or (edition.layout == "booklet" and number <= 2), (edition.path, number)
        if edition.layout == "page":
            page = shelf.site.pages[edition.pages[0]]
            assert squeezed(shelf.site.home.split("//")[1] + page.url) in squeezed(texts[0])
            assert "Checked" in texts[0] or "data-checked" not in page.text


def test_no_heading_stands_at_the_foot_of_a_page_and_no_short_item_is_alone_on_the_next(shelf: Shelf) -> None:
    found = []
    for path, layout, tags in ((one.edition.path, one.edition.layout, one.tags) for one in shelf.opened):
        pairs = pairwise(tag for tag in tags.walk() if tag.pages)
        headings = ((one, after) for one, after in pairs if _HEADING.fullmatch(one.role))
        found += [(path, one.text) for one, after in headings if max(one.pages) < min(after.pages)]
        # In type of 24 points an item may be half a page.
        lists = (tag.children for tag in tags.walk() if tag.role == "L" and layout in {"page", "booklet"})
        ends = [(_pages(items[-2]), _pages(items[-1]), items[-1]) for items in lists if len(items) > 3]
        alone = (last for before, here, last in ends if before and here and max(before) < min(here))
        found += [(path, one.text) for one in alone if isinstance(one, Tag) and len(one.text) < 70]
    assert found == []


def _pages(part: Tag | str) -> frozenset[int]:
    return frozenset() if isinstance(part, str) else frozenset(page for tag in part.walk() for page in tag.pages)


def test_boxes_and_help_lines_stand_whole_on_one_page(shelf: Shelf) -> None:
    whole = 0
    # In type of 24 points a box may be longer than a page.
    for opened in (one for one in shelf.opened if one.edition.layout != "large"):
        pages = [squeezed(text) for text in opened.sheets]
        for first, last in (box for path in opened.edition.pages for box in _boxes(shelf.site.root / path)):
            on_one = any(first in page and last in page[page.index(first) :] for page in pages)
            assert on_one, (opened.edition.path, first)
            whole += 1
    assert whole > 5


def _boxes(page: Path) -> Iterator[tuple[str, str]]:
    """Yield the first and the last words of each box that is not too long for one page."""
    root = etree.fromstring(page.read_bytes(), etree.HTMLParser(encoding="utf-8"))
    for box in root.iterfind(".//main//article//div[@class]"):
        if {"admonition", "help-line"} & set(box.get("class", "").split()):
            found = box.iter("p", "li", "h3", "h4", "dt", "dd")
            parts = [(squeezed("".join(map(str, part.itertext()))), part) for part in found]
            # Behind a link may stand its address.
            plain = [text for text, part in parts if part.find(".//a") is None]
            if sum(len(text) for text, _ in parts) < _ONE_PAGE and len(plain) > 1:
                yield plain[0], plain[-1]


def test_text_is_large_enough_to_read_and_its_lines_are_short_enough(shelf: Shelf) -> None:
    for edition, _, _, texts in shelf.opened:
        sizes = Counter(round(size, 1) for _, size in letters((shelf.site.root / edition.path).read_bytes()))
        # Of most of the text, if there is some; page numbers, and addresses, may be smaller.
        most, least = {"large-type": (18, 16), "large": (18, 16), "card": (8.5, 6)}.get(edition.layout, (12, 9))
        assert sizes.most_common(1)[0][0] >= most or sizes.total() < 500, edition.path
        assert min(sizes) >= least, edition.path
        if edition.layout in {"page", "booklet", "comments", "large"}:
            lines = [line.rstrip() for text in texts for line in text.splitlines() if ". ." not in line]
            full = sorted(len(line) for line in lines if len(line) > 45) or [0]
            assert full[len(full) // 2] <= 70, edition.path


def test_only_the_last_side_of_a_page_may_be_less_than_a_third_full(shelf: Shelf) -> None:
    # The fixture has pictures of all sizes, one after another.
    site = [one.edition for one in shelf.opened] if shelf.site.home != "https://site.example/" else []
    for edition in (one for one in site if one.layout in {"page", "comments"}):
        document = pdfium.PdfDocument(shelf.site.root / edition.path)
        for number in range(len(document) - 1):
            height, text = document[number].get_height(), document[number].get_textpage()
            feet = [text.get_rect(index)[1] / height for index in range(text.count_rects())]
            foot = min(foot for foot in feet if foot > _FOOT)
            assert foot < 1 - _FOOT - (1 - 2 * _FOOT) / 3, (edition.path, number + 1)
