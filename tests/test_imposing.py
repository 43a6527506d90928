"""The booklet to fold: folded and laid one behind the other, its sheets have all pages in their order."""

import io

import pikepdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
import typst

from scripts.editions.imposing import impose


def _numbered(pages: int) -> bytes:
    source = '#set document(title: "T")\n#set page(width: 148mm, height: 210mm)\n'
    source += "#pagebreak()\n".join(f"{number}\n" for number in range(1, pages + 1))
    return bytes(typst.compile(source.encode(), format="pdf", timestamp=0))


def _halves(data: bytes) -> list[tuple[str, str]]:
    """Give what stands on the left and on the right half of each side."""
    found = []
    for side in pdfium.PdfDocument(data):
        (width, height), text = side.get_size(), side.get_textpage()
        left, right = (text.get_text_bounded(at, 0, at + width / 2, height).strip() for at in (0, width / 2))
        found.append((left, right))
    return found


def _read(halves: list[tuple[str, str]], sheets: list[int]) -> list[str]:
    """Fold each pile of sheets as people do, the first side outwards, and read it from its first page to its last."""
    pages: list[str] = []
    for number in sheets:
        pile, halves = halves[: 2 * number], halves[2 * number :]
        right = [half for (_, front), (back, _) in zip(pile[::2], pile[1::2], strict=True) for half in (front, back)]
        left = [half for (front, _), (_, back) in zip(pile[::2], pile[1::2], strict=True) for half in (front, back)]
        pages += right + left[::-1]
    return pages


@pytest.mark.parametrize(
    ("pages", "sheets", "blanks"), [(8, [2], 0), (39, [10], 1), (41, [5, 6], 3), (115, [9, 10, 10], 1)]
)
def test_folded_sheets_have_their_pages_in_order(pages: int, sheets: list[int], blanks: int) -> None:
    data = impose(_numbered(pages))
    read = _read(_halves(data), sheets)
    assert read == [*map(str, range(1, pages)), *[""] * blanks, str(pages)]
    assert max(sheets) * 4 <= 40
    assert data == impose(_numbered(pages))


def test_a_folded_booklet_keeps_its_title_its_size_and_no_half_of_its_tags() -> None:
    with pikepdf.open(io.BytesIO(impose(_numbered(8)))) as pdf:
        assert (str(pdf.docinfo.Title), "/StructTreeRoot" in pdf.Root) == ("T", False)
        assert [round(float(size)) for size in pdf.pages[0].mediabox] == [0, 0, 839, 595]
