"""Words that stand for other words: what a text tells is gone, what it is made of stays.

Letters become other letters of the same writing and case, digits become zeros, and the last part of a web address
becomes one that nobody can own. Blanks, punctuation, pictures of faces and the tags of HTML stay, and so do lengths in
characters.
"""

from __future__ import annotations

import hashlib
import html.entities
import random
import re
import sys
import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAGS: Final = (
    "a abbr acronym b big blockquote br cite code dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p "
    "pre q s samp script small span strike strong style sub sup table tbody td tfoot th thead tr tt u ul var"
)
_ATTRIBUTES: Final = "alt cite class datetime height href id lang rel src start style target title type width"


def _letter_entities() -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    for name, point in sorted(html.entities.name2codepoint.items()):
        if chr(point).isalnum():
            names[len(name)].append(name)
    return names


_LETTER_ENTITIES: Final = _letter_entities()
_OTHER_ENTITIES: Final = sorted(
    {"apos", *(name for name, point in html.entities.name2codepoint.items() if not chr(point).isalnum())}
)
_PIECES: Final = re.compile(
    rf"""
    (?P<kept>
        <!\[CDATA\[ | \]\]> | <!--(?:more-->)? | <!(?:DOCTYPE|ENTITY)\b
      | (?:<|&lt;)/?(?:{_TAGS.replace(" ", "|")})(?=[\s/>&])
      | (?<=\s)(?:{_ATTRIBUTES.replace(" ", "|")})=(?=["'&])
      | https?:// | mailto:
      | &(?:{"|".join(_OTHER_ENTITIES)});
      | \b[as]:\d{{1,5}}:(?=["{{])                      # lengths in what PHP wrote
    )
  | </?(?:[a-z][a-z0-9]{{0,7}}:)?(?P<element>[A-Za-z_][\w.-]*)(?=[\s/>])
  | &(?P<entity>[A-Za-z][A-Za-z0-9]{{1,7}});
  | &\#(?P<number>[0-9]{{1,7}}|[xX][0-9A-Fa-f]{{1,6}});
  | (?<=\w\.)(?P<label>[A-Za-z]+)                       # a part of an address
  | (?P<letters>[A-Za-z]+)
  | (?P<digits>[0-9]+)
  | (?P<other>[^\x00-\x7f])
    """,
    re.VERBOSE,
)
_PAD_LENGTH: Final = 1 << 14
_BLOCK: Final = 64
_BAD_BYTE: Final = "\udcff"


class Disguise:
    """Disguises texts. The same text in the same place gets the same disguise, which tells nothing of its letters.

    Args:
        key: bytes that nobody else has; another key gives other disguises. Without it nobody can try whether a
            disguise stands for a text that they think of.
        encoding: how the disguised text will be written; no other characters are used.
    """

    def __init__(self, key: bytes, encoding: str = "utf-8") -> None:
        self._key = hashlib.blake2b(key).digest()
        self._encoding = encoding
        # Where in the pad a text begins depends on the text; what stands there does not.
        self._pad = "".join(random.Random(self._key).choices("abcdefghijklmnopqrstuvwy", k=_PAD_LENGTH))  # noqa: S311
        self._place = 0

    def text(self, text: str, place: str = "") -> str:
        """Disguise a text.

        Args:
            text: the text.
            place: where it stands; the same text in two places gets two disguises.

        Returns:
            A text of the same length; entities of HTML may get longer or shorter.
        """
        marked = f"{place}\0{text}".encode("utf-8", "surrogatepass")
        self._place = int.from_bytes(hashlib.blake2b(marked, key=self._key, digest_size=4).digest(), "big")
        return _PIECES.sub(self._piece, text)

    def _piece(self, found: re.Match[str]) -> str:
        value = found[0]
        match found.lastgroup:
            case "letters":
                value = self._letters(value)
            case "digits":
                value = "0" * len(value)
            case "label":
                # No country or other domain has such a name: ISO 3166 leaves ZZ to its users, no longer one exists.
                value = "z" * len(value) if value.islower() else "Z" * len(value)
            case "element":
                value = value.removesuffix(found["element"]) + self._element(found["element"])
            case "entity":
                value = f"&{self._choice(_LETTER_ENTITIES.get(len(value) - 2, ['amp']))};"
            case "number":
                value = self._number(value)
            case "other":
                value = self._other(value)
        return value

    def _element(self, name: str) -> str:
        """Disguise the name of an element that is not known; where it starts and where it ends it is the same."""
        place = self._place
        disguised = self.text(name, "element")
        self._place = place
        return disguised

    def _letters(self, letters: str) -> str:
        start = self._place % _PAD_LENGTH
        self._place += len(letters)
        new = self._pad[start : start + len(letters)]
        while len(new) < len(letters):
            new += self._pad[: len(letters) - len(new)]
        if letters.islower():
            return new
        return "".join(there.upper() if here.isupper() else there for here, there in zip(letters, new, strict=True))

    def _number(self, reference: str) -> str:
        """Disguise a character that is written as its number, such as `&#233;`."""
        hexadecimal = reference[2] in "xX"
        point = int(reference[3:-1], 16) if hexadecimal else int(reference[2:-1])
        if point <= sys.maxunicode and not _tells(chr(point)):
            return reference
        letter = ord(self._letters("x"))
        return f"&#x{letter:x};" if hexadecimal else f"&#{letter};"

    def _other(self, character: str) -> str:
        if "\ud800" <= character <= "\udfff":
            return _BAD_BYTE if self._encoding == "utf-8" else "?"
        same = _alike(character, self._encoding)
        return self._choice(same) if same else character

    def _choice(self, of: Sequence[str]) -> str:
        number = int.from_bytes(self._letters("xx").encode())
        return of[number % len(of)]


@lru_cache(maxsize=1 << 14)
def _alike(character: str, encoding: str) -> str:
    """Give the characters that may stand for this one, all of the same writing; none if it may stand for itself."""
    if not _tells(character):
        return ""
    block = ord(character) // _BLOCK * _BLOCK
    same = (chr(point) for point in range(block, block + _BLOCK))
    return "".join(other for other in same if _kind(other) == _kind(character) and _fits(other, encoding))


def _kind(character: str) -> tuple[str, str, bool]:
    return unicodedata.category(character), unicodedata.bidirectional(character), _tells(character)


def _tells(character: str) -> bool:
    """Tell whether a character is a letter or digit, or one in a circle, a box or another dress."""
    return any(plain.isalnum() for plain in unicodedata.normalize("NFKC", character))


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
