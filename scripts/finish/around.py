"""What stands around the text of a page and is known only once all pages are built: the words of the partials' data.

Read from the built pages and from the folder of the pages: what to read next, the place on a route, the comments, the
way from home, the list of all pages.
"""

import math
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import html as markup

from scripts.comments.archive import Archive, load_all, page_number
from scripts.common.addresses import NOT_FOUND, Inside, built_path, page_url, relative_link, resolve
from scripts.common.dates import today
from scripts.common.settings import USUAL, Settings
from scripts.content.front_matter import FrontMatter, read_all

_NO_WORDS: Final = re.compile(r"<(script|style|nav|title|desc)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.DOTALL)


class SitePage(NamedTuple):
    """A page of the site: its Markdown file, its built file, its whole address, and what it says of itself.

    Of a page of comments, `archive` holds them, and `number` is its place among them: 0 is their index, and None is any
    other page. Of a page that comments were written to, `stories` holds those.
    """

    name: str
    path: str
    address: str
    meta: FrontMatter
    number: int | None = None
    archive: Archive | None = None
    stories: Archive | None = None

    @property
    def hidden(self) -> bool:
        """Whether search engines are asked to leave it out."""
        return self.archive is not None and self.number in self.archive.noindex


class Step(NamedTuple):
    """Where a route leads from a page: the title of the route, the words of the link, and its end."""

    route: str
    title: str
    page: SitePage
    fragment: str


class Around(NamedTuple):
    """All that the partials may ask for.

    Attributes:
        settings: the site in general.
        home: the address of the site with a slash at its end; empty if it is not known.
        pages: the pages with sound front matter that were built, by the path of their Markdown files.
        steps: the next steps on the routes, by the built file of a page.
    """

    settings: Settings
    home: str
    pages: Mapping[str, SitePage]
    steps: Mapping[str, Sequence[Step]]

    def link(self, page: SitePage | None, to: SitePage, fragment: str = "") -> str:
        """Write a link from one page to another; from none, such as 404.html, it begins at the root of the host."""
        link = relative_link(page_url(to.path), page.path if page else NOT_FOUND, self.home)
        return f"{link}#{fragment}" if fragment else link

    def index_of(self, archive: Archive) -> SitePage | None:
        """Find the first page of an archive."""
        return self.pages.get(f"{archive.name}/index.md")

    def trail(self, page: SitePage) -> list[SitePage]:
        """List the way from home, which is no part of it, to a page: what is above it, and itself."""
        main = self.pages.get(self.settings.extra.pages.get("steps", ""))
        folder = posixpath.dirname(page.name)
        above: list[SitePage | None] = [main] if main and folder == posixpath.dirname(main.name) != "" else []
        if page.archive:
            above += [self.pages.get(page.archive.article), self.index_of(page.archive)]
        return [*(one for one in above if one and one is not page), page]


def read_around(root: Path, docs: Path, home: str, settings: Settings) -> Around:
    """Read what the site is: the front matter of all pages that were built, the comments, and the routes.

    Args:
        root: the folder of the built site.
        docs: the folder of the pages.
        home: the address of the site with a slash at its end; empty if it is not known.
        settings: the site in general; `extra.pages.start` names the page whose numbered lists of links are the routes.
    """
    archives = {archive.name: archive for archive in load_all(docs)}
    stories = {archive.article: archive for archive in archives.values() if archive.kept}
    pages = {}
    for entry in read_all(docs, today())[0]:
        name = entry.name
        path = built_path(name, lambda path: (root / path).is_file())
        if entry.meta is not None and (root / path).is_file():
            of_comments = page_number(name), archives.get(posixpath.dirname(name)), stories.get(name)
            pages[name] = SitePage(name, path, home and home + page_url(path), entry.meta, *of_comments)
    start = pages.get(settings.extra.pages.get("start", ""))
    return Around(settings, home, pages, _routes(root, start, pages.values(), home) if start else {})


def _routes(root: Path, start: SitePage, pages: Iterable[SitePage], home: str) -> Mapping[str, Sequence[Step]]:
    """Learn the routes from the page that tells them: below a heading, a numbered list of which each item links."""
    by_path = {page.path: page for page in pages}
    found: dict[str, list[Step]] = defaultdict(list)
    page: Any = markup.document_fromstring((root / start.path).read_text("utf-8", "replace"))
    for route in page.iter("ol"):
        heading = route.xpath("normalize-space(preceding::*[self::h2 or self::h3][1])")
        links = route.xpath(".//li/descendant::a[@href][1]") if heading else []
        ends = [(link.xpath("normalize-space()"), resolve(link.get("href"), start.path, home)) for link in links]
        stops = [(title, end) for title, end in ends if isinstance(end, Inside) and end.path in by_path]
        for (_, here), (title, there) in pairwise(stops):
            found[here.path].append(Step(heading, title, by_path[there.path], there.fragment))
    return found


def minutes_to_read(html: str, words_a_minute: int = USUAL.words_a_minute) -> int:
    """Tell how many minutes some HTML takes to read, rounded up; what nobody reads in it does not count."""
    return max(1, math.ceil(len(unescape(_NO_WORDS.sub("", html)).split()) / words_a_minute))
