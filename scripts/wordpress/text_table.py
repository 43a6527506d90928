"""A table as lines of text, for the commands that print one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def text_table(titles: Sequence[str], rows: Sequence[Sequence[str | int]]) -> Iterator[str]:
    """Yield the lines of a table; text stands at the left of its column, numbers at the right.

    Args:
        titles: the heads of the columns.
        rows: as many cells each as there are heads.
    """
    columns = list(zip(titles, *rows, strict=True))
    widths = [max(len(str(cell)) for cell in column) for column in columns]
    numbers = [bool(cells) and all(isinstance(cell, int) for cell in cells) for _, *cells in columns]
    for row in (titles, *rows):
        cells = (
            str(cell).rjust(width) if number else str(cell).ljust(width)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        )
        yield "  ".join(cells).rstrip()
