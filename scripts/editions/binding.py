"""Binds articles into one document: links between them become links on paper, and other addresses can be read.

Added to the words of the pages are only: `(page 12)` after a link to another place in the document, which the template
writes; the address of another site in brackets after its link (`place`); and, in the edition of a page, a list of the
site's other pages that it names, with their addresses (`addresses`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from scripts.common.addresses import page_url
from scripts.editions.tree import Json, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scripts.editions.printable import Printable

#: What stands above the list of the site's other pages.
PAGES_NAMED_HERE = "Pages of this site that are named here"


def bind(articles: Sequence[Printable], home: str, titles: Mapping[str, str], *, listed: bool) -> list[Json]:
    """Make the data of all articles of one document.

    Args:
        articles: the articles, in their order.
        home: the web address of the site's home page; empty if it is not known, and then other pages are no links.
        titles: from the path of each page of the site to its title.
        listed: whether other pages of the site are listed at the end, and not told in brackets after each link.
    """
    binder = _Binder(articles, home)
    trees = [binder.article(article) for article in articles]
    named = binder.named if listed else {}
    if named:
        entries = [
            Node(
                "item",
                (Node("link", (titles.get(path, shown(address)),), data={"address": address}), ": ", shown(address)),
            )
            for path, address in named.items()
        ]
        trees[-1] = replace(trees[-1], children=(*trees[-1].children, Node("addresses", (PAGES_NAMED_HERE, *entries))))
    elif binder.named:
        trees = [_with_places(tree, home) for tree in trees]
    return [tree.json() for tree in trees]


def shown(address: str) -> str:
    """Write an address as people do: without what a browser adds by itself."""
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/")


class _Binder:
    def __init__(self, articles: Iterable[Printable], home: str) -> None:
        self.home = home
        #: The other pages of the site that links lead to: path and address.
        self.named: dict[str, str] = {}
        self._starts: dict[str, str] = {}
        self._ids: dict[str, set[str]] = {}
        for article in articles:
            heading = next((node for node in article.tree.walk() if node.kind == "heading"), None)
            self._starts[article.path] = heading.id if heading else ""
            self._ids[article.path] = {node.id for node in article.tree.walk() if node.id}

    def article(self, article: Printable) -> Node:
        first = [True]

        def bound(node: Node) -> Node:
            label = f"{article.path}#{node.id}" if node.id else ""
            if node.kind == "heading" and first[0]:
                first[0] = False
                label = f"{article.path}#"
            data = dict(node.data)
            if "again" in data:
                data["again"] = f"{article.path}#{data['again']}"
            children: list[Node | str] = []
            for child in node.children:
                if isinstance(child, str):
                    children.append(child)
                else:
                    children += self._link(bound(child)) if child.kind == "link" else [bound(child)]
            return replace(node, children=tuple(children), id=label, data=data)

        return bound(article.tree)

    def _link(self, node: Node) -> list[Node | str]:
        path, fragment = str(node.data.get("path", "")), str(node.data.get("fragment", ""))
        if not path:
            address = str(node.data["address"])
            outside = urlsplit(address).scheme in {"http", "https"} and shown(address) not in node.text()
            return [node, Node("place", (shown(address),))] if outside else [node]
        if path in self._starts:
            known = fragment in self._ids[path] and fragment != self._starts[path]
            return [replace(node, data={"anchor": f"{path}#{fragment if known else ''}"})]
        if not self.home:
            return [replace(node, kind="span", data={})]
        address = self.home + quote(page_url(path))
        self.named.setdefault(path, address)
        return [replace(node, data={"address": f"{address}#{fragment}" if fragment else address, "page": address})]


def _with_places(tree: Node, home: str) -> Node:
    """Tell the address of each other page of the site in brackets after the link to it."""
    children: list[Node | str] = []
    for child in tree.children:
        if isinstance(child, str):
            children.append(child)
            continue
        children.append(_with_places(child, home))
        if child.kind == "link" and "page" in child.data:
            children.append(Node("place", (shown(str(child.data["page"])),)))
    return replace(tree, children=tuple(children))
