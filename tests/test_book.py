"""The e-books: what is in them, and that they hold together. EPUBCheck and Ace say the rest: `make validate`."""

import io
import posixpath
import re
import zipfile
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from lxml import etree

from scripts.common.built_pages import read_site
from scripts.editions.book import make_book
from scripts.editions.plan import E_BOOK, plan
from tests.browser.paper import squeezed
from tests.editions import FIXTURE, small_site
from tests.golden import compare
from tests.sites import make_site

_SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@cache
def books(root: Path) -> dict[str, zipfile.ZipFile]:
    """Make the e-books of a site."""
    planned = [edition for edition in plan(read_site(root))[0] if edition.paper == E_BOOK]
    return {edition.path: zipfile.ZipFile(io.BytesIO(make_book(edition.document))) for edition in planned}


@pytest.mark.parametrize("name", ["print/booklet", "comments/everything/comments-on-everything"])
def test_every_form_has_its_markup(name: str, *, rewrite_golden: bool) -> None:
    book = books(FIXTURE)[f"{name}.epub"]
    texts = [f"{file}\n\n{book.read(file).decode()}" for file in book.namelist() if not file.endswith(".css")]
    compare(f"books/{posixpath.basename(name)}.txt", f"{'=' * 80}\n".join(texts), rewrite=rewrite_golden)


def test_it_begins_with_its_type_and_has_the_day_of_nobody_s_machine() -> None:
    for book in books(FIXTURE).values():
        first, *others = book.infolist()
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert {entry.date_time for entry in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}


def test_it_has_no_colour_of_its_own_and_a_border_for_each_box() -> None:
    style = books(FIXTURE)["print/booklet.epub"].read("book/style.css").decode()
    colours = re.findall(r"(?:color|fill|stroke|background)\s*:\s*([^;}]+?)\s*[;}]", style)
    assert set(colours) == {"currentColor", "inherit", "none"}
    assert not re.search(r"#[0-9a-f]{3}|rgb|font-family: (?!sans-serif)", style)
    # What tells the boxes apart comes after what they have in common, and is as specific.
    boxes = re.findall(r"^div(?:\.|\[)([\w-]+)", style, re.MULTILINE)
    assert boxes == ["role", "do", "our-note", "warning", "help-card"]


def test_a_picture_of_a_file_is_a_file_of_the_book_once(tmp_path: Path) -> None:
    images = '<p><img src="x.svg" alt="A sky"></p><p><img src="x.svg" alt="It again"></p>'
    root = small_site(tmp_path, f'{images}<div class="editions" data-list="booklet"></div>').root
    (root / "a/x.svg").write_text(_SVG, encoding="utf-8")
    (book,) = books(root).values()
    (picture,) = (name for name in book.namelist() if name.endswith(".svg"))
    assert book.read(picture).decode() == _SVG
    assert book.read("book/chapter-01.xhtml").decode().count(f'src="{posixpath.basename(picture)}"') == 2
    assert b'<meta property="schema:accessMode">visual</meta>' in book.read("book/package.opf")


def test_what_xml_cannot_hold_is_left_out(tmp_path: Path) -> None:
    page = '<html lang="en"><title>T</title><main><article><h1>A &#1; \N{SLIGHTLY SMILING FACE}</h1></article></main>'
    (book,) = books(make_site(tmp_path, {"comments/x/index.html": page})).values()
    heading = etree.fromstring(book.read("book/chapter-01.xhtml")).find(".//{*}h1")
    assert heading is not None
    assert heading.text == "A  \N{SLIGHTLY SMILING FACE}"


def test_every_link_of_the_site_s_books_leads_to_a_place(real_site: Path) -> None:
    seen = 0
    for book in books(real_site).values():
        roots = {name: etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")}
        ids = {name: [one.get("id") for one in root.iterfind(".//*[@id]")] for name, root in roots.items()}
        assert all(len(found) == len(set(found)) for found in ids.values())
        for name, root in roots.items():
            for address in (one.get("href", "") for one in root.iterfind(".//*[@href]")):
                file, _, fragment = address.partition("#")
                target = posixpath.join("book", file) if file else name
                if ":" not in address and target in roots:
                    assert not fragment or fragment in ids[target], (name, address)
                    seen += 1
    assert seen > 500


def test_page_12_of_the_book_is_page_12_on_paper(real_site: Path) -> None:
    book = books(real_site)["print/booklet.epub"]
    document = pdfium.PdfDocument(real_site / "print/booklet-a4.pdf")
    paper = {number: squeezed(sheet.get_textpage().get_text_range()) for number, sheet in enumerate(document, 1)}
    found = []
    for name in (name for name in book.namelist() if "chapter" in name):
        for mark in etree.fromstring(book.read(name)).iterfind(".//{*}span[@role='doc-pagebreak']"):
            number, after = int(mark.get("aria-label", "")), mark.getnext()
            inside = "" if after is None else "".join(map(str, after.itertext()))
            words = squeezed(f"{mark.tail or ''}{inside}")
            assert words[:20] in paper[number], (number, words)
            found.append(number)
    document.close()
    assert found == sorted(set(found))
    # Without title and back, contents, addresses, index, colophon, and a page that another one's last words fill.
    assert len(paper) - len(found) <= 7
    contents = etree.fromstring(book.read("book/contents.xhtml"))
    (pages,) = (nav for nav in contents.iter("{*}nav") if nav.get("role") == "doc-pagelist")
    assert [int(link.text or "") for link in pages.iter("{*}a")] == found
