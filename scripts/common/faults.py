"""Faults: what a check found wrong, where, and what to do about it.

Every check of the project is a function that yields `Fault`s; one function here prints them.
A check never stops at the first fault: whoever mends a page wants to see all of them at once.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

Level = Literal["error", "warning"]

#: Set for a preview, which shows faults and goes on; a build stops at them.
ONLY_SHOWN = "SHOW_FAULTS"


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in one place.

    Attributes:
        path: the file as its keeper knows it, relative to the project's folder, with forward slashes.
        line: the line in that file, counted from 1; 0 means the file as a whole.
        rule: the stable id of the rule, such as `PR03`; it never changes its meaning.
        message: one or two sentences that say what is wrong and what to do.
        level: an `error` fails the run, a `warning` is only shown.
    """

    path: str
    line: int
    rule: str
    message: str
    level: Level = "error"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        mark = "warning: " if self.level == "warning" else ""
        return f"{place}: {self.rule} {mark}{self.message}"


def report(faults: Iterable[Fault]) -> int:
    """Print all faults to standard error in the order of files and lines, then a line that counts them.

    Args:
        faults: what the checks yielded, in any order; the same fault twice is printed once.

    Returns:
        The number of errors among them (warnings do not count); 0 means that the run may go on.
    """
    found = sorted(set(faults))
    for fault in found:
        click.echo(str(fault), err=True)
    errors = sum(fault.level == "error" for fault in found)
    if found:
        warnings = len(found) - errors
        click.echo(f"{_count(errors, 'error')}, {_count(warnings, 'warning')}", err=True)
    return errors


def only_shown() -> bool:
    """Say whether faults are only to be shown, as in a preview."""
    return bool(os.environ.get(ONLY_SHOWN))


def shown_path(path: Path) -> str:
    """Name a file as its keeper knows it: relative to the folder in which the command runs, if it is below it."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
