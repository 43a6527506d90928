"""What would be printed raw is named, with its line and its cure, word for word: golden/markup.yml has the cases."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from scripts.content.front_matter import read_all
from scripts.content.markup import check, known_here, read_written
from tests.building import ROOT
from tests.golden import cases, golden_data


@pytest.mark.parametrize(("text", "faults"), cases("markup.yml", "faults"))
def test_a_fault_names_what_is_wrong_and_the_cure(tmp_path: Path, text: str, faults: list[list[Any]]) -> None:
    (tmp_path / "mkdocs.yml").write_text(golden_data("markup.yml")["settings"], encoding="utf-8")
    known = known_here(tmp_path / "mkdocs.yml")
    assert [list(fault) for fault in check(read_written(f"One\n\n{text}"), known)] == faults


def test_the_settings_say_what_is_known_and_all_pages_keep_to_it() -> None:
    known = known_here()
    material = "note abstract info tip success question failure danger bug example quote warning"
    assert {*material.split(), "our-note", "details", "tab", "caption", "help-lines"} <= set(known)
    for folder in ("docs", "tests/fixtures/site", "tests/fixtures/toolbox"):
        entries, _ = read_all(ROOT / folder, dt.date(2026, 11, 28))
        assert [fault for entry in entries for fault in check(entry.written, known)] == []
