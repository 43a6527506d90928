"""A site with editions for tests: a copy of `tests/fixtures/editions`, or pages written out."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from scripts.common.built_pages import Site, read_site
from tests.building import ROOT
from tests.sites import make_site

FIXTURE = ROOT / "tests" / "fixtures" / "editions"
MARK = '<p class="editions" data-edition="{}" data-checked="2026-11-23"></p>'


def fixture_copy(folder: Path) -> Site:
    """Copy the site of the fixture into a folder and read it."""
    shutil.copytree(FIXTURE, folder / "site")
    return read_site(folder / "site")


def small_site(folder: Path, body: str, layout: str = "page") -> Site:
    """Write a site with a home page and one page, `a/`, that has this body and asks for an edition."""
    return read_site(
        make_site(
            folder,
            {
                "index.html": whole_page("Home", '<h1>Home</h1><p><a href="a/">A</a></p>'),
                "a/index.html": whole_page("A", f"<h1>A</h1>\n{body}\n{MARK.format(layout)}", "a/"),
            },
        )
    )


def edges(data: bytes) -> Iterator[tuple[float, float, float]]:
    """Yield the left and right edge of each letter of a PDF, and the width of its paper, in points."""
    document = pdfium.PdfDocument(data)
    for sheet in document:
        text = sheet.get_textpage()
        for index, letter in enumerate(text.get_text_range()):
            if letter.isalnum():
                left, _, right, _ = text.get_charbox(index)
                yield left, right, sheet.get_width()
    document.close()


def whole_page(title: str, article: str, url: str = "") -> str:
    """Write a page around an article; its body begins in line 7."""
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head><meta charset="utf-8"><title>{title}</title>\n'
        f'<meta name="description" content="About {title}.">'
        '<meta property="og:site_name" content="The site">'
        f'<link rel="canonical" href="https://site.example/{url}"></head>\n<body>\n<main>\n<article>\n{article}\n'
        "</article>\n</main>\n</body>\n</html>\n"
    )
