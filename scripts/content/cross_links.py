"""Cross-links that are computed: which pages lead to a page, where it stands on a route, how long it takes to read."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict

from lxml import html

from scripts.addresses import INDEX, Inside, page_url, resolve
from scripts.content import routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mkdocs.structure.files import Files

    from scripts.content.routes import Route

# Silent reading of English non-fiction: 238 words a minute (Brysbaert 2019, Journal of Memory and Language 109).
# A reader who is upset reads slower; 200 is the round figure below it.
WORDS_A_MINUTE = 200

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True)
class Rendered:
    """A page whose Markdown has been rendered, before any template has run.

    Attributes:
        name: its file, as a path from the folder of the pages.
        url: its address relative to the site: `articles/x/`; empty for home.
        title: its title.
        description: its description.
        kind: what the front matter says it is.
        related: the pages that its front matter names to read next, as paths from the folder of the pages.
        content: the HTML of its text.
    """

    name: str
    url: str
    title: str
    description: str
    kind: str
    related: tuple[str, ...]
    content: str


class LinkingPage(TypedDict):
    """A page that leads to another."""

    title: str
    url: str
    description: str


class Place(TypedDict):
    """Where a line about a route leads: a page, or a heading on it."""

    title: str
    url: str


class RouteLine(TypedDict):
    """A route that a page is on: its title, where it is told, and the neighbours of the page."""

    title: str
    url: str
    previous: Place | None
    next: Place | None


class RouteLength(TypedDict):
    """How many pages a route has, and how many minutes it takes to read."""

    pages: int
    minutes: int


class CrossLinks(TypedDict):
    """What a template prints around the text of a page.

    `minutes` to read the text; `linked_from`, by title; `routes` that the page is on, in the order of the data;
    `lengths` of the routes that the page itself tells, each by the address of its heading (`#left-last-week`).
    """

    minutes: int
    linked_from: list[LinkingPage]
    routes: list[RouteLine]
    lengths: dict[str, RouteLength]


def rendered_pages(files: Files) -> Iterator[Rendered]:
    """Take over MkDocs' pages once all of them have been rendered, as they are when `on_env` is called.

    Args:
        files: MkDocs' files.

    Yields:
        The pages that will be part of the site, but those of comments: what a reader wrote is no way to a page.
    """
    for file in files.documentation_pages():
        if file.page is not None and file.page.content is not None and file.page.meta.get("kind") != "archive":
            meta = file.page.meta
            yield Rendered(
                name=file.src_uri,
                url=file.page.url,
                title=meta.get("title", ""),
                description=meta.get("description", ""),
                kind=meta.get("kind", ""),
                related=tuple(entry["page"] for entry in meta.get("related", [])),
                content=file.page.content,
            )


def cross_links(pages: Iterable[Rendered], routes_of_site: Sequence[Route]) -> dict[str, CrossLinks]:
    """Compute all that the templates print around the texts.

    Pages that a page names to read next, and the home page, are not listed among those that lead to it: the one stands
    below the text already, and every page leads to the other.

    Args:
        pages: all pages of the site.
        routes_of_site: the routes; what they name and is not among the pages is passed over.

    Returns:
        What belongs to each page, by its name.
    """
    by_name = {page.name: page for page in pages}
    by_url = {page.url: page for page in by_name.values()}

    # The tree of a page takes ten times its text's memory; of thousands of pages, only these few are asked for again.
    @lru_cache(maxsize=32)
    def text(name: str) -> html.HtmlElement:
        return _parse(by_name[name].content)

    leading = linked_from({page.url: page.content for page in by_name.values()})
    known = [_with_pages(route, by_name) for route in routes_of_site if routes.PAGE in by_name]
    stops = routes.stops_by_page(known)

    def place(entry: str | None) -> Place | None:
        if entry is None:
            return None
        name, mark, anchor = entry.partition("#")
        heading = _heading(text(name), anchor)
        title = " ".join(heading.text_content().split()) if heading is not None else by_name[name].title
        return Place(title=title, url=by_name[name].url + mark + anchor)

    def minutes(entry: str) -> int:
        name, _, anchor = entry.partition("#")
        return _minutes(_section(text(name), anchor))

    found: dict[str, CrossLinks] = {}
    for page in by_name.values():
        linking = [by_url[url] for url in leading.get(page.url, ())]
        found[page.name] = CrossLinks(
            minutes=minutes(page.name),
            linked_from=[
                LinkingPage(title=other.title, url=other.url, description=other.description)
                for other in sorted(linking, key=lambda other: other.title.casefold())
                if other.kind != "home" and other.name not in page.related
            ],
            routes=[
                RouteLine(
                    title=stop.route.title,
                    url=f"{by_name[routes.PAGE].url}#{stop.route.anchor}",
                    previous=place(stop.previous),
                    next=place(stop.next),
                )
                for stop in stops.get(page.name, ())
            ],
            lengths={
                f"#{route.anchor}": RouteLength(pages=len(route.pages), minutes=sum(map(minutes, route.pages)))
                for route in known
                if page.name == routes.PAGE
            },
        )
    return found


def linked_from(contents: Mapping[str, str]) -> dict[str, list[str]]:
    """Find for each page the pages whose text links to it.

    Args:
        contents: the address of each page, relative to the site ("articles/x/", "" for home), and the HTML of its
            text; what a template puts around the text is not looked at.

    Returns:
        For each address that is linked to, the addresses of the pages that link there, in the order of `contents`;
        a page never counts for itself.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for address, content in contents.items():
        for target in dict.fromkeys(_targets(address, content)):
            if target != address and target in contents:
                found[target].append(address)
    return dict(found)


def minutes_to_read(content: str) -> int:
    """Tell how many minutes the text of some HTML takes to read, rounded up."""
    return _minutes(_parse(content).text_content())


def _minutes(text: str) -> int:
    return max(1, math.ceil(len(text.split()) / WORDS_A_MINUTE))


def _with_pages(route: Route, names: Iterable[str]) -> Route:
    """Leave out what a route names and is not there."""
    return route.model_copy(update={"pages": [page for page in route.pages if routes.name_of(page) in names]})


def _targets(address: str, content: str) -> Iterator[str]:
    file = address + INDEX if address.endswith("/") or not address else address
    for link in _parse(content).iter("a"):
        target = resolve(link.get("href", ""), file) if "href" in link.attrib else None
        if isinstance(target, Inside):
            yield page_url(target.path)


def _parse(content: str) -> html.HtmlElement:
    """Read some HTML without what nobody sees: comments, and the texts that describe a picture."""
    parser = html.HTMLParser(remove_comments=True, encoding="utf-8")
    root = html.fragment_fromstring(content.encode(), create_parent="div", parser=parser)
    for unseen in list(root.iter("title", "desc")):
        unseen.drop_tree()
    return root


def _heading(root: html.HtmlElement, anchor: str) -> html.HtmlElement | None:
    return next((found for found in root if found.tag in _HEADINGS and anchor and found.get("id") == anchor), None)


def _section(root: html.HtmlElement, anchor: str) -> str:
    """Give the text below a heading, up to the next of its level or above; all text if there is no such heading."""
    heading = _heading(root, anchor)
    if heading is None:
        return str(root.text_content())
    texts = [heading.text_content()]
    for element in heading.itersiblings():
        if element.tag in _HEADINGS and element.tag <= heading.tag:
            break
        texts += [element.text_content(), element.tail or ""]
    return " ".join(texts)
