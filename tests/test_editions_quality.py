"""Every edition of the site, and of a small site with every element that has a form on paper, is a good file.

veraPDF says the rest: `make validate`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from lxml import etree

from scripts.common.built_pages import read_site
from scripts.editions import Edition, make_editions
from scripts.editions.plan import E_BOOK
from tests.browser.paper import letters, sheets, squeezed
from tests.building import ROOT
from tests.tagged_text import Tag, read_tags
from tests.words import compare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.common.built_pages import Site

_FIXTURE = ROOT / "tests" / "fixtures" / "editions"
# Letters of a box that surely fits on one page.
_ONE_PAGE = 1200
# What of a side's height is below its text.
_FOOT = 0.09
_HEADING = re.compile(r"H([1-6])")
# What holds other tags and no text of its own (ISO 32000-1, 14.8.4.2).
_HOLDERS = frozenset(
    {"StructTreeRoot", "Document", "Part", "Sect", "Div", "L", "LI", "Table", "THead", "TBody", "TR", "TOC", "TOCI"}
)
_IN_LINE = frozenset({"Span", "Link", "Em", "Strong", "Code", "Quote"})


@dataclass(frozen=True)
class Opened:
    """An edition, its file and its tags."""

    edition: Edition
    data: bytes
    tags: Tag

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and words of each heading."""
        found = ((_HEADING.fullmatch(tag.role), tag) for tag in self.tags.walk())
        return [(int(match[1]), tag.text) for match, tag in found if match]


@dataclass(frozen=True)
class Shelf:
    """All editions of a site."""

    site: Site
    opened: list[Opened]

    @property
    def pdfs(self) -> Iterator[tuple[Opened, pikepdf.Pdf]]:
        """Open each file."""
        for opened in self.opened:
            with pikepdf.open(self.site.root / opened.edition.path) as pdf:
                yield opened, pdf


@pytest.fixture(scope="module", params=["the site", "every element"])
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Make all editions of a site, as its build does."""
    folder: Path = tmp_path_factory.mktemp("editions")
    original: Path = request.getfixturevalue("real_site") if request.param == "the site" else _FIXTURE
    site = read_site(shutil.copytree(original, folder / "site"))
    made = make_editions(site, ROOT / ".cache" / "editions")
    assert made.flaws == []
    # The one to fold is a sheet of pictures of pages: tests/test_imposing.py.
    tagged = [one for one in made.editions if one.paper != E_BOOK and one.layout != "folded"]
    return Shelf(site, [_open(site, edition) for edition in tagged])


def _open(site: Site, edition: Edition) -> Opened:
    file = site.root / edition.path
    with pikepdf.open(file) as pdf:
        return Opened(edition, file.read_bytes(), read_tags(pdf))


def test_no_word_of_a_page_is_lost_and_none_is_added(shelf: Shelf) -> None:
    found = {
        one.edition.path: compare(shelf.site, one.edition.path, one.edition.pages, one.edition.country)
        for one in shelf.opened
    }
    assert {path: str(difference) for path, difference in found.items() if difference} == {}


def test_each_file_says_its_title_its_language_and_its_standards(shelf: Shelf) -> None:
    for opened, pdf in shelf.pdfs:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.Root.Lang).split("-")[0] == "en"
        title = str(pdf.docinfo.Title)
        words = title.removesuffix(f": {opened.edition.title}" if opened.edition.country else "")
        assert words in unescape(shelf.site.pages[opened.edition.pages[0]].text) or title == str(pdf.docinfo.Author)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == title
            assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == (
                "1",
                "2",
                "A",
            )


def test_the_outline_is_the_headings(shelf: Shelf) -> None:
    for opened, pdf in shelf.pdfs:
        with pdf.open_outline() as outline:
            found = list(_outline(outline.root, 1))
        # The contents list of the booklet is the outline itself.
        headings = [heading for heading in opened.headings if heading != (1, "Contents")]
        assert found == headings
        assert found


def _outline(items: list[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, " ".join(item.title.split())
        yield from _outline(item.children, level + 1)


def test_all_text_belongs_to_a_paragraph_or_another_block(shelf: Shelf) -> None:
    loose = {
        f"{opened.edition.path}: {child if isinstance(child, str) else child.text}"
        for opened in shelf.opened
        for tag in opened.tags.walk()
        if tag.role in _HOLDERS
        for child in tag.children
        if isinstance(child, str) or _is_loose(child)
    }
    assert loose == set()


def _is_loose(tag: Tag) -> bool:
    return tag.role in _IN_LINE and not any(found.role == "P" for found in tag.walk())


def test_only_the_fonts_of_the_editions_are_used_and_all_are_embedded_in_part(shelf: Shelf) -> None:
    names = set()
    for _, pdf in shelf.pdfs:
        for descriptor in (found for found in pdf.objects if _is_font_descriptor(found)):
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())
            names.add(str(descriptor.FontName))
    assert names
    subset = re.compile(r"/[A-Z]{6}\+(SourceSerif4(Roman|Italic)|AtkinsonHyperlegible|DejaVuSansMono)\b.*")
    assert [name for name in names if not subset.fullmatch(name)] == []


def _is_font_descriptor(found: pikepdf.Object) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor"


def test_every_link_is_spoken_by_its_words(shelf: Shelf) -> None:
    wrong, right = [], 0
    for opened, pdf in shelf.pdfs:
        for link in (tag for tag in read_tags(pdf).walk() if tag.role == "Link"):
            for spoken in (str(annotation.Contents) for annotation in link.annotations):
                # Notes, and the contents list with its page numbers, are described by the engine.
                if re.match(r"Footnote \d+$|\d+$| *“.+” page \d+$", spoken) and spoken != link.text:
                    continue
                right += spoken == link.text
                wrong += [(opened.edition.path, spoken)] if spoken != link.text else []
    assert wrong == []
    assert right


def test_every_link_leads_somewhere(shelf: Shelf) -> None:
    kinds = Counter[str]()
    for _, pdf in shelf.pdfs:
        pages = {page.obj.objgen for page in pdf.pages}
        names = set(pikepdf.NameTree(pdf.Root.Names.Dests)) if "/Names" in pdf.Root else set()
        kinds.update(_kind(found, names, pages) for found in pdf.objects if _is_link(found))
    assert kinds["address"]
    assert kinds["place"]
    assert set(kinds) == {"address", "place"}


def _is_link(found: pikepdf.Object) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Subtype") == "/Link"


def _kind(link: pikepdf.Object, names: set[str], pages: set[tuple[int, int]]) -> str:
    if "/A" in link:
        return "address" if re.match(r"(https?://[^/\s]+|tel:\+?\d|sms:|mailto:.+@)", str(link.A.URI)) else "nothing"
    goal = link.Dest
    known = goal[0].objgen in pages if isinstance(goal, pikepdf.Array) else str(goal).removeprefix("/") in names
    return "place" if known else "nothing"


def test_every_page_says_which_it_is_and_of_what(shelf: Shelf) -> None:
    for opened in shelf.opened:
        texts = sheets(opened.data)
        assert len(texts) == opened.edition.sheets
        for number, text in enumerate(texts, 1):
            # A title page has its title alone, and so has its back; a card has no room.
            if opened.edition.layout != "card" and (opened.edition.layout != "booklet" or number > 2):
                assert squeezed(f"Page {number} of {len(texts)}") in squeezed(text), (opened.edition.path, number)


def test_the_foot_tells_the_address_and_the_day_of_the_check(shelf: Shelf) -> None:
    for opened in shelf.opened:
        if opened.edition.layout == "page":
            (path,) = opened.edition.pages
            address = shelf.site.home.split("//")[1] + shelf.site.pages[path].url
            page = shelf.site.pages[path].text
            assert squeezed(address) in squeezed(sheets(opened.data)[0])
            assert "Checked" in sheets(opened.data)[0] or "data-checked" not in page


def test_no_heading_stands_at_the_foot_of_a_page(shelf: Shelf) -> None:
    alone = []
    for opened in shelf.opened:
        heading: Tag | None = None
        for tag in opened.tags.walk():
            if not tag.pages:
                continue
            if heading is not None and max(heading.pages) < min(tag.pages):
                alone.append(f"{opened.edition.path}: {heading.text}")
            heading = tag if _HEADING.fullmatch(tag.role) else None
    assert alone == []


def test_boxes_and_help_lines_stand_whole_on_one_page(shelf: Shelf) -> None:
    torn, whole = [], 0
    # In type of 24 points a box may be longer than a page.
    for opened in (one for one in shelf.opened if one.edition.layout != "large"):
        pages = [squeezed(text) for text in sheets(opened.data)]
        for path in opened.edition.pages:
            for first, last in _boxes(shelf.site.root / path):
                if any(first in page and last in page[page.index(first) :] for page in pages):
                    whole += 1
                else:
                    torn.append((opened.edition.path, first, last))
    assert torn == []
    assert whole > 5


def _boxes(page: Path) -> Iterator[tuple[str, str]]:
    """Yield the first and the last words of each box that is not too long for one page."""
    root = etree.fromstring(page.read_bytes(), etree.HTMLParser(encoding="utf-8"))
    for box in root.iterfind(".//main//article//div[@class]"):
        if {"admonition", "help-line"} & set(box.get("class", "").split()):
            parts = [(squeezed(_text(part)), part) for part in box.iter("p", "li", "h3", "h4", "dt", "dd")]
            # Behind a link may stand its address.
            plain = [text for text, part in parts if part.find(".//a") is None]
            if sum(len(text) for text, _ in parts) < _ONE_PAGE and len(plain) > 1:
                yield plain[0], plain[-1]


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def test_text_is_large_enough_to_read_on_paper(shelf: Shelf) -> None:
    for opened in shelf.opened:
        sizes = Counter(round(size, 1) for _, size in letters(opened.data))
        # Of most of the text, if there is some; page numbers, and addresses, may be smaller.
        most, least = {"large-type": (18, 16), "large": (18, 16), "card": (8.5, 6)}.get(opened.edition.layout, (12, 9))
        assert sizes.most_common(1)[0][0] >= most or sizes.total() < 500, opened.edition.path
        assert min(sizes) >= least, opened.edition.path


def test_another_day_place_and_time_zone_give_the_same_bytes(tmp_path: Path) -> None:
    sites = []
    for name, zone in (("one", "Pacific/Auckland"), ("other", "America/Los_Angeles")):
        site = shutil.copytree(_FIXTURE, tmp_path / name / "site")
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(len(name)), "TODAY": f"2026-11-2{len(name)}"}
        command = [sys.executable, "-m", "scripts.editions", str(site), "--cache", str(tmp_path / name / "cache")]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        sites.append(
            {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*.[ep][pd][uf]*"))}
        )
    assert {path.rpartition(".")[2] for path in sites[0]} == {"pdf", "epub"}
    assert len(sites[0]) > 8
    assert sites[0] == sites[1]


def test_lines_are_short_enough_to_read(shelf: Shelf) -> None:
    long = []
    for opened in (one for one in shelf.opened if one.edition.layout in {"page", "booklet", "comments", "large"}):
        lines = [line for text in sheets(opened.data) for line in text.splitlines()]
        full = sorted(len(line.rstrip()) for line in lines if len(line) > 45 and ". ." not in line)
        if full and full[len(full) // 2] > 70:
            long.append((opened.edition.path, full[len(full) // 2]))
    assert long == []


def test_only_the_last_side_of_a_page_may_be_less_than_a_third_full(shelf: Shelf) -> None:
    empty = []
    # The fixture has pictures of all sizes, one after another.
    site = shelf.opened if shelf.site.home != "https://site.example/" else []
    for opened in (one for one in site if one.edition.layout in {"page", "comments"}):
        document = pdfium.PdfDocument(opened.data)
        for number in range(len(document) - 1):
            height, text = document[number].get_height(), document[number].get_textpage()
            feet = [text.get_rect(index)[1] / height for index in range(text.count_rects())]
            if min(foot for foot in feet if foot > _FOOT) > 1 - _FOOT - (1 - 2 * _FOOT) / 3:
                empty.append((opened.edition.path, number + 1))
    assert empty == []
