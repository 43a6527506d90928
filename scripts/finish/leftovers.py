"""Removes what the theme copied into the site and nothing refers to.

A file goes only if all of this holds: its name is one that the theme gives to its own files, or it is a stylesheet
below `assets/` or the source map of one; it was not made from a file of `docs/`; and no file that stays says its name.
Everything else stays: the sitemap, PDFs, pictures, also those that no page shows.
"""

import fnmatch
import posixpath
from pathlib import Path

import click

from scripts.common.built_pages import Site

#: Material's scripts find each other by names that they put together, so they stay or go together, with their source
#: maps; those of Zensical search the file.
SCRIPTS = ("assets/javascripts/bundle.*", "assets/javascripts/lunr/*", "assets/javascripts/workers/*", "search.json")
#: What else Material copies, and all stylesheets of ours, which become one, and those of an earlier finish.
SINGLE = ("assets/images/favicon.png", "assets/*.css", "assets/*.css.map", "assets/javascripts/LICENSE")
_TEXT = (".html", ".css", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml")


def leftovers(site: Site) -> None:
    """Remove the theme's leftovers from a site, and the folders that they leave empty; print how many there were.

    Args:
        site: the site; its files are changed.
    """
    free = site.files.difference(site.sources)
    scripts, single = ([path for name in names for path in fnmatch.filter(free, name)] for names in (SCRIPTS, SINGLE))
    units = [scripts, *([path] for path in single)]
    for path in sorted(site.files.difference(*units)):
        if path.endswith(_TEXT):
            data = site.pages[path].data if path in site.pages else (site.root / path).read_bytes()
            units = [unit for unit in units if not any(posixpath.basename(name).encode() in data for name in unit)]
    found = [path for unit in units for path in unit]
    size = sum((site.root / path).stat().st_size for path in found)
    for path in found:
        (site.root / path).unlink()
        for folder in Path(path).parents:
            if not any((site.root / folder).iterdir()):
                (site.root / folder).rmdir()
    site.files.difference_update(found)
    if found:
        click.echo(f"{len(found)} files of the theme that nothing refers to are gone ({size:,} bytes)")
