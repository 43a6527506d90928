"""The contact ladder: one rule about contact, printed in the same words on every page and sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from scripts.content.entries import Entries, read_entries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.common.faults import Fault

_Words = Annotated[str, StringConstraints(min_length=1)]


class Rung(BaseModel):
    """One rung; the head of the data file says what each key holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    when: _Words
    do: _Words
    stop: _Words | None = None
    words: _Words
    to: _Words | None = None


def read(path: Path) -> Entries[Rung]:
    """Read the rungs; CL01 are the faults of the data."""
    return read_entries(path, list[Rung], "CL01")


def checks(path: Path) -> Iterator[Fault]:
    """Check the file of the ladder; the faults are those of `read`."""
    yield from read(path).faults
