"""Rules on the boxes of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.content.subject import Subject

#: How many help cards a kind of page may have.
MOST_CARDS: Final = {"help": 3}
MOST_STEP_LINKS: Final = 3


def our_note(page: Subject) -> Iterator[tuple[int, str]]:
    """The title of an `our-note` box begins with “Our note”.

    The author's words and ours are told apart by words, not only by looks (our acceptance criteria).
    """
    for box in page.text.boxes:
        if box.name == "our-note" and not re.match(r"Our note\b", box.title):
            yield box.line, f"The title of this box is “{box.title}”; begin it with “Our note”."


def help_cards(page: Subject) -> Iterator[tuple[int, str]]:
    """A page has at most 1 help card, a help page 3.

    Cards are there to inform and to reassure; many of them frighten (NHS care cards).
    """
    most = MOST_CARDS.get(page.kind, 1)
    cards = [box for box in page.text.boxes if box.name == "help-card"]
    for number, box in enumerate(cards[most:], most + 1):
        yield (
            box.line,
            f"This is help card {number} on a page that may have {most}; say it in a paragraph, or link to help.",
        )


def step_links(page: Subject) -> Iterator[tuple[int, str]]:
    """A `for-this-step` box has at most 3 links.

    A step with many ways out of it is not taken (GOV.UK step by step).
    """
    for box in page.text.boxes:
        if box.name == "for-this-step":
            last = box.end or page.text.lines
            count = sum(len(block.links) for block in page.text.blocks if box.line <= block.line <= last)
            if count > MOST_STEP_LINKS:
                yield box.line, f"This box has {count} links; keep the {MOST_STEP_LINKS} that help most."
