"""The links to the editions: fills the elements that pages keep free for them, or takes these out.

    <p class="editions" data-edition="page" data-words="Print this article" data-checked="2026-11-23"></p>
    <div class="editions" data-list="booklet"></div>

The first gets the links to the page's own editions. The second lists editions: `sheets` (handout and large type),
`booklet`, or `pages` (all others). What was filled before is filled anew.
"""

from __future__ import annotations

import posixpath
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

from scripts.common.built_pages import read_page
from scripts.common.partials import filled
from scripts.editions.editions import in_pages, told_size
from scripts.editions.plan import PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scripts.common.built_pages import Site
    from scripts.editions.editions import Edition

_ELEMENT = re.compile(r'\n?<(?P<tag>p|div)(?P<attributes> class="editions"[^>]*)>.*?</(?P=tag)>', re.DOTALL)
_ATTRIBUTE = re.compile(r'\bdata-([a-z]+)="([^"]*)"')
_LISTS = {"sheets": ("handout", "large-type"), "booklet": ("booklet",), "pages": ("page", "comments")}
_NAMES = {engine: name for engine, _, name in PAPERS}
_WORDS = "Print this page"


def link_editions(site: Site, editions: Sequence[Edition]) -> None:
    """Write the links to editions into all pages of a site; an element without editions is taken out.

    Args:
        site: the site; its files, and its pages in memory, are changed.
        editions: all editions of the site; none to take out every element.
    """
    own: dict[str, list[Edition]] = {}
    for edition in editions:
        if edition.layout != "booklet":
            for path in edition.pages:
                own.setdefault(path, []).append(edition)
    for path, page in list(site.pages.items()):
        if 'class="editions"' not in page.text:
            continue

        def filled(match: re.Match[str], path: str = path) -> str:
            told = {key: unescape(value) for key, value in _ATTRIBUTE.findall(match["attributes"])}
            layouts = _LISTS.get(told.get("list", ""), ())
            if layouts:
                content = _list(path, [edition for edition in editions if edition.layout in layouts])
            else:
                content = _links(path, own.get(path, []), told.get("words", _WORDS))
            return f"\n<{match['tag']}{match['attributes']}>{content}</{match['tag']}>" if content else ""

        text = _ELEMENT.sub(filled, page.text)
        if text != page.text:
            data = text.encode("utf-8", "surrogateescape")
            (site.root / path).write_bytes(data)
            site.pages[path] = read_page(path, data)


def _links(page: str, editions: Iterable[Edition], words: str) -> str:
    return filled("editions/links.html", editions=[_told(page, edition) for edition in editions], words=words)


def _list(page: str, editions: Iterable[Edition]) -> str:
    titles: dict[tuple[str, str], list[dict[str, str]]] = {}
    for edition in editions:
        titles.setdefault((edition.title, posixpath.dirname(edition.path)), []).append(_told(page, edition))
    listed = [(title, papers) for (title, _), papers in titles.items()]
    return filled("editions/list.html", titles=listed) if listed else ""


def _told(page: str, edition: Edition) -> dict[str, str]:
    return {
        "href": quote(posixpath.relpath(edition.path, posixpath.dirname(page) or ".")),
        "paper": _NAMES[edition.paper],
        "length": f"{in_pages(edition.sheets)}, {told_size(edition.size)}",
    }
