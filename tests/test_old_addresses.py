from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scripts.common.old_addresses import TABLE, FaultyTableError, OldAddress, Places, load
from scripts.content.data_files import old_addresses
from tests.building import ROOT
from tests.golden import cases

if TYPE_CHECKING:
    from pathlib import Path

NO_ADDRESS = (
    "has to be a path such as /archives/1326, with all but letters, digits and / . _ ~ - written as %XX; "
    "at its end there may be a range such as {1..75}, or a query such as ?p=1326."
)
NO_PAGE = (
    "has to be the path of a page from the folder of the pages, with or without #anchor, "
    "such as words-used-here.md#lizard."
)


def entry(old: str, to: str = "index.md") -> OldAddress:
    return OldAddress.model_validate({"from": old, "to": to})


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A docs folder with room for the table."""
    (tmp_path / TABLE).parent.mkdir()
    return tmp_path


def faults(docs: Path, *rows: tuple[str, str]) -> list[str]:
    text = "".join(f"- from: '{old}'\n  to: '{to}'\n" for old, to in rows)
    return faults_of(docs, text)


def faults_of(docs: Path, text: str) -> list[str]:
    (docs / TABLE).write_text(text, encoding="utf-8")
    return [str(fault).removeprefix(f"{docs / TABLE}:") for fault in old_addresses((docs / TABLE).parent).faults]


def test_a_sound_table_has_no_fault(docs: Path) -> None:
    rows = [
        ("/archives/1", "birds/wings.md"),
        ("/archives/1/comment-page-{1..3}", "birds/wings.md#left"),
        ("/?p=1", "index.md"),
        ("/?p=2", "index.md"),
        ("/blog/_archives/2005/3.html", "index.md"),
        ("/a/%D7%90%20b", "index.md"),
    ]
    assert faults(docs, *rows) == []


@pytest.mark.parametrize("old", cases("old_addresses.yml", "no address"))
def test_an_address_that_a_host_could_take_otherwise_is_no_address(docs: Path, old: str) -> None:
    assert faults(docs, (old, "index.md")) == [f'1: OA01 In entry 1: "from" {NO_ADDRESS}']


@pytest.mark.parametrize(("old", "part"), cases("old_addresses.yml", "no file"))
def test_an_address_can_be_the_name_of_a_file(docs: Path, old: str, part: str) -> None:
    expected = f'1: OA01 In entry 1: "from" has the part "{part}", which no file can have as its name; correct it.'
    assert faults(docs, (old, "index.md")) == [expected]


@pytest.mark.parametrize("span", ["{3..3}", "{3..1}", "{1..501}"])
def test_a_range_counts_upwards_and_not_too_far(docs: Path, span: str) -> None:
    assert faults(docs, (f"/a-{span}", "index.md")) == [
        '1: OA01 In entry 1: "from" has to count upwards, such as {1..75}, and over at most 500 numbers.'
    ]


@pytest.mark.parametrize("to", cases("old_addresses.yml", "no page"))
def test_the_target_is_the_path_of_a_page(docs: Path, to: str) -> None:
    assert faults(docs, ("/a", to)) == [f'2: OA01 In entry 1: "to" {NO_PAGE}']


def test_each_entry_has_two_keys(docs: Path) -> None:
    assert faults_of(docs, "- from: /a\n") == ['1: OA01 In entry 1: "to" is missing; add it.']
    assert faults_of(docs, "- from: 7\n  to: index.md\n") == [
        '1: OA01 In entry 1: "from" has to be text; put a number or a date into quotation marks.'
    ]
    assert faults_of(docs, "- from: /a\n  to: index.md\n  colour: red\n") == [
        '3: OA01 In entry 1: "colour" is not a known key; correct it, or take it out.'
    ]
    long = "/x" * 201
    assert faults(docs, (long, "index.md")) == ['1: OA01 In entry 1: "from" has to have at most 400 characters.']


def test_a_faulty_entry_hides_no_fault_of_another(docs: Path) -> None:
    assert [fault[:7] for fault in faults(docs, ("a", "index.md"), ("/b", "index"))] == ["1: OA01", "4: OA01"]


@pytest.mark.parametrize(("first", "second"), cases("old_addresses.yml", "twice"))
def test_an_address_stands_once(docs: Path, first: str, second: str) -> None:
    (fault,) = faults(docs, (first, "index.md"), (second, "index.md"))
    assert re.fullmatch(r'3: OA02 ".*" stands in line 1 already; give each its own\.', fault)


def test_a_folder_has_one_range(docs: Path) -> None:
    assert faults(docs, ("/a/x-{1..3}", "index.md"), ("/a/y-{1..3}", "index.md"), ("/b/y-{1..3}", "index.md")) == [
        '3: OA02 "a/" stands in line 1 already; give each its own.'
    ]


def test_an_address_knows_the_files_that_answer_it() -> None:
    assert entry("/archives/1326/").files == {"archives/1326": "archives/1326/index.html"}
    assert entry("/a%20b/c.html").files == {"a b/c.html": "a b/c.html"}
    assert entry("/a/c-{9..11}").files == {f"a/c-{n}": f"a/c-{n}/index.html" for n in (9, 10, 11)}
    assert entry("/?p=1326").files == {}


def test_an_address_knows_its_query_and_its_folder() -> None:
    assert (entry("/?p=1326").query, entry("/?p=1326").folder) == (("p", "1326"), None)
    assert (entry("/a/c-{1..2}").query, entry("/a/c-{1..2}").folder) == (None, "a/")
    assert entry("/c-{1..2}").folder == "/"
    assert entry("/a").folder is None


def test_an_entry_knows_where_it_leads() -> None:
    found = entry("/a", "birds/wings.md#left")
    assert (found.page, found.anchor) == ("birds/wings.md", "left")
    assert entry("/a").anchor == ""


@given(st.text(alphabet="/ab.%2F5Ce0{}?=1~-\\", max_size=20).map("/".__add__))
def test_whatever_is_accepted_stays_in_the_folder_of_the_site(old: str) -> None:
    try:
        files = entry(old).files.values()
    except ValidationError:
        return
    for file in files:
        assert posixpath.normpath(file) == file
        assert not file.startswith("/")
        assert ".." not in file.split("/")
        assert "\\" not in file
        assert file.endswith(".html")


def test_places_know_what_is_in_the_way() -> None:
    places = Places(["a/index.html", "b.html"])
    assert places.in_the_way("A/index.html") == "a/index.html"
    assert places.in_the_way("a/index.html/x.html") == "a/index.html"
    assert places.in_the_way("a") == "a/index.html"
    assert places.in_the_way("b.html/index.html") == "b.html"
    assert places.in_the_way("a/b/index.html") is None
    assert (places.within("a/"), places.within("/"), places.within("b/")) == ("a/index.html", "a/index.html", None)


def test_the_table_is_read_with_its_lines(tmp_path: Path) -> None:
    table = tmp_path / "old.yml"
    assert load(table) == []
    table.write_text("# Words\n- to: index.md\n  from: /a\n- from: /b\n  to: index.md\n", encoding="utf-8")
    assert load(table) == [(3, entry("/a")), (4, entry("/b"))]


@pytest.mark.parametrize("data", [b"", b"- from: a\n  to: b\n", b"[", b"\xff"])
def test_nothing_is_used_from_a_faulty_table(tmp_path: Path, data: bytes) -> None:
    table = tmp_path / "old.yml"
    table.write_bytes(data)
    with pytest.raises(FaultyTableError):
        load(table)


@pytest.mark.parametrize(("old", "to"), cases("old_addresses.yml", "known"))
def test_the_best_known_addresses_are_in_the_table(old: str, to: str) -> None:
    assert entry(old, to) in [found for _, found in load(ROOT / "docs" / TABLE)]
