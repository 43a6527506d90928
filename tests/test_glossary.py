from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

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
