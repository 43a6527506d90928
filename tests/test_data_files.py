"""Data files: what is said of one that is wrong (`fixtures/data/faults.yml`), and what those of the site hold."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html

from scripts.common.settings import USUAL
from scripts.content import data_files, help_lines
from scripts.content.before_build import data_faults
from scripts.content.blocks import read_text
from scripts.content.data_files import Entries, FaultyDataError, glossary, studies
from scripts.content.front_matter import split_page
from scripts.content.markup import read_written
from tests.building import ROOT
from tests.golden import golden_data
from tests.sites import write_files

DATA = ROOT / "docs" / "_data"
PAGE = ROOT / "docs" / "articles" / "what-research-says.md"
GOLDEN: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "tests/fixtures/data/faults.yml").read_text("utf-8"))
CASES = [(name, case) for name, file in GOLDEN.items() for case in [{"faults": []}, *file["cases"]]]
READS: dict[str, Callable[[Path], Entries[Any]]] = {
    "help-lines": help_lines.read,
    "evidence": studies,
    "glossary": glossary,
    "contact-ladder": data_files.contact_ladder,
}
SITE: dict[str, list[str]] = golden_data("site_data.yml")


@pytest.fixture
def data(docs: Path) -> Path:
    """Make a folder of sound data; the check runs in the folder above."""
    return write_files(docs / "_data", {f"{name}.yml": file["sound"] for name, file in GOLDEN.items()})


def _faults(data: Path, name: str) -> list[str]:
    found = [str(fault) for fault in data_faults(data, dt.date(2026, 11, 23), USUAL)]
    start = f"docs/_data/{name}.yml:"
    assert all(fault.startswith(start) for fault in found)
    return sorted(fault.removeprefix(start).strip() for fault in found)


@pytest.mark.parametrize(("name", "case"), CASES)
def test_each_fault_has_its_line_and_sentence(data: Path, name: str, case: dict[str, Any]) -> None:
    sound = GOLDEN[name]["sound"]
    old = case.get("old", sound)
    assert sound.count(old) == 1
    text = case.get("text", sound.replace(old, case.get("new", old)))
    (data / f"{name}.yml").write_text(text, encoding="utf-8")
    assert _faults(data, name) == sorted(case["faults"])


@pytest.mark.parametrize("name", GOLDEN)
def test_nothing_is_printed_from_a_file_with_a_fault(data: Path, name: str) -> None:
    file = data / f"{name}.yml"
    for content, message in (
        (f"{GOLDEN[name]['sound']}  hue: red\n".encode(), r':\d+: .*"hue" is not a known key'),
        (b"- name: caf\xe9\n", r": [A-Z]{2}01 This file is not text in UTF-8; save it as UTF-8\.$"),
        (None, r": [A-Z]{2}01 There is no such file; put it back\.$"),
    ):
        file.write_bytes(content) if content else file.unlink()
        with pytest.raises(FaultyDataError, match=rf"{name}\.yml{message}"):
            READS[name](data).all()


def test_a_site_can_do_without_all_data_but_help_lines(data: Path) -> None:
    for file in data.iterdir():
        file.unlink()
    assert _faults(data, "help-lines") == ["HL01 There is no such file; put it back."]


def test_nothing_that_nobody_read_is_named() -> None:
    text = (DATA / "evidence.yml").read_text(encoding="utf-8") + PAGE.read_text(encoding="utf-8")
    assert [name for name in SITE["unread"] if re.search(rf"\b{name}\b", text)] == []


def test_the_page_says_what_no_study_shows_and_names_no_author_who_is_not_in_the_data() -> None:
    known = {word for study in studies(DATA).all() for word in re.findall(r"[\w’-]+", study.authors)}
    known |= set(SITE["no_authors"])
    _, body = split_page(PAGE.read_text(encoding="utf-8"))
    blocks = read_text(read_written(body)).blocks
    assert blocks[1].text.startswith("No study tests these four steps.")
    text = "\n".join(block.text for block in blocks if block.tag in {"p", "li", "td"})
    inside = re.findall(r"(?<=[\w,;:’] )[A-Z][\w’-]+", text)
    assert {"Doherty", "Peterson", "Turtle"} <= set(inside)
    assert [word for word in inside if word not in known] == []


def test_the_anchors_of_the_glossary_stay_and_common_words_are_not_linked_by_themselves() -> None:
    terms = glossary(DATA).all()
    assert sorted(term.anchor for term in terms) == SITE["anchors"]
    assert {term.anchor for term in terms if not term.auto} == set(SITE["by_hand"])


def test_the_site_has_one_rule_of_contact() -> None:
    assert [rung.when for rung in data_files.contact_ladder(DATA).all()] == SITE["contact"]


def test_the_built_pages_print_every_study_and_every_term_once(real_site: Path) -> None:
    page = html.parse(real_site / "articles" / "what-research-says" / "index.html")
    found = studies(DATA).all()
    assert page.xpath("//ul[contains(@class, 'evidence')]/li/@id") == [study.id for study in found]
    assert {study.step for study in found} == {1, 2, 3, 4}
    # Help stands right below the study on suicide.
    (study,) = page.xpath("//li[contains(p, 'suicide')]")
    assert study.getnext() is None
    help_card = study.getparent().getnext()
    assert "help-card" in help_card.get("class")
    assert help_card.xpath(".//a[contains(., 'Help now')][contains(@href, 'help-now')]")
    assert help_card.xpath(".//a[starts-with(@href, 'tel:')]")
    names = html.parse(real_site / "words-used-here" / "index.html").xpath("//dl[contains(@class, 'glossary')]/dt/@id")
    assert names == [term.anchor for term in sorted(glossary(DATA).all(), key=lambda term: term.term.casefold())]
