"""The sections of a Markdown page and the links in them, as the page will have them once it is built."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import html
from markdown import markdown

if TYPE_CHECKING:
    from scripts.content.page import Page

# Of the site's dialect, what decides where headings and links are; boxes and printed data hold neither of ours.
_EXTENSIONS = ("attr_list", "tables", "def_list")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True)
class Link:
    """A link to a page of the site.

    Attributes:
        target: the page as a path from the folder of the pages, with `#anchor` if the link has one.
        text: what the reader reads.
        leads_item: it is the first link in an item of a numbered list.
    """

    target: str
    text: str
    leads_item: bool

    def leads_to(self, wanted: str) -> bool:
        """Tell whether it leads to a page, or, if `wanted` has an anchor, to that place on the page."""
        return wanted in {self.target, self.target.partition("#")[0]}


@dataclass(frozen=True)
class Section:
    """A heading and all below it, up to the next heading of its level or of one above it.

    Attributes:
        level: 1 for h1 and so on.
        anchor: the anchor that stands after the heading in braces; empty if there is none.
        title: the text of the heading.
        links: the links to pages of the site, those of the sections within it too, in their order.
    """

    level: int
    anchor: str
    title: str
    links: list[Link] = field(default_factory=list)


def read_sections(page: Page) -> list[Section]:
    """Read the sections of a page.

    Args:
        page: the page.

    Returns:
        A section for each heading, in the order of the page.
    """
    text = markdown(page.body, extensions=_EXTENSIONS)
    found: list[Section] = []
    around: list[Section] = []
    for element in html.fragment_fromstring(text, create_parent="div").iter("a", *_HEADINGS):
        if element.tag in _HEADINGS:
            level = int(element.tag[1])
            section = Section(level, element.get("id", ""), _words(element))
            around = [*(one for one in around if one.level < level), section]
            found.append(section)
        elif link := _link(element, page.name):
            for one in around:
                one.links.append(link)
    return found


def _link(element: html.HtmlElement, name: str) -> Link | None:
    path, mark, anchor = element.get("href", "").partition("#")
    if "://" in path or not path.endswith(".md"):
        return None
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) + mark + anchor
    item = next(element.iterancestors("li"), None)
    parent = item.getparent() if item is not None else None
    leads = item is not None and parent is not None and parent.tag == "ol" and next(item.iter("a")) is element
    return Link(target, _words(element), leads)


def _words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
