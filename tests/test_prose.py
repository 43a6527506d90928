"""The prose rules and their exceptions: golden/prose.yml and golden/exceptions.yml have texts and their faults.

A new case is an entry there, and no code.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.common.faults import Fault
from scripts.content import prose
from scripts.content.front_matter import Entry, read_entry, split_page
from tests.golden import FOLDER, cases, golden_data

CASES: list[dict[str, Any]] = golden_data("prose.yml")
AUTHOR = "Ann Wren"
LONG = " ".join(["one two three four five"] * 7)


def _all(markdown: str, kind: str = "page", title: str = "Title", extra: str = "") -> list[Fault]:
    front_matter, body = split_page(f"---\ntitle: {title}\nkind: {kind}\n{extra}---\n{markdown}")
    entry = read_entry(front_matter, "docs/x.md", "x.md", frozenset({"x.md"}), dt.date(2026, 11, 23))
    return list(prose.check(replace(entry, body=body), AUTHOR))


@pytest.mark.parametrize("kind", ["home", "article", "help", "evidence", "page", "archive"])
def test_a_plain_page_has_no_faults(kind: str) -> None:
    good = (FOLDER / "plain_page.md").read_text(encoding="utf-8")
    assert _all(good, kind, extra="description: A page that says one thing, and says it plainly.\n") == []


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}-{number}" for number, case in enumerate(CASES)])
def test_the_faults_of_a_text_are_those_of_the_golden_file(case: dict[str, Any]) -> None:
    sentences = [f"{'word ' * 10}."] * case.get("short", 0) + [f"{'word ' * 19}."] * case.get("long", 0)
    title, text = case.get("title", "Title"), case.get("text", "\n\n".join(sentences))
    found = _all(f"# {case.get('h1', title)}\n\n{text}", case.get("kind", "page"), title)
    assert [f"{fault.line}: {fault.message}" for fault in found if fault.rule == case["rule"]] == case["faults"]


def test_every_rule_has_a_case_with_a_fault() -> None:
    assert {case["rule"] for case in CASES if case["faults"]} == set(prose.PROSE)


def test_what_the_front_matter_shows_is_read() -> None:
    found = _all("# Title\n", extra=f"description: {'word ' * 31}.\n")
    assert [(fault.line, fault.rule) for fault in found] == [(4, "PR01")]


def test_without_an_h1_the_faults_of_the_whole_page_are_in_line_1() -> None:
    found = _all("Extraordinary considerations necessitate extraordinary deliberation.\n")
    assert [(fault.line, fault.rule) for fault in found] == [(1, "PR05"), (1, "PR06")]


@pytest.mark.parametrize(("markdown", "faults"), cases("exceptions.yml"))
def test_an_exception_excuses_what_it_names_and_nothing_else(markdown: str, faults: list[list[int | str]]) -> None:
    entry = Entry("docs/x.md", "x.md", f"# Title\n\n{markdown.replace('LONG', LONG)}")
    found = [
        fault
        for fault in sorted(prose.check(entry, AUTHOR))
        if fault.rule in markdown or fault.rule not in {"PR02", "PR05"}
    ]
    told = [[fault.line, fault.message if fault.rule == "PR20" else fault.rule] for fault in found]
    assert told == faults


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_any_text_can_be_checked(markdown: str) -> None:
    lines = markdown.count("\n") + 5
    assert all(1 <= fault.line <= lines for fault in _all(markdown))
