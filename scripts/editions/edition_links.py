"""The links to the editions: fills the elements that pages keep free for them, or takes these out.

    <p class="editions" data-edition="page" data-words="Print this article" data-checked="2026-11-23"></p>
    <p class="editions" data-list="e-book" data-words="Read the booklet as an e-book"></p>
    <div class="editions" data-list="booklet"></div>

The first gets the links to the page's own editions, the second the one to the booklet as an e-book. The third lists
editions: `countries` (the sheets with the numbers of one country), `sheets` (those for any), `large` (whole pages in
large type), `booklet`, or `pages` (all others). With the code of a country (`data-list="uk"`) it lists what there is
for that one. What was filled before is filled anew.
"""

import posixpath
import re
from collections.abc import Sequence
from functools import partial
from html import unescape
from urllib.parse import quote

from scripts.common.built_pages import Site
from scripts.common.partials import filled
from scripts.editions.plan import E_BOOK, SHEETS, Edition

_ELEMENT = re.compile(r'\n?<(?P<tag>p|div)(?P<attributes> class="editions"[^>]*)>.*?</(?P=tag)>', re.DOTALL)
_ATTRIBUTE = re.compile(r'\bdata-([a-z]+)="([^"]*)"')
_LISTS = {
    "countries": SHEETS,
    "sheets": SHEETS,
    "large": ("large",),
    "booklet": ("booklet", "folded"),
    "pages": ("page", "comments"),
}
# A page does not link to these by itself.
_LISTED_ONLY = ("large", "booklet", "folded")
# What stands before the paper where one line names several files.
_KINDS = {"handout": "sheet", "large-type": "large type", "card": "cards", "folded": "to fold"}


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
                site.write(path, text.encode("utf-8", "surrogateescape"))


def _element(path: str, editions: Sequence[Edition], match: re.Match[str]) -> str:
    asked = {key: unescape(value) for key, value in _ATTRIBUTE.findall(match["attributes"])}
    if asked.get("list") == E_BOOK:
        books = [one for one in editions if (one.layout, one.paper) == ("booklet", E_BOOK)]
        # The first is the site's own; those of categories come after it.
        content = _links(path, books[:1], asked["words"])
    elif "list" in asked:
        content = _list(path, editions, asked["list"], asked.get("words"))
    else:
        own = [one for one in editions if path in one.pages and not one.country and one.layout not in _LISTED_ONLY]
        if not own and any(path in one.pages for one in editions if one.country):
            # It has editions, which are listed elsewhere: it still asks for them when the site is read again.
            return match[0]
        content = _links(path, own, asked.get("words", "Print this page"))
    return f"\n<{match['tag']}{match['attributes']}>{content}</{match['tag']}>" if content else ""


def _links(path: str, editions: Sequence[Edition], words: str) -> str:
    return filled("editions/links.html", editions=[_entry(path, edition) for edition in editions], words=words)


def _list(path: str, editions: Sequence[Edition], name: str, words: str | None) -> str:
    by_country = name not in _LISTS or name == "countries"
    titles: dict[tuple[str, str], list[dict[str, str]]] = {}
    for edition in editions:
        wanted = edition.layout in _LISTS[name] if name in _LISTS else edition.country == name
        if wanted and bool(edition.country) == by_country:
            # All that there is for a country stands in one line.
            key = (words or edition.title, "" if by_country else posixpath.dirname(edition.path))
            titles.setdefault(key, []).append(_entry(path, edition))
    ordered = sorted(titles.items()) if by_country else list(titles.items())
    return filled("editions/list.html", titles=[(title, same) for (title, _), same in ordered]) if ordered else ""


def _entry(page: str, edition: Edition) -> dict[str, str]:
    href = quote(posixpath.relpath(edition.path, posixpath.dirname(page) or "."))
    kind = _KINDS.get(edition.layout, "") if edition.country or edition.layout == "folded" else ""
    return {"href": href, "kind": kind, "paper": edition.paper, "length": edition.length}
