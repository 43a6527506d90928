"""The prose rules: each text in golden/prose.yml and its faults. A new case is an entry there, and no code."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scripts.common.faults import Fault
from scripts.content import prose
from scripts.content.front_matter import Around, parse_page, read_entry
from scripts.content.prose import RULES
from tests.building import ROOT

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "golden" / "prose.yml").read_text(encoding="utf-8"))


def _all(markdown: str, kind: str = "page", title: str = "Title", extra: str = "") -> list[Fault]:
    front_matter = f"title: {title}\nkind: {kind}\n{extra}"
    page = parse_page(f"---\n{front_matter}---\n{markdown}", "docs/x.md", "x.md")
    return list(prose.check(read_entry(page, Around("x.md", frozenset({"x.md"}), dt.date(2026, 11, 23)))))


def _faults(rule: str, markdown: str, kind: str = "page") -> list[str]:
    """Check a text that stands below an H1 in line 5, itself from line 7 on."""
    found = _all(f"# Title\n\n{markdown}", kind)
    return [f"{fault.line}: {fault.message}" for fault in found if fault.rule == rule]


GOOD = """\
# Title {#top}

Al Turtle advises you to wait. Call a friend today, and say what you need.

You may feel awful for two or three weeks. See [When to fold](when-to-fold.md#end){ .next }.

## What to do

/// do | Do this
- Breathe.
- **Eat**, sleep and walk.
///

### In the evening

/// our-note | Our note: children and health
Answer fully and at once about children.
///

| Situation | Reliable |
|---|---|
| They call | You answer |

Lizard
:   The part of you that wants to be safe.

<figure class="picture"><svg role="img" viewBox="0 0 320 80"><title>Two people</title></svg>
<figcaption>Each push adds distance.</figcaption></figure>
"""


@pytest.mark.parametrize("kind", ["home", "article", "help", "evidence", "page", "archive"])
def test_a_plain_page_has_no_faults(kind: str) -> None:
    assert _all(GOOD, kind, extra="description: A page that says one thing, and says it plainly.\n") == []


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}-{number}" for number, case in enumerate(CASES)])
def test_the_faults_of_a_text_are_those_of_the_golden_file(case: dict[str, Any]) -> None:
    assert _faults(case["rule"], case["text"], case.get("kind", "page")) == case["faults"]


def test_every_rule_has_a_case_with_a_fault() -> None:
    tested_here = {"PR07", "PR26"}
    assert {case["rule"] for case in CASES if case["faults"]} | tested_here == set(RULES)


def test_pr01_reads_what_the_front_matter_shows() -> None:
    long = "word " * 31
    assert [(fault.line, fault.rule) for fault in _all("# Title\n", extra=f"description: {long}.\n")] == [(4, "PR01")]


@pytest.mark.parametrize(
    ("kind", "short", "long", "message"),
    [
        ("article", 24, 0, None),  # too few to say anything
        (
            "article",
            25,
            0,
            "0 % of the sentences have more than 18 words; let one sentence in a paragraph run on, to 8 to 18 %.",
        ),
        ("article", 23, 2, None),
        ("article", 20, 5, "20 % of the sentences have more than 18 words; split some of them, to 8 to 18 %."),
        ("page", 25, 0, None),
    ],
)
def test_pr26_flat(kind: str, short: int, long: int, message: str | None) -> None:
    text = "\n\n".join([f"{'word ' * 10}."] * short + [f"{'word ' * 19}."] * long)
    assert _faults("PR26", text, kind) == ([f"5: {message}"] if message else [])


def test_pr06_forgives_curled_marks_and_a_title_that_is_not_known() -> None:
    assert _all("# Turtle’s “map”\n", title='Turtle\'s "map"') == []
    assert _all("# Anything\n", title="") == []


def test_pr07_long_h1() -> None:
    assert _all(f"# {'x' * 65}\n", title="x" * 65) == []
    assert _all(f"# {'x' * 66}\n", title="x" * 66) == [
        Fault("docs/x.md", 5, "PR07", "The H1 has 66 characters; shorten it to 65 at most.")
    ]


def test_every_rule_says_why() -> None:
    assert all(rule.asks and rule.why for rule in RULES.values())


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_any_text_can_be_checked(markdown: str) -> None:
    lines = markdown.count("\n") + 5
    assert all(1 <= fault.line <= lines for fault in _all(markdown))
