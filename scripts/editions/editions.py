"""Makes all editions of a site: only what changed is typeset, and what fails does not keep the others back."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
import pikepdf

from scripts.common.kept import FOLDER, Kept
from scripts.editions.engine import TypesettingError, looks
from scripts.editions.plan import SHEETS, plan
from scripts.editions.soundness import Flaw
from scripts.editions.typesetters import Typesetters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.common.built_pages import Site
    from scripts.editions.plan import Planned

# The engine works beside Python; more than four at once would only need more memory.
_WORKERS = min(4, os.cpu_count() or 1)
#: Where finished editions are kept.
CACHE = FOLDER / "editions"
_KILO, _MEGA = 1000, 1_000_000


@dataclass(frozen=True)
class Edition:
    """An edition that was made.

    Attributes:
        path: the PDF, relative to the site's folder.
        layout: `page`, `handout`, `large-type`, `booklet` or `comments`.
        title: the heading of the page, or what the edition is.
        paper: `a4` or `us-letter`.
        pages: the built pages that it is made from.
        sheets: how many pages of paper it has.
        size: its bytes.
    """

    path: str
    layout: str
    title: str
    paper: str
    pages: tuple[str, ...]
    sheets: int
    size: int


@dataclass
class Made:
    """What came of making the editions of a site: those that were made, and the flaws of each page."""

    editions: list[Edition] = field(default_factory=list)
    flaws: list[tuple[str, Flaw]] = field(default_factory=list)


def make_editions(site: Site, cache: Path = CACHE) -> Made:
    """Make the editions of a built site, write them into its folder, and print what was done.

    Args:
        site: the site; the PDFs are added to its files.
        cache: the folder where finished editions are kept.

    Returns:
        The editions in the order of their plan, and what kept others from being made.
    """
    planned, pages = plan(site)
    made = Made(flaws=[(page.path, flaw) for page in pages for flaw in page.flaws])
    kept = Kept(cache, looks())
    fresh = 0
    with Typesetters(_WORKERS) as typesetters, ThreadPoolExecutor(_WORKERS) as pool:
        results = pool.map(lambda edition: _make(edition, kept, typesetters), planned)
        for edition, (data, new, flaws) in zip(planned, _shown(results, planned), strict=True):
            made.flaws += flaws
            if data is None:
                continue
            fresh += new
            finished = _edition(edition, data)
            made.flaws += _wrong_length(site, edition, finished)
            _write(site, edition.path, data)
            if new and not sys.stderr.isatty():
                click.echo(f"{edition.path}: {in_pages(finished.sheets)}, {told_size(finished.size)}")
            made.editions.append(finished)
    kept.tidy()
    if planned:
        size = sum(edition.size for edition in made.editions)
        click.echo(f"{len(made.editions)} editions for paper ({size:,} bytes): {fresh} made, the rest unchanged")
    return made


def _make(planned: Planned, kept: Kept, typesetters: Typesetters) -> tuple[bytes | None, bool, list[tuple[str, Flaw]]]:
    document = planned.document.json()
    data = kept.get(document.encode())
    if data is not None:
        return data, False, []
    try:
        data = _typeset(typesetters, planned.document.layout, document)
    except TypesettingError as error:
        return None, False, list(_failures(planned, error))
    kept.put(document.encode(), data)
    return data, True, []


def _typeset(typesetters: Typesetters, layout: str, document: str) -> bytes:
    """Typeset a document; in comments, which nobody may rewrite, a character without a glyph is told by its name."""
    names: dict[int, str] = {}
    while True:
        try:
            return typesetters.typeset(document.translate(names))
        except TypesettingError as error:
            new = {ord(one) for one in error.characters} - names.keys()
            if layout != "comments" or not new:
                raise
            names |= {code: f"[{unicodedata.name(chr(code), f'U+{code:04X}').lower()}]" for code in new}


def _shown(
    results: Iterator[tuple[bytes | None, bool, list[tuple[str, Flaw]]]], planned: list[Planned]
) -> Iterator[tuple[bytes | None, bool, list[tuple[str, Flaw]]]]:
    """Show how far the work is: a bar on a terminal; elsewhere each edition that is made has its line."""
    if not sys.stderr.isatty():
        yield from results
        return
    with click.progressbar(results, length=len(planned), label="Editions for paper", file=sys.stderr) as bar:
        yield from bar


def _failures(planned: Planned, error: TypesettingError) -> Iterator[tuple[str, Flaw]]:
    """Tell the failure of an edition on the page that caused it; on its first page if none of them shows it."""
    for character in error.characters:
        code = f"U+{ord(character):04X}"
        found = [page.path for page in planned.pages if character in page.tree.text()]
        message = (
            f"The character “{character}” ({code}) is in none of the fonts of the editions; "
            "write it in another way, or add a font in scripts/editions/fonts.py."
        )
        yield (found or [planned.pages[0].path])[0], Flaw(0, "ED05", message, (character,))
    if not error.characters:
        message = f"The edition `{planned.path}` cannot be typeset: {error.reason}."
        yield planned.pages[0].path, Flaw(0, "ED07", message)


def _edition(planned: Planned, data: bytes) -> Edition:
    document = planned.document
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sheets = len(pdf.pages)
    title = document.title if document.layout == "booklet" else planned.pages[0].heading
    paths = tuple(page.path for page in planned.pages)
    return Edition(planned.path, document.layout, title, document.paper, paths, sheets, len(data))


def _wrong_length(site: Site, planned: Planned, edition: Edition) -> Iterator[tuple[str, Flaw]]:
    wanted = SHEETS.get(edition.layout)
    if wanted is not None and edition.sheets != wanted:
        cure = "shorten the page" if edition.sheets > wanted else "write more"
        message = (
            f"`{site.root.name}/{edition.path}` has {in_pages(edition.sheets)}, and this sheet has to have "
            f"{in_pages(wanted)}; {cure}."
        )
        yield planned.pages[0].path, Flaw(0, "ED06", message)


def in_pages(number: int) -> str:
    """Write a number of pages in words: 1 page, 2 pages."""
    return f"{number} page" if number == 1 else f"{number} pages"


def told_size(size: int) -> str:
    """Write a number of bytes as readers know it: 82 kB, 1.2 MB (SI prefixes)."""
    return f"{size / _MEGA:.1f} MB" if size >= _MEGA else f"{max(1, round(size / _KILO))} kB"


def _write(site: Site, path: str, data: bytes) -> None:
    file = site.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    site.files.add(path)
