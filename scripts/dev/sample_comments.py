"""Comments that nobody wrote, for tests and measurements: the shape of real ones, in made-up words.

Lengths follow the 24,258 comments of a real blog: half have less than 199 characters, one in a hundred more than 1,876,
the longest 11,184. The words are random syllables, so that nothing can be taken for a reader's story.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import random
from typing import TYPE_CHECKING, Final

from scripts.comments.archive import ON_A_PAGE
from scripts.comments.model import Comment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MEDIAN, _LONGEST = 199, 11_184
# A log-normal distribution whose 99th percentile is 1,876.
_SPREAD: Final = math.log(1_876 / _MEDIAN) / 2.326
_DEEPEST: Final = 10
_LONGEST_THREAD: Final = 20
_FIRST_DAY: Final = dt.datetime(2009, 1, 1, 8, 0, tzinfo=dt.UTC)
_SYLLABLES: Final = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]


def comments(number: int, seed: int) -> Iterator[Comment]:
    """Make comments.

    Args:
        number: how many.
        seed: the same seed gives the same comments.

    Yields:
        Comments in whole threads, the oldest thread first; replies go to a depth of 10, and about one comment in ten is
        an answer of the author.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret with it
    vocabulary = ["".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3)))) for _ in range(5_000)]
    depths: list[int] = []
    first = 1
    for place in range(number):
        if not depths or len(depths) == _LONGEST_THREAD or chance.random() < 0.4:  # noqa: PLR2004
            depths, first = [0], place + 1
            parent = None
        else:
            above = chance.choice([at for at, depth in enumerate(depths) if depth < _DEEPEST][-3:])
            parent = first + above
            depths.append(depths[above] + 1)
        is_answer = parent is not None and chance.random() < 0.17  # noqa: PLR2004
        yield Comment(
            id=str(place + 1),
            name="" if is_answer else chance.choice(vocabulary).capitalize(),
            text=_text(chance, vocabulary),
            date=_FIRST_DAY + dt.timedelta(minutes=17 * place),
            reply_to=None if parent is None else str(parent),
            by="author" if is_answer else None,
        )


def pages(found: Iterable[Comment], most: int = ON_A_PAGE) -> Iterator[list[Comment]]:
    """Put comments on pages, threads whole.

    Args:
        found: comments in whole threads.
        most: how many comments a page has at most; a thread that is longer has a page for itself.

    Yields:
        The comments of each page.
    """
    page: list[Comment] = []
    for thread in _threads(found):
        if page and len(page) + len(thread) > most:
            yield page
            page = []
        page += thread
    if page:
        yield page


def _threads(found: Iterable[Comment]) -> Iterator[list[Comment]]:
    thread: list[Comment] = []
    for comment in found:
        if thread and comment.reply_to is None:
            yield thread
            thread = []
        thread.append(comment)
    if thread:
        yield thread


def _text(chance: random.Random, vocabulary: list[str]) -> str:
    length = min(round(chance.lognormvariate(math.log(_MEDIAN), _SPREAD)), _LONGEST)
    words = iter(chance.choices(vocabulary, k=length // 3 + 1))
    text = ""
    while len(text) < length:
        sentence = " ".join(itertools.islice(words, chance.randint(4, 16))).capitalize()
        text += f"{sentence}.{chance.choice((' ', ' ', ' ', chr(10), chr(10) * 2))}"
    return text[:length].strip()
