"""What of a comment is published, and why another one is not; addresses are masked in every common spelling."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.wordpress.published import MASK, mask, reason_of_post, row_of
from scripts.wordpress.wxr import Post, RawComment

NAMES = ("id", "author", "author_url", "date", "date_gmt", "content", "approved", "type", "parent", "user_id")


def raw(**fields: str) -> RawComment:
    return RawComment(Post(1), 1, frozenset(), False, {**dict.fromkeys(NAMES, ""), "approved": "1", **fields})


@pytest.mark.parametrize(
    ("moment", "local", "date"),
    [
        ("2019-05-04 10:11:00", "2019-05-04 12:11:00", dt.datetime(2019, 5, 4, 10, 11, tzinfo=dt.UTC)),
        ("2019-05-04T10:11:00", "", dt.datetime(2019, 5, 4, 10, 11, tzinfo=dt.UTC)),
        ("0000-00-00 00:00:00", "2019-05-04 23:30:00", dt.date(2019, 5, 4)),
        ("", "2019-05-04 23:30:00", dt.date(2019, 5, 4)),
        ("2019-02-30 10:00:00", "2019-02-30 12:00:00", None),
        ("yesterday", "", None),
        ("", "", None),
    ],
)
def test_the_date_is_the_moment_or_the_day_or_nothing(moment: str, local: str, date: object) -> None:
    assert row_of(raw(date_gmt=moment, date=local), with_website=False).words[1] == date


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"author": "Wednesday  Reading\n&laquo; Ann&#039;s"}, ("Wednesday Reading « Ann's", "")),
        ({"author": "Ann &amp; Ben &lt;ann&#64;mail.example&gt;"}, (f"Ann & Ben <{MASK}>", "")),
        ({"content": "a\r\nb\rc\n\nd"}, ("", "a\nb\nc\n\nd")),
    ],
)
def test_a_name_is_one_line_of_decoded_words_and_line_ends_become_line_feeds(
    fields: dict[str, str], words: tuple[str, str]
) -> None:
    name, _, text = row_of(raw(**fields), with_website=False).words
    assert (name, text) == words


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        ("1", "", None),
        ("1", "comment", None),
        ("0", "", "held"),
        ("hold", "", "held"),
        ("trash", "pingback", "trash"),
        ("post-trashed", "", "trash"),
        ("spam", "", "spam"),
        ("", "", "no_status"),
        ("approved?", "", "other_status"),
        ("1", "pingback", "pingback"),
        ("1", "trackback", "pingback"),
        ("1", "order_note", "other_type"),
    ],
)
def test_only_approved_comments_are_published(status: str, kind: str, reason: str | None) -> None:
    assert row_of(raw(approved=status, type=kind), with_website=False).reason == reason


@pytest.mark.parametrize(
    ("post", "reason"),
    [
        (Post(1, status="publish"), None),
        (Post(1, status="publish", password="x"), "protected_post"),  # noqa: S106 - no secret
        (Post(1, status="private"), "unpublished_post"),
        (Post(1), "unpublished_post"),
        (Post(1, status="publish", damage="is not well-formed"), "unreadable_post"),
        (Post(0), "unreadable_post"),
    ],
)
def test_only_public_posts_publish_their_comments(post: Post, reason: str | None) -> None:
    assert reason_of_post(post) == reason


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Write to ann@mail.example.", f"Write to {MASK}."),
        ("ann.b+c@sub.mail.example, or call", f"{MASK}, or call"),
        ("(ANN@MAIL.EXAMPLE)", f"({MASK})"),
        ("ann @ mail.example", MASK),
        ("ann (at) mail (dot) example", MASK),
        ("ann[at]mail.example", MASK),
        ("ann at mail dot com", MASK),
        ("ann&#64;mail.example", MASK),
        ("ann%40mail.example", MASK),
        ("jürgen@müller.example", MASK),
        ('<a href="mailto:ann@mail.example">mail me</a> now', "mail me now"),
        ('<a class="x" href="mailto:ann@mail.example">ann@mail.example</a>', MASK),
        ("http://ann:pw@mail.example/", f"http://ann:{MASK}/"),
    ],
)
def test_an_address_is_masked(text: str, masked: str) -> None:
    assert mask(text)[0] == masked
    assert mask(text)[1] >= 1


@pytest.mark.parametrize(
    "text",
    [
        "See you @ 5.30 p.m.",
        "@Ann: yes",
        "Ann looked at me. Dot and the others did not.",
        "We met at home dot",
        "https://blog.example/@ann/post",
        "a@b",
        "I was at the bar (at least once).",
    ],
)
def test_what_is_no_address_stays(text: str) -> None:
    assert mask(text) == (text, 0)


@given(
    local=st.from_regex(r"[A-Za-z0-9._%+-]{1,30}", fullmatch=True),
    domain=st.from_regex(r"([a-z0-9]{1,12}\.){1,3}[a-z]{2,6}", fullmatch=True),
    around=st.tuples(*[st.sampled_from(["", " ", "\n", "(", "<", ": ", "“", ", "])] * 2),
)
@settings(deadline=None)
def test_no_plain_address_survives(local: str, domain: str, around: tuple[str, str]) -> None:
    text, number = mask(f"{around[0]}{local}@{domain}{around[1]}")
    assert f"@{domain}" not in text
    assert number == 1


@pytest.mark.parametrize("filling", ["a", "a@", "@", "a.", "a@a.", "<a mailto:", "a at ", "[at]", "a at a dot "])
def test_a_text_made_to_be_slow_is_masked_in_one_pass(filling: str) -> None:
    assert mask(mask(filling * 200_000)[0])[1] == 0
