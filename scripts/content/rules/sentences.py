"""Rules on length: sentences, paragraphs, lists, and the reading grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scripts.content.readability import sentences, words
from scripts.content.subject import Subject, first_words, line_in

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_SENTENCE: Final = 30
LONGEST_AVERAGE: Final = 16
LONGEST_PARAGRAPH: Final = 80
MOST_ITEMS: Final = 7
#: A sentence with more words than this is a long one, and the share of those in an article, in per cent.
LONG: Final = 18
SHARE_OF_LONG: Final = (8, 18)
#: Below this many sentences a share says nothing.
FEWEST_FOR_SHARE: Final = 25
#: The highest reading grade for each kind of page.
GRADES: Final = {"home": 7, "article": 7, "page": 7, "help": 5, "evidence": 10, "archive": 7}

_NAMES: Final = {
    "paragraph": "paragraph",
    "item": "list item",
    "definition": "definition",
    "caption": "caption",
}


def long_sentence(page: Subject) -> Iterator[tuple[int, str]]:
    """No sentence has more than 30 words.

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
    """The average sentence of a page has at most 16 words.

    11 words are easy, 21 fairly difficult, 29 very difficult (Inside GOV.UK; Australian Style Manual).
    """
    average = round(page.measure().average_sentence, 1)
    if average > LONGEST_AVERAGE:
        yield (
            page.top,
            f"The average sentence has {average} words; split the longest until it has at most {LONGEST_AVERAGE}.",
        )


def long_paragraph(page: Subject) -> Iterator[tuple[int, str]]:
    """A paragraph has at most 80 words.

    On a phone, more of them are a wall of text (reader criteria, "Writing").
    """
    for block in page.ours:
        if block.kind not in _NAMES:
            continue
        beginning = first_words(block.text)
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
    """A list has at most 7 items.

    A reader under stress takes in no more at a time (NHS service manual).
    """
    for found in page.text.lists:
        if found.items > MOST_ITEMS and not found.quoted:
            yield (
                found.line,
                f"This list has {found.items} items; cut or divide it so that none has more than {MOST_ITEMS}.",
            )


def hard_page(page: Subject) -> Iterator[tuple[int, str]]:
    """The Flesch-Kincaid grade of a page is at most 7, on help pages 5, on the evidence page 10.

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


def flat(page: Subject) -> Iterator[tuple[int, str]]:
    """In an article, 8 to 18 per cent of the sentences have more than 18 words.

    With none the text is flat, with many it is hard to follow on a phone (reader criteria, "Writing").
    """
    if page.kind != "article":
        return
    lengths = [
        len(words(sentence))
        for block in page.running
        if block.kind != "caption"
        for _, sentence in sentences(block.text)
    ]
    if len(lengths) < FEWEST_FOR_SHARE:
        return
    fewest, most = SHARE_OF_LONG
    share = round(100 * sum(length > LONG for length in lengths) / len(lengths))
    if not fewest <= share <= most:
        cure = "let one sentence in a paragraph run on" if share < fewest else "split some of them"
        yield page.top, f"{share} % of the sentences have more than {LONG} words; {cure}, to {fewest} to {most} %."
