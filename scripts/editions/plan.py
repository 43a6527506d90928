"""Which editions a site has, and what each is made from.

- Each page that asks for it: on A4 and on US Letter, beside the page. It asks with an element of the class `editions`
  (`overrides/partials/editions.html` writes it): `<p class="editions" data-edition="page" data-checked="2026-11-23">`.
  `data-edition` names the layout; `data-title`, which may be left out, is the title of the file where the heading would
  say too much in a list of downloads. A page that asks for `large` is also made in large type.
- A sheet with help lines: also one for each of their countries, on the paper of that country.
- The booklet: all pages but the sheets, in the order of the menu, then in that of the home page; and the same to fold;
  beside the page that lists it. Of more than 40 pages, it holds those that the home page names, and each category that
  has two pages or more is a booklet of its own, the oldest first; a page in two categories stands in both.
- Each comment archive, the pages `comments/ARTICLE/…` bound together, beside its index. Of more than 40 archives only
  those of several pages: one page is printed as it is.
- The booklet and each archive as an e-book (EPUB) as well.
"""

import datetime as dt
import hashlib
import json
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Final

from lxml import etree

from scripts.common.addresses import INDEX, file_of, page_url
from scripts.common.built_pages import Page, Site
from scripts.common.dates import date_in_words, source_date
from scripts.editions.binding import bind, plain_address
from scripts.editions.book import number_blocks
from scripts.editions.countries import countries, for_country
from scripts.editions.reading import read_article
from scripts.editions.rules import Flaw
from scripts.editions.tree import Json, Node

#: How a page is laid out: `large` is `page` and also in the sizes of `LARGE`; the others are sheets.
LAYOUTS: Final = ("page", "large", "handout", "large-type", "card")
#: The layouts of one sheet: the card has one side, the others have two.
SHEETS: Final = ("handout", "large-type", "card")
#: The sheets that are made for each country too.
BY_COUNTRY: Final = ("handout", "card")
#: The sizes of large type in points: UKAAF's G003 asks for 16 and advises 18; 24 is giant print.
LARGE: Final = (18, 24)
#: What the engine calls a paper and half of it, what its file names end with, and what readers call it.
PAPERS: Final = (("a4", "a5", "a4", "A4"), ("us-letter", "half-letter", "letter", "US Letter"))
#: The countries that print on US Letter; all others print on A4.
ON_LETTER: Final = ("us", "ca")
#: What is said of an edition for no paper.
E_BOOK: Final = "e-book"
#: Of 25 comments each, and the index. More would be no booklet: it would have thousands of sheets.
MOST_PAGES_OF_COMMENTS: Final = 41
#: With more archives, those of one page have no editions: a blog of a thousand posts would have three thousand of them.
MOST_SHORT_ARCHIVES: Final = 40
#: With more pages, the booklet holds only those that the home page names, and there is one of each category.
MOST_PAGES_OF_BOOKLET: Final = 40

_ARCHIVE = re.compile(r"comments/(?P<article>[^/]+)/(?:page-(?P<number>\d+)/)?index\.html")
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
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
        situations: for whom it is, as its head says.
        categories: in which ones its head says that it is.
        published: the day on which it came out, if its head says so.
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
    situations: list[Json]
    categories: list[str]
    published: str
    tree: Node
    flaws: Sequence[Flaw]


@dataclass(frozen=True)
class Edition:
    """An edition.

    Attributes:
        path: the PDF or EPUB, relative to the site's folder.
        layout: `page`, `large`, one of `SHEETS`, `booklet`, `folded` or `comments`.
        title: the heading of the page, or what the edition is.
        country: the code of the country that it is for; empty if it is for all.
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
    country: str = ""
    document: str = ""
    sheets: int = 0
    size: int = 0

    @property
    def length(self) -> str:
        """Its length as readers know it: 4 pages, 82 kB (SI prefixes); of an e-book only the second."""
        size = f"{self.size / _MEGA:.1f} MB" if self.size >= _MEGA else f"{max(1, round(self.size / _KILO))} kB"
        pages = f"{self.sheets} page" if self.sheets == 1 else f"{self.sheets} pages"
        return size if self.paper == E_BOOK else f"{pages}, {size}"


def plan(site: Site) -> tuple[list[Edition], list[Flaw]]:
    """Plan the editions of a site, and tell what is wrong with its pages; one with flaws has no edition."""
    pages = list(printable_pages(site))
    planner = _Planner(site, pages)
    pages.sort(key=lambda page: (planner.places.get(page.path, len(planner.places)), page.path))
    sound = [page for page in pages if not page.flaws]
    bound = [page for page in sound if page.layout not in SHEETS]
    many = len(bound) > MOST_PAGES_OF_BOOKLET
    categories = _by_category(bound) if many else {}
    bound = [page for page in bound if page.path in planner.named or not many]
    editions = [edition for page in sound for edition in planner.of_page(page)]
    for path, page in sorted(site.pages.items()):
        if bound and _LISTS_BOOKLET.search(page.text):
            base = posixpath.join(posixpath.dirname(path), "booklet")
            editions += planner.editions(base, "booklet", bound)
            editions += planner.editions(f"{base}-to-fold", "folded", bound)
            for name, (category, members) in categories.items():
                editions += planner.editions(f"{base}-on-{name}", "booklet", members, category=category)
    for name, archive in _archives(site):
        pages += archive
        if not any(page.flaws for page in archive):
            editions += planner.editions(f"comments/{name}/comments-on-{name}", "comments", archive)
    return editions, [flaw for page in pages for flaw in page.flaws]


def printable_pages(site: Site) -> Iterator[Printable]:
    """Yield the pages that ask for an edition, in the order of their paths; those of comment archives do not."""
    for path, page in sorted(site.pages.items()):
        if "data-edition=" in page.text and not _ARCHIVE.fullmatch(path):
            printable = _read(site, page)
            if printable.layout in LAYOUTS:
                yield printable


def _by_category(pages: Sequence[Printable]) -> dict[str, tuple[str, list[Printable]]]:
    """Give each category with two pages or more, by what it has in the names of files: its own name, and its pages."""
    found: dict[str, list[Printable]] = defaultdict(list)
    for page in sorted(pages, key=lambda page: page.published):
        for category in page.categories:
            found[category].append(page)
    named: dict[str, tuple[str, list[Printable]]] = {}
    for category, members in sorted(found.items()):
        name = re.sub(r"\W+", "-", category.casefold())[:50].strip("-")
        while name in named:
            name += "-2"
        if len(members) > 1:
            named[name] = category, members
    return named


def _archives(site: Site) -> Iterator[tuple[str, list[Printable]]]:
    """Yield each comment archive that can be bound: the name of its article, and its pages with the index first."""
    found: dict[str, dict[int, Page]] = {}
    for path, page in site.pages.items():
        if (match := _ARCHIVE.fullmatch(path)) and not page.redirect:
            found.setdefault(match["article"], {})[int(match["number"] or 0)] = page
    for name, pages in sorted(found.items()):
        if len(pages) <= MOST_PAGES_OF_COMMENTS and (len(pages) > 1 or len(found) <= MOST_SHORT_ARCHIVES):
            yield name, [_read(site, pages[number]) for number in sorted(pages)]


def _read(site: Site, page: Page) -> Printable:
    root = _parsed(page)
    articles = (root.find(path) for path in (".//main//article", ".//main", "."))
    tree, flaws = read_article(next(found for found in articles if found is not None), page.path, site.home, site.root)
    heading = next((node.text() for node in tree.walk() if node.kind == "heading"), "")
    if not heading:
        message = "This page has no heading, and its edition needs a title; begin it with one."
        flaws.insert(0, Flaw(page.path, 0, "ED08", message))
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
        situations=[meta.get("content", "") for meta in root.iterfind("head/meta[@name='situation']")],
        categories=[meta.get("content", "") for meta in root.iterfind("head/meta[@property='article:section']")],
        published=_meta(root, "property", "article:published_time"),
        tree=tree,
        flaws=flaws,
    )


def _parsed(page: Page) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(page.data, parser)


def _heading(page: Page) -> str:
    """Give the words of a page's heading, without reading the whole page; its title if it has none."""
    found = _HEADING.search(page.text)
    return unescape(_TAG.sub("", found[1])) if found else page.title


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
        self._titles = {path: _heading(page) for path, page in site.pages.items()}
        self._titles |= {page.path: page.heading for page in pages}
        # Never today: the same site makes the same files.
        self._day = _last_checked(pages) or dt.datetime.fromtimestamp(source_date(Path()), dt.UTC).date()
        page = site.pages.get(INDEX)
        root = _parsed(page) if page else etree.Element("html")
        self._name = _meta(root, "property", "og:site_name") or (page.title if page else "")
        self._about = _meta(root, "name", "description")
        licence = next(root.iterfind(".//a[@rel='license']"), etree.Element("a"))
        self._licence = {"licence": licence.get("href", ""), "rights": licence.text or ""}
        icons = [_inside(site, link) for link in root.iter("link") if "icon" in link.get("rel", "").split()]
        drawn = next((path for path in icons if path.endswith(".svg") and path in site.files), "")
        self._emblem = (site.root / drawn).read_text(encoding="utf-8") if drawn else ""
        #: Where help is: an e-book leads to it from its first page, as the site does from each.
        self._help = next((_inside(site, link) for link in root.iterfind(".//a[@rel='help']")), "")
        #: The pages that the home page names.
        self.named = [INDEX, *(_inside(site, link) for link in root.iterfind(".//main//a"))]
        #: The section of each page that the menu names; empty for one that is in none.
        self._sections: dict[str, str] = {}
        for link in root.iterfind(".//nav//li//a"):
            section = str(link.xpath("normalize-space(ancestor::li[2]/*[1])"))
            self._sections.setdefault(_inside(site, link), section)
        ordered = dict.fromkeys([INDEX, *self._sections, *self.named])
        #: The place of each page in the booklet: as in the menu, and then as the home page has it.
        self.places: Mapping[str, int] = {path: place for place, path in enumerate(ordered)}

    def of_page(self, page: Printable) -> Iterator[Edition]:
        """Yield all editions of one page."""
        base = _beside(page.path)
        if page.layout not in SHEETS:
            yield from self.editions(base, "page", [page])
            for size in LARGE if page.layout == "large" else ():
                for edition in self.editions(f"{base}-{size}-points", "large", [page], size=size):
                    yield replace(edition, title=f"{page.heading}, {size} points")
            return
        names = countries(page.tree) if page.layout in BY_COUNTRY else {}
        # All numbers of all countries have no room on a card.
        if page.layout != "card" or not names:
            yield from self.editions(base, page.layout, [page])
        for code, name in names.items():
            own = replace(page, title=f"{page.title}: {name}", tree=for_country(page.tree, code))
            for edition in self.editions(f"{base}-{code}", page.layout, [own], country=code):
                if (edition.paper == "US Letter") == (code in ON_LETTER):
                    yield replace(edition, title=name, country=code)

    def editions(
        self, base: str, layout: str, articles: Sequence[Printable], category: str = "", **look: Json
    ) -> Iterator[Edition]:
        """Yield one edition for each paper; `base` is its path without paper and ending, `look` is the template's."""
        first, checked = articles[0], _last_checked(articles)
        title, name, about, path = first.title, first.heading, first.description, page_url(first.path)
        if layout in {"booklet", "folded"}:
            title = name = category or self._name
            about, path = self._name if category else self._about, ""
        language, _, region = first.language.partition("-")
        day = checked or self._day
        address = plain_address(self._home + path) if self._home else ""
        trees = [
            replace(page.tree, data={"running": page.title, "situations": page.situations, "section": section})
            for page in articles
            for section in [self._sections.get(page.path, "")]
        ]
        listed, numbered = layout in {"page", "large", "comments"}, layout not in SHEETS
        words = bind(trees, self._home, self._titles, listed=listed, numbered=numbered)
        data = {
            "layout": layout,
            "category": category,
            "lang": language,
            "region": region or None,
            "site": self._name,
            "title": title,
            "description": about,
            "date": [day.year, day.month, day.day],
            "foot": [line for line in (address, f"Checked {date_in_words(str(checked))}" if checked else "") if line],
            "careful": first.title != first.heading and numbered,
            "emblem": self._emblem if layout in {"booklet", "folded"} else "",
            # Tells two copies apart: the same words have the same mark.
            "mark": hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:12],
            **self._licence,
            **look,
            **words,
        }
        if layout == "booklet":
            number_blocks(data)
        paths = tuple(page.path for page in articles)
        for whole, half, ending, paper in PAPERS:
            data["paper"] = half if layout == "folded" else whole
            document = json.dumps(data, ensure_ascii=False, sort_keys=True)
            yield Edition(f"{base}-{ending}.pdf", layout, name, paper, paths, "", document)
        if layout in {"booklet", "comments"}:
            places = {"address": f"{self._home}{base}.epub", "on_paper": f"{self._home}{base}-a4.pdf"}
            places["help"] = f"{self._help}#"
            document = json.dumps({**data, "paper": "a4", "places": places}, ensure_ascii=False)
            yield Edition(f"{base}.epub", layout, name, E_BOOK, paths, "", document)


def _inside(site: Site, link: etree._Element) -> str:
    """Give the file that a link of the home page leads to; empty if it is not on this site."""
    return file_of(link.get("href", ""), INDEX, site.home)
