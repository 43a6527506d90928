"""Makes all editions of a site: only what changed is typeset, and what fails does not keep the others back."""

import io
import multiprocessing
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

import click
import pikepdf

from scripts.common.built_pages import Site
from scripts.common.kept import FOLDER, Kept
from scripts.editions import book
from scripts.editions.engine import FONT_FOLDERS, TEMPLATE, TypesettingError, typeset
from scripts.editions.plan import E_BOOK, Edition, plan
from scripts.editions.rules import Flaw

#: Where finished editions are kept.
CACHE = FOLDER / "editions"
# How the template tells that a page does not fit its sheet (`sheets.typ`).
_TOO_LONG = "panicked with: "
# So many characters that no font has are shown of a page.
_MOST_SHOWN = 5
_CURE = "write it in another way, or add a font in scripts/editions/engine.py"
_Outcomes: TypeAlias = "dict[str, bytes | TypesettingError]"
# More than four at once would only need more memory.
_WORKERS = min(4, os.cpu_count() or 1)


@dataclass
class Made:
    """What came of making the editions of a site: those that were made, and what kept others from being made."""

    editions: list[Edition] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


def make_editions(site: Site, cache: Path = CACHE, meanwhile: Callable[[], object] = lambda: None) -> Made:
    """Make the editions of a built site, write them into its folder, and print what was done.

    Args:
        site: the site; the editions are added to its files at the end.
        cache: the folder where finished editions are kept.
        meanwhile: what is to be done here while other processes typeset what the pages say now.
    """
    planned, flaws = plan(site)
    made = Made(flaws=flaws)
    looks = [file for folder in (TEMPLATE.parent, *FONT_FOLDERS, book.TEMPLATES) for file in sorted(folder.glob("*.*"))]
    shelf = Kept(cache, f"typst {version('typst')}, pikepdf {version('pikepdf')}", *map(str, looks))
    kept = {edition.path: shelf.get(edition.document.encode()) for edition in planned}
    pool = _processes(_WORKERS)
    try:
        work = _begin(pool, [edition for edition in planned if kept[edition.path] is None])
        meanwhile()
        for edition in planned:
            data = kept[edition.path]
            if data is None:
                try:
                    data = _finish(work[edition.path], edition)
                except TypesettingError as error:
                    made.flaws += _failures(site, edition, error)
                    if not (error.characters and _is_imported(site, edition)):
                        continue
                    # It is not kept, for the next build has to say this again.
                    data = pool.submit(typeset, edition.document, by_name=True).result()
                else:
                    shelf.put(edition.document.encode(), data)
            made.editions.append(_written(site, edition, data))
            if edition.path in work:
                click.echo(f"{edition.path}: {made.editions[-1].length}")
    finally:
        pool.shutdown(cancel_futures=True)
    if planned:
        size = sum(edition.size for edition in made.editions)
        fresh = sum(edition.path in work for edition in made.editions)
        click.echo(f"{len(made.editions)} editions ({size:,} bytes): {fresh} made, the rest unchanged")
    return made


def _processes(number: int) -> ProcessPoolExecutor:
    """Give processes that typeset: their memory goes when they are done, and a crash is a fault of one edition."""
    return ProcessPoolExecutor(number, mp_context=multiprocessing.get_context("spawn"))


def _begin(pool: ProcessPoolExecutor, editions: Iterable[Edition]) -> dict[str, Future[_Outcomes]]:
    """Begin to make editions, the longest first: no process is left alone with it. Each e-book goes with its A4."""
    together = defaultdict[str, list[Edition]](list)
    for edition in sorted(editions, key=lambda edition: len(edition.document), reverse=True):
        together[edition.path.removesuffix(".epub").removesuffix("-a4.pdf")].append(edition)
    jobs = [(pool.submit(make_together, ones), ones) for ones in together.values()]
    return {edition.path: job for job, ones in jobs for edition in ones}


def make_together(editions: Iterable[Edition]) -> _Outcomes:
    """Make the files of some editions in one process, which remembers what they have in common."""
    outcomes: _Outcomes = {}
    for edition in editions:
        # In comments, which nobody may rewrite, a character without a glyph is told by its name.
        on_paper = partial(typeset, by_name=edition.layout == "comments")
        try:
            outcomes[edition.path] = (book.make_book if edition.paper == E_BOOK else on_paper)(edition.document)
        except TypesettingError as error:
            outcomes[edition.path] = error
    return outcomes


def _finish(work: Future[_Outcomes], edition: Edition) -> bytes:
    """Give the file of an edition. After a crash it is made once more and alone: the fault may be another's."""
    try:
        outcome = work.result()[edition.path]
    except BrokenProcessPool:
        with _processes(1) as alone:
            try:
                outcome = alone.submit(make_together, [edition]).result()[edition.path]
            except BrokenProcessPool as error:
                raise TypesettingError("the typesetter crashed, or the memory was used up") from error
    if isinstance(outcome, TypesettingError):
        raise outcome
    return outcome


def _failures(site: Site, edition: Edition, error: TypesettingError) -> Iterator[Flaw]:
    """Tell the failure of an edition on the page that caused it; on its first page if none of them shows it."""
    imported = _is_imported(site, edition)
    by_page = defaultdict[str, list[str]](list)
    for one in error.characters:
        by_page[next((path for path in edition.pages if one in site.pages[path].text), edition.pages[0])].append(one)
    for path, found in by_page.items():
        # A page may be in a language of other letters: that is one thing to say, and its own edition says it.
        for ones in ([found] if len(edition.pages) == 1 else []) if imported else ([one] for one in found):
            is_one, shown = len(ones) == 1, "”, “".join(ones[:_MOST_SHOWN])
            more = f" and {len(ones) - _MOST_SHOWN} more" if len(ones) > _MOST_SHOWN else ""
            what = f"character “{shown}” (U+{ord(shown):04X}) is" if is_one else f"characters “{shown}”{more} are"
            cure = ("on paper stands its name" if is_one else "on paper stand their names") if imported else _CURE
            words = re.findall(rf"[\w-]*{re.escape(ones[0])}[\w-]*", site.pages[path].text)
            message = f"The {what} in none of the fonts of the editions; {cure}."
            yield Flaw(path, 0, "ED05", message, "warning" if imported else "error", (ones[0], *words))
    if error.reason.startswith(_TOO_LONG):
        where = f"{site.root.name}/{edition.path}` does not fit: {error.reason.removeprefix(_TOO_LONG)}"
        yield Flaw(edition.pages[0], 0, "ED06", f"The sheet `{where}.")
    elif not error.characters:
        message = f"The edition `{edition.path}` cannot be typeset: {error.reason}."
        yield Flaw(edition.pages[0], 0, "ED07", message)


def _is_imported(site: Site, edition: Edition) -> bool:
    """Tell whether there are words in it that came from a blog, which may have any letters."""
    return any("data-imported" in site.pages[path].text for path in edition.pages)


def _written(site: Site, edition: Edition, data: bytes) -> Edition:
    site.write(edition.path, data)
    if edition.paper == E_BOOK:
        return replace(edition, size=len(data))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return replace(edition, sheets=len(pdf.pages), size=len(data))
