"""Links each coined term, where a page first uses it, to its place in the glossary.

Where the page that is being rendered is not known, nothing is linked. The links are written as an editor would write
them (`../words.md#lizard`), and before MkDocs looks at the links of a page, so it checks them and makes
addresses of them as of all others.
"""

import posixpath
import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from scripts.content.data_files import glossary
from scripts.content.rendered_page import data_folder, rendered_page

#: More links than these would draw a reader away from what the page asks of them.
MOST_LINKS = 4

# After the text is whole (smarty, 6) and before MkDocs' `relpath` (0), which checks links and makes addresses of them.
PRIORITY = 3

_NOT_IN = re.compile("a|button|caption|code|dt|figcaption|figure|h[1-6]|kbd|label|pre|samp|summary|svg|th")
# Titles of boxes; boxes from which no link leads to background reading (NHS care cards).
_NOT_IN_CLASSES = frozenset({"admonition-title", "help-card", "warning"})


class GlossaryLinks(Treeprocessor):
    """Links the terms of each page, but for the glossary itself and a page that is not known."""

    def __init__(self, md: Markdown, glossary_page: str) -> None:
        super().__init__(md)
        self._glossary_page = glossary_page

    def run(self, root: Element) -> None:
        """Put the links into the tree of a page.

        Raises:
            FaultyDataError: the data file cannot be used.
        """
        known = rendered_page(self.md)
        page = known[1] if known else self._glossary_page
        if page == self._glossary_page or not self._glossary_page:
            return
        terms = [term for term in glossary(data_folder(self.md)).all() if term.auto]
        self._anchors = {_plain(name): term.anchor for term in terms for name in term.names}
        self._pattern = _pattern(tuple(name for term in terms for name in term.names))
        self._address = posixpath.relpath(self._glossary_page, posixpath.dirname(page) or ".")
        links = (link.get("href", "").partition("#") for link in root.iter("a"))
        self._linked = {anchor for path, _, anchor in links if path and posixpath.normpath(path) == self._address}
        self._most = len(self._linked) + MOST_LINKS
        self._walk(root)

    def _walk(self, element: Element) -> None:
        element.text, links = self._link(element.text)
        children = list(element)
        element[:0] = links
        for child in children:
            if not _NOT_IN.fullmatch(child.tag) and _NOT_IN_CLASSES.isdisjoint(child.get("class", "").split()):
                self._walk(child)
            child.tail, links = self._link(child.tail)
            behind = list(element).index(child) + 1
            element[behind:behind] = links

    def _link(self, text: str | None) -> tuple[str | None, list[Element]]:
        """Split a text at the terms to link: what comes before the first link, and the links with what follows each."""
        for found in self._pattern.finditer("" if isinstance(text, AtomicString) else text or ""):
            anchor = self._anchors[_plain(found["name"])]
            if anchor not in self._linked and len(self._linked) < self._most:
                self._linked.add(anchor)
                link = Element("a", {"class": "term", "href": f"{self._address}#{anchor}"})
                link.text = AtomicString(found[0])
                link.tail, more = self._link(found.string[found.end() :])
                return found.string[: found.start()], [link, *more]
        return text, []


@lru_cache(maxsize=1)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Find names as whole words, also in the plural.

    The first letter of each word may be small or large, and a hyphen may be a dash; the longest name wins.
    """
    longest_first = sorted(names, key=len, reverse=True)
    any_name = "|".join(r"\s+".join(map(_word, name.split())) for name in longest_first) or "(?!)"
    return re.compile(rf"(?<![\w-])(?P<name>{any_name})s?(?![\w-])")


def _word(word: str) -> str:
    return f"(?i:{re.escape(word[0])}){re.escape(word[1:])}".replace(r"\-", "[-–]")


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("–", "-").split())
