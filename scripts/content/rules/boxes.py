"""Rules on the boxes of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.content.subject import Subject

#: How many help cards a kind of page may have.
MOST_CARDS: Final = {"help": 3, "page": 2}
#: How many boxes a page may have, and one with numbered steps.
MOST_BOXES: Final = 4
MOST_BOXES_OF_STEPS: Final = 9
#: Blocks that print data stand in the text and are no boxes.
_DATA: Final = frozenset({"comment-index", "evidence", "glossary", "help-lines"})


def our_note(page: Subject) -> Iterator[tuple[int, str]]:
    """The title of an `our-note` box begins with “Our note”.

    The author's words and ours are told apart by words, not only by looks (our acceptance criteria).
    """
    for box in page.text.boxes:
        if box.name == "our-note" and not re.match(r"Our note\b", box.title):
            yield box.line, f"The title of this box is “{box.title}”; begin it with “Our note”."


def help_cards(page: Subject) -> Iterator[tuple[int, str]]:
    """An article has at most 1 help card, a help page 3, any other page 2.

    Cards are there to inform and to reassure; many of them frighten (NHS care cards).
    """
    most = MOST_CARDS.get(page.kind, 1)
    cards = [box for box in page.text.boxes if box.name == "help-card"]
    for number, box in enumerate(cards[most:], most + 1):
        yield (
            box.line,
            f"This is help card {number} on a page that may have {most}; say it in a paragraph, or link to help.",
        )


def many(page: Subject) -> Iterator[tuple[int, str]]:
    """A page has at most 4 boxes, one with numbered steps 9.

    On a phone, more of them are a stack of cards in which none stands out (reader criteria, "Length").
    """
    steps = any(block.level and block.text.startswith("Step 1") for block in page.text.blocks)
    most = MOST_BOXES_OF_STEPS if steps else MOST_BOXES
    shown = [box for box in page.text.boxes if box.name not in _DATA]
    for number, box in enumerate(shown[most:], most + 1):
        yield box.line, f"This is box {number} on a page that may have {most}; say it in the text."
