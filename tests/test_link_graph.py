"""The ways in and out of every page of the real site, by the links in the pages' own texts."""

import re
from collections import Counter
from pathlib import Path
from typing import Final, cast

from lxml import html

from scripts.common.addresses import INDEX, NOT_FOUND, Inside, resolve
from scripts.common.built_pages import Page, read_site

FEWEST: Final = 2
# A page of comments is a part of its archive, as of a book: it is reached through the index, and this in many ways.
PAGE_OF_COMMENTS: Final = re.compile(r"comments/[^/]+/page-[0-9]+/index\.html")
# Not what many pages share, and not what comes from other pages: the next page of a route.
OWN: Final = "//main//a[not(ancestor::nav or ancestor::li[@class='onward'])]/@href"


def _leads_to(page: Page) -> set[str]:
    addresses = cast("list[str]", html.document_fromstring(page.data).xpath(OWN))
    targets = (resolve(address, page.path) for address in addresses)
    return {target.path for target in targets if isinstance(target, Inside)} - {page.path}


def test_every_page_has_two_ways_in_and_two_ways_out(real_site: Path) -> None:
    found = read_site(real_site).pages.items()
    pages = {path: page for path, page in found if path != NOT_FOUND and not page.redirect and not page.noindex}
    out = {path: _leads_to(page) & pages.keys() for path, page in pages.items()}
    ways_in = Counter(path for paths in out.values() for path in paths)
    assert len(pages) > 15
    assert [path for path in pages if len(out[path]) < FEWEST] == []
    # The head of every page leads home.
    fewest = {path: 0 if path == INDEX else 1 if PAGE_OF_COMMENTS.fullmatch(path) else FEWEST for path in pages}
    assert [path for path in pages if ways_in[path] < fewest[path]] == []


def test_what_the_original_article_links_to_is_linked_here(real_site: Path) -> None:
    path = "articles/what-to-do-when-he-or-she-leaves/index.html"
    text = read_site(real_site).pages[path].text.partition("</h1>")[2].partition('class="related"')[0]
    links = [resolve(address, path) for address in re.findall(r'<a href="([^"]*)"', text)]
    articles = ("when-to-fold", "reliable-membership", "using-turtle-logic", "the-two-walls", "read-the-tea-leaves")
    pages = ("print", "how-to-use-this-website", "where-to-start", "articles/map-of-relationships")
    expected = {f"{name}/index.html" for name in (*pages, *(f"articles/{article}" for article in articles))}
    assert expected - {link.path for link in links if isinstance(link, Inside)} == set()
