from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from scripts.content.entries import FaultyDataError
from scripts.content.glossary import checks, load, title_of
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DATA = ROOT / "docs" / "_data" / "glossary.yml"

ANCHORS = {
    "biological-dream",
    "blind-alley",
    "boundary",
    "demand-withdraw",
    "designated-leader",
    "half",
    "lizard",
    "mastertalk",
    "mirroring",
    "on-off",
    "outcome-study",
    "pushing",
    "reliable-membership",
    "romantic-love",
    "traditional-family",
    "two-walls",
    "vintage-love",
}

TERM = """\
- term: Wing
  anchor: wing
  also: [feather arm]
  meaning: What a bird flies with.
  whose: research
  see: birds/wings.md#left
  auto: true
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A docs folder with one page and the glossary of one term."""
    page = tmp_path / "docs" / "birds" / "wings.md"
    page.parent.mkdir(parents=True)
    page.write_text("---\ntitle: All about wings\n---\n\n# All about wings\n", encoding="utf-8")
    file = tmp_path / "docs" / "_data" / "glossary.yml"
    file.parent.mkdir()
    file.write_text(TERM, encoding="utf-8")
    return file


def faults(data: Path, text: str) -> list[str]:
    data.write_text(text, encoding="utf-8")
    return [str(fault).removeprefix(f"{data}:") for fault in checks(data)]


def test_a_sound_glossary_has_no_fault(data: Path) -> None:
    assert list(checks(data)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "whose: research",
            "whose: mine",
            '5: GL01 In entry 1: "whose" is "mine"; it has to be one of his, research or ours.',
        ),
        ("auto: true", "auto: maybe", '7: GL01 In entry 1: "auto" is "maybe"; it has to be true or false.'),
        ("  auto: true\n", "", '1: GL01 In entry 1: "auto" is missing; add it.'),
        (
            "anchor: wing",
            "anchor: Wing",
            '2: GL01 In entry 1: "anchor" has to be small letters, digits and hyphens, such as two-walls.',
        ),
        (
            "whose: research",
            "who: research\n  whose: research",
            '5: GL01 In entry 1: "who" is not a known key; allowed are also, anchor, auto, meaning, see, term, whose.',
        ),
        (
            "birds/wings.md",
            "birds/claws.md",
            '6: GL03 "Wing" sends readers to "birds/claws.md", which is no page with a title; mend the path.',
        ),
        (
            "birds/wings.md",
            "../outside.md",
            '6: GL03 "Wing" sends readers to "../outside.md", which is no page with a title; mend the path.',
        ),
    ],
)
def test_each_fault_has_its_line_and_sentence(data: Path, old: str, new: str, fault: str) -> None:
    assert old in TERM
    assert faults(data, TERM.replace(old, new)) == [fault]


def test_a_name_and_an_anchor_stand_once(data: Path) -> None:
    second = TERM.replace("term: Wing", "term: Feather Arm").replace("[feather arm]", "[]")
    assert faults(data, TERM + second) == [
        '8: GL02 "Feather Arm" stands in line 1 already; give each its own.',
        '9: GL02 "#wing" stands in line 2 already; give each its own.',
    ]


@pytest.mark.parametrize(
    "page", ["# No front matter\n", "---\nkind: page\n---\n", "---\ntitle: 7\n---\n", "---\n: [\n---\n"]
)
def test_a_page_to_see_needs_a_title(data: Path, page: str) -> None:
    (data.parent.parent / "birds" / "wings.md").write_text(page, encoding="utf-8")
    assert title_of(data, "birds/wings.md") is None
    assert [fault.rule for fault in checks(data)] == ["GL03"]


def test_looks_up_the_title_of_a_page(data: Path) -> None:
    assert title_of(data, "birds/wings.md") == "All about wings"


def test_gives_the_terms_in_the_order_of_the_alphabet(data: Path) -> None:
    second = TERM.replace("Wing", "beak").replace("anchor: wing", "anchor: beak").replace("[feather arm]", "[]")
    data.write_text(TERM + second, encoding="utf-8")
    terms = load(data)
    assert [term.names for term in terms] == [("beak",), ("Wing", "feather arm")]
    assert terms[1].page == "birds/wings.md"


def test_nothing_is_used_from_a_faulty_file(data: Path) -> None:
    data.write_text(TERM.replace("auto: true", "auto: 1"), encoding="utf-8")
    with pytest.raises(FaultyDataError) as caught:
        load(data)
    assert str(caught.value) == f'{data}:7: GL01 In entry 1: "auto" is the number 1; it has to be true or false.'


def test_the_glossary_of_the_site_keeps_the_rules() -> None:
    assert [str(fault) for fault in checks(DATA)] == []


def test_the_anchors_of_the_site_stay_what_they_are() -> None:
    assert {term.anchor for term in load(DATA)} == ANCHORS


def test_common_words_are_not_linked_by_themselves() -> None:
    assert {term.anchor for term in load(DATA) if not term.auto} == {"half", "boundary", "pushing"}


def test_the_built_page_explains_every_term(real_site: Path) -> None:
    page = html.parse(real_site / "words-used-here" / "index.html")
    printed = [
        (name.get("id"), name.text, name.getnext().xpath("string(p[1])"))
        for name in page.xpath("//dl[contains(@class, 'glossary')]/dt")
    ]
    assert printed == [(term.anchor, term.term, term.meaning) for term in load(DATA)]
