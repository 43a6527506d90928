"""A Markdown extension that links each coined term, where a page first uses it, to its place in the glossary.

Where the page that is being rendered is not known, nothing is linked. The links are written as an editor would write
them (`../words-used-here.md#lizard`), and before MkDocs looks at the links of a page, so it checks them and makes
addresses of them as of all others.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER, AtomicString

from scripts.common.rendered_page import data_file, rendered_page
from scripts.content.glossary import PAGE, Term, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from markdown import Markdown

DATA = "_data/glossary.yml"

#: More links than these would draw a reader away from what the page asks of them.
MOST_LINKS = 4

# After the text is whole (smarty, 6) and before MkDocs' `relpath` (0), which checks links and makes addresses of them.
_PRIORITY = 3

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_IN = frozenset({*_HEADINGS, "a", "button", "caption", "code", "dt", "figcaption", "figure", "kbd", "label", "pre"})
_NOT_IN |= {"samp", "summary", "svg", "th"}
# Titles of boxes; boxes from which no link leads to background reading (NHS care cards).
_NOT_IN_CLASSES = frozenset({"admonition-title", "help-card", "warning"})
_RAW_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*(?<!/)>", re.IGNORECASE)


class GlossaryLinks(Treeprocessor):
    """Links the terms of one page."""

    def __init__(self, md: Markdown, terms: Sequence[Term], page: str) -> None:
        super().__init__(md)
        self._glossary = posixpath.relpath(PAGE, posixpath.dirname(page) or ".")
        self._anchors = {_plain(name): term.anchor for term in terms for name in term.names}
        self._pattern = _pattern([name for term in terms for name in term.names])
        self._linked: set[str] = set()
        self._left = MOST_LINKS
        self._raw: list[str] = []

    def run(self, root: Element) -> None:
        """Put the links into the tree of a page."""
        self._left = MOST_LINKS
        self._linked = {
            anchor
            for link in root.iter("a")
            for path, _, anchor in [link.get("href", "").partition("#")]
            if path and posixpath.normpath(path) == self._glossary
        }
        self._walk(root)

    def _walk(self, element: Element) -> None:
        if self.md.is_block_level(element.tag):
            self._raw = []
        element.text, links = self._link(element.text)
        children = list(element)
        element[:0] = links
        for child in children:
            if child.tag not in _NOT_IN and _NOT_IN_CLASSES.isdisjoint(child.get("class", "").split()):
                self._walk(child)
            child.tail, links = self._link(child.tail)
            place = list(element).index(child) + 1
            element[place:place] = links

    def _link(self, text: str | None) -> tuple[str | None, list[Element]]:
        """Split a text at the terms to link: what comes before the first link, and the links with what follows each."""
        if not text or isinstance(text, AtomicString):
            return text, []
        parts, links, end = [text], list[Element](), 0
        for found in self._pattern.finditer(text):
            if found["stash"]:
                self._note_raw_tag(int(found["stash"]))
                continue
            anchor = self._anchors[_plain(found["name"])]
            if self._raw or not self._left or anchor in self._linked:
                continue
            self._linked.add(anchor)
            self._left -= 1
            parts[-1:] = [text[end : found.start()], text[found.end() :]]
            end = found.end()
            link = Element("a", {"class": "term", "href": f"{self._glossary}#{anchor}"})
            link.text = AtomicString(found[0])
            links.append(link)
        for link, tail in zip(links, parts[1:], strict=True):
            link.tail = tail
        return parts[0], links

    def _note_raw_tag(self, number: int) -> None:
        """Keep the tags of raw HTML, written within a text, that are open and in which nothing is linked."""
        html = self.md.htmlStash.rawHtmlBlocks[number]
        tag = _RAW_TAG.fullmatch(html) if isinstance(html, str) else None
        if tag is None or tag[2].lower() not in _NOT_IN:
            return
        if not tag[1]:
            self._raw.append(tag[2].lower())
        elif tag[2].lower() in self._raw:
            self._raw.remove(tag[2].lower())


class LinksOfThisPage(Treeprocessor):
    """Finds out which page is rendered, and links its terms; not on the glossary's own, nor where none is known."""

    def __init__(self, md: Markdown, data: str, page: str) -> None:
        super().__init__(md)
        self._data = data
        self._page = page

    def run(self, root: Element) -> None:
        """Put the links into the tree of a page.

        Raises:
            OSError: the data file is not there.
            FaultyDataError: the data file cannot be used.
        """
        known = rendered_page(self.md)
        page = self._page or (known[1] if known else PAGE)
        if page != PAGE:
            path = data_file(self.md, self._data)
            GlossaryLinks(self.md, _terms(path, path.stat().st_mtime_ns), page).run(root)


class GlossaryLinksExtension(Extension):
    """Registers the links. `data` is the file of terms, `page` the page if the generator does not say which it is."""

    def __init__(self, **options: object) -> None:
        self.config = {
            "data": [DATA, "The YAML file of terms, as a path from the folder of the pages."],
            "page": ["", "The page that is rendered, likewise, if the generator does not say."],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the links."""
        links = LinksOfThisPage(md, self.getConfig("data"), self.getConfig("page"))
        md.treeprocessors.register(links, "glossary-links", _PRIORITY)


def makeExtension(**options: object) -> GlossaryLinksExtension:  # noqa: N802 - Markdown's name
    """Give Markdown the extension."""
    return GlossaryLinksExtension(**options)


@lru_cache(maxsize=4)
def _terms(path: Path, changed: int) -> tuple[Term, ...]:  # noqa: ARG001 - a changed file is read again
    """Read the terms that are linked; once, since every page asks for them."""
    return tuple(term for term in load(path) if term.auto)


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Find names as whole words, also in the plural; and the places where Markdown has put raw HTML aside.

    The first letter of each word may be small or large, and a hyphen may be a dash; the longest name wins.
    """
    longest_first = sorted(names, key=len, reverse=True)
    any_name = "|".join(r"\s+".join(map(_word, name.split())) for name in longest_first) or "(?!)"
    stash = HTML_PLACEHOLDER % "(?P<stash>[0-9]+)"
    return re.compile(rf"{stash}|(?<![\w-])(?P<name>{any_name})s?(?![\w-])")


def _word(word: str) -> str:
    first, rest = word[0], re.escape(word[1:]).replace(r"\-", "[-–]")
    return f"[{re.escape(first.lower())}{re.escape(first.upper())}]{rest}"


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("–", "-").split())
