"""The pages of a built site that have an edition for paper, read into trees.

A page asks for its edition with an element of the class `editions` (`overrides/partials/editions.html` writes it):

    <p class="editions" data-edition="page" data-checked="2026-11-23"></p>

`data-edition` names the layout; `data-title`, which may be left out, is the title of the file where the heading would
say too much in a list of downloads. The pages of a comment archive, `comments/ARTICLE/…`, are bound together and need
no such element.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast, get_args

from lxml import etree

from scripts.editions.reading import read_article
from scripts.editions.soundness import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.common.built_pages import Page, Site
    from scripts.editions.tree import Node

#: How a page is laid out: `handout` and `large-type` on both sides of one sheet.
Layout: TypeAlias = Literal["page", "handout", "large-type"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)

_ARCHIVE = re.compile(r"comments/(?P<article>[^/]+)/(?:page-(?P<number>\d+)/)?index\.html")


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
    layout: Layout
    title: str
    heading: str
    language: str
    description: str
    checked: dt.date | None
    tree: Node
    flaws: tuple[Flaw, ...] = ()


def printable_pages(site: Site) -> Iterator[Printable]:
    """Yield the pages that ask for an edition, in the order of their paths; those of comment archives do not."""
    for path, page in sorted(site.pages.items()):
        if _wants_edition(page) and not _ARCHIVE.fullmatch(path):
            root = _root(page)
            for mark in root.iter("p", "div"):
                layout = mark.get("data-edition")
                if "editions" in mark.get("class", "").split() and layout in LAYOUTS:
                    yield _read(site, page, root, layout, mark)
                    break


#: Of 25 comments each, and the index.
MOST_PAGES_OF_COMMENTS = 41


def archives(site: Site) -> Iterator[tuple[str, tuple[Printable, ...]]]:
    """Yield each comment archive: the name of its article, and its pages with the index first.

    An archive of more than a thousand comments is no booklet: it would have thousands of sheets, and is left out.
    """
    found: dict[str, list[tuple[int, Page]]] = {}
    for path, page in site.pages.items():
        match = _ARCHIVE.fullmatch(path)
        if match and not page.redirect:
            found.setdefault(match["article"], []).append((int(match["number"] or 0), page))
    for name, pages in sorted(found.items()):
        if len(pages) > MOST_PAGES_OF_COMMENTS:
            continue
        yield (
            name,
            tuple(_read(site, page, _root(page), "page", None) for _, page in sorted(pages, key=lambda one: one[0])),
        )


def _wants_edition(page: Page) -> bool:
    return "data-edition=" in page.text


def _root(page: Page) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(page.data, parser)


def _read(site: Site, page: Page, root: etree._Element, layout: Layout, mark: etree._Element | None) -> Printable:
    main = root.find(".//main")
    article = root.find(".//main//article")
    article = article if article is not None else main if main is not None else root
    reading = read_article(article, page.path, site.home, site.root)
    heading = next((node.text() for node in reading.tree.walk() if node.kind == "heading"), "")
    description = root.find("head/meta[@name='description']")
    flaws = list(reading.flaws)
    if not heading:
        flaws.insert(0, Flaw(0, "ED08", "This page has no heading, and its edition needs a title; begin it with one."))
    return Printable(
        path=page.path,
        layout=layout,
        title=(mark.get("data-title") if mark is not None else None) or heading or page.title,
        heading=heading,
        language=root.get("lang", "en"),
        description=description.get("content", "") if description is not None else "",
        checked=_checked(root, mark),
        tree=reading.tree,
        flaws=tuple(flaws),
    )


def _checked(root: etree._Element, mark: etree._Element | None) -> dt.date | None:
    time = root.find(".//p[@class='checked']/time")
    written = mark.get("data-checked") if mark is not None else time.get("datetime") if time is not None else None
    try:
        return dt.date.fromisoformat(cast("str", written))
    except (TypeError, ValueError):
        return None
