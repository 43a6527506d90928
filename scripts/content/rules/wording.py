"""Rules on words and marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scripts.content.readability import sentences
from scripts.content.subject import Subject, first_words, line_in

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Capitals that are no shouting, with what they stand for.
ABBREVIATIONS: Final = {
    "BBC": "British Broadcasting Corporation",
    "BY": "in the name of the licence CC BY",
    "CC": "Creative Commons",
    "DOI": "the lasting address of a study",
    "DVD": "a disc",
    "EU": "European Union",
    "GP": "general practitioner",
    "GPS": "the satellites that tell a phone where it is",
    "HSE": "Ireland's health service",
    "HTML": "the language of web pages",
    "IASP": "International Association for Suicide Prevention",
    "ID": "a proof of who one is",
    "LGBT": "lesbian, gay, bisexual and transgender",
    "MIT": "the licence of the code",
    "NHS": "the United Kingdom's health service",
    "NZ": "New Zealand",
    "OK": "all right",
    "PDF": "a file for printing",
    "PIN": "a number that unlocks",
    "SIM": "a phone's card",
    "SMS": "a text message",
    "TTY": "a phone for deaf people",
    "TV": "television",
    "UK": "United Kingdom",
    "US": "United States",
    "USA": "United States of America",
    "USB": "a plug",
    "VPN": "a way to hide one's place on the internet",
}

#: What we do not write, and what we write in its place.
UNWANTED: Final = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), cure)
    for pattern, cure in (
        (
            r"commit(?:s|ted|ting)?\s+suicide",
            "suicide is no crime: write “died by suicide” or “take their own life”",
        ),
        (r"(?:un)?successful\s+suicide|failed\s+suicide", "write “suicide” or “attempt”"),
        (r"suicide\s+(?:epidemic|bid)", "write “suicides” or “attempt”"),
        (r"do(?:es|ing)?\s+(?:any|some)thing\s+(?:stupid|silly)", "name suicide plainly"),
        (r"telephon(?:e|es|ed|ing)", "write “phone” for the thing and “call” for the act"),
        (r"dial(?:s|s?led|l?ing)?", "write “call”"),
    )
)

_SHOUT: Final = re.compile(r"\b[A-Z]{2,}\b")
_SUICIDE: Final = re.compile(r"\bsuicid", re.IGNORECASE)
_NUMBER_WORD: Final = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand)"
_RATE: Final = re.compile(
    rf"\d|\bper\s?cent\b|\b{_NUMBER_WORD}\s+(?:in|out\s+of)\s+(?:every\s+|a\s+)?{_NUMBER_WORD}\b"
    rf"|\b(?:twice|{_NUMBER_WORD}\s+times)\s+(?:as|more)\b",
    re.IGNORECASE,
)
#: Figures that are no statistics: a number to call, a span of time, a step.
_NO_RATE: Final = re.compile(
    r"\b(?:call|text|phone|on|to|or)\s+\d[\d\s-]*\b(?!\s*(?:%|per\s?cent|people|men|women|times|out|in\b))"
    r"|\b24/7\b|\bsteps?\s+\d\b|\b\d+\s+(?:minutes?|hours?|days?|weeks?|months?)\b",
    re.IGNORECASE,
)


#: Words that say whose advice it is.
_TAG: Final = re.compile(
    r"\b(?:he|Al Turtle)\s+(?:also\s+)?(?:adds|admits|advises|asks|believes|calls|expects|finds|holds|names|says|sees|"
    r"suggests|takes|tells|thinks|writes)\b|\b(?:in|by) his (?:account|opinion|picture|view)\b",
    re.IGNORECASE,
)
MOST_TAGS: Final = 6
_NOT_READ: Final = re.compile(r"\bwe\s+(?:could|did)\s+not\s+(?:consult|find|have|read|see)\b", re.IGNORECASE)
#: A figure from 1 to 10 in running prose, and no time, share, range, number to call, or part with a number.
_SMALL: Final = re.compile(
    r"(?<![\d.,:/–-])(?<!\d )\b(?:[1-9]|10)\b(?![\d%:/–-]|[.,]\d| ?(?:am|pm|per cent|%)\b| \d| in \d| to \d)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"\b(?:at|call|or|part|press|step|steps|text|type|version|WCAG)\s$|\d (?:and|in|of|to) $",
    re.IGNORECASE,
)


def attributions(page: Subject) -> Iterator[tuple[int, str]]:
    """An article has at most 6 tags such as “he says”.

    The page says once whose advice it is; place and box tell the voices apart (reader criteria, "Writing").
    """
    if page.kind != "article":
        return
    tags = [line_in(block, found.start()) for block in page.running for found in _TAG.finditer(block.text)]
    for number, line in enumerate(tags[MOST_TAGS:], MOST_TAGS + 1):
        yield (
            line,
            f"This is tag {number} of whose advice it is, on a page that may have {MOST_TAGS}; tell it straight.",
        )


def beginning(page: Subject) -> Iterator[tuple[int, str]]:
    """No page begins with what we could not read.

    It begins with the reader; the line under the title and the foot say what was at hand (reader criteria, "Writing").
    """
    for block in page.running[:2]:
        if found := _NOT_READ.search(block.text):
            yield line_in(block, found.start()), "The page begins with what we could not read; move it to the foot."


def small_numbers(page: Subject) -> Iterator[tuple[int, str]]:
    """Numbers up to ten are words in running prose.

    Figures are for what is counted or called (reader criteria, "Writing"); pages of evidence and help have many.
    """
    if page.kind in {"evidence", "help"}:
        return
    for block in page.running:
        if block.kind == "caption":
            continue  # the words in a picture are labels
        for found in _SMALL.finditer(block.text):
            if not _NAMED.search(block.text[: found.start()]):
                yield line_in(block, found.start()), f"“{found[0]}” is a figure in running prose; write it as a word."


def exclamation(page: Subject) -> Iterator[tuple[int, str]]:
    """There are no exclamation marks.

    A reader in distress needs calm (Kate Kiefer Lee on sensitive content).
    """
    for block in page.shown:
        for found in re.finditer("!", block.text):
            yield line_in(block, found.start()), "There is an exclamation mark; write a full stop."


def italics(page: Subject) -> Iterator[tuple[int, str]]:
    """There are no italics.

    They are hard to read, and screen readers do not speak them (NHS service manual).
    """
    for block in page.text.blocks:
        for line in block.italics:
            yield line, "There are italics; take the marks away and let the words carry the weight."


def capitals(page: Subject) -> Iterator[tuple[int, str]]:
    """No word is written in capitals, but for known abbreviations.

    Capitals shout (Kate Kiefer Lee on sensitive content).
    """
    for block in page.shown:
        for found in _SHOUT.finditer(block.text):
            if found[0] not in ABBREVIATIONS:
                yield (
                    line_in(block, found.start()),
                    (
                        f"“{found[0]}” is in capitals; write it small, or, if it is an abbreviation that readers "
                        "know, enter it in scripts/content/rules/wording.py."
                    ),
                )


def unwanted(page: Subject) -> Iterator[tuple[int, str]]:
    """Some words are not used.

    They blame (Samaritans on language about suicide), or there is a plainer one (NHS A to Z).
    """
    for block in page.ours:
        for pattern, cure in UNWANTED:
            for found in pattern.finditer(block.text):
                words = " ".join(found[0].split())
                yield line_in(block, found.start()), f"We do not write “{words}”; {cure}."


def suicide_figures(page: Subject) -> Iterator[tuple[int, str]]:
    """An article has no statistics about suicide.

    A frightened reader at night needs the action, not the odds; the evidence page has them (Samaritans).
    """
    if page.kind != "article":
        return
    for block in page.shown:
        for place, sentence in sentences(block.text):
            if _SUICIDE.search(sentence) and _RATE.search(_NO_RATE.sub("", sentence)):
                yield (
                    line_in(block, place),
                    (
                        "There is a figure in a sentence about suicide; statistics belong on the evidence page: "
                        f"{first_words(sentence)}"
                    ),
                )
