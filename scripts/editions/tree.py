"""The tree that an article of a built page becomes before it is typeset.

A node's kind names its form on paper, not the HTML element that it came from; `page.typ` has one rule for each kind.
All text is data: nothing in it is ever read as markup.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal, TypeAlias, get_args

#: Forms that stand for themselves, one below the other.
BlockKind: TypeAlias = Literal[
    "article", "heading", "paragraph", "group", "box", "list", "item", "table", "row", "cell", "quote", "definitions",
    "term", "definition", "figure", "caption", "details", "summary", "code-block", "rule", "addresses", "numbered",
]  # fmt: skip
#: Forms that stand in a line, such as words.
LineKind: TypeAlias = Literal[
    "emphasis", "strong", "marked", "key", "link", "place", "number", "path", "note", "code", "superscript",
    "subscript", "small", "deleted", "inserted", "quotation", "break", "span", "picture",
]  # fmt: skip
Kind: TypeAlias = BlockKind | LineKind
Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json]"

_BLOCKS = frozenset(get_args(BlockKind))
_SPACES = re.compile(r"[ \t\n\f\r]+")


@dataclass(frozen=True)
class Node:
    """One part of an article.

    Attributes:
        kind: its form on paper.
        children: what it holds, in order.
        id: the name by which links reach it; empty if it has none.
        data: what else its form needs to know, such as the level of a heading.
    """

    kind: Kind
    children: tuple["Node | str", ...] = ()
    id: str = ""
    data: Mapping[str, Json] = field(default_factory=dict)

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it, in the order of the text."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def text(self) -> str:
        """Give all that is read out of it, in order, with nothing between the parts."""
        words = "".join(child if isinstance(child, str) else child.text() for child in self.children)
        spoken = {"picture": self.data.get("alt"), "quotation": f"“{words}”", "break": " "}
        return str(spoken.get(self.kind, words))


def is_block(part: Node | str) -> bool:
    """Say whether a part of a text stands for itself, and not in a line with others."""
    return isinstance(part, Node) and part.kind in _BLOCKS


def tidy(parts: Iterable[Node | str]) -> tuple[Node | str, ...]:
    """Make every run of white space one space, also across nodes, and take it away around blocks and at breaks."""
    kept: list[Node | str] = []
    for block, run in groupby(parts, is_block):
        line = list(run)
        kept += line if block else _without_end(_single_spaces(line, [True]))
    return tuple(kept)


def _single_spaces(parts: Iterable[Node | str], after_space: list[bool]) -> Iterator[Node | str]:
    for part in parts:
        if isinstance(part, str):
            text = _SPACES.sub(" ", part)
            text = text.removeprefix(" ") if after_space[0] else text
            if text:
                after_space[0] = text.endswith(" ")
                yield text
        elif part.kind in {"break", "note", "picture"}:
            after_space[0] = part.kind == "break"
            yield part
        else:
            yield replace(part, children=tuple(_single_spaces(part.children, after_space)))


def _without_end(line: Iterable[Node | str]) -> list[Node | str]:
    parts = list(line)
    while parts and (parts[-1] == " " or (isinstance(parts[-1], Node) and parts[-1].kind == "break")):
        parts.pop()
    if parts and isinstance(last := parts[-1], str):
        parts[-1] = last.removesuffix(" ")
    elif parts and isinstance(last, Node) and last.kind in {"link", "span", "emphasis", "strong"}:
        parts[-1] = replace(last, children=tuple(_without_end(last.children)))
    return parts
