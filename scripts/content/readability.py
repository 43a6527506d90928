"""Sentences, words, syllables, and the Flesch-Kincaid grade."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sentencex

from scripts.content.syllables import syllables

_WORD = re.compile(r"[^\W_]+(?:['’.,:&-][^\W_]+)*")


@dataclass(frozen=True)
class Measure:
    """What was counted in a text."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def __add__(self, other: Measure) -> Measure:
        return Measure(
            self.words + other.words, self.sentences + other.sentences, self.syllables + other.syllables
        )

    @property
    def average_sentence(self) -> float:
        """Words to a sentence; 0 for an empty text."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade (Kincaid, Fishburne, Rogers and Chissom 1975); 0 for an empty text."""
        if not self.words or not self.sentences:
            return 0.0
        return 0.39 * self.average_sentence + 11.8 * self.syllables / self.words - 15.59


def words(text: str) -> list[str]:
    """List the words of a text; a word with a hyphen or an apostrophe is one, and so is a figure."""
    return _WORD.findall(text)


def sentences(text: str) -> list[tuple[int, str]]:
    """Cut a text into sentences.

    Args:
        text: plain text of one paragraph; line breaks in it are spaces.

    Returns:
        For each sentence with a word in it the place of its first character in the text, and the sentence.
    """
    found: list[tuple[int, str]] = []
    place = 0
    for part in sentencex.segment("en", text):
        start = text.find(part, place)
        place = start + len(part)
        if words(part):
            found.append((start + len(part) - len(part.lstrip()), part.strip()))
    return found


def measure(text: str) -> Measure:
    """Count a text of one paragraph."""
    found = words(text)
    return Measure(len(found), len(sentences(text)), sum(syllables(word) for word in found))
