"""What a help-lines block asks for, and the sentences that say what it can ask for."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.content.help_lines import load
from scripts.content.help_lines_choice import Choice, ChoiceError, _blocks, checks, in_a_row, read_choice
from scripts.faults import Fault

if TYPE_CHECKING:
    from pathlib import Path

DATA = dedent("""\
    - {service: A, countries: [uk, ie], topics: [crisis], for_whom: x, web: https://a.example, hours: x,
       checked: 2026-11-23, source: https://a.example, sure: high}
    - {service: B, countries: [uk], topics: [abuse], for_whom: x, web: https://b.example, hours: x,
       checked: 2026-11-23, source: https://b.example, sure: good}
""")


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of pages with its help lines; the check runs in the folder above."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "docs"
    (folder / "_data").mkdir(parents=True)
    (folder / "_data/help-lines.yml").write_text(DATA, encoding="utf-8")
    return folder


def _checked(docs: Path, page: str) -> list[Fault]:
    (docs / "page.md").write_text(dedent(page), encoding="utf-8")
    return list(checks(docs, docs / "_data/help-lines.yml"))


@pytest.mark.parametrize(
    ("options", "choice"),
    [
        ({"topic": "crisis"}, Choice("crisis", None, "short")),
        ({"country": "in", "form": "full"}, Choice(None, "in", "full")),
        ({"topic": "abuse", "country": "uk", "form": None}, Choice("abuse", "uk", "short")),
    ],
)
def test_options(options: dict[str, object], choice: Choice) -> None:
    assert read_choice(options) == choice


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "A help-lines block has to say whom it is for; give it a topic, a country, or both."),
        ({"form": "full"}, "A help-lines block has to say whom it is for; give it a topic, a country, or both."),
        ({"topics": "crisis"}, 'A help-lines block has no option "topics"; allowed are topic, country and form.'),
        (
            {"topic": "crises"},
            (
                'A help-lines block cannot have topic "crises"; choose emergency, crisis, abuse, own-behaviour, '
                "stalking, children or anywhere."
            ),
        ),
        (
            {"country": ["uk"]},
            ("A help-lines block cannot have country \"['uk']\"; choose us, uk, ie, eu, ca, au, nz, in or anywhere."),
        ),
        (
            {"topic": "crisis", "form": "long"},
            'A help-lines block cannot have form "long"; choose short, full or brief.',
        ),
    ],
)
def test_wrong_options(options: dict[str, object], message: str) -> None:
    with pytest.raises(ChoiceError) as raised:
        read_choice(options)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("topic", "country", "message"),
    [
        ("stalking", None, "No help line in docs/_data/help-lines.yml is for topic stalking; choose abuse or crisis."),
        (None, "us", "No help line in docs/_data/help-lines.yml is for country us; choose ie or uk."),
        (
            "abuse",
            "ie",
            (
                "No help line in docs/_data/help-lines.yml is for topic abuse and country ie; "
                "country ie has crisis, topic abuse has uk."
            ),
        ),
        (
            "stalking",
            "uk",
            (
                "No help line in docs/_data/help-lines.yml is for topic stalking and country uk; "
                "country uk has abuse and crisis, topic stalking has none."
            ),
        ),
    ],
)
def test_no_service_is_an_error_that_says_what_can_be_chosen(
    docs: Path, topic: str | None, country: str | None, message: str
) -> None:
    data = docs / "_data/help-lines.yml"
    with pytest.raises(ChoiceError) as raised:
        Choice(topic, country, "short").of(load(data), data)
    assert str(raised.value) == message


def test_blocks_that_choose_something_are_no_faults(docs: Path) -> None:
    page = """\
        /// help-lines
            topic: crisis
        ///

        //// help-card | Call now if:
        /// help-lines
            topic: abuse
            country: uk
            form: full
        ///
        ////
        """
    assert _checked(docs, page) == []


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (
            "/// help-lines\n    topik: crisis\n///",
            'A help-lines block has no option "topik"; allowed are topic, country and form.',
        ),
        (
            "/// help-lines\n///",
            "A help-lines block has to say whom it is for; give it a topic, a country, or both.",
        ),
        (
            "/// help-lines\ntopic: crisis\n///",
            "A help-lines block has to say whom it is for; give it a topic, a country, or both.",
        ),
        (
            "/// help-lines | Lines\n    topic: crisis\n///",
            "A help-lines block has no title; take out the | and what follows it.",
        ),
        (
            "/// Help-Lines\n    crisis\n///",
            "The options of a help-lines block are lines such as topic: crisis; write them so.",
        ),
        (
            "/// help-lines\n    topic: crisis\n    topic: abuse\n///",
            'Option line 2 of this block: The key "topic" stands here and in line 1; keep one of them.',
        ),
        (
            "/// help-lines\n    country: us\n///",
            "No help line in docs/_data/help-lines.yml is for country us; choose ie or uk.",
        ),
    ],
)
def test_a_wrong_block_is_named_with_its_page_and_line(docs: Path, block: str, message: str) -> None:
    assert _checked(docs, f"# Title\n\n{block}\n") == [Fault("docs/page.md", 3, "HL07", message)]


@pytest.mark.parametrize(
    "page",
    [
        "```\n/// help-lines\n///\n```\n",
        "~~~~ md\n~~~\n/// help-lines\n~~~~~\n",
        "text\n\n    /// help-lines\n",
        "/// help-line\n",
    ],
)
def test_code_and_other_blocks_are_left_alone(docs: Path, page: str) -> None:
    assert _checked(docs, page) == []


def test_every_page_and_every_block_is_checked(docs: Path) -> None:
    (docs / "articles").mkdir()
    (docs / "articles/a.md").write_text("/// help-lines\n///\n```\n```\n/// help-lines\n///\n", encoding="utf-8")
    assert [(fault.path, fault.line) for fault in _checked(docs, "/// help-lines\n///\n")] == [
        ("docs/articles/a.md", 1),
        ("docs/articles/a.md", 5),
        ("docs/page.md", 1),
    ]


def test_without_usable_data_the_options_are_still_checked(docs: Path) -> None:
    (docs / "_data/help-lines.yml").unlink()
    page = "/// help-lines\n    country: us\n///\n\n/// help-lines\n    country: gb\n///\n"
    assert [(fault.line, fault.rule) for fault in _checked(docs, page)] == [(5, "HL07")]


@pytest.mark.parametrize(
    ("words", "row"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_in_a_row(words: list[str], row: str) -> None:
    assert in_a_row(words, "and") == row


@given(st.lists(st.sampled_from(["/// help-lines", "    topic: crisis", "```", "~~~", "///", "", "text"]), max_size=12))
def test_blocks_are_found_where_they_begin(rows: list[str]) -> None:
    found = list(_blocks("\n".join(rows)))
    assert all(rows[number - 1] == "/// help-lines" for number, _, _ in found)
    if "```" not in rows and "~~~" not in rows:
        assert [number for number, _, _ in found] == [
            number for number, row in enumerate(rows, 1) if row == "/// help-lines"
        ]
