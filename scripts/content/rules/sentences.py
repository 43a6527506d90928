"""Rules on length: sentences, paragraphs, lists, and the reading grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scripts.content.readability import sentences, words
from scripts.content.subject import Subject, first_words, line_in

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_SENTENCE: Final = 25
LONGEST_AVERAGE: Final = 15
MOST_SENTENCES: Final = 3
LONGEST_PARAGRAPH: Final = 60
MOST_ITEMS: Final = 6
#: The highest reading grade for each kind of page.
GRADES: Final = {"home": 6, "article": 6, "page": 6, "help": 5, "evidence": 10, "archive": 6}

_NAMES: Final = {
    "paragraph": "paragraph",
    "item": "list item",
    "definition": "definition",
    "caption": "caption",
}


def long_sentence(page: Subject) -> Iterator[tuple[int, str]]:
    """No sentence has more than 25 words.

    Longer ones are hard for most readers, and hardest under stress (GOV.UK; Australian Style Manual).
    """
    for block in page.ours:
        for place, sentence in sentences(block.text):
            count = len(words(sentence))
            if count > LONGEST_SENTENCE:
                yield (
                    line_in(block, place),
                    (
                        f"This sentence has {count} words; split it so that none has more than "
                        f"{LONGEST_SENTENCE}: {first_words(sentence)}"
                    ),
                )


def long_average(page: Subject) -> Iterator[tuple[int, str]]:
    """The average sentence of a page has at most 15 words.

    11 words are easy, 21 fairly difficult, 29 very difficult (Inside GOV.UK; Australian Style Manual).
    """
    average = round(page.measure().average_sentence, 1)
    if average > LONGEST_AVERAGE:
        yield (
            page.top,
            f"The average sentence has {average} words; split the longest until it has at most {LONGEST_AVERAGE}.",
        )


def long_paragraph(page: Subject) -> Iterator[tuple[int, str]]:
    """A paragraph has at most 3 sentences and 60 words.

    On a phone, more of them are a wall of text (NHS service manual: up to 3 sentences).
    """
    for block in page.ours:
        if block.kind not in _NAMES:
            continue
        beginning = first_words(block.text)
        count = len(sentences(block.text))
        if count > MOST_SENTENCES:
            yield (
                block.line,
                (
                    f"This {_NAMES[block.kind]} has {count} sentences; split it so that none has more than "
                    f"{MOST_SENTENCES}: {beginning}"
                ),
            )
        length = len(words(block.text))
        if length > LONGEST_PARAGRAPH:
            yield (
                block.line,
                (
                    f"This {_NAMES[block.kind]} has {length} words; split it so that none has more than "
                    f"{LONGEST_PARAGRAPH}: {beginning}"
                ),
            )


def long_list(page: Subject) -> Iterator[tuple[int, str]]:
    """A list has at most 6 items.

    A reader under stress takes in no more at a time (NHS service manual).
    """
    for found in page.text.lists:
        if found.items > MOST_ITEMS and not found.quoted:
            yield (
                found.line,
                f"This list has {found.items} items; cut or divide it so that none has more than {MOST_ITEMS}.",
            )


def hard_page(page: Subject) -> Iterator[tuple[int, str]]:
    """The Flesch-Kincaid grade of a page is at most 6, on help pages 5, on the evidence page 10.

    A trip-wire that makes a writer look again, no proof that a page is clear (NHS: a reading age of 9 to 11,
    11 to 14 where the matter is hard).
    """
    grade = round(page.measure().grade, 1)
    limit = GRADES[page.kind]
    if grade > limit:
        yield (
            page.top,
            f"The reading grade is {grade}; use shorter words and sentences until it is at most {limit}.",
        )
