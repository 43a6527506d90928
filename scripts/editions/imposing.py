"""Imposes a booklet: two of its pages on each side of a sheet, in the order of sheets that are folded and stapled.

A thick booklet has several signatures, as even as can be: sheets that are folded together and then laid one behind the
other. Blank sides stand before the last page, which is the outside of the back.
"""

from __future__ import annotations

import io
from typing import Final

import pikepdf

#: How many pages one signature has at most: ten sheets. A stapler takes no more, and the edge would stand out.
SIGNATURE: Final = 40
_ON_A_SHEET: Final = 4


def impose(data: bytes) -> bytes:
    """Lay out the pages of a PDF for folding; to be printed on both sides and turned over on the short edge.

    Args:
        data: a PDF whose pages all have the same size.

    Returns:
        A PDF of sides twice as wide; tags, links and outline are lost, title and language are not.
    """
    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as target:
        width, height = (float(size) for size in source.pages[0].mediabox[2:])
        for pair in _sides(len(source.pages)):
            side = target.add_blank_page(page_size=(2 * width, height))
            for place, number in enumerate(pair):
                if number is not None:
                    drawn = target.copy_foreign(source.pages[number].as_form_xobject())
                    # Under a name of its own, for else it gets another one each time.
                    name = side.add_resource(drawn, pikepdf.Name.XObject, pikepdf.Name(f"/Page{place}"))
                    side.contents_add(f"q 1 0 0 1 {place * width:.3f} 0 cm {name} Do Q".encode())
        target.docinfo["/Title"] = source.docinfo["/Title"]
        target.Root.Lang = source.Root.Lang
        packed = io.BytesIO()
        target.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


def _sides(pages: int) -> list[tuple[int | None, int | None]]:
    """Give the numbers of the two pages, counted from 0, on each side of each sheet; None is a blank."""
    sheets = -(-pages // _ON_A_SHEET)
    blanks: list[int | None] = [None] * (sheets * _ON_A_SHEET - pages)
    order: list[int | None] = [*range(pages - 1), *blanks, pages - 1]
    signatures = -(-sheets * _ON_A_SHEET // SIGNATURE)
    found: list[tuple[int | None, int | None]] = []
    for number in range(signatures):
        first, last = (sheets * part // signatures * _ON_A_SHEET for part in (number, number + 1))
        folded = order[first:last]
        for at in range(len(folded) // 2):
            outer, inner = folded[-1 - at], folded[at]
            found.append((outer, inner) if at % 2 == 0 else (inner, outer))
    return found
