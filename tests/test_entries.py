from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, ConfigDict

from scripts.common.faults import Fault
from scripts.content.entries import FaultyDataError, read_entries

if TYPE_CHECKING:
    from pathlib import Path


class Bird(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    legs: int = 2


def test_reads_the_entries_with_their_places(tmp_path: Path) -> None:
    file = tmp_path / "birds.yml"
    file.write_text("- name: wren\n- name: kiwi\n  legs: 3\n", encoding="utf-8")
    entries = read_entries(file, list[Bird], "XX01")
    assert entries.sound == ((0, Bird(name="wren")), (1, Bird(name="kiwi", legs=3)))
    assert entries.faults == ()
    assert entries.lines.of((1, "legs")) == 3


def test_a_fault_of_one_entry_leaves_the_others_sound(tmp_path: Path) -> None:
    file = tmp_path / "birds.yml"
    file.write_text("- name: wren\n  wings: 2\n- name: 7\n- name: kiwi\n", encoding="utf-8")
    entries = read_entries(file, list[Bird], "XX01")
    assert entries.sound == ((2, Bird(name="kiwi")),)
    assert [str(fault) for fault in entries.faults] == [
        f'{file}:2: XX01 In entry 1: "wings" is not a known key; allowed are legs, name.',
        f'{file}:3: XX01 In entry 2: "name" is the number 7; it has to be text: put it in quotation marks.',
    ]


def test_a_fault_of_a_key_that_is_not_there_stands_at_its_entry(tmp_path: Path) -> None:
    file = tmp_path / "birds.yml"
    file.write_text("- name: wren\n- name: kiwi\n", encoding="utf-8")
    entries = read_entries(file, list[Bird], "XX01")
    assert entries.fault(1, "legs", "XX02", "Count them.") == Fault(file.as_posix(), 2, "XX02", "Count them.")


def test_names_the_file_from_the_folder_where_the_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_entries(tmp_path / "docs" / "birds.yml", list[Bird], "XX01").path == "docs/birds.yml"


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (None, "", "There is no such file; put it back."),
        (b"- name: caf\xe9\n", "", "This file is not text in UTF-8; save it as UTF-8."),
        (b"", "", "There is no entry in this file; enter at least one."),
        (b"[]\n", "", "There is no entry in this file; enter at least one."),
        (b"\nname: wren\n", ":2", "The text is a map of keys; it has to be a list."),
        (b"- name: wren\n  name: kiwi\n", ":2", 'The key "name" stands here and in line 1; keep one of them.'),
    ],
)
def test_a_file_without_entries(tmp_path: Path, content: bytes | None, place: str, message: str) -> None:
    file = tmp_path / "birds.yml"
    if content is not None:
        file.write_bytes(content)
    entries = read_entries(file, list[Bird], "XX01")
    assert entries.sound == ()
    assert [str(fault) for fault in entries.faults] == [f"{file}{place}: XX01 {message}"]


def test_the_error_lists_all_faults() -> None:
    error = FaultyDataError([Fault("birds.yml", 1, "XX01", "One."), Fault("birds.yml", 0, "XX02", "Two.")])
    assert str(error) == "birds.yml:1: XX01 One.\nbirds.yml: XX02 Two."
