"""Which editions a site has, and what each is made from.

- Each page that asks for it: on A4 and on US Letter, beside the page. It asks with an element of the class `editions`
  (`overrides/partials/editions.html` writes it): `<p class="editions" data-edition="page" data-checked="2026-11-23">`.
  `data-edition` names the layout; `data-title`, which may be left out, is the title of the file where the heading would
  say too much in a list of downloads.
- The booklet: all of them but the home page and the sheets, in the order in which the home page names them; beside the
  page that lists it. Of more than 40 pages, those that the home page names.
- Each comment archive, the pages `comments/ARTICLE/…` bound together, beside its index.
- The booklet and each archive as an e-book (EPUB) as well.
"""

from __future__ import annotations

import datetime as dt
import json
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import etree

from scripts.common.addresses import INDEX, Inside, page_url, resolve
from scripts.common.dates import date_in_words
from scripts.common.source_date import source_date
from scripts.editions.binding import bind, plain_address
from scripts.editions.reading import read_article
from scripts.editions.rules import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scripts.common.built_pages import Page, Site
    from scripts.editions.tree import Node

#: How a page is laid out: `handout` and `large-type` on both sides of one sheet.
LAYOUTS: Final = ("page", "handout", "large-type")
#: What the engine calls a paper, what its file names end with, and what readers call it.
PAPERS: Final = (("a4", "a4", "A4"), ("us-letter", "letter", "US Letter"))
#: What is said of an edition for no paper.
E_BOOK: Final = "e-book"
#: Of 25 comments each, and the index. More would be no booklet: it would have thousands of sheets.
MOST_PAGES_OF_COMMENTS: Final = 41

#: With more pages, the booklet holds only those that the home page names.
MOST_PAGES_OF_BOOKLET: Final = 40

_ARCHIVE = re.compile(r"comments/(?P<article>[^/]+)/(?:page-(?P<number>\d+)/)?index\.html")
_LISTS_BOOKLET = re.compile(r'<(?:p|div)\b[^>]*\bdata-list="booklet"')
_KILO, _MEGA = 1000, 1_000_000


@dataclass(frozen=True)
class Printable:
    """One page, ready to be bound into an edition.

    Attributes:
        path: the built file.
        layout: how it is laid out.
        title: what a list of files may show.
        heading: the words of its level-one heading.
        language: the language of the page, as in `<html lang>`.
        description: what is on it, in a sentence.
        checked: the day on which a person last checked it, if it says so.
        tree: its article.
        flaws: why it cannot be printed; empty if it can.
    """

    path: str
    layout: str
    title: str
    heading: str
    language: str
    description: str
    checked: dt.date | None
    tree: Node
    flaws: Sequence[Flaw]


@dataclass(frozen=True)
class Edition:
    """An edition.

    Attributes:
        path: the PDF or EPUB, relative to the site's folder.
        layout: `page`, `handout`, `large-type`, `booklet` or `comments`.
        title: the heading of the page, or what the edition is.
        paper: what readers call the paper; `E_BOOK` for none.
        pages: the built pages that it is made from.
        document: what it is made from.
        sheets: how many pages of paper it has; 0 before it is made, and for an e-book.
        size: its bytes.
    """

    path: str
    layout: str
    title: str
    paper: str
    pages: tuple[str, ...]
    document: str = ""
    sheets: int = 0
    size: int = 0

    @property
    def length(self) -> str:
        """Its length as readers know it: 4 pages, 82 kB (SI prefixes); of an e-book only the second."""
        size = f"{self.size / _MEGA:.1f} MB" if self.size >= _MEGA else f"{max(1, round(self.size / _KILO))} kB"
        return size if self.paper == E_BOOK else f"{in_pages(self.sheets)}, {size}"


def in_pages(number: int) -> str:
    """Write a number of pages in words: 1 page, 2 pages."""
    return f"{number} page" if number == 1 else f"{number} pages"


def plan(site: Site) -> tuple[list[Edition], list[Flaw]]:
    """Plan the editions of a site, and tell what is wrong with its pages; one with flaws has no edition."""
    pages = list(printable_pages(site))
    planner = _Planner(site, pages)
    pages.sort(key=lambda page: (planner.order.get(page.path, len(planner.order)), page.path))
    sound = [page for page in pages if not page.flaws]
    bound = [page for page in sound if page.layout == "page" and page.path != INDEX]
    if len(bound) > MOST_PAGES_OF_BOOKLET:
        bound = [page for page in bound if page.path in planner.order]
    parts = [(_beside(page.path), page.layout, [page]) for page in sound]
    for path, page in sorted(site.pages.items()):
        if bound and _LISTS_BOOKLET.search(page.text):
            parts.append((posixpath.join(posixpath.dirname(path), "booklet"), "booklet", bound))
    for name, archive in _archives(site):
        pages += archive
        if not any(page.flaws for page in archive):
            parts.append((f"comments/{name}/comments-on-{name}", "comments", archive))
    editions = [edition for base, layout, articles in parts for edition in planner.editions(base, layout, articles)]
    return editions, [flaw for page in pages for flaw in page.flaws]


def printable_pages(site: Site) -> Iterator[Printable]:
    """Yield the pages that ask for an edition, in the order of their paths; those of comment archives do not."""
    for path, page in sorted(site.pages.items()):
        if "data-edition=" in page.text and not _ARCHIVE.fullmatch(path):
            printable = _read(site, page)
            if printable.layout in LAYOUTS:
                yield printable


def _archives(site: Site) -> Iterator[tuple[str, list[Printable]]]:
    """Yield each comment archive that can be bound: the name of its article, and its pages with the index first."""
    found: dict[str, dict[int, Page]] = {}
    for path, page in site.pages.items():
        if (match := _ARCHIVE.fullmatch(path)) and not page.redirect:
            found.setdefault(match["article"], {})[int(match["number"] or 0)] = page
    for name, pages in sorted(found.items()):
        if len(pages) <= MOST_PAGES_OF_COMMENTS:
            yield name, [_read(site, pages[number]) for number in sorted(pages)]


def _read(site: Site, page: Page) -> Printable:
    root = _parsed(page)
    articles = (root.find(path) for path in (".//main//article", ".//main", "."))
    reading = read_article(next(found for found in articles if found is not None), page.path, site.home, site.root)
    heading = next((node.text() for node in reading.tree.walk() if node.kind == "heading"), "")
    if not heading:
        message = "This page has no heading, and its edition needs a title; begin it with one."
        reading.flaws.insert(0, Flaw(page.path, 0, "ED08", message))
    marks = (mark for mark in root.iter("p", "div") if "editions" in mark.get("class", "").split())
    mark = next((mark for mark in marks if mark.get("data-edition")), etree.Element("p"))
    time = root.find(".//p[@class='checked']/time")
    return Printable(
        path=page.path,
        layout=mark.get("data-edition", ""),
        title=mark.get("data-title") or heading,
        heading=heading,
        language=root.get("lang", "en"),
        description=_meta(root, "name", "description"),
        checked=_day(mark.get("data-checked", "") or (time.get("datetime", "") if time is not None else "")),
        tree=reading.tree,
        flaws=reading.flaws,
    )


def _parsed(page: Page) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(page.data, parser)


def _meta(root: etree._Element, attribute: str, name: str) -> str:
    found = root.find(f"head/meta[@{attribute}='{name}']")
    return found.get("content", "") if found is not None else ""


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


def _last_checked(pages: Sequence[Printable]) -> dt.date | None:
    return max((page.checked for page in pages if page.checked), default=None)


def _beside(path: str) -> str:
    """Give the path of a page's editions without paper and ending: `a/b/index.html` has `a/b/b`."""
    folder, name = posixpath.split(path)
    stem = posixpath.basename(folder) if name == INDEX else name.removesuffix(".html")
    return posixpath.join(folder, stem or "home")


class _Planner:
    """Knows what all editions of a site have in common, most of it from the home page."""

    def __init__(self, site: Site, pages: Sequence[Printable]) -> None:
        self._home = site.home
        self._titles = {path: page.title for path, page in site.pages.items()}
        self._titles |= {page.path: page.heading for page in pages}
        # Never today: the same site makes the same files.
        self._day = _last_checked(pages) or dt.datetime.fromtimestamp(source_date(Path()), dt.UTC).date()
        page = site.pages.get(INDEX)
        root = _parsed(page) if page else etree.Element("html")
        self._name = _meta(root, "property", "og:site_name") or (page.title if page else "")
        self._about = _meta(root, "name", "description")
        self._licence = next((link.get("href", "") for link in root.iterfind(".//a[@rel='license']")), "")
        icons = [_inside(site, link) for link in root.iter("link") if "icon" in link.get("rel", "").split()]
        drawn = next((path for path in icons if path.endswith(".svg") and path in site.files), "")
        self._emblem = (site.root / drawn).read_text(encoding="utf-8") if drawn else ""
        named = dict.fromkeys([INDEX, *(_inside(site, link) for link in root.iterfind(".//main//a"))])
        #: The place of each page that the home page names.
        self.order: Mapping[str, int] = {path: place for place, path in enumerate(named)}

    def editions(self, base: str, layout: str, articles: Sequence[Printable]) -> Iterator[Edition]:
        """Yield one edition for each paper, and the e-book; `base` is its path without paper and ending."""
        first, checked = articles[0], _last_checked(articles)
        title, name, about, path = first.title, first.heading, first.description, page_url(first.path)
        if layout == "booklet":
            title, name, about, path = self._name, self._name, self._about, ""
        language, _, region = first.language.partition("-")
        day = checked or self._day
        address = plain_address(self._home + path) if self._home else ""
        data = {
            "layout": layout,
            "lang": language,
            "region": region or None,
            "site": self._name,
            "title": title,
            "description": about,
            "date": [day.year, day.month, day.day],
            "foot": [line for line in (address, f"Checked {date_in_words(str(checked))}" if checked else "") if line],
            "emblem": self._emblem if layout == "booklet" else "",
            **bind([page.tree for page in articles], self._home, self._titles, listed=layout in {"page", "comments"}),
        }
        paths = tuple(page.path for page in articles)
        for paper, ending, words in PAPERS:
            document = json.dumps({**data, "paper": paper}, ensure_ascii=False, sort_keys=True)
            yield Edition(f"{base}-{ending}.pdf", layout, name, words, paths, document)
        if layout in {"booklet", "comments"}:
            places = {"address": f"{self._home}{base}.epub", "on_paper": f"{self._home}{base}-a4.pdf"}
            document = json.dumps({**data, **places, "paper": "a4", "licence": self._licence}, ensure_ascii=False)
            yield Edition(f"{base}.epub", layout, name, E_BOOK, paths, document)


def _inside(site: Site, link: etree._Element) -> str:
    """Give the file that a link of the home page leads to; empty if it is not on this site."""
    target = resolve(link.get("href", ""), INDEX, site.home)
    return target.path if isinstance(target, Inside) else ""
