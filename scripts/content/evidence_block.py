"""The Markdown block `/// evidence`: prints the studies that bear on one step, from the data file.

/// evidence
    step: 1
///
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension  # type: ignore[import-untyped]
from pymdownx.blocks.block import Block, type_any  # type: ignore[import-untyped]

from scripts.content.evidence import Bearing, Study, load
from scripts.rendered_page import data_file

if TYPE_CHECKING:
    from markdown import Markdown

DATA = "_data/evidence.yml"
STEPS = (1, 2, 3, 4)

_BEARINGS: dict[Bearing, str] = {
    "for": "Speaks for the step.",
    "against": "Speaks against the step.",
    "both": "Cuts both ways.",
    "limits": "Sets a limit.",
}


class EvidenceBlock(Block):  # type: ignore[misc]
    """`/// evidence`; see the docstring of this module."""

    NAME = "evidence"
    OPTIONS: ClassVar[dict[str, Any]] = {"step": (None, type_any)}

    def on_validate(self, parent: Element) -> bool:  # noqa: ARG002
        """Stop at a wrong step, where pymdownx would print the block as text.

        Raises:
            ValueError: the step is none of the four, or is not there.
        """
        if self.options["step"] not in STEPS:
            raise ValueError("An evidence block needs a step; write `step: 1`, 2, 3 or 4 below its first line.")
        return True

    def on_create(self, parent: Element) -> Element:
        """Begin the list."""
        return SubElement(parent, "ul", {"class": "evidence"})

    def on_end(self, block: Element) -> None:
        """Fill the list.

        Raises:
            ValueError: the block holds text of its own, or no study bears on the step.
            FaultyDataError: the data file cannot be used.
        """
        if len(block) or (block.text or "").strip():
            raise ValueError("An evidence block holds no text; take it out, or put it below the block.")
        if "studies" not in self.tracker:
            self.tracker["studies"] = load(data_file(self.md, self.config["data"]))
        step = self.options["step"]
        studies = [study for study in self.tracker["studies"] if study.step == step]
        if not studies:
            raise ValueError(f"No study bears on step {step}; add one, or take the evidence block out.")
        for study in studies:
            _add_card(block, study)


class EvidenceExtension(BlocksExtension):  # type: ignore[misc]
    """Registers the block. `data` is the file of studies, as a path from the folder of the pages."""

    def __init__(self, **options: object) -> None:
        self.config = {"data": [DATA, "The YAML file of studies."]}
        super().__init__(**options)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: ARG002, N802 - pymdownx's name
        """Register the block."""
        block_mgr.register(EvidenceBlock, self.getConfigs())


def makeExtension(**options: object) -> EvidenceExtension:  # noqa: N802 - Markdown's name
    """Give Markdown the extension."""
    return EvidenceExtension(**options)


def _add_card(listing: Element, study: Study) -> None:
    """Append one study: the finding first, then where it stands, whom it studied, and what it is worth."""
    card = SubElement(listing, "li", {"id": study.id})
    _add_paragraph(card, study.finding, "finding")
    title = f" “{study.title}”," if study.title else ""
    reported = f" Reported by {study.reported_by}." if study.reported_by else ""
    source = f"{study.authors}, {study.year},{title} {study.journal}."
    if study.doi_or_pmc is None:
        _add_paragraph(card, f"{source}{reported}", "source")
    else:
        paragraph = _add_paragraph(card, f"{source} ", "source")
        link = SubElement(paragraph, "a", {"href": study.address})
        link.text = AtomicString(f"{study.archive} {study.doi_or_pmc}")
        link.tail = AtomicString(f".{reported}")
    _add_paragraph(card, f"Who was studied: {study.people}")
    _add_paragraph(card, f"{_BEARINGS[study.bearing]} How sure: {study.how_sure}")


def _add_paragraph(parent: Element, words: str, name: str | None = None) -> Element:
    """Append a paragraph of words that Markdown leaves as they are."""
    paragraph = SubElement(parent, "p", {"class": name} if name else {})
    paragraph.text = AtomicString(words)
    return paragraph
