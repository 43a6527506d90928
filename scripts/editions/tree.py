"""The tree that an article of a built page becomes before it is typeset.

A node's kind names its form on paper, not the HTML element that it came from. `scripts/editions/page.typ` has one rule
for
each kind. All text is data: nothing in it is ever read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The forms on paper. Blocks first, then what stands in a line.
Kind: TypeAlias = Literal[
    "article", "heading", "paragraph", "plain", "group", "box", "list", "item", "table", "row", "cell", "quote",
    "definitions", "term", "definition", "figure", "caption", "picture", "details", "summary", "code-block", "rule",
    "comment", "said", "addresses",
    "emphasis", "strong", "marked", "key", "link", "place", "note", "code", "superscript", "subscript", "small",
    "deleted", "inserted", "quotation", "break", "span",
]  # fmt: skip

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json]"


@dataclass(frozen=True)
class Node:
    """One part of an article.

    Attributes:
        kind: its form on paper.
        children: what it holds, in order; text has no runs of white space.
        id: the name by which links reach it; empty if it has none.
        data: what else its form needs to know, such as the level of a heading.
        line: the line of the built page that it came from, for complaints; 0 if it came from none.
    """

    kind: Kind
    children: tuple[Node | str, ...] = ()
    id: str = ""
    data: Mapping[str, Json] = field(default_factory=dict)
    line: int = field(default=0, compare=False)

    def json(self) -> Json:
        """Give the node as data for the template: `t` its kind, `k` its children, `id` and its data."""
        children: list[Json] = [child if isinstance(child, str) else child.json() for child in self.children]
        found: dict[str, Json] = {"t": self.kind, "k": children, **self.data}
        return {**found, "id": self.id} if self.id else found

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in the order of the text."""
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.children) if isinstance(child, Node)]

    def text(self) -> str:
        """Give all text in it, in order, with nothing between the parts."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)
