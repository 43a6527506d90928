from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import html

from scripts.content.blocks import read_text
from scripts.content.entries import FaultyDataError
from scripts.content.evidence import checks, load
from scripts.content.page import read_page
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DATA = ROOT / "docs" / "_data" / "evidence.yml"
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
  sure: seen-abstract
  how_sure: Small.
  label: S
"""

LABEL_K = (
    'EV02 "wren-2001" has the label "K"; only S (its abstract was read) and "2" (reported by someone) are printed, '
    "so read it or take it out."
)

# Known from memory alone (label K in the research): nobody on this project has read them, so they stand nowhere.
UNREAD = (
    *("Binstock", "Bowlby", "Clegg", "Hazan", "Kline", "Langhinrichsen", "Qian"),
    *("Reis", "Thornton", "Tumin", "Uphoff", "Vaughan", "Wineberg"),
)


def faults(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "evidence.yml"
    file.write_text(text, encoding="utf-8")
    return [str(fault).removeprefix(f"{file}:") for fault in checks(file)]


def test_a_sound_study_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, STUDY) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("step: 1", "step: 5", '5: EV01 In entry 1: "step" is the number 5; it has to be one of 1, 2, 3 or 4.'),
        ("year: 2001", 'year: "2001"', '3: EV01 In entry 1: "year" is "2001"; it has to be a whole number.'),
        (
            "bearing: for",
            "bearing: maybe",
            '8: EV01 In entry 1: "bearing" is "maybe"; it has to be one of for, against, both or limits.',
        ),
        (
            "label: S",
            "label: S\n  doi_or_pmc: doi:10.1000/1",
            '12: EV01 In entry 1: "doi_or_pmc" has to be a DOI that begins with 10. or a number such as PMC3014221.',
        ),
        (
            "id: wren-2001",
            "id: Wren 2001",
            '1: EV01 In entry 1: "id" has to be small letters, digits and hyphens, such as holley-2010.',
        ),
        (
            "label: S",
            "label: 2",
            '11: EV01 In entry 1: "label" is the number 2; it has to be text: put it in quotation marks.',
        ),
        (
            "label: S",
            "label: K",
            f"11: {LABEL_K}",
        ),
        (
            "sure: seen-abstract",
            "sure: reported-by",
            '9: EV03 "wren-2001" has the label "S", so "sure" has to be seen-abstract.',
        ),
        (
            "label: S",
            "label: S\n  reported_by: a magazine",
            '12: EV03 "wren-2001" has the label "S"; take "reported_by" out, or make the label "2".',
        ),
        (
            "sure: seen-abstract\n  how_sure: Small.\n  label: S",
            'sure: reported-by\n  how_sure: Small.\n  label: "2"',
            '1: EV03 "wren-2001" was not read by us; say in "reported_by" whose account it is.',
        ),
        (
            "flew away.",
            "flew away. They did not come back.",
            '6: EV04 The finding of "wren-2001" has 2 sentences; say it in one sentence.',
        ),
        (
            "flew away.",
            "flew away",
            '6: EV04 The finding of "wren-2001" does not end with a full stop; say it in one sentence.',
        ),
        (
            "flew away.",
            f"flew {'very ' * 24}far away.",
            '6: EV04 The finding of "wren-2001" has 31 words; say it in at most 30.',
        ),
        ("  authors: Wren and Kiwi\n", "", '1: EV05 "wren-2001" has no authors; add it.'),
        ("authors: Wren and Kiwi", 'authors: " "', '2: EV05 "wren-2001" has no authors; add it.'),
        ("  year: 2001\n", "", '1: EV05 "wren-2001" has no year; add it.'),
        ("  journal: Journal of Birds 1:2–3\n", "", '1: EV05 "wren-2001" has no journal; add it.'),
        ("  how_sure: Small.\n", "", '1: EV05 "wren-2001" has no how_sure; add it.'),
    ],
)
def test_each_fault_has_its_line_and_sentence(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in STUDY
    assert faults(tmp_path, STUDY.replace(old, new)) == [fault]


def test_an_id_stands_once(tmp_path: Path) -> None:
    assert faults(tmp_path, STUDY + STUDY) == [
        '12: EV01 The id "wren-2001" stands in line 1 already; give this study another one.'
    ]


def test_all_faults_of_a_file_are_shown(tmp_path: Path) -> None:
    text = STUDY.replace("step: 1", "step: 5") + STUDY.replace("label: S", "label: K").replace("year: 2001", "year:")
    assert [fault.split()[:2] for fault in faults(tmp_path, text)] == [["5:", "EV01"], ["22:", "EV02"], ["14:", "EV05"]]


@pytest.mark.parametrize("finding", ["In 0.5 of all cases, e.g. with birds, it flew.", "It said “Fly away.”"])
def test_a_point_within_a_sentence_does_not_end_it(tmp_path: Path, finding: str) -> None:
    assert faults(tmp_path, STUDY.replace("Birds that were chased flew away.", finding)) == []


def test_nothing_is_printed_from_a_faulty_file(tmp_path: Path) -> None:
    file = tmp_path / "evidence.yml"
    file.write_text(STUDY.replace("label: S", "label: K"), encoding="utf-8")
    with pytest.raises(FaultyDataError) as caught:
        load(file)
    assert str(caught.value) == f"{file}:11: {LABEL_K}"


@pytest.mark.parametrize(
    ("paper", "archive", "address"),
    [
        ("PMC3014221", "PubMed Central", "https://pmc.ncbi.nlm.nih.gov/articles/PMC3014221/"),
        ("10.1000/182", "DOI", "https://doi.org/10.1000/182"),
    ],
)
def test_where_a_paper_can_be_opened(tmp_path: Path, paper: str, archive: str, address: str) -> None:
    file = tmp_path / "evidence.yml"
    file.write_text(f"{STUDY}  doi_or_pmc: {paper}\n", encoding="utf-8")
    (study,) = load(file)
    assert (study.archive, study.address) == (archive, address)


def test_the_studies_of_the_site_keep_the_rules() -> None:
    assert [str(fault) for fault in checks(DATA)] == []


def test_every_study_of_the_site_was_read_or_is_reported() -> None:
    studies = load(DATA)
    assert {study.step for study in studies} == {1, 2, 3, 4}
    assert {study.label for study in studies} == {"S", "2"}
    assert all(bool(study.reported_by) == (study.label == "2") for study in studies)


@pytest.mark.parametrize("file", [DATA, PAGE], ids=lambda file: file.name)
def test_nothing_that_nobody_read_is_named(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert [name for name in UNREAD if re.search(rf"\b{name}\b", text)] == []


def test_the_page_begins_with_what_no_study_shows() -> None:
    blocks = read_text(read_page(PAGE, ROOT / "docs").body).blocks
    assert blocks[1].text.startswith("No study tests these four steps.")


def test_the_page_names_no_author_who_is_not_in_the_data() -> None:
    known = {word for study in load(DATA) for word in re.findall(r"[\w’-]+", study.authors)}
    # The other words with a capital inside a sentence: whose advice it is, a country, a magazine, pages of ours.
    known |= {"Al", "Turtle", "United", "States", "Psychology", "Today", "If", "Help", "When", "About", "Reported"}
    blocks = read_text(read_page(PAGE, ROOT / "docs").body).blocks
    text = "\n".join(block.text for block in blocks if block.kind in {"paragraph", "item", "cell"})
    inside = re.findall(r"(?<=[\w,;:’] )[A-Z][\w’-]+", text)
    assert {"Doherty", "Peterson", "Turtle"} <= set(inside)
    assert [word for word in inside if word not in known] == []


def test_the_built_page_prints_every_study_once(real_site: Path) -> None:
    page = html.parse(real_site / "articles" / "what-research-says" / "index.html")
    printed = [
        (item.get("id"), item.xpath("string(p[@class='finding'])"))
        for item in page.xpath("//ul[contains(@class, 'evidence')]/li")
    ]
    assert printed == [(study.id, study.finding) for study in load(DATA)]


def test_help_stands_right_below_the_study_on_suicide(real_site: Path) -> None:
    page = html.parse(real_site / "articles" / "what-research-says" / "index.html")
    (study,) = page.xpath("//li[contains(p, 'suicide')]")
    assert study.getnext() is None
    help_card = study.getparent().getnext()
    assert "help-card" in help_card.get("class")
    assert "help-now" in help_card.xpath("string(.//a[contains(., 'Help now')]/@href)")
    assert help_card.xpath(".//a[starts-with(@href, 'tel:')]")
