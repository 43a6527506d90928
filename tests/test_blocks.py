"""Markdown as blocks of text, each with its true line: golden/blocks.yml has the cases."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts.content.blocks import Text, read_text
from scripts.content.markup import read_written
from tests.golden import cases


def _read(markdown: str) -> Text:
    return read_text(read_written(markdown))


@pytest.mark.parametrize(("markdown", "found"), cases("blocks.yml"))
def test_what_is_in_a_text_and_where(markdown: str, found: dict[str, list[Any]]) -> None:
    text = _read(markdown)
    every: list[list[Any]] = [[block.tag, block.line, block.text] for block in text.blocks]
    there = {
        "blocks": [block for block in every if not block[0].startswith("@")],
        "boxes": [[box.line, box.end, box.name, box.title] for box in read_written(markdown).boxes],
        "marks": [block for block in every if block[0].startswith("@")],
        "spans": [list(span) for span in text.spans],
    }
    assert {what: there[what] for what in found} == found


_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=5)
_MARKDOWN = st.lists(st.sampled_from(cases("pieces.yml", "markdown")) | _WORDS).map("".join)


@example("[^1]: - [^1]: ")
@given(_MARKDOWN)
def test_any_text_can_be_read_and_lines_are_in_the_file(markdown: str) -> None:
    text = _read(markdown)
    assert text.lines == markdown.count("\n") + 1
    inside = range(1, text.lines + 1)
    assert all(block.text or block.tag.startswith("@") for block in text.blocks)
    assert all(block.line in inside for block in text.blocks)
    boxes = read_written(markdown).boxes
    assert all(box.line in inside and (not box.end or box.line < box.end <= text.lines) for box in boxes)
    assert all(first in inside and first <= last <= text.lines for first, last in text.spans)


@given(st.lists(st.sampled_from(["Text of a paragraph.", "", "/// do | A title", "///", "    option: x"])))
def test_a_line_of_text_keeps_its_line_whatever_boxes_are_around(lines: list[str]) -> None:
    lines = ["/// do", *lines, "///", "", "The last words."]
    found = [block.line for block in _read("\n".join(lines)).blocks if "The last words." in block.text]
    assert found == [len(lines)]
