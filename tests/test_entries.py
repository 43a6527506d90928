from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.common.faults import Fault
from scripts.content.data_files import FaultyDataError, Strict, read_entries

if TYPE_CHECKING:
    from pathlib import Path


class Bird(Strict):
    name: str
    legs: int = 2


def test_a_fault_of_one_entry_leaves_the_others_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "docs" / "birds.yml"
    file.parent.mkdir()
    file.write_text("- name: wren\n  wings: 2\n- name: 7\n- name: kiwi\n  legs: 3\n", encoding="utf-8")
    entries = read_entries(file, Bird, "XX01")
    assert entries.sound == [(2, Bird(name="kiwi", legs=3))]
    assert entries.fault(2, "legs", "XX02", "Count them.") == Fault("docs/birds.yml", 5, "XX02", "Count them.")
    assert entries.fault(2, "wings", "XX02", "Count them.").line == 4
    with pytest.raises(FaultyDataError) as raised:
        entries.all()
    assert str(raised.value).split("\n") == [
        'docs/birds.yml:2: XX01 In entry 1: "wings" is not a known key; allowed are legs, name.',
        'docs/birds.yml:3: XX01 In entry 2: "name" is 7; it has to be text: put it in quotation marks.',
    ]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (None, "", "There is no such file; put it back."),
        (b"- name: caf\xe9\n", "", "This file is not text in UTF-8; save it as UTF-8."),
        (b"", "", "This file is no list with an entry; begin each with “- ”."),
        (b"[]\n", "", "This file is no list with an entry; begin each with “- ”."),
        (b"\nname: wren\n", "", "This file is no list with an entry; begin each with “- ”."),
        (b"- name: wren\n  name: kiwi\n", ":2", 'The key "name" stands here and in line 1; keep one of them.'),
    ],
)
def test_a_file_without_entries(tmp_path: Path, content: bytes | None, line: str, message: str) -> None:
    file = tmp_path / "birds.yml"
    if content is not None:
        file.write_bytes(content)
    entries = read_entries(file, Bird, "XX01")
    assert entries.sound == []
    assert [str(fault) for fault in entries.faults] == [f"{file}{line}: XX01 {message}"]
