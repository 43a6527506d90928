"""The link graph of a built site: for each page the ways in, the ways out, and the clicks from home.

`python -m scripts.dev.bench.link_graph SITE` prints them as a table, and as faults the pages that have fewer than two
ways
in or two ways out.

A way in is a page whose own text links to this one, a way out a page that its own text links to: distinct pages, each
counted once. Own text is what stands in `<main>` for this page alone, links to the glossary and "Read next" among it;
not what many pages share, `<nav>`, nor what comes from other pages: the next page of a route, `onward`.
Clicks from home go by all links but those in the foot of the page, so by texts and the menu.

Redirects, 404.html and pages that are kept from search engines are no part of the graph.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from lxml import etree

from scripts.common.addresses import INDEX, Inside, resolve
from scripts.common.built_pages import read_site
from scripts.common.faults import Fault, report
from scripts.dev.text_table import text_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scripts.common.built_pages import Page, Site

# The site's issue on the library: "No page without at least two ways in and two ways out".
FEWEST_WAYS = 2

_NOT_FOUND = "404.html"
# A part of its archive, as a page of a book: it is reached through the index, and this in many ways.
_PAGE_OF_COMMENTS = re.compile(r"comments/[^/]+/page-[0-9]+/index\.html")
_OWN = "//main//a[not(ancestor::nav or ancestor::li[@class='onward'])]/@href"
_TEXT_AND_MENU = "//a[not(ancestor::footer)]/@href"


@dataclass(frozen=True)
class Node:
    """A page in the graph.

    Attributes:
        path: its file, relative to the site's folder.
        url: its address relative to the site; empty for home.
        ways_in: how many pages lead to it.
        ways_out: how many pages it leads to.
        clicks: how many links a reader follows to it from home; None if no link leads there.
    """

    path: str
    url: str
    ways_in: int
    ways_out: int
    clicks: int | None


def link_graph(site: Site) -> list[Node]:
    """Read the graph of a built site.

    Args:
        site: the site.

    Returns:
        Its pages, sorted by their addresses.
    """
    pages = {path: page for path, page in site.pages.items() if _counts(page)}
    own = {path: _targets(page, _OWN, site) & pages.keys() - {path} for path, page in pages.items()}
    ways_in = Counter(target for targets in own.values() for target in targets)
    clicks = _clicks({path: _targets(page, _TEXT_AND_MENU, site) for path, page in pages.items()})
    nodes = [Node(path, page.url, ways_in[path], len(own[path]), clicks.get(path)) for path, page in pages.items()]
    return sorted(nodes, key=lambda node: node.url)


def faults(nodes: Iterable[Node]) -> Iterator[Fault]:
    """Find the pages that a reader hardly comes to or away from.

    Args:
        nodes: the graph.

    Yields:
        LG01 fewer than two ways in, except to home, to which the head of every page leads, and to a page of comments,
        which needs one; LG02 fewer than two out.
    """
    for node in nodes:
        fewest = 0 if node.path == INDEX else 1 if _PAGE_OF_COMMENTS.fullmatch(node.path) else FEWEST_WAYS
        if node.ways_in < fewest:
            message = f"The text of {_pages(node.ways_in)} leads here; link this page from at least {fewest}."
            yield Fault(node.path, 0, "LG01", message)
        if node.ways_out < FEWEST_WAYS:
            message = f"The text of this page leads to {_pages(node.ways_out)}; link from it to at least {FEWEST_WAYS}."
            yield Fault(node.path, 0, "LG02", message)


def table(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the lines of a table of the graph."""
    rows = [
        (f"/{node.url}", node.ways_in, node.ways_out, "–" if node.clicks is None else node.clicks) for node in nodes
    ]
    yield from text_table(("page", "ways in", "ways out", "clicks from home"), rows)


def _counts(page: Page) -> bool:
    return page.path != _NOT_FOUND and page.redirect is None and not page.noindex


def _pages(number: int) -> str:
    return "only 1 other page" if number else "no other page"


def _targets(page: Page, links: str, site: Site) -> set[str]:
    """Give the files that the links of a page lead to; `links` is an XPath of their addresses."""
    if not page.references:
        return set()
    root = etree.fromstring(page.data, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    addresses = cast("list[str]", root.xpath(links))
    targets = (resolve(str(address), page.path, site.home) for address in addresses)
    return {target.path for target in targets if isinstance(target, Inside)}


def _clicks(ways: Mapping[str, set[str]]) -> dict[str, int]:
    clicks = {INDEX: 0} if INDEX in ways else {}
    waiting = deque(clicks)
    while waiting:
        path = waiting.popleft()
        for target in ways[path] & ways.keys() - clicks.keys():
            clicks[target] = clicks[path] + 1
            waiting.append(target)
    return clicks


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(site: Path) -> None:
    """Run the command."""
    nodes = link_graph(read_site(site))
    for line in table(nodes):
        click.echo(line)
    sys.exit(1 if report(faults(nodes)) else 0)


if __name__ == "__main__":
    main(prog_name="python -m scripts.dev.bench.link_graph")
