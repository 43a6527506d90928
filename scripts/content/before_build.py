"""What has to hold before any page is rendered: front matter, data files, and the blocks that print from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scripts.content import data_blocks, data_files, front_matter, help_lines

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from scripts.common.faults import Fault

DATA = Path("_data")


def faults_before_build(docs: Path, day: dt.date) -> Iterator[Fault]:
    """Check all that the templates and Markdown blocks rely on.

    Args:
        docs: the folder of the pages.
        day: the day by which ages of checked dates are measured.

    Yields:
        The faults of front matter and data files, each with its file and line.
    """
    yield from front_matter_faults(docs, day)
    yield from data_faults(docs, day)


def front_matter_faults(docs: Path, day: dt.date) -> Iterator[Fault]:
    """Check the front matter of all pages, each alone and all together."""
    entries, faults = front_matter.read_all(docs, day)
    yield from faults
    for entry in entries:
        yield from entry.faults
    yield from front_matter.not_unique(entries)


def data_faults(docs: Path, day: dt.date) -> Iterator[Fault]:
    """Check the data files; a site can do without the others, but not without help lines."""
    data = docs / DATA
    yield from help_lines.checks(data, day)
    yield from data_blocks.checks(docs, data)
    glossary = data_files.glossary(data)
    for read in (glossary, data_files.studies(data), data_files.contact_ladder(data), data_files.old_addresses(data)):
        if Path(read.path).exists():
            yield from read.faults
    titles = front_matter.titles(docs)
    for place, term in glossary.sound:
        if term.page is not None and term.page not in titles:
            message = f'"{term.term}" sends readers to "{term.page}", which is no page with a title; mend the path.'
            yield glossary.fault(place, "see", "GL03", message)
