"""A Markdown extension that makes the title of each box a heading, and the box a region that it names.

Whoever listens goes from heading to heading, hears "Call now" among them, and hears where a box ends and another voice
begins. The title stays a paragraph for the contents list and for paper, which have no boxes among their headings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

# After `attr_list` (8), which may give a title an id of the author's.
_PRIORITY: Final = 7
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_DEEPEST: Final = 4


class BoxTitles(Treeprocessor):
    """Names the boxes of one page."""

    def run(self, root: Element) -> None:
        """Give each box that has a title its role and its name; a note of ours is a note, all else a region."""
        level, count = 1, 0
        for element in root.iter():
            if element.tag in _HEADINGS:
                level = _HEADINGS.index(element.tag) + 1
            classes = element.get("class", "").split()
            title = next(iter(element), None) if "admonition" in classes else None
            if title is None or title.get("class") != "admonition-title":
                continue
            count += 1
            name = title.get("id") or f"box-{count}"
            element.set("role", "note" if "our-note" in classes else "region")
            element.set("aria-labelledby", name)
            title.set("id", name)
            title.set("role", "heading")
            title.set("aria-level", str(min(level + 1, _DEEPEST)))


class BoxTitlesExtension(Extension):
    """Makes headings of the titles of boxes."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the processor."""
        md.treeprocessors.register(BoxTitles(md), "box-titles", _PRIORITY)


def makeExtension(**kwargs: object) -> BoxTitlesExtension:  # noqa: N802
    """Give the extension to Markdown."""
    return BoxTitlesExtension(**kwargs)
