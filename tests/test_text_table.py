from __future__ import annotations

import pytest

from scripts.wordpress.text_table import text_table


def test_text_stands_at_the_left_and_numbers_at_the_right() -> None:
    assert list(text_table(("page", "ways", "note"), [("a", 1, "x"), ("longer", 1000, "")])) == [
        "page    ways  note",
        "a          1  x",
        "longer  1000",
    ]


def test_a_column_with_a_text_in_it_is_one_of_texts() -> None:
    assert list(text_table(("clicks",), [(1,), ("–",)])) == ["clicks", "1", "–"]


def test_a_table_without_rows_is_its_head() -> None:
    assert list(text_table(("page", "ways"), [])) == ["page  ways"]


def test_every_row_has_a_cell_for_each_head() -> None:
    with pytest.raises(ValueError, match="argument 2 is longer"):
        list(text_table(("page",), [("a", "b")]))
