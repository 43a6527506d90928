"""Checks the prose of one page: all rules, then the exceptions that its editors made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.common.faults import Fault
from scripts.content.blocks import Block, read_text
from scripts.content.exceptions import RULE as EXCEPTIONS
from scripts.content.exceptions import Finding, excuse
from scripts.content.rules import RULES
from scripts.content.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.content.front_matter import Entry


def subject_of(entry: Entry) -> Subject:
    """Read a page for the rules."""
    fields = tuple(Block("field", line, text) for line, text in entry.texts())
    return Subject(entry.kind, entry.title, read_text(entry.page.body), fields)


def check(entry: Entry) -> Iterator[Fault]:
    """Check the prose of one page.

    Args:
        entry: the page and its front matter; what is not known of it is not checked.

    Yields:
        The faults that no exception excuses, and the faults of the exceptions.
    """
    path, subject = entry.page.path, subject_of(entry)
    findings = [Finding(rule, line, message) for rule in RULES for line, message in rule.check(subject)]
    kept, wrong = excuse(findings, subject.text, entry.page.body)
    for found in kept:
        yield Fault(path, found.line, found.rule.id, found.message)
    for line, message in wrong:
        yield Fault(path, line, EXCEPTIONS, message)
