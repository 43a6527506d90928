"""Which editions a site has, and what each is made from.

- Each page that asks for it: on A4 and on US Letter, beside the page.
- The booklet: all of them but the home page and the sheets, in the order in which the home page names them; beside the
  page that lists it.
- Each comment archive, its pages bound together, beside its index.
"""

from __future__ import annotations

import datetime as dt
import os
import posixpath
import re
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING, TypeAlias

from scripts.common.addresses import INDEX, Inside, page_url, resolve
from scripts.editions.binding import bind, shown
from scripts.editions.engine import Document
from scripts.editions.printable import archives, printable_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scripts.common.built_pages import Site
    from scripts.editions.printable import Printable

#: What the engine calls a paper, what its file names end with, and what readers call it.
PAPERS = (("a4", "a4", "A4"), ("us-letter", "letter", "US Letter"))
#: How many pages a sheet has; on more it would not be one.
SHEETS = {"handout": 2, "large-type": 2}

_LIST = re.compile(r'<(?:p|div)\b[^>]*\bdata-list="booklet"')

Pages: TypeAlias = "tuple[Printable, ...]"


@dataclass(frozen=True)
class Planned:
    """An edition to be made.

    Attributes:
        path: the PDF, relative to the site's folder.
        pages: the pages that it is made from.
        document: what the engine gets.
    """

    path: str
    pages: Pages
    document: Document


def plan(site: Site) -> tuple[list[Planned], list[Printable]]:
    """Plan the editions of a site.

    Returns:
        The editions, and all pages that they are made from. Pages with flaws are among the latter alone.
    """
    titles = {path: page.title for path, page in site.pages.items()}
    pages = _in_order_of_home(site, list(printable_pages(site)))
    titles |= {page.path: page.heading for page in pages}
    planner = _Planner(site, titles, _day(pages) or _epoch())
    sound = [page for page in pages if not page.flaws]
    planned = [edition for page in sound for edition in planner.editions(_beside(page.path), page.layout, (page,))]
    bound = tuple(page for page in sound if page.layout == "page" and page.path != INDEX)
    for path, page in sorted(site.pages.items()):
        if bound and _LIST.search(page.text):
            planned += planner.editions(posixpath.join(posixpath.dirname(path), "booklet"), "booklet", bound)
    for name, archive in archives(site):
        pages += archive
        if not any(page.flaws for page in archive):
            planned += planner.editions(f"comments/{name}/comments-on-{name}", "comments", archive)
    return planned, pages


class _Planner:
    def __init__(self, site: Site, titles: Mapping[str, str], day: dt.date) -> None:
        self._default = day
        self._home = site.home
        self._titles = titles
        self._site = _site_name(site)
        self._about = _description(site)
        self._emblem = _emblem(site)

    def editions(self, base: str, layout: str, pages: Pages) -> Iterator[Planned]:
        """Yield one edition for each paper; `base` is its path without paper and ending."""
        first, day = pages[0], _day(pages)
        one = layout != "booklet"
        address = shown(self._home + page_url(first.path)) if one else shown(self._home)
        document = Document(
            layout=layout,
            paper="",
            language=first.language,
            site=self._site,
            title=first.title if one else self._site,
            description=first.description if one else self._about,
            day=day or self._default,
            foot=tuple(filter(None, (address if self._home else "", f"Checked {in_words(day)}" if day else ""))),
            emblem="" if one else self._emblem,
            articles=bind(pages, self._home, self._titles, listed=layout in {"page", "comments"}),
        )
        for paper, ending, _ in PAPERS:
            yield Planned(f"{base}-{ending}.pdf", pages, replace(document, paper=paper))


def in_words(day: dt.date) -> str:
    """Write a day as people do: 23 November 2026."""
    return f"{day.day} {day:%B %Y}"


def _beside(path: str) -> str:
    """Give the path of a page's editions without paper and ending: `a/b/index.html` has `a/b/b`."""
    folder, name = posixpath.split(path)
    stem = posixpath.basename(folder) if name == INDEX else name.removesuffix(".html")
    return posixpath.join(folder, stem or "home")


def _day(pages: Sequence[Printable]) -> dt.date | None:
    """Give the last day on which one of the pages was checked, if any says so."""
    return max((page.checked for page in pages if page.checked), default=None)


def _epoch() -> dt.date:
    """Give the day for files of a site that tells none; never today, for the same site makes the same files.

    Source: reproducible-builds.org, "SOURCE_DATE_EPOCH".
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "0")
    return dt.datetime.fromtimestamp(int(seconds) if seconds.isdigit() else 0, dt.UTC).date()


def _in_order_of_home(site: Site, pages: Sequence[Printable]) -> list[Printable]:
    home = site.pages.get(INDEX)
    order = {INDEX: 0}
    start = home.text.find("<main") if home else -1
    first_line = home.text.count("\n", 0, start) if home and start >= 0 else 0
    for reference in home.references if home else ():
        target = resolve(reference.value, INDEX, site.home)
        if reference.use == "goes" and reference.line > first_line and isinstance(target, Inside):
            order.setdefault(target.path, len(order))
    return sorted(pages, key=lambda page: (order.get(page.path, len(order)), page.path))


def _site_name(site: Site) -> str:
    page = site.pages.get(INDEX)
    found = re.search(r'<meta property="og:site_name" content="([^"]*)"', page.text) if page else None
    return unescape(found[1]) if found else page.title if page else ""


def _description(site: Site) -> str:
    page = site.pages.get(INDEX)
    found = re.search(r'<meta name="description" content="([^"]*)"', page.text) if page else None
    return unescape(found[1]) if found else ""


def _emblem(site: Site) -> str:
    """Give the icon of the site, if it is a drawing."""
    page = site.pages.get(INDEX)
    for reference in page.references if page else ():
        target = resolve(reference.value, INDEX, site.home)
        if "icon" in reference.rel and isinstance(target, Inside) and target.path.endswith(".svg"):
            return (site.root / target.path).read_text(encoding="utf-8") if target.path in site.files else ""
    return ""
