"""The table of old addresses: what an entry may say, what it means, and what is in the way."""

import posixpath
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scripts.common.old_addresses import TABLE, OldAddress, Places
from scripts.content.data_files import old_addresses
from tests.building import ROOT
from tests.golden import cases


def entry(old: str, to: str = "index.md") -> OldAddress:
    return OldAddress.model_validate({"from": old, "to": to})


def faults(folder: Path, text: str) -> list[str]:
    file = folder / TABLE
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return [str(fault).removeprefix(f"{file}:") for fault in old_addresses(file.parent).faults]


@pytest.mark.parametrize("group", ["no address", "no file", "no range", "no page"])
def test_an_entry_that_a_host_could_take_otherwise_is_a_fault(tmp_path: Path, group: str) -> None:
    fault, *found = cases("old_addresses.yml", group)
    for old, to, part in found:
        assert faults(tmp_path, f"- from: '{old}'\n  to: '{to}'\n") == [fault.replace("PART", part)], (old, to)


@pytest.mark.parametrize(("text", "expected"), cases("old_addresses.yml", "tables"))
def test_all_faults_of_a_table_are_told(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert faults(tmp_path, text) == expected


def test_the_long_table_of_a_blog_is_read_whole_and_a_fault_in_it_has_its_line(tmp_path: Path) -> None:
    # As long as 9,000 entries are, and read much faster.
    addresses = [f"/{number}/{'a' * 200}" for number in range(1500)]
    text = "# From a blog\n" + "".join(f"- from: {old}\n  to: &to{at} a.md\n" for at, old in enumerate(addresses))
    assert faults(tmp_path, text) == []
    assert [one.from_ for one in old_addresses(tmp_path / "_data").sound] == addresses
    assert faults(tmp_path, f"{text}- from: /one\n  to: *to7\n") == []
    wrong = ['3002: OA01 In entry 1501: "to" is missing; add it.']
    assert faults(tmp_path, f"{text}- from: /one\n") == wrong
    twice = [f'3002: OA02 "{addresses[7]}" stands in line 16 already; give each its own.']
    assert faults(tmp_path, f"{text}- from: {addresses[7]}\n  to: b.md\n") == twice


@pytest.mark.parametrize(("old", "files", "query", "folder"), cases("old_addresses.yml", "means"))
def test_an_address_knows_the_files_that_answer_it(
    old: str, files: dict[str, str], query: list[str] | None, folder: str | None
) -> None:
    found = entry(old, "birds/wings.md#left")
    assert (found.files, found.query, found.folder) == (files, tuple(query) if query else None, folder)
    assert (found.page, found.anchor, entry(old).anchor) == ("birds/wings.md", "left", "")


@given(st.text(alphabet="/ab.%2F5Ce0{}?=1~-\\", max_size=20).map("/".__add__))
def test_whatever_is_accepted_stays_in_the_folder_of_the_site(old: str) -> None:
    try:
        files = entry(old).files.values()
    except ValidationError:
        return
    for file in files:
        assert posixpath.normpath(file) == file
        assert not file.startswith(("/", "../"))
        assert file.endswith(".html")
        assert "\\" not in file


def test_places_know_what_is_in_the_way() -> None:
    places = Places(["a/index.html", "b.html"])
    for file in ("A/index.html", "a/index.html/x.html", "a"):
        assert places.in_the_way(file) == "a/index.html"
    assert [places.in_the_way(file) for file in ("b.html/index.html", "a/b/index.html")] == ["b.html", None]
    assert [places.within(folder) for folder in ("a/", "/", "b/")] == ["a/index.html", "a/index.html", None]


def test_the_best_known_addresses_are_in_the_table() -> None:
    found: list[Any] = [(one.from_, one.to) for one in old_addresses(ROOT / "docs" / "_data").all()]
    assert [one for one in cases("old_addresses.yml", "known") if tuple(one) not in found] == []
