"""Words, sentences and the reading grade, against counts made by hand (golden/readability.yml)."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts.content.readability import measure, sentences, syllables, words
from tests.golden import golden_data

CASES: dict[str, Any] = golden_data("readability.yml")


def test_words_and_sentences() -> None:
    assert [words(case["text"]) for case in CASES["words"]] == [case["found"] for case in CASES["words"]]
    for case in CASES["sentences"]:
        assert sentences(case["text"]) == [tuple(found) for found in case["found"]]


def test_syllables() -> None:
    assert {word: syllables(word) for word in CASES["syllables"]} == CASES["syllables"]


def test_counts_made_by_hand() -> None:
    for sentence, word_count, syllable_count in CASES["counts"]:
        assert (len(words(sentence)), len(sentences(sentence))) == (word_count, 1), sentence
        assert abs(sum(map(syllables, words(sentence))) - syllable_count) <= 2, sentence


@given(st.text(min_size=1))
def test_any_word_has_at_least_one_syllable(word: str) -> None:
    assert syllables(word) >= 1


def test_the_grade_is_that_of_flesch_and_kincaid_over_all_texts() -> None:
    # 7 words, 2 sentences, 8 syllables, in two paragraphs.
    average, grade = measure(["Breathe first.", "…", "Then read one little step."])
    assert average == 3.5
    assert grade == pytest.approx(0.39 * 3.5 + 11.8 * 8 / 7 - 15.59)
    assert measure(["…"]) == (0, 0)


@example("It ended in 2006.² Then 1.5 years, or so.")
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_sentences_hold_all_words_at_their_places(text: str) -> None:
    found = sentences(text)
    assert all(text[place:].startswith(sentence) for place, sentence in found)
    assert [word for _, sentence in found for word in words(sentence)] == words(text)
