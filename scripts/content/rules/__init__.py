"""The prose rules, in one table.

Ids are stable: a rule never changes its meaning, and the id of one that goes is not used again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scripts.content.rules import boxes, links, sentences, structure, wording

if TYPE_CHECKING:
    from scripts.content.subject import Check


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        id: its name in faults and exceptions.
        check: finds the faults; its docstring says what the rule asks for, why, and whose rule it is.
        whole_page: its faults concern the page as a whole, so its exception stands right under the H1.
    """

    id: str
    check: Check
    whole_page: bool = False

    @property
    def text(self) -> str:
        """What the rule asks for and why, on one line."""
        return " ".join((self.check.__doc__ or "").split())


RULES: Final = (
    Rule("PR01", sentences.long_sentence),
    Rule("PR02", sentences.long_average, whole_page=True),
    Rule("PR03", sentences.long_paragraph),
    Rule("PR04", sentences.long_list),
    Rule("PR05", sentences.hard_page, whole_page=True),
    Rule("PR06", structure.one_h1),
    Rule("PR07", structure.long_h1),
    Rule("PR08", structure.heading_levels),
    Rule("PR09", wording.exclamation),
    Rule("PR10", links.vague_link),
    Rule("PR11", links.attributes),
    Rule("PR13", wording.italics),
    Rule("PR14", wording.capitals),
    Rule("PR15", wording.unwanted),
    Rule("PR16", boxes.our_note),
    Rule("PR17", wording.suicide_figures),
    Rule("PR18", boxes.help_cards),
    # PR20 is about exceptions: scripts/content/exceptions.py. PR12, 19, 21 and 23 are gone.
    Rule("PR22", links.full_stop),
    # PR24 has become the rules of scripts/content/markup.py, which the build asks as well.
    Rule("PR25", structure.raw_html),
    Rule("PR26", sentences.flat, whole_page=True),
    Rule("PR27", wording.attributions),
    Rule("PR28", boxes.many),
    Rule("PR29", wording.small_numbers),
    Rule("PR30", wording.beginning),
)
