"""The table of old addresses: its rules, as far as they can be told before the site is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.common.old_addresses import OldAddress, Places, built_file
from scripts.content.entries import read_entries
from scripts.content.page import page_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.common.faults import Fault
    from scripts.content.entries import Entries


def checks(path: Path, docs: Path) -> Iterator[Fault]:
    """Check the old addresses.

    Args:
        path: the data file.
        docs: the folder of the pages.

    Yields:
        OA01 the data do not fit; OA02 an address stands twice, or two of them cannot both be there; OA03 the page that
        it leads to is missing (the finish looks for the anchor as well); OA04 the site has a page at this address.
    """
    entries = read_entries(path, list[OldAddress], "OA01")
    yield from entries.faults
    yield from _twice(entries)
    names = {file.relative_to(docs).as_posix() for file in page_files(docs)}
    for place, entry in entries.sound:
        if entry.page not in names:
            message = f'There is no page "{entry.page}"; write the path from the folder of the pages.'
            yield entries.fault(place, "to", "OA03", message)
    yield from _collisions(entries, names)


def _twice(entries: Entries[OldAddress]) -> Iterator[Fault]:
    """Find addresses that stand twice, and those that would need a file and a folder of the same name."""
    lines: dict[object, int] = {}
    places = Places()
    line_of: dict[str, int] = {}
    for place, entry in entries.sound:
        line = entries.lines.of((place, "from"))
        keys = [(path.casefold(), entry.query) for path in entry.paths]
        files = list(entry.files.values())
        if (other := next((lines[key] for key in keys if key in lines), None)) is not None:
            message = f'"{entry.from_}", or a part of it, stands in line {other} already; keep one of them.'
        elif entry.folder and entry.folder in lines:
            message = (
                f'"{entry.from_}" gives hosts one rule for the whole folder, and so does line {lines[entry.folder]}; '
                "write the addresses of one of them one by one."
            )
        elif (blocking := next(filter(None, map(places.in_the_way, files)), None)) is not None:
            message = (
                f'"{entry.from_}" and the address in line {line_of[blocking]} would be a file and a folder '
                "of the same name; keep one of them."
            )
        else:
            lines.update(dict.fromkeys([*keys, entry.folder], line))
            line_of.update(dict.fromkeys(files, line))
            for file in files:
                places.add(file)
            continue
        yield entries.fault(place, "from", "OA02", message)


def _collisions(entries: Entries[OldAddress], names: set[str]) -> Iterator[Fault]:
    pages = {built_file(name): name for name in sorted(names)}
    places = Places(pages)
    for place, entry in entries.sound:
        blocking = next(filter(None, map(places.in_the_way, entry.files.values())), None)
        if blocking is not None:
            message = f'"{entry.from_}" is where the page "{pages[blocking]}" is; take this entry out.'
            yield entries.fault(place, "from", "OA04", message)
        elif entry.folder and (inside := places.within(entry.folder)):
            message = (
                f'"{entry.from_}" gives hosts one rule for the whole folder, and the page "{pages[inside]}" is in it; '
                "write the addresses one by one."
            )
            yield entries.fault(place, "from", "OA04", message)
