"""The Markdown block `/// glossary`: prints all terms of the glossary, from the data file.

    /// glossary
    ///

It belongs on the page `words-used-here.md`, since its links lead from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension  # type: ignore[import-untyped]
from pymdownx.blocks.block import Block  # type: ignore[import-untyped]

from scripts.content.glossary import Term, Whose, load, title_of
from scripts.rendered_page import data_file

if TYPE_CHECKING:
    from pathlib import Path

    from markdown import Markdown

DATA = "_data/glossary.yml"

_OWNERS: dict[Whose, str] = {
    "his": "Al Turtle’s word.",
    "research": "A word from research.",
    "ours": "The meaning is ours.",
}


class GlossaryBlock(Block):  # type: ignore[misc]
    """`/// glossary`; see the docstring of this module."""

    NAME = "glossary"

    def on_create(self, parent: Element) -> Element:
        """Begin the list of terms."""
        return SubElement(parent, "dl", {"class": "glossary"})

    def on_end(self, block: Element) -> None:
        """Fill the list of terms.

        Raises:
            ValueError: the block holds text of its own.
            FaultyDataError: the data file cannot be used.
        """
        if len(block) or (block.text or "").strip():
            raise ValueError("A glossary block holds no text; take it out, or put it below the block.")
        path = data_file(self.md, self.config["data"])
        for term in load(path):
            _add_term(block, term, path)


class GlossaryExtension(BlocksExtension):  # type: ignore[misc]
    """Registers the block. `data` is the file of terms, as a path from the folder of the pages."""

    def __init__(self, **options: object) -> None:
        self.config = {"data": [DATA, "The YAML file of terms."]}
        super().__init__(**options)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: ARG002, N802 - pymdownx's name
        """Register the block."""
        block_mgr.register(GlossaryBlock, self.getConfigs())


def makeExtension(**options: object) -> GlossaryExtension:  # noqa: N802 - Markdown's name
    """Give Markdown the extension."""
    return GlossaryExtension(**options)


def _add_term(listing: Element, term: Term, path: Path) -> None:
    """Append a term with its place, its meaning, and where it comes from."""
    SubElement(listing, "dt", {"id": term.anchor}).text = AtomicString(term.term)
    definition = SubElement(listing, "dd")
    SubElement(definition, "p").text = AtomicString(term.meaning)
    also = f" Also: {', '.join(term.also)}." if term.also else ""
    source = SubElement(definition, "p", {"class": "source"})
    source.text = AtomicString(f"{_OWNERS[term.whose]}{also}")
    if term.see is not None and term.page is not None:
        source.text = AtomicString(f"{source.text} See ")
        link = SubElement(source, "a", {"href": term.see})
        link.text = AtomicString(title_of(path, term.page) or "")
        link.tail = AtomicString(".")
