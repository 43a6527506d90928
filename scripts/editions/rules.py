"""The rules for pages that become editions for paper, and what breaks one; ids are stable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scripts.common.faults import Fault

#: What each rule asks for, with its reason; `python -m scripts.editions --rules` prints it.
RULES: Final = {
    "ED01": "Every element of an article has a form on paper; one that has none would be lost without a word.",
    "ED02": "Every picture says in words what it shows (PDF/UA-1, 7.3; WCAG 2.2, 1.1.1).",
    "ED03": "Heading levels follow each other without a gap (PDF/UA-1, 7.4.2).",
    "ED04": "A link or footnote within an article leads to a place that is there.",
    "ED05": "Every character is in the fonts of the editions: another machine may have others, or none.",
    "ED06": "Sheets keep to their room: the handout and the page in large type to two sides, the card to its eighth.",
    "ED07": "The engine can typeset the edition, and every link in it has words.",
    "ED08": "A page begins with a heading, which is the title of its edition.",
}


@dataclass(frozen=True)
class Flaw(Fault):
    """Why a page of a site, which is its `path`, cannot be printed as it is.

    Attributes:
        needles: what it may look like in Markdown, the surest first.
    """

    needles: tuple[str, ...] = ()
