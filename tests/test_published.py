"""What of a comment is published, and why another one is not."""

from __future__ import annotations

import datetime as dt

import pytest

from scripts.wordpress.published import fingerprint, number, reason_of_comment, reason_of_post, words_of
from scripts.wordpress.wxr import Post, RawComment


@pytest.mark.parametrize(
    ("moment", "local", "date"),
    [
        ("2019-05-04 10:11:00", "2019-05-04 12:11:00", dt.datetime(2019, 5, 4, 10, 11, tzinfo=dt.UTC)),
        ("2019-05-04T10:11:00", None, dt.datetime(2019, 5, 4, 10, 11, tzinfo=dt.UTC)),
        ("0000-00-00 00:00:00", "2019-05-04 23:30:00", dt.date(2019, 5, 4)),
        (None, "2019-05-04 23:30:00", dt.date(2019, 5, 4)),
        ("2019-02-30 10:00:00", "2019-02-30 12:00:00", None),
        ("yesterday", "", None),
        (None, None, None),
    ],
)
def test_the_date_is_the_moment_or_the_day_or_nothing(moment: str | None, local: str | None, date: object) -> None:
    assert words_of(RawComment(1, 1, date=moment, local_date=local)).date == date


def test_a_name_is_one_line_of_decoded_words() -> None:
    words = words_of(RawComment(1, 1, name="Wednesday  Reading\n&laquo; Ann&#039;s"))
    assert words.name == "Wednesday Reading « Ann's"


def test_line_ends_become_line_feeds() -> None:
    assert words_of(RawComment(1, 1, text="a\r\nb\rc\n\nd")).text == "a\nb\nc\n\nd"


@pytest.mark.parametrize(
    ("value", "found"),
    [("1", "1"), ("0012", "12"), ("0", None), ("", None), (None, None), ("-3", None), ("3.5", None), ("٣", None)],
)
def test_an_id_is_a_number_above_nought(value: str | None, found: str | None) -> None:
    assert number(value) == found


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        ("1", "", None),
        ("1", None, None),
        ("1", "comment", None),
        ("0", "", "held"),
        ("hold", "", "held"),
        ("trash", "pingback", "trash"),
        ("post-trashed", "", "trash"),
        ("spam", "", "spam"),
        ("", "", "no_status"),
        (None, "", "no_status"),
        ("approved?", "", "other_status"),
        ("1", "pingback", "pingback"),
        ("1", "trackback", "pingback"),
        ("1", "order_note", "other_type"),
    ],
)
def test_only_approved_comments_are_published(status: str | None, kind: str | None, reason: str | None) -> None:
    assert reason_of_comment(RawComment(1, 1, status=status, type=kind)) == reason


@pytest.mark.parametrize(
    ("post", "reason"),
    [
        (Post(1, status="publish"), None),
        (Post(1, status="publish", password=True), "protected_post"),
        (Post(1, status="private"), "unpublished_post"),
        (Post(1), "unpublished_post"),
        (Post(1, status="publish", damage="is not well-formed"), "unreadable_post"),
        (None, "unreadable_post"),
    ],
)
def test_only_public_posts_publish_their_comments(post: Post | None, reason: str | None) -> None:
    assert reason_of_post(post) == reason


def test_a_fingerprint_tells_name_date_and_text_apart() -> None:
    day = dt.date(2019, 5, 4)
    prints = {
        fingerprint("a", day, "b"),
        fingerprint("", day, "ab"),
        fingerprint("a", None, "b"),
        fingerprint("ab", day, ""),
    }
    assert len(prints) == 4
