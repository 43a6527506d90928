"""What has to hold before any page is rendered: front matter, data files, and the blocks that print from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scripts.common.old_addresses import TABLE
from scripts.content import (
    contact_ladder,
    data_blocks,
    evidence,
    front_matter,
    glossary,
    help_lines,
    old_addresses,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from scripts.common.faults import Fault

DATA = Path("_data")
HELP_LINES = DATA / "help-lines.yml"


def faults_before_build(docs: Path, day: dt.date) -> Iterator[Fault]:
    """Check all that the templates and Markdown blocks rely on.

    Args:
        docs: the folder of the pages.
        day: the day by which ages of checked dates are measured.

    Yields:
        The faults of front matter and data files, each with its file and line.
    """
    yield from front_matter.check_all(docs)
    yield from data_faults(docs, day)


def data_faults(docs: Path, day: dt.date) -> Iterator[Fault]:
    """Check the data files; a site can do without the others, but not without help lines."""
    yield from help_lines.checks(docs / HELP_LINES, day)
    yield from data_blocks.checks(docs, docs / DATA)
    for path, checks in (
        (DATA / "contact-ladder.yml", contact_ladder.checks),
        (DATA / "glossary.yml", glossary.checks),
        (DATA / "evidence.yml", evidence.checks),
    ):
        if (docs / path).exists():
            yield from checks(docs / path)
    if (docs / TABLE).exists():
        yield from old_addresses.checks(docs / TABLE, docs)
