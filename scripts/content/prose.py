"""Checks the prose of one page: all rules, then the exceptions that its editors made.

An exception is `[//]: # (allow PR01: reason)` on a line before the block; Python-Markdown takes such a line for the
definition of a link that nobody uses, and prints nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scripts.common.faults import Fault
from scripts.content.blocks import Block, Text, read_text
from scripts.content.markup import COMMENT
from scripts.content.rules import RULES, WHOLE_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.content.front_matter import Entry

EXCEPTIONS: Final = {
    "PR20": "An exception stands before its block, names rules that exist, gives a reason, and excuses something. One "
    "without a reason cannot be judged by the next editor; one that excuses nothing would hide a later fault."
}
_ALLOW = re.compile(r"\s*allow\b([^:]*):?(.*)", re.IGNORECASE)


def text_of(entry: Entry) -> Text:
    """Read a page for the rules."""
    fields = [Block("", line, text) for line, text in entry.texts()]
    return read_text(entry.page.body, entry.kind, entry.title, fields)


def check(entry: Entry) -> Iterator[Fault]:
    """Check the prose of one page.

    Args:
        entry: the page and its front matter; what is not known of it is not checked.

    Yields:
        The faults that no exception excuses, and the faults of the exceptions.
    """
    text = text_of(entry)
    path = entry.page.path
    found = [
        Fault(path, line, rule, message) for rule, rule_check in RULES.items() for line, message in rule_check(text)
    ]
    excused: set[Fault] = set()
    for number, line in enumerate(entry.page.body.split("\n"), 1):
        comment = COMMENT.fullmatch(line)
        if not comment or not (allow := _ALLOW.fullmatch(comment[1])):
            continue
        wrong = [] if allow[2].strip() else ["gives no reason; write it behind a colon"]
        names = dict.fromkeys(re.findall(r"[A-Z]+\d+", allow[1].upper()))
        wrong += [] if names else ["names no rule; write `allow PR01: reason`"]
        for name in names:
            lines = _reach(text, number, name)
            hits = {fault for fault in found if fault.rule == name and fault.line in lines}
            excused |= hits
            if name not in RULES:
                wrong.append(f"names {name}, which is no prose rule; `python -m scripts.content rules` lists them")
            elif not hits:
                where = "right under the H1, on the whole page" if name in WHOLE_PAGE else "in the block below it"
                wrong.append(f"from {name} excuses nothing {where}; take it out or move it")
        yield from (Fault(path, number, "PR20", f"This exception {what}.") for what in wrong)
    yield from (fault for fault in found if fault not in excused)


def _reach(text: Text, line: int, rule: str) -> range:
    """Give the lines in which an exception excuses a rule: all of a page, or the outermost block that begins next."""
    if rule in WHOLE_PAGE:
        above = [block.level for block in text.blocks if block.line < line]
        return range(text.lines + 1) if above == [1] else range(0)
    first, last = next((span for span in text.spans if span[0] > line), (0, -1))
    return range(first, last + 1)
