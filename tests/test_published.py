"""What of a comment is published, and why another one is not; addresses are masked in every common spelling.

golden/published.yml has the cases.
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.wordpress.published import FIELDS, MASK, Post, Row, mask, reason_of_post, row_of
from tests.golden import golden_data

GOLDEN: dict[str, Any] = golden_data("published.yml")


def row(**fields: str) -> Row:
    return row_of(Post(1), {**dict.fromkeys(FIELDS, ""), "approved": "1", **fields}, 1, set())


def test_the_date_is_the_moment_or_the_day_or_nothing() -> None:
    for moment, local, date in GOLDEN["dates"]:
        assert row(date_gmt=moment, date=local).words[1] == date


def test_a_name_is_one_line_of_decoded_words_and_line_ends_become_line_feeds() -> None:
    for fields, name, text in GOLDEN["words"]:
        assert row(**fields).words[::2] == (name.replace("MASK", MASK), text)


def test_only_approved_comments_of_public_posts_are_published() -> None:
    for status, kind, reason in GOLDEN["states"]:
        assert row(approved=status, type=kind).reason == reason, (status, kind)
    for fields, reason in GOLDEN["posts"]:
        assert reason_of_post(Post(**fields)) == reason, fields


def test_an_address_is_masked_and_what_is_none_stays() -> None:
    for text, masked in GOLDEN["masked"]:
        found, times = mask(text)
        assert (found, times >= 1) == (masked.replace("MASK", MASK), True)
    assert [mask(text) for text in GOLDEN["kept"]] == [(text, 0) for text in GOLDEN["kept"]]


@given(
    local=st.from_regex(r"[A-Za-z0-9._%+-]{1,30}", fullmatch=True),
    domain=st.from_regex(r"([a-z0-9]{1,12}\.){1,3}[a-z]{2,6}", fullmatch=True),
    around=st.tuples(*[st.sampled_from(["", " ", "\n", "(", "<", ": ", "“", ", "])] * 2),
)
@settings(deadline=None)
def test_no_plain_address_survives(local: str, domain: str, around: tuple[str, str]) -> None:
    text, times = mask(f"{around[0]}{local}@{domain}{around[1]}")
    assert f"@{domain}" not in text
    assert times == 1


@pytest.mark.parametrize("filling", ["a", "a@", "@", "a.", "a@a.", "<a mailto:", "a at ", "[at]", "a at a dot "])
def test_a_text_made_to_be_slow_is_masked_in_one_pass(filling: str) -> None:
    assert mask(mask(filling * 200_000)[0])[1] == 0
