"""What stands around the text of a page and is known only once all pages are built: the words of the partials' data.

Read from the built pages and from the folder of the pages: what to read next, the place on a route, the comments, the
way from home, the list of all pages.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from lxml import etree

from scripts.comments.archive import COMMENTS, load_all, noindex_pages, page_number
from scripts.common.addresses import Inside, built_path, page_url, resolve
from scripts.common.settings import USUAL
from scripts.common.today import today
from scripts.content.front_matter import read_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from scripts.comments.archive import Archive
    from scripts.common.settings import Settings
    from scripts.content.front_matter import FrontMatter

#: The page whose numbered lists of links are the routes.
ROUTES: Final = "where-to-start.md"

_LONG: Final = ("article", "evidence")
_NO_WORDS: Final = re.compile(r"<(script|style|nav|title|desc)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.DOTALL)


@dataclass(frozen=True)
class SitePage:
    """A page of the site: its Markdown file, its built file, its whole address, and what it says of itself."""

    name: str
    path: str
    address: str
    meta: FrontMatter


@dataclass(frozen=True)
class Step:
    """Where a route leads from a page: the title of the route and its heading, the words of the link, and its end."""

    route: str
    anchor: str
    title: str
    page: SitePage
    fragment: str


@dataclass
class Around:
    """All that the partials may ask for.

    Attributes:
        settings: the site in general.
        home: the address of the site with a slash at its end; empty if it is not known.
        pages: the pages with sound front matter that were built, by the path of their Markdown files.
        archives: the archives of comments, by the path of their folders.
    """

    settings: Settings
    home: str
    pages: Mapping[str, SitePage]
    archives: Mapping[str, Archive]
    _steps: dict[str, list[Step]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_article = {archive.article: archive for archive in self.archives.values() if archive.kept}

    @cached_property
    def every(self) -> list[SitePage]:
        """All pages, in the order of their files."""
        return list(self.pages.values())

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The pages that search engines are asked to leave out."""
        return noindex_pages(self.archives.values())

    def read_routes(self, page: SitePage, data: bytes) -> None:
        """Learn the routes from the page that tells them: below a heading, a numbered list of which each item links."""
        by_path = {other.path: other for other in self.pages.values()}
        found: dict[str, list[Step]] = defaultdict(list)
        heading: etree._Element | None = None
        for element in etree.fromstring(data, etree.HTMLParser(encoding="utf-8")).iter("h2", "h3", "ol"):
            if element.tag != "ol":
                heading = element
            elif heading is not None:
                links = [link for item in element.iter("li") for link in [item.find(".//a[@href]")] if link is not None]
                ends = [(link, resolve(link.get("href", ""), page.path, self.home)) for link in links]
                stops = [(link, end) for link, end in ends if isinstance(end, Inside) and end.path in by_path]
                for (_, here), (link, there) in pairwise(stops):
                    route = Step(
                        _words(heading), heading.get("id", ""), _words(link), by_path[there.path], there.fragment
                    )
                    found[here.path].append(route)
        self._steps = found

    def of(self, page: SitePage, minutes: int) -> dict[str, Any]:
        """Give what the partials print around a page; it takes so many minutes to read."""
        folder, number = posixpath.dirname(page.name), page_number(page.name)
        archive = self.archives.get(folder)
        return {
            "page": page,
            "minutes": minutes,
            "related": [(self.pages[one.page], one.why) for one in page.meta.related if one.page in self.pages],
            "steps": self._steps.get(page.path, ()),
            "stories": self._by_article.get(page.name),
            "stories_index": self._index(self._by_article.get(page.name)),
            "archive": archive,
            "archive_index": self._index(archive),
            "article": self.pages.get(archive.article) if archive else None,
            "number": number,
            "earlier": self._comments(archive, number, -1),
            "later": self._comments(archive, number, +1),
            "noindex": page.name in self.hidden,
            "trail": list(self._trail(page, archive)),
        }

    def link(self, page: SitePage | None, to: SitePage, fragment: str = "") -> str:
        """Write a link from one page to another; from none, such as 404.html, it begins at the root of the host."""
        url = page_url(to.path)
        mark = f"#{fragment}" if fragment else ""
        if page is None:
            return (urlsplit(self.home).path or "/") + url + mark
        relative = posixpath.relpath(url or ".", posixpath.dirname(page.path) or ".")
        return relative + "/" * (not url or url.endswith("/")) + mark

    def needed(self, page: SitePage) -> Iterator[str]:
        """Name the places without which something of this page would be nowhere."""
        yield "head"
        archive = self.archives.get(posixpath.dirname(page.name))
        if page.meta.kind != "home" and (page.meta.related or page.path in self._steps):
            yield "read-next"
        if page.meta.kind in _LONG:
            yield "minutes"
        # An archive without an article is its own.
        if page.name in self._by_article and page.meta.kind != "archive":
            yield "stories"
        number = page_number(page.name)
        if archive and number in archive.by_page:
            yield "archive-status"
        if archive and number:
            yield "archive-pages"

    def _index(self, archive: Archive | None) -> SitePage | None:
        return self.pages.get(f"{archive.name}/index.md") if archive else None

    def _comments(self, archive: Archive | None, number: int | None, steps: int) -> SitePage | None:
        return self.pages.get(f"{archive.name}/page-{number + steps}.md") if archive and number else None

    def _trail(self, page: SitePage, archive: Archive | None) -> Iterator[tuple[str, str]]:
        yield "Home", self.home
        main = self.pages.get(self.settings.main)
        if main and main is not page and posixpath.dirname(page.name) == posixpath.dirname(main.name) != "":
            yield self.settings.main_title or main.meta.title, main.address
        above = [self.pages.get(archive.article), self._index(archive)] if archive else []
        yield from ((one.meta.title, one.address) for one in above if one is not None and one is not page)
        yield page.meta.title, page.address


def read_around(root: Path, docs: Path, home: str, settings: Settings) -> Around:
    """Read what the site is: the front matter of all pages that were built, and the comments.

    Args:
        root: the folder of the built site.
        docs: the folder of the pages.
        home: the address of the site with a slash at its end; empty if it is not known.
        settings: the site in general.
    """
    entries, _ = read_all(docs, today())

    def is_file(path: str) -> bool:
        return (root / path).is_file()

    pages = {}
    for entry in entries:
        path = built_path(entry.name, is_file)
        if entry.meta is not None and is_file(path):
            address = home and home + page_url(path)
            pages[entry.name] = SitePage(entry.name, path, address, entry.meta)
    archives = {archive.name: archive for archive in load_all(docs)} if (docs / COMMENTS).is_dir() else {}
    return Around(settings, home, pages, archives)


def minutes_to_read(html: str, words_a_minute: int = USUAL.words_a_minute) -> int:
    """Tell how many minutes some HTML takes to read, rounded up; what nobody reads in it does not count."""
    return max(1, math.ceil(len(unescape(_NO_WORDS.sub("", html)).split()) / words_a_minute))


def listed(pages: Mapping[str, SitePage], kinds: Sequence[str], page: SitePage | None) -> list[SitePage]:
    """List the pages of some kinds by their titles: not this page, and of comments only the first page."""
    found = (one for one in pages.values() if one.meta.kind in kinds and one is not page)
    return sorted((one for one in found if not page_number(one.name)), key=lambda one: one.meta.title.lower())


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
