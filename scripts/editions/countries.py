"""The editions of a sheet for one country: of all help lines, those that answer there.

A list of help lines tells by a class of each item where it answers: `in-uk`, `in-ie`, or `in-anywhere`
(`overrides/blocks/help-lines.html`). An item without such a class, and one that answers anywhere, is for everybody.
"""

from dataclasses import replace
from typing import Final

from scripts.editions.tree import Node

_IN: Final = "in-"
_ANYWHERE: Final = "in-anywhere"


def countries(tree: Node) -> dict[str, str]:
    """Give the countries whose help lines a sheet has: from code (`uk`) to the name that the sheet prints (`UK`)."""
    items = [(_places(node), node) for node in tree.walk() if node.kind == "item"]
    return {
        places[0].removeprefix(_IN): next(part.text() for part in item.walk() if part.kind == "strong")
        for places, item in items
        if len(places) == 1 and places[0] != _ANYWHERE
    }


def for_country(node: Node, code: str) -> Node:
    """Leave out of a tree the help lines that do not answer in a country, empty lists, and what leads to them."""
    kept: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str):
            kept.append(child)
        elif (places := _places(child)) and not {f"{_IN}{code}", _ANYWHERE} & set(places):
            continue
        elif (part := for_country(child, code)).children or not child.children:
            kept.append(part)
        elif kept and isinstance(kept[-1], Node) and kept[-1].text().endswith(":"):
            # What led to the list.
            kept.pop()
    return replace(node, children=tuple(kept))


def _places(node: Node) -> list[str]:
    return [name for name in str(node.data.get("style", "")).split() if name.startswith(_IN)]
