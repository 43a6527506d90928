"""Syllables: what the word list knows, what a word is led back to, and what is left to guess."""

from __future__ import annotations

import pytest
import syllapy  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from scripts.content.syllables import syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1),
        ("leave", 1),
        ("turtle", 2),
        ("relationship", 4),
        # The list has these wrong.
        ("higher", 2),
        ("getting", 2),
        ("safely", 2),
        ("carefully", 3),
        ("added", 2),
        # Endings.
        ("walked", 1),
        ("hoped", 1),
        ("stopped", 1),
        ("tried", 1),
        ("wanted", 2),
        ("decided", 3),
        ("admitted", 3),
        ("needs", 1),
        ("houses", 2),
        ("watches", 2),
        ("goes", 1),
        ("wives", 1),
        ("stories", 2),
        ("hopelessly", 3),
        ("happily", 3),
        ("gently", 2),
        ("possibly", 3),
        ("basically", 3),
        ("typically", 3),
        ("struggling", 2),
        ("handling", 2),
        ("loneliness", 3),
        ("guilty", 2),
        ("unfinished", 3),
        ("understandable", 5),
        # Words that only look as if they had an ending.
        ("they", 1),
        ("thing", 1),
        ("during", 2),
        ("business", 2),
        ("evening", 2),
        ("prayer", 1),
        ("comedy", 3),
        ("rhythm", 2),
        ("other", 2),
        # Parts.
        ("helpline", 2),
        ("self-help", 2),
        ("step-by-step", 3),
        ("demand–withdraw", 4),
        # Apostrophes, straight and curled.
        ("don't", 1),
        ("can’t", 1),
        ("couldn't", 2),
        ("haven't", 2),
        ("they'll", 1),
        ("it'll", 2),
        ("you're", 1),
        ("I've", 1),
        ("could've", 2),
        ("partner's", 2),
        ("boss's", 2),
        # British spelling.
        ("neighbour", 2),
        ("organise", 3),
        # Figures, and letters that are spelled out.
        ("7", 1),
        ("2026", 1),
        ("24/7", 1),
        ("1970s", 1),
        ("NHS", 3),
        ("WWF", 7),
        # Guessed by groups of vowels.
        ("Sbarra", 2),
        ("Ogolsky", 3),
        ("zrted", 1),
        ("xyz", 1),
        ("the", 1),
    ],
)
def test_syllables_of_a_word(word: str, count: int) -> None:
    assert syllables(word) == count


def test_plain_words_are_counted_as_the_list_has_them() -> None:
    listed = {word: int(count) for word, count in syllapy.WORD_DICT.items() if word.isalpha()}
    other = [word for word, count in listed.items() if syllables(word) != count]
    # The list is wrong in these, almost all of them with an ending: “higher”, “safely”, “getting”.
    assert len(other) < 0.025 * len(listed)


@given(st.text(min_size=1))
def test_any_word_has_at_least_one_syllable(word: str) -> None:
    assert syllables(word) >= 1
