"""Editors' exceptions: what they excuse, and what is wrong with them."""

from __future__ import annotations

import pytest

from scripts.content import prose
from scripts.content.front_matter import Entry, parse_page
from tests.golden import cases

LONG = "one two three four five " * 7


def _faults(markdown: str) -> list[tuple[int, str]]:
    """Check a text that stands below an H1 in line 1, itself from line 3 on."""
    entry = Entry(parse_page(f"# Title\n\n{markdown}", "docs/x.md", "x.md"))
    return sorted((fault.line, fault.rule) for fault in prose.check(entry) if fault.rule not in {"PR02", "PR05"})


def _messages(markdown: str) -> list[tuple[int, str]]:
    entry = Entry(parse_page(f"# Title\n\n{markdown}", "docs/x.md", "x.md"))
    return [(fault.line, fault.message) for fault in prose.check(entry) if fault.rule == "PR20"]


@pytest.mark.parametrize(
    "markdown",
    [
        # A paragraph, even if the line touches it.
        f"[//]: # (allow PR01: a name)\n\n{LONG}.",
        f"[//]: # (allow PR01: a name (and more))\n{LONG}.",
        f"Text.\n\n[//]: # (Allow pr01: a name)\n\n\n{LONG}.",
        # A list with all its items, or one item.
        f"[//]: # (allow PR01, PR04: a list of names)\n\n- {LONG}.\n- a\n- b\n- c\n- d\n- e\n- f\n- {LONG}.",
        f"- a\n\n    [//]: # (allow PR01: a name)\n\n    {LONG}.\n- b",
        # A box with all that is in it, or a paragraph in it.
        f"[//]: # (allow PR01 PR16: quoted)\n\n/// our-note | Here\nText.\n\n{LONG}.\n\n- {LONG}.\n///",
        f"/// our-note | Our note\nText.\n\n[//]: # (allow PR01: quoted)\n\n{LONG}.\n///",
        # A table, a heading, a picture.
        f"[//]: # (allow PR01: quoted)\n\n| a |\n|---|\n| b |\n| {LONG} |",
        "[//]: # (allow PR09: a title of a book)\n\n## Wait!",
        f"[//]: # (allow PR01: quoted)\n\n<figure><svg></svg>\n<figcaption>{LONG}</figcaption></figure>",
        # Two lines, one block.
        "[//]: # (allow PR09: the name of a book)\n\n[//]: # (allow PR13: the name of a book)\n\n*Wait!*",
    ],
)
def test_an_exception_excuses_the_block_below_it(markdown: str) -> None:
    assert _faults(markdown) == []


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        # Only the next block, only the rule that is named.
        (f"[//]: # (allow PR01: a name)\n\n{LONG}.\n\n{LONG}.", [(7, "PR01")]),
        (f"[//]: # (allow PR01: a name)\n\n{LONG}!", [(5, "PR09")]),
        (f"{LONG}.\n\n[//]: # (allow PR01: a name)\n", [(3, "PR01"), (5, "PR20")]),
        (f"[//]: # (allow PR01: a name)\n\nText.\n\n{LONG}.", [(3, "PR20"), (7, "PR01")]),
        (f"[//]: # (allow PR01: a name)\n\n## Heading\n\n{LONG}.", [(3, "PR20"), (7, "PR01")]),
        # Other comments are none of our business.
        (f"[//]: # (look at this again)\n\n{LONG}.", [(5, "PR01")]),
    ],
)
def test_an_exception_excuses_nothing_else(markdown: str, faults: list[tuple[int, str]]) -> None:
    assert _faults(markdown) == faults


HARD = "Extraordinary considerations necessitate extraordinary deliberation.\n"


@pytest.mark.parametrize(
    ("markdown", "rules"),
    [
        (f"[//]: # (allow PR05: names of laws)\n\n{HARD}", []),
        (f"[//]: # (a note)\n\n[//]: # (allow PR05: names of laws)\n{HARD}", []),
        (f"{HARD}\n[//]: # (allow PR05: names of laws)\n\n{HARD}", ["PR05", "PR20"]),
        (f"/// do | Read\n[//]: # (allow PR05: names of laws)\n{HARD}///\n", ["PR05", "PR20"]),
    ],
)
def test_an_exception_for_the_whole_page_stands_under_the_h1(markdown: str, rules: list[str]) -> None:
    entry = Entry(parse_page(f"# Title\n\n{markdown}", "docs/x.md", "x.md"))
    assert sorted(fault.rule for fault in prose.check(entry)) == rules


@pytest.mark.parametrize(
    ("markdown", "messages"),
    cases("exceptions.yml"),
)
def test_what_is_wrong_with_an_exception(markdown: str, messages: list[list[str | int]]) -> None:
    assert _messages(markdown) == [tuple(message) for message in messages]
