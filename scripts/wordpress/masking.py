"""E-mail addresses that people typed into a text: found, and masked before anything is written."""

from __future__ import annotations

import re
from typing import Final

#: What stands in the place of an address.
MASK: Final = "[e-mail address removed]"

# Possessive quantifiers, each begun where no such character stands before it: one pass over any text.
_LINK: Final = re.compile(r"<a\s[^<>]*?mailto:[^<>]*+>([^<]*+)</a\s*>", re.IGNORECASE)
_LOCAL: Final = r"(?<![\w.+%-])[\w.+%-]++"
_AT: Final = r"(?:@|&\#0*64;|&\#x0*40;|\ ?[\[({]\ ?at\ ?[\])}]\ ?)"
_DOT: Final = r"(?:\.|\ ?[\[({]\ ?dot\ ?[\])}]\ ?)"
_ADDRESS: Final = re.compile(
    rf"{_LOCAL}{_AT}[\w-]++(?:{_DOT}[\w-]++)++"
    rf"|(?<![\w.+-])[\w.+-]++%40[\w-]++(?:{_DOT}[\w-]++)++"
    # Between blanks it is mostly the time of day, unless a word follows a dot.
    rf"|{_LOCAL}\ @\ (?=[\w.-]*\.[^\W\d_]{{2}})[\w-]++(?:\.[\w-]++)++"
    rf"|{_LOCAL}\ at\ (?:[\w-]++\ dot\ )++[a-z]{{2,24}}\b",
    re.IGNORECASE,
)
# No address is without one of these; most texts are.
_SIGNS: Final = ("@", "%40", "&#", "dot", "at)", "at]", "at}", "at )", "at ]", "at }")


def mask(text: str) -> tuple[str, int]:
    """Mask the addresses in a text.

    Written out with "at" and "dot", in brackets or spelled, they are addresses all the same.

    Args:
        text: what somebody wrote, with or without tags.

    Returns:
        The text with `MASK` in the place of each address and without links to write to one, and their number.
    """
    if not any(sign in text.lower() for sign in _SIGNS):
        return text, 0
    text, links = _LINK.subn(r"\1", text)
    text, addresses = _ADDRESS.subn(MASK, text)
    return text, links + addresses
