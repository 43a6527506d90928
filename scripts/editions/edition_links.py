"""The links to the editions: fills the elements that pages keep free for them, or takes these out.

    <p class="editions" data-edition="page" data-words="Print this article" data-checked="2026-11-23"></p>
    <p class="editions" data-list="e-book" data-words="Read the booklet as an e-book"></p>
    <div class="editions" data-list="booklet"></div>

The first gets the links to the page's own editions, the second the one to the booklet as an e-book. The third lists
editions: `sheets` (handout and large type), `booklet`, or `pages` (all others). What was filled before is filled anew.
"""

from __future__ import annotations

import posixpath
import re
from functools import partial
from html import unescape
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from scripts.common.built_pages import read_page
from scripts.common.partials import filled
from scripts.editions.plan import E_BOOK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.common.built_pages import Site
    from scripts.editions.plan import Edition

_ELEMENT = re.compile(r'\n?<(?P<tag>p|div)(?P<attributes> class="editions"[^>]*)>.*?</(?P=tag)>', re.DOTALL)
_ATTRIBUTE = re.compile(r'\bdata-([a-z]+)="([^"]*)"')
_LISTS = {"sheets": ("handout", "large-type"), "booklet": ("booklet",), "pages": ("page", "comments")}


def link_editions(site: Site, editions: Sequence[Edition]) -> None:
    """Write the links to editions into all pages of a site; an element without editions is taken out.

    Args:
        site: the site; its files, and its pages in memory, are changed.
        editions: all editions of the site; none to take out every element.
    """
    for path, page in list(site.pages.items()):
        if 'class="editions"' in page.text:
            text = _ELEMENT.sub(partial(_element, path, editions), page.text)
            if text != page.text:
                data = text.encode("utf-8", "surrogateescape")
                (site.root / path).write_bytes(data)
                site.pages[path] = read_page(path, data)


def _element(path: str, editions: Sequence[Edition], match: re.Match[str]) -> str:
    asked = {key: unescape(value) for key, value in _ATTRIBUTE.findall(match["attributes"])}
    if asked.get("list") == E_BOOK:
        books = [one for one in editions if (one.layout, one.paper) == ("booklet", E_BOOK)]
        content = _links(path, books, asked["words"])
    elif "list" in asked:
        content = _list(path, editions, asked["list"])
    else:
        own = [one for one in editions if one.layout != "booklet" and path in one.pages]
        content = _links(path, own, asked.get("words", "Print this page"))
    return f"\n<{match['tag']}{match['attributes']}>{content}</{match['tag']}>" if content else ""


def _links(path: str, editions: Sequence[Edition], words: str) -> str:
    return filled("editions/links.html", editions=[_entry(path, edition) for edition in editions], words=words)


def _list(path: str, editions: Sequence[Edition], name: str) -> str:
    listed = (edition for edition in editions if edition.layout in _LISTS.get(name, ()))
    titles = [
        (title, [_entry(path, edition) for edition in same])
        for (title, _), same in groupby(listed, key=lambda edition: (edition.title, posixpath.dirname(edition.path)))
    ]
    return filled("editions/list.html", titles=titles) if titles else ""


def _entry(page: str, edition: Edition) -> dict[str, str]:
    href = quote(posixpath.relpath(edition.path, posixpath.dirname(page) or "."))
    return {"href": href, "paper": edition.paper, "length": edition.length}
