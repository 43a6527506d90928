"""Rules on links and on attributes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.content.subject import Subject

_VAGUE: Final = frozenset(
    {
        "click here",
        "find out more",
        "here",
        "learn more",
        "link",
        "more",
        "read more",
        "see here",
        "this",
        "this link",
        "this page",
    }
)
_ADDRESS: Final = re.compile(r"(?:\w+://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?)", re.IGNORECASE)
_HANDLER: Final = re.compile(r"on[a-z]+")


def vague_link(page: Subject) -> Iterator[tuple[int, str]]:
    """A link says where it goes, in words that make sense without the sentence around them.

    Screen readers list the links of a page by themselves (NHS, GOV.UK on links; WCAG 2.4.4, 2.4.9).
    """
    for block in page.text.blocks:
        for link in block.links:
            label = " ".join(link.text.split())
            plain = label.lower().rstrip(".:… ")
            if plain in _VAGUE or plain.startswith("click "):
                yield link.line, f"The link text “{label}” does not say where the link goes; name what is there."
            elif _ADDRESS.fullmatch(label):
                yield link.line, f"The link text “{label}” is an address; name the page or the organisation."


def full_stop(page: Subject) -> Iterator[tuple[int, str]]:
    """The full stop stands outside the link.

    It is the sentence's, not the name's (NHS service manual).
    """
    for block in page.text.blocks:
        for link in block.links:
            if link.text.rstrip().endswith("."):
                label = " ".join(link.text.split())
                yield link.line, f"The full stop is inside the link “{label}”; put it behind the link."


def attributes(page: Subject) -> Iterator[tuple[int, str]]:
    """No link opens a new tab, and no attribute holds a style or a script.

    A new tab takes the way back from the reader (NHS on links); the site's headers block the others.
    """
    for tag in page.text.tags:
        for name, value in tag.attributes:
            if name == "target":
                yield tag.line, f"The attribute `target` with “{value}” opens a new tab; take it out."
            elif name == "style" or _HANDLER.fullmatch(name):
                yield tag.line, f"The attribute `{name}` is blocked by the site's headers; take it out."
