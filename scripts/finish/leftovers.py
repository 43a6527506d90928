"""Removes what the theme copied into the site and nothing refers to.

A file goes only if all of this holds: its name is one that the theme gives to its own files (or it is a source map, or
a stylesheet of an earlier finish); it was not made from a file of `docs/`; and no file that stays says its name.
Everything else stays: the sitemap, PDFs, pictures, also those that no page shows.
"""

from __future__ import annotations

import posixpath
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import click

from scripts.finish.stylesheet import FINISHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from scripts.common.built_pages import Site
    from scripts.common.faults import Fault

#: Material's scripts find each other by names that they put together, so they stay or go together.
SCRIPTS = (
    "assets/javascripts/bundle.*.min.js",
    "assets/javascripts/lunr/*",
    "assets/javascripts/workers/*",
    # What those of Zensical search.
    "search.json",
)
#: What else Material copies; Zensical keeps its stylesheets a folder deeper.
SINGLE = (
    "assets/images/favicon.png",
    "assets/stylesheets/*main.*.min.css",
    "assets/stylesheets/*palette.*.min.css",
    "assets/javascripts/LICENSE",
    # Ours, for kinds of pages that a site may not have.
    "assets/comments.css",
    "assets/evidence.css",
    "assets/search.css",
)
#: Only developers' tools read them.
MAPS = ("assets/*.js.map", "assets/*.css.map")
_TEXT = frozenset({".html", ".css", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"})


def leftovers(site: Site) -> Iterator[Fault]:
    """Remove the theme's leftovers from a site, and the folders that they leave empty; print how many there were.

    Args:
        site: the site; its files are changed.

    Yields:
        Nothing: there is nothing in this that a person could mend.
    """
    found = find_leftovers(site)
    size = sum((site.root / path).stat().st_size for path in found)
    for path in found:
        (site.root / path).unlink()
        _remove_if_empty((site.root / path).parent, site.root)
    site.files.difference_update(found)
    if found:
        click.echo(f"{len(found)} files of the theme that nothing refers to are gone ({size:,} bytes)")
    yield from ()


def find_leftovers(site: Site) -> list[str]:
    """List the files of a site that nothing needs, in the order of their names."""
    free = sorted(site.files.difference(site.sources))
    maps = [path for path in free if _is_one_of(path, MAPS)]
    scripts = [path for path in free if path not in maps and _is_one_of(path, SCRIPTS)]
    single = [path for path in free if _is_one_of(path, SINGLE) or FINISHED.fullmatch(path)]
    units = [unit for unit in (scripts, *([path] for path in single)) if unit]
    reading = site.files.difference(*units, maps)
    # What stays may in turn refer to something that looked like a leftover.
    while reading and units:
        needed = _mentioned(units, (site.root / path for path in reading if _is_text(path)))
        units = [unit for unit in units if unit not in needed]
        reading = {path for unit in needed for path in unit}
    return sorted([*maps, *(path for unit in units for path in unit)])


def _mentioned(units: Sequence[Sequence[str]], files: Iterable[Path]) -> list[Sequence[str]]:
    """Find the units of which a file names a part; one file after the other, for there may be thousands."""
    waiting = {place: [posixpath.basename(path) for path in unit] for place, unit in enumerate(units)}
    for file in files:
        if not waiting:
            break
        text = file.read_text("utf-8", "replace")
        waiting = {place: names for place, names in waiting.items() if not any(name in text for name in names)}
    return [unit for place, unit in enumerate(units) if place not in waiting]


def _is_text(path: str) -> bool:
    return posixpath.splitext(path)[1] in _TEXT


def _is_one_of(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _remove_if_empty(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
