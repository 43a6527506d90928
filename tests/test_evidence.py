from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import html

from scripts.common.partials import filled
from scripts.content.blocks import read_text
from scripts.content.data_files import studies
from scripts.content.front_matter import parse_page
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DATA = ROOT / "docs" / "_data"
PAGE = ROOT / "docs" / "articles" / "what-research-says.md"

STUDY = """\
- id: wren-2001
  authors: Wren and Kiwi
  year: 2001
  journal: Journal of Birds 1:2–3
  step: 1
  finding: Birds that were chased flew away.
  people: 12 birds.
  bearing: for
  how_sure: Small.
  label: S
"""

# Known from memory alone (label K in the research): nobody on this project has read them, so they stand nowhere.
UNREAD = (
    *("Binstock", "Bowlby", "Clegg", "Hazan", "Kline", "Langhinrichsen"),
    *("Reis", "Thornton", "Uphoff", "Vaughan", "Wineberg"),
)


@pytest.mark.parametrize(
    ("paper", "link"),
    [
        ("PMC3014221", '<a href="https://pmc.ncbi.nlm.nih.gov/articles/PMC3014221/">PubMed Central PMC3014221</a>'),
        ("10.1000/182", '<a href="https://doi.org/10.1000/182">DOI 10.1000/182</a>'),
    ],
)
def test_where_a_paper_can_be_opened(tmp_path: Path, paper: str, link: str) -> None:
    (tmp_path / "evidence.yml").write_text(f"{STUDY}  doi_or_pmc: {paper}\n", encoding="utf-8")
    assert link in filled("blocks/evidence.html", studies=studies(tmp_path).all())


def test_the_studies_of_the_site_keep_the_rules() -> None:
    assert {study.step for study in studies(DATA).all()} == {1, 2, 3, 4}


@pytest.mark.parametrize("file", [DATA / "evidence.yml", PAGE], ids=lambda file: file.name)
def test_nothing_that_nobody_read_is_named(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert [name for name in UNREAD if re.search(rf"\b{name}\b", text)] == []


def test_the_page_begins_with_what_no_study_shows() -> None:
    blocks = read_text(parse_page(PAGE.read_text(encoding="utf-8"), "x.md", "x.md").body).blocks
    assert blocks[1].text.startswith("No study tests these four steps.")


def test_the_page_names_no_author_who_is_not_in_the_data() -> None:
    known = {word for study in studies(DATA).all() for word in re.findall(r"[\w’-]+", study.authors)}
    # The other words with a capital inside a sentence: whose advice it is, a country, a magazine, pages of ours.
    known |= {"Al", "Turtle", "United", "States", "Psychology", "Today", "If", "Help", "When", "About", "Reported"}
    blocks = read_text(parse_page(PAGE.read_text(encoding="utf-8"), "x.md", "x.md").body).blocks
    text = "\n".join(block.text for block in blocks if block.tag in {"p", "li", "td"})
    inside = re.findall(r"(?<=[\w,;:’] )[A-Z][\w’-]+", text)
    assert {"Doherty", "Peterson", "Turtle"} <= set(inside)
    assert [word for word in inside if word not in known] == []


def test_the_built_page_prints_every_study_once(real_site: Path) -> None:
    page = html.parse(real_site / "articles" / "what-research-says" / "index.html")
    printed = [
        (item.get("id"), item.xpath("string(p[@class='finding'])"))
        for item in page.xpath("//ul[contains(@class, 'evidence')]/li")
    ]
    assert printed == [(study.id, study.finding) for study in studies(DATA).all()]


def test_help_stands_right_below_the_study_on_suicide(real_site: Path) -> None:
    page = html.parse(real_site / "articles" / "what-research-says" / "index.html")
    (study,) = page.xpath("//li[contains(p, 'suicide')]")
    assert study.getnext() is None
    help_card = study.getparent().getnext()
    assert "help-card" in help_card.get("class")
    assert "help-now" in help_card.xpath("string(.//a[contains(., 'Help now')]/@href)")
    assert help_card.xpath(".//a[starts-with(@href, 'tel:')]")
