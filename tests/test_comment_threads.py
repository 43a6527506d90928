"""Threads: every comment is found in its place, whatever answers what."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.comments.model import Comment
from scripts.comments.threads import arrange
from tests.golden import cases


def comment(number: str, reply_to: str | None = None, *, author: bool = False, removed: bool = False) -> Comment:
    return Comment(id=number, reply_to=reply_to, by="author" if author else None, removed=removed)


def _shape(comments: list[Comment]) -> list[str]:
    """Give a word for each comment: a dot for each step below the first, its id, and what is said of it."""
    placed = arrange(comments)
    notes = [(f" {one.note}" if one.note else "") + (" answered" if one.answered else "") for one in placed]
    return ["." * one.depth + one.id + note for one, note in zip(placed, notes, strict=True)]


@pytest.mark.parametrize(("comments", "found"), cases("comments/threads.yml"))
def test_threads_are_put_in_order(comments: str, found: list[str]) -> None:
    """`4>1 al` is comment 4, the author's answer to 1; `gone` stands behind one that was removed."""
    words = [one.split() for one in comments.split(", ")]
    made = [
        comment(*number.partition(">")[::2], author="al" in notes, removed="gone" in notes) for number, *notes in words
    ]
    assert _shape([replace(one, reply_to=one.reply_to or None) for one in made]) == found


def test_a_chain_of_fifteen_hundred_replies_is_arranged() -> None:
    chain = [comment(str(number), str(number - 1) if number > 1 else None) for number in range(1, 1501)]
    assert _shape(chain) == ["." * (number - 1) + str(number) for number in range(1, 1501)]


_IDS = st.integers(0, 12).map(str)
_COMMENTS = st.lists(
    st.builds(comment, _IDS, st.none() | _IDS, author=st.booleans(), removed=st.booleans()), max_size=14
)


@given(_COMMENTS)
@settings(deadline=None, max_examples=200)
def test_nothing_is_lost_or_twice_and_each_reply_stands_one_step_below_its_parent(comments: list[Comment]) -> None:
    placed = arrange(comments)
    assert Counter(placed) <= Counter(comments)
    assert all(one.removed for one in Counter(comments) - Counter(placed))
    above = list[Comment]()
    for one in placed:
        del above[one.depth :]
        assert len(above) == one.depth
        assert one.parent == (above[-1] if above else None)
        assert one.parent is None or one.reply_to == one.parent.id
        assert one.note is None or one.depth == 0
        above.append(one)
