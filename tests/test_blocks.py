"""Markdown as blocks of text, each with its true line."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.content.blocks import Block, Tag, Text, read_text
from tests.golden import cases


def _read(markdown: str) -> Text:
    return read_text(dedent(markdown))


def _found(markdown: str) -> list[tuple[str, int, str]]:
    return [(block.tag, block.line, block.text) for block in _read(markdown).blocks]


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    cases("blocks.yml"),
)
def test_text_and_its_line(markdown: str, blocks: list[list[str | int]]) -> None:
    assert _found(markdown) == [tuple(block) for block in blocks]


def test_a_readers_comment_is_no_text_of_ours() -> None:
    assert _found("""\
        /// comment | Ann
            id: 1
            summary: Her words

        # Not a heading

            retold: true
        \\///
        ///

        Ours.

        /// comment
            id: 2
        ///
        /// comment
            id: 3""") == [("p", 11, "Ours.")]


def test_what_is_retold_is_text_of_ours() -> None:
    assert _found("/// comment | Ann\n    id: 1\n    retold: true\n\nOne.\n\n- Two\n///\nThree.") == [
        ("p", 5, "One."),
        ("li", 7, "Two"),
        ("p", 9, "Three."),
    ]


def test_boxes_leave_their_text_and_their_titles() -> None:
    text = _read("""\
        //// help-card | Call **now** if:
            attrs: {class: wide}

        - You are in danger.

        /// help-lines
            topic: crisis
            form: short
        ///

            no option
        ////

        /// do
        Breathe.
        """)
    assert [(box.line, box.end, box.name, box.title) for box in text.boxes] == [
        (1, 12, "help-card", "Call **now** if:"),
        (6, 9, "help-lines", ""),
        (14, 0, "do", ""),
    ]
    assert [(block.tag, block.line, block.text) for block in text.blocks] == [
        ("", 1, "Call now if:"),
        ("li", 4, "You are in danger."),
        ("li", 11, "no option"),
        ("p", 15, "Breathe."),
    ]


def test_a_closing_line_closes_the_box_with_as_many_slashes() -> None:
    text = _read("//// do\n/// our-note | Our note\n////\nText.\n///\n")
    assert [(box.line, box.end, box.name) for box in text.boxes] == [(1, 3, "do"), (2, 5, "our-note")]


def test_a_picture_is_read_by_its_title_description_and_caption() -> None:
    text = _read("""\
        <figure class="picture">
        <svg viewBox="0 0 320 200" role="img" onclick="x()">
        <title id="a-title">Two people</title>
        <desc id="a-desc">One walks
        ahead.</desc>
        <text>ahead</text>
        </svg>
        <figcaption>Each push <b>adds</b> distance.</figcaption>
        </figure>
        """)
    assert text.blocks == [
        Block("figcaption", 3, "Two people"),
        Block("figcaption", 4, "One walks ahead."),
        Block("figcaption", 8, "Each push adds distance."),
    ]
    assert [(tag.name, tag.line) for tag in text.tags] == [
        ("figure", 1),
        ("svg", 2),
        ("title", 3),
        ("desc", 4),
        ("text", 6),
        ("figcaption", 8),
        ("b", 8),
    ]
    assert all(tag.in_figure for tag in text.tags)
    assert text.tags[1].attributes["onclick"] == "x()"


def test_attribute_lists_and_raw_elements_are_tags() -> None:
    text = _read("One\n[two](a.md){target=_blank .x title='A b'} <span style=\"color: red\">three</span>\n")
    assert text.tags == [
        Tag(2, "span", {"style": "color: red"}),
        Tag(2, "", {"target": "_blank", "title": "A b"}),
    ]


def test_braces_that_are_no_attributes_stay_text() -> None:
    assert _found("A {set} of {1, 2}.") == [("p", 1, "A {set} of {1, 2}.")]


def test_links_and_italics_know_their_lines() -> None:
    text = _read("One\n*two* [three\nfour](a.md) <em>five</em> <https://example.org>\n")
    assert text.links == [Block("a", 2, "three four"), Block("a", 3, "https://example.org")]
    assert [block.line for block in text.italics] == [2, 3]


@pytest.mark.parametrize(
    ("markdown", "only"),
    [
        ("[One](a.md)", True),
        ("[One](a.md), [two](b.md).", True),
        ("[One](a.md): and more.", False),
        ("One.", False),
    ],
)
def test_text_of_links_only(markdown: str, *, only: bool) -> None:
    [block] = _read(markdown).blocks
    assert block.only_links is only


def test_lists_count_their_own_items() -> None:
    assert _read("- a\n- b\n    1. c\n    2. d\n    3. e\n\n> - f\n").lists == [
        (1, 2, False),
        (3, 3, False),
        (7, 1, True),
    ]


def test_quotations_are_marked() -> None:
    assert [block.quoted for block in _read("> One.\n\nTwo.").blocks] == [True, False]


def test_spans_are_what_an_exception_can_stand_before() -> None:
    spans = _read("# One\n\n/// do\n- a\n- b\n\n///\nTwo\nlines.\n").spans
    assert spans == [(1, 1), (3, 7), (4, 7), (4, 4), (4, 4), (5, 7), (5, 5), (8, 9)]


_MARKDOWN = st.lists(
    st.sampled_from(
        [
            "# ", "- ", "1. ", "> ", "    ", "| a | b |", "|---|---|", "\n", "/// do | x", "///", "////", "```", "~~~~",
            "[a](b)", "[^1]", "[^1]: ", ":   ", "*", "_", "`", "<figure>", "</figure>", "<title>x", "<!--", "-->",
            "<br>", "{.a}", "{#", "[//]: # (allow PR01: x)", "!", "\\", "&amp;", "\t", "\x0c", "\u2028", "word", " ",
        ]
    )
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=5)
).map("".join)  # fmt: skip


@given(_MARKDOWN)
def test_any_text_can_be_read_and_lines_are_in_the_file(markdown: str) -> None:
    text = read_text(markdown)
    assert text.lines == markdown.count("\n") + 1
    inside = range(1, text.lines + 1)
    for block in text.blocks:
        assert block.line in inside
        assert block.text
    assert all(block.line in inside for block in (*text.italics, *text.links))
    assert all(tag.line in inside for tag in text.tags)
    assert all(line in inside for line, _, _ in text.lists)
    assert all(box.line in inside and (not box.end or box.line < box.end <= text.lines) for box in text.boxes)
    assert all(first in inside and first <= last <= text.lines for first, last in text.spans)


@given(st.lists(st.sampled_from(["Text of a paragraph.", "", "/// do | A title", "///", "    option: x"])))
def test_a_line_of_text_keeps_its_line_whatever_boxes_are_around(lines: list[str]) -> None:
    lines = ["/// do", *lines, "///", "", "The last words."]
    found = [block.line for block in read_text("\n".join(lines)).blocks if "The last words." in block.text]
    assert found == [len(lines)]
