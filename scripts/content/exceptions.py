"""Editors' exceptions from prose rules: `[//]: # (allow PR01: reason)` on a line before the block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"\s*\[//\]:\s*#\s*\((.*)\)\s*")
_ALLOW = re.compile(r"allow\b\s*([^:]*)(?::(.*))?", re.IGNORECASE)


@dataclass(frozen=True)
class Allowance:
    """One exception: its line, the rules that it names, and the reason as it was written."""

    line: int
    rules: tuple[str, ...]
    reason: str


def allowances(body: str) -> Iterator[Allowance]:
    """Yield the exceptions of a page.

    Args:
        body: the Markdown of the page.
    """
    for number, line in enumerate(body.split("\n"), 1):
        comment = _COMMENT.fullmatch(line)
        allow = _ALLOW.fullmatch(comment[1].strip()) if comment else None
        if allow:
            names = tuple(name for name in re.split(r"[\s,]+", allow[1]) if name)
            yield Allowance(number, names, (allow[2] or "").strip())
