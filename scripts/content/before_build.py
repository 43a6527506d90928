"""What has to hold before any page is rendered: front matter, blocks and data files. Each page is read once."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from scripts.common.faults import Fault
from scripts.common.settings import MKDOCS, Extra, read_settings
from scripts.content import data_blocks, data_files, front_matter, help_lines, markup

DATA = Path("_data")


def faults_before_build(docs: Path, day: dt.date, config: Path = MKDOCS) -> Iterator[Fault]:
    """Check all that the templates and Markdown blocks rely on.

    Args:
        docs: the folder of the pages.
        day: the day by which ages of checked dates are measured.
        config: the settings, `mkdocs.yml`.

    Yields:
        The faults of settings, front matter, blocks and data files, each with its file and line.
    """
    settings, known = read_settings(config), markup.known_here(config)
    entries, unread = front_matter.read_all(docs, day)
    yield from (*settings.faults, *unread, *front_matter.not_unique(entries))
    # What is read of a page's text goes with its copy.
    for entry in map(replace, entries):
        yield from (*entry.faults, *data_blocks.check(entry, docs / DATA))
        yield from (Fault(entry.path, *found, entry.level) for found in markup.check(entry.written, known))
    yield from data_faults(docs / DATA, day, settings.extra)


def data_faults(data: Path, day: dt.date, extra: Extra) -> Iterator[Fault]:
    """Check the data files; a site can do without the others, but not without help lines.

    Args:
        data: their folder.
        day: the day by which ages of checked dates are measured.
        extra: how old they may be.
    """
    yield from help_lines.checks(data, day, extra)
    for read in (data_files.glossary, data_files.studies, data_files.contact_ladder, data_files.old_addresses):
        entries: data_files.Entries[Any] = read(data)
        if Path(entries.path).exists():
            yield from entries.faults
