"""Words, sentences and the reading grade, against counts made by hand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts.content.readability import Measure, measure, sentences, syllables, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said: don't.", ["He", "said", "don't"]),
        ("Self-help, step-by-step", ["Self-help", "step-by-step"]),
        ("At 9:30, 1,700 words--or 2.5…", ["At", "9:30", "1,700", "words", "or", "2.5"]),
        ("he/she, A&E; 10–15%", ["he", "she", "A&E", "10", "15"]),
        ("“Your partner’s” _word_", ["Your", "partner’s", "word"]),
        ("— · … !", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two? Three", [(0, "One."), (5, "Two?"), (10, "Three")]),
        ("One\nand one.\nTwo.", [(0, "One\nand one."), (13, "Two.")]),
        ("Dr. Smith came at 5 p.m. on Friday. See p. 4, e.g. the map.", [
            (0, "Dr. Smith came at 5 p.m. on Friday."),
            (36, "See p. 4, e.g. the map."),
        ]),
        ("He said, “Go.” She went.", [(0, "He said, “Go.”"), (15, "She went.")]),
        ("Wait... then go. It is 3.5 km.", [(0, "Wait... then go."), (17, "It is 3.5 km.")]),
        ("… — .", []),
        ("", []),
    ],
)  # fmt: skip
def test_sentences(text: str, found: list[tuple[int, str]]) -> None:
    assert sentences(text) == found


@pytest.mark.parametrize(
    ("sentence", "word_count", "syllable_count"),
    [
        ("Breathe first, then read one step.", 6, 6),
        ("You do not have to decide anything tonight.", 8, 12),
        ("Your partner couldn't answer, and they're hoping for a quieter evening.", 11, 18),
        ("Stop calling, texting and watching their profiles.", 7, 11),
        ("Most people get through a separation, and some need longer.", 10, 15),
        ("Call the emergency number if you are in danger.", 9, 14),
        ("He walked, hoped, loved and wanted; she needed distance.", 9, 12),
        ("Relationships, houses and businesses change suddenly.", 6, 14),
        ("It is carefully, honestly and basically unfinished.", 7, 15),
        ("Self-help isn't hopeless: it's somewhere between friendship and medicine.", 9, 17),
        ("Behaviour, neighbours and favourite colours are British.", 7, 14),
        ("Apologise once, realise what happened, and organise help.", 8, 16),
        ("The NHS says that 24 hours matter.", 7, 10),
        ("Loneliness, uncertainty and jealousy are exhausting.", 6, 15),
    ],
)
def test_counts_made_by_hand(sentence: str, word_count: int, syllable_count: int) -> None:
    found = measure(sentence)
    assert (found.words, found.sentences) == (word_count, 1)
    assert abs(found.syllables - syllable_count) <= 2


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(
            ("leave", 1),
            ("turtle", 2),
            ("relationship", 4),
            ("walked", 1),
            ("wanted", 2),
            ("needs", 1),
            ("hopeless", 2),
        ),
        *(
            ("being", 2),
            ("rhythm", 2),
            ("self-help", 2),
            ("don't", 1),
            ("couldn't", 2),
            ("they’ll", 1),
            ("organise", 3),
        ),
        *(("7", 1), ("24/7", 1), ("1970s", 1), ("NHS", 3), ("WWF", 7), ("xyz", 1)),
    ],
)
def test_syllables_of_a_word(word: str, count: int) -> None:
    assert syllables(word) == count


@given(st.text(min_size=1))
def test_any_word_has_at_least_one_syllable(word: str) -> None:
    assert syllables(word) >= 1


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    assert Measure(words=100, sentences=10, syllables=130).grade == pytest.approx(0.39 * 10 + 11.8 * 1.3 - 15.59)
    assert Measure(words=100, sentences=10, syllables=130).average_sentence == 10


def test_measures_add_up() -> None:
    assert measure("Breathe first.") + measure("Then read one step.") == measure("Breathe first. Then read one step.")
    assert Measure() == measure("…")


def test_no_text_has_no_grade() -> None:
    assert Measure().grade == 0
    assert Measure().average_sentence == 0


@example("It ended in 2006.² Then 1.5 years, or so.")
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_sentences_hold_all_words_at_their_places(text: str) -> None:
    found = sentences(text)
    assert all(text[place:].startswith(sentence) for place, sentence in found)
    assert [word for _, sentence in found for word in words(sentence)] == words(text)
