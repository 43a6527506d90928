"""Made-up comments have the shape of real ones, and are the same on every run."""

from __future__ import annotations

import re
import statistics

from scripts.comments.form import Record, parse
from scripts.comments.model import Comment
from scripts.comments.threads import arrange
from scripts.dev.sample_comments import comments, pages


def test_the_same_seed_gives_the_same_comments() -> None:
    assert list(comments(50, 7)) == list(comments(50, 7))
    assert list(comments(50, 7)) != list(comments(50, 8))
    assert list(comments(0, 7)) == []


def test_lengths_are_those_of_real_comments() -> None:
    lengths = sorted(len(comment.text) for comment in comments(5_000, 1))
    assert 170 <= statistics.median(lengths) <= 230
    assert 1_500 <= lengths[len(lengths) * 99 // 100] <= 2_300
    assert 5_000 <= lengths[-1] <= 11_184


def test_threads_are_whole_and_deep_and_the_author_answers() -> None:
    found = list(comments(5_000, 1))
    placed = arrange(found)
    assert [one.comment for one in placed if not one.depth] == [one for one in found if one.reply_to is None]
    assert not any(one.note for one in placed)
    assert max(one.depth for one in placed) == 10
    assert 0.07 <= sum(one.by == "author" for one in found) / len(found) <= 0.13


def test_pages_hold_whole_threads() -> None:
    found = list(comments(1_000, 1))
    parts = list(pages(found))
    assert [comment for page in parts for comment in page] == found
    assert max(map(len, parts)) <= 25
    assert all(page[0].reply_to is None for page in parts)


def test_a_thread_longer_than_a_page_has_a_page_for_itself() -> None:
    thread = [Comment(id=str(number), reply_to="1" if number > 1 else None) for number in range(1, 6)]
    after = Comment(id="9")
    assert list(pages([*thread, after], most=3)) == [thread, [after]]


def test_the_words_mean_nothing_and_the_records_can_be_read() -> None:
    found = list(comments(200, 1))
    assert all(re.fullmatch(r"[A-Za-z. \n]+", comment.text) for comment in found)
    assert parse("".join(Record.of(comment).source for comment in found)).comments == tuple(found)
