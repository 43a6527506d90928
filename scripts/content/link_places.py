"""The places of links in the original article, and whether each is kept here in the section where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from scripts.content.entries import Entries, read_entries
from scripts.content.page import UnreadablePageError, read_page
from scripts.content.sections import Link, Section, read_sections
from scripts.faults import Fault
from scripts.text_table import text_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: The page that retells the article, as a path from the folder of the pages.
PAGE = "articles/what-to-do-when-he-or-she-leaves.md"

_TITLES = ("no.", "place in the original", "topic", "leads there to", "here in", "leads to", "link text")

_Words = Annotated[str, StringConstraints(min_length=1)]


class LinkPlace(BaseModel):
    """One place; the head of the data file says what each key holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    number: int
    place: _Words
    topic: _Words
    goes_to: _Words
    section: _Words | None = None
    page: _Words | None = None
    note: _Words | None = None

    @model_validator(mode="after")
    def _is_kept_or_noted(self) -> Self:
        here = [self.section is not None, self.page is not None]
        if here[0] != here[1] or here[0] == (self.note is not None):
            raise ValueError("needs both `section` and `page`, or a `note` that says why there is no link")
        return self


def checks(path: Path) -> Iterator[Fault]:
    """Check that each place has its link.

    Args:
        path: the data file; the pages are in the folder that holds its folder.

    Yields:
        LP01 the data do not fit; LP02 the numbers do not run from 1; LP03 the article has no such section; LP04 the
        section has no such link.
    """
    entries = read_entries(path, list[LinkPlace], "LP01")
    yield from entries.faults
    for position, entry in entries.sound:
        if entry.number != position + 1:
            message = f"This is entry {position + 1}, but its number is {entry.number}; number the entries in order."
            yield entries.fault(position, "number", "LP02", message)
    sections = _sections(path)
    if sections is None:
        yield Fault(entries.path, 0, "LP03", f'The article "{PAGE}" cannot be read; mend it.')
    else:
        yield from _links(entries, sections)


def table(path: Path) -> Iterator[str]:
    """Yield the lines of a table: each place in the original, and the section, page and link that keep it here.

    Args:
        path: the data file; entries that do not fit are left out, and a link that is not there has no text.
    """
    sections = _sections(path) or {}
    rows: list[tuple[str | int, ...]] = []
    for _, entry in read_entries(path, list[LinkPlace], "LP01").sound:
        there = (entry.number, entry.place, entry.topic, entry.goes_to)
        if entry.section is None or entry.page is None:
            rows.append((*there, entry.note or "", "", ""))
        else:
            link = _link(sections.get(entry.section), entry.page)
            rows.append((*there, f"#{entry.section}", entry.page, link.text if link else ""))
    yield from text_table(_TITLES, rows)


def _sections(path: Path) -> Mapping[str, Section] | None:
    docs = path.parent.parent
    try:
        return {section.anchor: section for section in read_sections(read_page(docs / PAGE, docs))}
    except (OSError, UnreadablePageError):
        return None


def _links(entries: Entries[LinkPlace], sections: Mapping[str, Section]) -> Iterator[Fault]:
    for position, entry in entries.sound:
        if entry.section is None or entry.page is None:
            continue
        if entry.section not in sections:
            message = f'{PAGE} has no heading with the anchor "#{entry.section}"; put it back.'
            yield entries.fault(position, "section", "LP03", message)
        elif _link(sections[entry.section], entry.page) is None:
            message = (
                f'The section "#{entry.section}" of {PAGE} has no link to "{entry.page}", which the original has in '
                f"place {entry.number}; put it back."
            )
            yield entries.fault(position, "page", "LP04", message)


def _link(section: Section | None, page: str) -> Link | None:
    return next((link for link in section.links if link.leads_to(page)), None) if section else None
