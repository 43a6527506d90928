"""Editors' exceptions from prose rules: `[//]: # (allow PR01: reason)` on a line before the block.

Python-Markdown takes such a line for the definition of a link that nobody uses, and prints nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.content.blocks import COMMENT
from scripts.content.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.content.blocks import Text
    from scripts.content.rules import Rule

RULE = "PR20"
REASON = (
    "An exception stands before its block, names rules that exist, gives a reason, and excuses something. One "
    "without a reason cannot be judged by the next editor; one that excuses nothing would hide a later fault."
)

_ALLOW = re.compile(r"\s*allow\b([^:]*):?(.*)", re.IGNORECASE)
_BY_ID = {rule.id: rule for rule in RULES}


@dataclass(frozen=True)
class Finding:
    """What a rule found: the line and the message."""

    rule: Rule
    line: int
    message: str


@dataclass(frozen=True)
class Allowance:
    """One exception: its line, the ids that it names, and its reason, both as they were written."""

    line: int
    ids: tuple[str, ...]
    reason: str


def allowances(body: str) -> Iterator[Allowance]:
    """Yield the exceptions in the Markdown of a page."""
    for number, line in enumerate(body.split("\n"), 1):
        comment = COMMENT.fullmatch(line)
        allow = _ALLOW.fullmatch(comment[1]) if comment else None
        if allow:
            ids = tuple(dict.fromkeys(re.findall(r"[A-Z]+\d+", allow[1].upper())))
            yield Allowance(number, ids, allow[2].strip())


def excuse(findings: Sequence[Finding], text: Text, body: str) -> tuple[list[Finding], list[tuple[int, str]]]:
    """Take out what the exceptions of a page excuse, and judge the exceptions.

    Args:
        findings: what the rules found on a page.
        text: the blocks of the page.
        body: its Markdown.

    Returns:
        The findings that no exception excuses, and line and message of what is wrong with the exceptions.
    """
    excused: set[Finding] = set()
    wrong: list[tuple[int, str]] = []
    for allowance in allowances(body):
        if not allowance.ids:
            wrong.append((allowance.line, "This exception names no rule; write `allow PR01: reason`."))
        if not allowance.reason:
            wrong.append((allowance.line, "This exception gives no reason; write it behind a colon."))
        for name in allowance.ids:
            rule = _BY_ID.get(name)
            if rule is None:
                message = f"There is no prose rule {name}; `python -m scripts.content rules` lists them."
                wrong.append((allowance.line, message))
                continue
            reach = _whole(text, allowance.line) if rule.whole_page else _next_block(text, allowance.line)
            hits = {found for found in findings if found.rule is rule and found.line in reach}
            excused |= hits
            if not hits:
                wrong.append((allowance.line, f"This exception {_place(rule)}; take it out or move it."))
    return [found for found in findings if found not in excused], wrong


def _place(rule: Rule) -> str:
    where = "right under the H1, on the whole page" if rule.whole_page else "in the block below it"
    return f"from {rule.id} excuses nothing {where}"


def _next_block(text: Text, line: int) -> range:
    """Give the lines of the block that begins after a line: the outermost, if several begin together."""
    first, last = next((span for span in text.spans if span[0] > line), (0, -1))
    return range(first, last + 1)


def _whole(text: Text, line: int) -> range:
    """Give all lines if nothing but the H1 stands before a line, else none."""
    above = [block for block in text.blocks if block.line < line]
    under_h1 = len(above) == 1 and above[0].level == 1
    return range(text.lines + 1) if under_h1 else range(0)
