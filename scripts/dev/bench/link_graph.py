"""The link graph of a built site: for each page the ways in and the ways out.

`python -m scripts.dev.bench.link_graph SITE` prints them as a table, and as faults the pages that have fewer than two
ways in (`LG01`) or two ways out (`LG02`).

A way in is a page whose own text links to this one, a way out a page that its own text links to: distinct pages, each
counted once. Own text is what stands in `<main>` for this page alone, links to the glossary and "Read next" among it;
not what many pages share, `<nav>`, nor what comes from other pages: the next page of a route, `onward`.

Redirects, 404.html and pages that are kept from search engines are no part of the graph.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click
from lxml import etree

from scripts.common.addresses import INDEX, Inside, resolve
from scripts.common.built_pages import read_site
from scripts.common.faults import Fault, report
from scripts.dev.bench.building import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scripts.common.built_pages import Page, Site

_FEWEST: Final = 2
# A part of its archive, as a page of a book: it is reached through the index, and this in many ways.
_PAGE_OF_COMMENTS: Final = re.compile(r"comments/[^/]+/page-[0-9]+/index\.html")
_OWN: Final = "//main//a[not(ancestor::nav or ancestor::li[@class='onward'])]/@href"


def link_graph(site: Site) -> dict[str, tuple[int, int]]:
    """Read the graph of a built site: by the path of each page, how many lead to it, and to how many it leads."""
    pages = {
        path: page
        for path, page in sorted(site.pages.items())
        if path != "404.html" and page.redirect is None and not page.noindex
    }
    own = {path: _targets(page, site) & pages.keys() - {path} for path, page in pages.items()}
    ways_in = Counter(target for targets in own.values() for target in targets)
    return {path: (ways_in[path], len(own[path])) for path in pages}


def faults(graph: Mapping[str, tuple[int, int]]) -> Iterator[Fault]:
    """Find the pages that a reader hardly comes to or away from.

    Home needs no way in, for the head of every page leads there; a page of comments needs one.
    """
    for path, (ways_in, ways_out) in graph.items():
        fewest = 0 if path == INDEX else 1 if _PAGE_OF_COMMENTS.fullmatch(path) else _FEWEST
        if ways_in < fewest:
            message = f"Pages whose text leads here: {ways_in}; link this page from at least {fewest}."
            yield Fault(path, 0, "LG01", message)
        if ways_out < _FEWEST:
            message = f"Pages to which the text of this one leads: {ways_out}; link from it to at least {_FEWEST}."
            yield Fault(path, 0, "LG02", message)


def _targets(page: Page, site: Site) -> set[str]:
    """Give the files that the links in a page's own text lead to."""
    root = etree.fromstring(page.data or b"<p>", etree.HTMLParser(encoding="utf-8", huge_tree=True))
    addresses = cast("list[str]", root.xpath(_OWN))
    targets = (resolve(address, page.path, site.home) for address in addresses)
    return {target.path for target in targets if isinstance(target, Inside)}


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(site: Path) -> None:
    """Run the command."""
    graph = link_graph(read_site(site))
    for line in table(("page", "ways in", "ways out"), [(path, *ways) for path, ways in graph.items()]):
        click.echo(line)
    sys.exit(1 if report(faults(graph)) else 0)


if __name__ == "__main__":
    main()
