"""The glossary: the coined terms of the site, what they mean and whose they are; its rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from scripts.common.today import today
from scripts.content.entries import Entries, read_entries
from scripts.content.front_matter import read_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.common.faults import Fault

#: The page that prints the glossary, as a path from the folder of the pages.
PAGE = "words-used-here.md"

Whose = Literal["his", "research", "ours"]


def _anchor(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise ValueError("has to be small letters, digits and hyphens, such as two-walls")
    return value


class Term(BaseModel):
    """One entry of the glossary; the head of the data file says what each key holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    term: Annotated[str, Field(min_length=1)]
    anchor: Annotated[str, AfterValidator(_anchor)]
    meaning: Annotated[str, Field(min_length=1)]
    whose: Whose
    see: str | None = None
    also: list[str] = []
    auto: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The term and its other names."""
        return (self.term, *self.also)

    @property
    def page(self) -> str | None:
        """The page that `see` names, without the anchor."""
        return self.see and self.see.partition("#")[0]


def checks(path: Path) -> Iterator[Fault]:
    """Check the glossary.

    Args:
        path: the data file; the pages are in the folder that holds its folder.

    Yields:
        GL01 the data do not fit; GL02 a name or an anchor stands twice; GL03 the page of `see` is missing, or has no
        title to link to it by.
    """
    entries = read_entries(path, list[Term], "GL01")
    yield from _faults(entries)
    for place, term in entries.sound:
        if term.page is not None and title_of(path, term.page) is None:
            message = f'"{term.term}" sends readers to "{term.page}", which is no page with a title; mend the path.'
            yield entries.fault(place, "see", "GL03", message)


def _faults(entries: Entries[Term]) -> Iterator[Fault]:
    yield from entries.faults
    first: dict[str, int] = {}
    for place, term in entries.sound:
        for key, values in (("term", term.names), ("anchor", (f"#{term.anchor}",))):
            for value in values:
                line = entries.lines.of((place, key))
                if first.setdefault(value.casefold(), line) != line:
                    message = f'"{value}" stands in line {first[value.casefold()]} already; give each its own.'
                    yield entries.fault(place, key, "GL02", message)


def load(path: Path) -> tuple[Term, ...]:
    """Read the terms, to print them or to link them.

    Args:
        path: the data file.

    Returns:
        All terms in the order of the alphabet.

    Raises:
        FaultyDataError: the file has a fault; nothing of it is to be used.
    """
    entries = read_entries(path, list[Term], "GL01")
    return tuple(sorted(entries.all(_faults(entries)), key=lambda term: term.term.casefold()))


def title_of(path: Path, page: str) -> str | None:
    """Look up the title of a page in its front matter.

    Args:
        path: the data file.
        page: the page as a path from the folder of the pages.

    Returns:
        The title; None if there is no such page or it has none.
    """
    entries, _ = read_all(path.parent.parent, today())
    return next((entry.title for entry in entries if entry.title and entry.page.name == page), None)
