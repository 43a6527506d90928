from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from lxml import html

from scripts.content.before_build import data_faults
from scripts.content.data_files import glossary
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DATA = ROOT / "docs" / "_data"

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

PAGES = ["# No front matter\n", "---\nkind: page\n---\n", "---\n: [\n---\n"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_to_see_needs_a_title(tmp_path: Path, page: str) -> None:
    (tmp_path / "wings.md").write_text(page, encoding="utf-8")
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data" / "glossary.yml").write_text(
        "- {term: Wing, anchor: wing, meaning: Flies., whose: ours, see: wings.md#left, auto: true}\n", encoding="utf-8"
    )
    assert [fault.rule for fault in data_faults(tmp_path, dt.date(2026, 11, 28))] == ["HL01", "GL03"]


def test_the_anchors_of_the_site_stay_what_they_are() -> None:
    assert {term.anchor for term in glossary(DATA).all()} == ANCHORS


def test_common_words_are_not_linked_by_themselves() -> None:
    assert {term.anchor for term in glossary(DATA).all() if not term.auto} == {"half", "boundary", "pushing"}


def test_the_built_page_explains_every_term(real_site: Path) -> None:
    page = html.parse(real_site / "words-used-here" / "index.html")
    printed = [
        (name.get("id"), name.text, name.getnext().xpath("string(p[1])"))
        for name in page.xpath("//dl[contains(@class, 'glossary')]/dt")
    ]
    terms = sorted(glossary(DATA).all(), key=lambda term: term.term.casefold())
    assert printed == [(term.anchor, term.term, term.meaning) for term in terms]
