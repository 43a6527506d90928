"""Binds articles into one document: links between them become links on paper, and other addresses can be read.

Added to the words of the pages are only: `(page 12)` after a link to another place in the document, which the template
writes; a short address in brackets after its link (`place`); a number after a link whose address is longer (`number`),
with a list of these addresses at the end (`numbered`); and, in the edition of a page, a list of the site's other pages
that it names, with their addresses (`addresses`).
"""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote, urlsplit

from scripts.common.addresses import page_url
from scripts.editions.tree import Json, Node

#: What stands above the list of the site's other pages, and above that of the numbered addresses.
PAGES_NAMED_HERE: Final = "Pages of this site that are named here"
ADDRESSES: Final = "Addresses of the numbered links"
# An address of at most so many letters stands in the text: less to read than a number is to look up.
_SHORT = 24
# Fewer stand in the text too, however long they are.
_FEW = 3


def bind(
    articles: Sequence[Node], home: str, titles: Mapping[str, str], *, listed: bool, numbered: bool = True
) -> dict[str, Json]:
    """Make the data of one document: `articles`, as the template reads them, the words of its `links`, and its `heads`.

    Args:
        articles: the trees of its articles, in their order.
        home: the web address of the site's home page; empty if it is not known, and then other pages are no links.
        titles: from the path of each page of the site to its title.
        listed: whether other pages of the site are listed at the end, and not told after each link.
        numbered: whether long addresses stand at the end; on a sheet they stand in brackets too.
    """
    binder = _Binder(articles, home, listed=listed, numbered=numbered)
    data = [part for article in articles for part in binder.data(article)]
    if len(binder.numbers) in range(1, _FEW):
        # A list of so few would be more to look at than they are.
        return bind(articles, home, titles, listed=listed, numbered=False)
    if listed and binder.named:
        items: list[Json] = []
        for path, address in binder.named.items():
            title = titles.get(path, plain_address(address))
            link = binder.link(title, [title], address=address)
            items.append(_data("item", [link, _data("path", [address.removeprefix(home)])]))
        data.append(_data("addresses", [PAGES_NAMED_HERE, *items], home=plain_address(home)))
    if binder.numbers:
        data.append(_data("numbered", [ADDRESSES, *map(plain_address, binder.numbers)]))
    return {"articles": data, "links": binder.links, "heads": binder.heads}


def plain_address(address: str) -> str:
    """Write an address as people do: without what a browser adds by itself."""
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/")


class _Binder:
    def __init__(self, articles: Sequence[Node], home: str, *, listed: bool, numbered: bool) -> None:
        self._home = home
        self._listed = listed
        self._numbered = numbered
        self._labels = {node.id for article in articles for node in article.walk()}
        #: The other pages of the site that links lead to: path and address.
        self.named: dict[str, str] = {}
        #: The addresses that are told at the end, with their numbers.
        self.numbers: dict[str, int] = {}
        #: What is read out of each link, in their order.
        self.links: list[Json] = []
        #: Of each cell of a table in their order: whether it is a head.
        self.heads: list[Json] = []

    def data(self, part: Node | str) -> list[Json]:
        """Give a part of an article as data, with what is added behind it."""
        if isinstance(part, str):
            return [part]
        if part.kind == "cell":
            self.heads.append(part.data["head"])
        inside = [found for child in part.children for found in self.data(child)]
        if part.kind == "link":
            return self._link_parts(part, inside)
        return [_data(part.kind, inside, **part.data, **({"id": part.id} if part.id else {}))]

    def link(self, spoken: str, words: list[Json], **goal: Json) -> Json:
        """Give a link as data, and keep what is read out of it."""
        self.links.append(" ".join(spoken.split()))
        return _data("link", words, **goal)

    def _link_parts(self, link: Node, words: list[Json]) -> list[Json]:
        path, fragment, spoken = link.data.get("path"), link.data.get("fragment"), link.text()
        if path is None:
            address = str(link.data["address"])
            outside = urlsplit(address).scheme in {"http", "https"} and plain_address(address) not in spoken
            return [self.link(spoken, words, address=address), *([self._place(address)] if outside else [])]
        start, label = f"{path}#", f"{path}#{fragment}"
        if start in self._labels:
            return [self.link(spoken, words, anchor=label if label in self._labels else start)]
        if not self._home:
            return [_data("span", words)]
        page = self._home + quote(page_url(str(path)))
        self.named.setdefault(str(path), page)
        found = self.link(spoken, words, address=f"{page}#{fragment}" if fragment else page)
        return [found] if self._listed else [found, self._place(page)]

    def _place(self, address: str) -> Json:
        plain = plain_address(address)
        if not self._numbered or len(plain) <= _SHORT:
            return _data("place", [plain])
        return _data("number", [str(self.numbers.setdefault(address, len(self.numbers) + 1))])


def _data(kind: str, parts: list[Json], **more: Json) -> Json:
    """Give a node as data: `t` its kind, `k` what it holds, `id` its label, and what else its form needs."""
    return {"t": kind, "k": parts, **more}
