"""What stands around the text of a page and is known only once all pages are built: the words of the partials' data.

Read from the built pages and from the folder of the pages: what to read next, the place on a route, the comments, the
way from home, the list of all pages.
"""

import math
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import html as markup

from scripts.comments.archive import Archive, load_all, noindex_pages, page_number
from scripts.common.addresses import NOT_FOUND, Inside, built_path, page_url, relative_link, resolve
from scripts.common.dates import today
from scripts.common.settings import USUAL, Settings
from scripts.content.front_matter import FrontMatter, read_all

_NO_WORDS: Final = re.compile(r"<(script|style|nav|title|desc)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.DOTALL)


class SitePage(NamedTuple):
    """A page of the site: its Markdown file, its built file, its whole address, and what it says of itself.

    Of a page of comments, `number` is its place among them; 0 is their index, and None is any other page.
    """

    name: str
    path: str
    address: str
    meta: FrontMatter
    number: int | None = None


class Step(NamedTuple):
    """Where a route leads from a page: the title of the route, the words of the link, and its end."""

    route: str
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
        steps: the next steps on the routes, by the built file of a page.
    """

    settings: Settings
    home: str
    pages: Mapping[str, SitePage]
    archives: Mapping[str, Archive]
    steps: Mapping[str, Sequence[Step]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        #: The pages that search engines are asked to leave out.
        self.hidden = noindex_pages(self.archives.values())
        self._by_article = {archive.article: archive for archive in self.archives.values() if archive.kept}

    def of(self, page: SitePage, minutes: int) -> dict[str, Any]:
        """Give what the partials print around a page; it takes so many minutes to read."""
        archive = self.archives.get(posixpath.dirname(page.name))
        return {
            "page": page,
            "minutes": minutes,
            "stories": self._by_article.get(page.name),
            "archive": archive,
            "article": self.pages.get(archive.article) if archive else None,
        }

    def link(self, page: SitePage | None, to: SitePage, fragment: str = "") -> str:
        """Write a link from one page to another; from none, such as 404.html, it begins at the root of the host."""
        link = relative_link(page_url(to.path), page.path if page else NOT_FOUND, self.home)
        return f"{link}#{fragment}" if fragment else link

    def index_of(self, archive: Archive) -> SitePage | None:
        """Find the first page of an archive."""
        return self.pages.get(f"{archive.name}/index.md")

    def trail(self, page: SitePage, archive: Archive | None) -> Iterator[tuple[str, str]]:
        """Yield the names and addresses of the way from home to a page, which may be one of an archive."""
        yield "Home", self.home
        main = self.pages.get(self.settings.extra.pages.get("steps", ""))
        if main and main is not page and posixpath.dirname(page.name) == posixpath.dirname(main.name) != "":
            yield main.meta.title, main.address
        above = [self.pages.get(archive.article), self.index_of(archive)] if archive else []
        yield from ((one.meta.title, one.address) for one in above if one is not None and one is not page)
        yield page.meta.title, page.address


def read_around(root: Path, docs: Path, home: str, settings: Settings) -> Around:
    """Read what the site is: the front matter of all pages that were built, the comments, and the routes.

    Args:
        root: the folder of the built site.
        docs: the folder of the pages.
        home: the address of the site with a slash at its end; empty if it is not known.
        settings: the site in general; `extra.pages.start` names the page whose numbered lists of links are the routes.
    """
    pages = {}
    for entry in read_all(docs, today())[0]:
        path = built_path(entry.name, lambda path: (root / path).is_file())
        if entry.meta is not None and (root / path).is_file():
            address = home and home + page_url(path)
            pages[entry.name] = SitePage(entry.name, path, address, entry.meta, page_number(entry.name))
    around = Around(settings, home, pages, {archive.name: archive for archive in load_all(docs)})
    if start := pages.get(settings.extra.pages.get("start", "")):
        around.steps = _routes(around, start, (root / start.path).read_text("utf-8", "replace"))
    return around


def _routes(around: Around, start: SitePage, text: str) -> Mapping[str, Sequence[Step]]:
    """Learn the routes from the page that tells them: below a heading, a numbered list of which each item links."""
    by_path = {page.path: page for page in around.pages.values()}
    found: dict[str, list[Step]] = defaultdict(list)
    heading = ""
    for element in markup.document_fromstring(text).iter("h2", "h3", "ol"):
        if element.tag != "ol":
            heading = _words(element)
            continue
        links = [link for item in element.iter("li") for link in [item.find(".//a[@href]")] if link is not None]
        ends = [(_words(link), resolve(link.get("href", ""), start.path, around.home)) for link in links if heading]
        stops = [(title, end) for title, end in ends if isinstance(end, Inside) and end.path in by_path]
        for (_, here), (title, there) in pairwise(stops):
            found[here.path].append(Step(heading, title, by_path[there.path], there.fragment))
    return found


def minutes_to_read(html: str, words_a_minute: int = USUAL.words_a_minute) -> int:
    """Tell how many minutes some HTML takes to read, rounded up; what nobody reads in it does not count."""
    return max(1, math.ceil(len(unescape(_NO_WORDS.sub("", html)).split()) / words_a_minute))


def _words(element: markup.HtmlElement) -> str:
    return " ".join(element.text_content().split())
