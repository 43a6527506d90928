"""White space as it is on paper: one space between words, across elements, and none at the ends."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from scripts.editions.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPACES = re.compile(r"[ \t\n\f\r]+")


def tidy(parts: Sequence[Node | str]) -> tuple[Node | str, ...]:
    """Make every run of white space one space, also across elements, and take it away at both ends and at breaks."""
    before = [True]

    def walk(children: Iterable[Node | str]) -> list[Node | str]:
        kept: list[Node | str] = []
        for child in children:
            if isinstance(child, str):
                text = _SPACES.sub(" ", child)
                text = text[1:] if before[0] and text.startswith(" ") else text
                if text:
                    before[0] = text.endswith(" ")
                    kept.append(text)
            elif child.kind == "break":
                before[0] = True
                kept.append(child)
            elif child.kind in {"note", "picture"}:
                before[0] = False
                kept.append(child)
            else:
                kept.append(replace(child, children=tuple(walk(child.children))))
        return kept

    return tuple(_without_end(walk(parts)))


def _without_end(parts: list[Node | str]) -> list[Node | str]:
    while parts and (parts[-1] == " " or (isinstance(parts[-1], Node) and parts[-1].kind == "break")):
        parts.pop()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].removesuffix(" ")
    elif parts and isinstance(parts[-1], Node) and parts[-1].kind in {"link", "span", "emphasis", "strong"}:
        last = parts[-1]
        parts[-1] = replace(last, children=tuple(_without_end(list(last.children))))
    return parts
