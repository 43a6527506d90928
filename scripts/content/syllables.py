"""How many syllables a word has, for the reading grade.

syllapy brings a list of some 6,400 words. It is good for plain forms; for many longer ones it is not
(“higher” and “getting” have one syllable there), and what it does not list it counts by vowel groups (“walked”
has two). So here a word is led back to a plain form first, by its ending (“walked”, “careful”), by its
apostrophe (“they'll”), by its parts (“helpline”). Only what is left is counted by groups of vowels.

A figure counts as one, so that no year and no number to call makes a page look hard.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import syllapy  # type: ignore[import-untyped]

#: Words that the list has wrong, and words that would be led back to another one.
_OWN: Final = {
    "al": 1,
    "allegedly": 4,
    "aren't": 1,
    "business": 2,
    "can't": 1,
    "don't": 1,
    "evening": 2,
    "every": 2,
    "frontier": 2,
    "prayer": 1,
    "rhythm": 2,
    "shan't": 1,
    "sheer": 1,
    "soldier": 2,
    "supposedly": 4,
    "weren't": 1,
    "won't": 1,
}
_HISS: Final = ("s", "x", "z", "ch", "sh", "ce", "ge", "se", "ze")
#: Endings that are syllables of their own, in the order in which they are tried.
_ENDINGS: Final = {
    "ing": 1,
    "ly": 1,
    "ness": 1,
    "less": 1,
    "ful": 1,
    "ment": 1,
    "ship": 1,
    "hood": 1,
    "able": 2,
    "est": 1,
    "er": 1,
    "ist": 1,
    "ish": 1,
}
_BEGINNINGS: Final = {
    "un": 1,
    "re": 1,
    "dis": 1,
    "mis": 1,
    "non": 1,
    "pre": 1,
    "over": 2,
    "under": 2,
}
_SHORTEST: Final = 3


@cache
def syllables(word: str) -> int:
    """Count the syllables of a word.

    Args:
        word: one word, with its hyphens and apostrophes; a figure is a word. One in capitals is spelled out.

    Returns:
        The number of its syllables, at least 1.
    """
    if re.fullmatch(r"[A-Z]{2,}", word):
        return len(word) + 2 * word.count("W")
    plain = word.lower().replace("’", "'")
    if re.search(r"\d", plain):
        return 1
    return max(1, sum(_syllables(part) for part in re.split(r"[^\w']+", plain)))


def _syllables(word: str) -> int:
    if word in _OWN:
        return _OWN[word]
    if "'" in word:
        return _contraction(word)
    return _known(word) or _compound(word) or _by_vowels(word)


def _contraction(word: str) -> int:
    """Count a word with an apostrophe: `couldn't` 2, `they'll` 1, `it'll` 2, `boss's` 2."""
    base, _, end = word.rpartition("'")
    if end == "t" and base.endswith("n"):
        return _syllables(base[:-1]) + 1
    if end == "s":
        return _syllables(base) + base.endswith(_HISS)
    if end in {"ll", "d", "ve"}:
        return _syllables(base) + (not base.endswith(tuple("aeiouy")))
    return _syllables(base)


@cache
def _known(word: str) -> int:
    """Count a word by the list; 0 if neither it nor what it is made from is there."""
    if word in _OWN:
        return _OWN[word]
    if len(word) > _SHORTEST and (count := _ended(word)):
        return count
    return _listed(word) or _begun(word)


def _listed(word: str) -> int:
    """Count a word by the list, which knows `realize` and not `realise`; 0 if it is not there."""
    spelled = re.sub(r"ise$", "ize", word)
    return int(syllapy.WORD_DICT.get(word) or syllapy.WORD_DICT.get(spelled) or 0)


def _ended(word: str) -> int:
    return _plural(word) or _past(word) or _adverb(word) or _derived(word)


def _plural(word: str) -> int:
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return 0
    if count := _known(word[:-1]):
        return count + word[:-1].endswith(_HISS)
    if word.endswith("ies"):
        return _known(word[:-3] + "y")
    if word.endswith("ves"):
        return _known(word[:-3] + "f") or _known(word[:-3] + "fe")
    if word.endswith("es") and (count := _known(word[:-2])):
        return count + word[:-2].endswith(_HISS)
    return 0


def _past(word: str) -> int:
    if not word.endswith("ed") or word.endswith("eed"):
        return 0
    for base in _bases(word[:-2]):
        if count := _known(base):
            return count + base.rstrip("e").endswith(("t", "d"))
    return 0


def _adverb(word: str) -> int:
    """Count `gently` and `possibly`, where “le” became “ly”, and `typically`, where “al” is not heard."""
    if re.search(r"[^aeiouyl]ly$", word) and (count := _known(word[:-1] + "e")):
        return count
    if word.endswith("ically"):
        return _known(word[:-2]) or (_known(word[:-4]) and _known(word[:-4]) + 1)
    return 0


def _derived(word: str) -> int:
    for ending, more in _ENDINGS.items():
        if word.endswith(ending):
            for base in _bases(word.removesuffix(ending)):
                if count := _known(base):
                    lost = ending in {"ing", "er", "est"} and re.search(r"[^aeiouy]le$", base)
                    return count + more - bool(lost)  # handle, handling
    # Too many words end in “y” by chance for a base that is itself led back.
    stem = word.removesuffix("y")
    if stem != word and len(stem) > _SHORTEST:
        return next((count + 1 for base in _bases(stem) if (count := _listed(base))), 0)
    return 0


def _begun(word: str) -> int:
    for beginning, more in _BEGINNINGS.items():
        rest = word.removeprefix(beginning)
        if rest != word and len(rest) > _SHORTEST and (count := _known(rest)):
            return count + more
    return 0


def _bases(stem: str) -> list[str]:
    """List what a word may have been before its ending: `hop` was `hope` or `hop`, `stopp` was `stop`."""
    if len(stem) < _SHORTEST:
        return []
    bases = [stem + "e", stem]
    if stem[-1] == stem[-2] and len(stem) > _SHORTEST:
        bases.append(stem[:-1])
    if stem.endswith("i"):
        bases.append(stem[:-1] + "y")
    return bases


def _compound(word: str) -> int:
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        first, second = _known(word[:cut]), _known(word[cut:])
        if first and second:
            return first + second
    return 0


def _by_vowels(word: str) -> int:
    """Count groups of vowels, without the silent ones."""
    word = re.sub(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyszxcghl])es$", "", word)
    groups = len(re.findall(r"[aeiouy]+", word))
    apart = len(re.findall(r"(?<![tscg])i(?:[aou](?!u)|e[nt])|(?<![tscg])eo|ua|[aiou]ing$|(?<=.)y[aiou]|sm$", word))
    return max(1, groups + apart)
