"""A page as Chromium prints it, read back: what a reader of the sheets would see."""

import ctypes
import unicodedata
from collections.abc import Iterator

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from playwright.sync_api import Page
from pypdfium2 import raw


def squeezed(text: str) -> str:
    """Leave letters and figures only: where a line breaks, and how, is the engine's matter."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def print_page(page: Page) -> bytes:
    """Print the page that is open in the browser, and leave it as it is for print."""
    page.emulate_media(media="print")
    return page.pdf(format="A4")


def text_of(data: bytes) -> str:
    """Give all that stands on the sheets of a PDF, letters and figures only."""
    return squeezed("".join(sheets(data)))


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
