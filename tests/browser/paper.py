"""A page as Chromium prints it, read back: what a reader of the sheets would see."""

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from playwright.sync_api import Page
from pypdfium2 import raw

# The blocks of text that are shown, each with the addresses that the stylesheet writes behind links.
_BLOCKS = """() => {
  for (const link of document.querySelectorAll("main a")) {
    const after = getComputedStyle(link, "::after").content
    if (after !== "none") link.append(` (${link.getAttribute("href")})`)
  }
  const blocks = document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, dt, dd, th, td, figcaption, summary)")
  return [...blocks].filter(block => block.checkVisibility()).map(block => [block.localName, block.innerText])
}"""
_HELP_LINES = "() => [...document.querySelectorAll('.help-lines > li, .help-line')].map(line => line.innerText)"
_ADDRESSES = """() => [...document.querySelectorAll("main a[href^=http]")]
  .filter(link => link.checkVisibility()).map(link => link.getAttribute("href").replace(/^https?:/, ""))"""


@dataclass(frozen=True)
class Paper:
    """A printed page.

    Attributes:
        sheets: the text of each sheet.
        letters: each letter with its size in points; spaces are left out.
        blocks: name and text of each block of the page, as the browser shows it on paper.
        help_lines: the text of each whole help line.
        addresses: where the links lead that go to other sites.
    """

    sheets: list[str]
    letters: list[tuple[str, float]]
    blocks: list[tuple[str, str]]
    help_lines: list[str]
    addresses: list[str]

    @property
    def text(self) -> str:
        """All sheets, letters and figures only."""
        return squeezed("".join(self.sheets))


def squeezed(text: str) -> str:
    """Leave letters and figures only: where a line breaks, and how, is the engine's matter."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def print_page(page: Page, paper: str = "A4") -> Paper:
    """Print the page that is open in the browser and read the PDF back.

    Args:
        page: the browser's page.
        paper: the size of the sheets.
    """
    page.emulate_media(media="print")
    data = page.pdf(format=paper)
    blocks = [(name, text) for name, text in page.evaluate(_BLOCKS)]
    help_lines, addresses = page.evaluate(_HELP_LINES), page.evaluate(_ADDRESSES)
    return Paper(sheets(data), list(letters(data)), blocks, help_lines, addresses)


def sheets(data: bytes) -> list[str]:
    """Give the text of each page of a PDF, running titles and page numbers too."""
    document = pdfium.PdfDocument(data)
    found = [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    return found


def letters(data: bytes) -> Iterator[tuple[str, float]]:
    """Yield each letter of a PDF with its size in points; spaces are left out."""
    document = pdfium.PdfDocument(data)
    matrix = raw.FS_MATRIX()
    for sheet in document:
        text = sheet.get_textpage()
        for index in range(text.count_chars()):
            char = chr(raw.FPDFText_GetUnicode(text, index))
            if not char.isspace():
                raw.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
                yield char, raw.FPDFText_GetFontSize(text, index) * abs(matrix.d)
    document.close()
