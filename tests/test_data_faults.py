"""What is said of a data file that is wrong: `fixtures/data/faults.yml` has the faults, word for word."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from scripts.content import data_files, help_lines
from scripts.content.before_build import data_faults
from scripts.content.data_files import FaultyDataError
from tests.building import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scripts.content.data_files import Entries

TODAY = dt.date(2026, 11, 23)
GOLDEN: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "fixtures" / "data" / "faults.yml").read_text(encoding="utf-8")
)
CASES = [
    pytest.param(name, case["old"], case["new"], case["faults"], id=f"{name}-{number}")
    for name, file in GOLDEN.items()
    for number, case in enumerate(file["cases"])
]
READS: dict[str, Callable[[Path], Entries[Any]]] = {
    "help-lines": help_lines.read,
    "evidence": data_files.studies,
    "glossary": data_files.glossary,
    "contact-ladder": data_files.contact_ladder,
}


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a docs folder with the page that the glossary leads to, and sound data."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "docs"
    (folder / "_data").mkdir(parents=True)
    (folder / "birds").mkdir()
    (folder / "birds" / "wings.md").write_text("---\ntitle: All about wings\n---\n", encoding="utf-8")
    for name, file in GOLDEN.items():
        (folder / "_data" / f"{name}.yml").write_text(file["sound"], encoding="utf-8")
    return folder


def _faults(docs: Path, name: str) -> list[str]:
    start = f"docs/_data/{name}.yml:"
    found = [str(fault) for fault in data_faults(docs, TODAY)]
    assert all(fault.startswith(start) for fault in found)
    return [fault.removeprefix(start).strip() for fault in found]


def test_sound_files_have_no_fault(docs: Path) -> None:
    assert list(data_faults(docs, TODAY)) == []


@pytest.mark.parametrize(("name", "old", "new", "faults"), CASES)
def test_each_fault_has_its_line_and_sentence(docs: Path, name: str, old: str, new: str, faults: list[str]) -> None:
    sound = GOLDEN[name]["sound"]
    assert sound.count(old) == 1
    (docs / "_data" / f"{name}.yml").write_text(sound.replace(old, new), encoding="utf-8")
    assert sorted(_faults(docs, name)) == sorted(faults)


@pytest.mark.parametrize("name", GOLDEN)
def test_nothing_is_printed_from_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(FaultyDataError, match=rf"{name}\.yml: [A-Z]{{2}}01 There is no such file; put it back\.$"):
        READS[name](tmp_path).all()


@pytest.mark.parametrize(("name", "key"), [("evidence", "how_sure: Small."), ("glossary", "whose: research")])
def test_nothing_is_printed_from_a_file_with_a_fault(docs: Path, name: str, key: str) -> None:
    path = docs / "_data" / f"{name}.yml"
    path.write_text(GOLDEN[name]["sound"].replace(key, "hue: red"), encoding="utf-8")
    with pytest.raises(FaultyDataError, match='"hue" is not a known key'):
        READS[name](path.parent).all()


def test_a_fault_of_one_line_leaves_the_others_checked(docs: Path) -> None:
    sound = GOLDEN["help-lines"]["sound"]
    text = sound.replace("  sure: high\n", "") + sound.replace("checked: 2026-11-23", "checked: 2026-11-30")
    (docs / "_data" / "help-lines.yml").write_text(text, encoding="utf-8")
    assert [fault.split()[:2] for fault in _faults(docs, "help-lines")] == [["1:", "HL01"], ["25:", "HL04"]]
