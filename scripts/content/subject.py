"""What a prose rule gets to see of a page, and what several rules need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.content.readability import Measure, measure

if TYPE_CHECKING:
    from scripts.content.blocks import Block, Text

_QUOTED_WORDS = 6
#: The blocks that are read as running text; headings and cells are no sentences.
_RUNNING = frozenset({"paragraph", "item", "definition", "caption"})


@dataclass(frozen=True)
class Subject:
    """A page as the rules get it.

    Attributes:
        kind: the kind of page, by its front matter.
        title: the title, by its front matter; empty if it is not known.
        text: the body.
        fields: the texts of the front matter that a reader gets to see.
    """

    kind: str
    title: str
    text: Text
    fields: tuple[Block, ...] = ()

    @property
    def shown(self) -> tuple[Block, ...]:
        """All text that a reader gets to see."""
        return (*self.fields, *self.text.blocks)

    @property
    def ours(self) -> tuple[Block, ...]:
        """All text but quotations, which stay as they are."""
        return tuple(block for block in self.shown if not block.quoted)

    @property
    def running(self) -> tuple[Block, ...]:
        """Our paragraphs, list items, definitions and captions, without those that only hold links."""
        return tuple(
            block for block in self.text.blocks if block.kind in _RUNNING and not block.quoted and not block.only_links
        )

    @property
    def h1s(self) -> tuple[Block, ...]:
        """All headings of level 1."""
        return tuple(block for block in self.text.blocks if block.level == 1)

    @property
    def top(self) -> int:
        """The line that a fault of the whole page is shown at: that of the H1."""
        return self.h1s[0].line if self.h1s else 1

    def measure(self) -> Measure:
        """Count the running text."""
        return sum((measure(block.text) for block in self.running), Measure())


#: A rule: a generator of line and message.
Check = Callable[[Subject], Iterator[tuple[int, str]]]


def line_in(block: Block, place: int) -> int:
    """Give the line in the file of a character in a block."""
    return block.line + block.text.count("\n", 0, place)


def first_words(text: str) -> str:
    """Quote the beginning of a text, so that a writer finds it."""
    words = text.split()
    return f"“{' '.join(words[:_QUOTED_WORDS])}{' …' if len(words) > _QUOTED_WORDS else ''}”"
