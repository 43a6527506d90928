"""E-mail addresses typed into a text: masked in every common spelling, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.wordpress.masking import MASK, mask, mask_name


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


def test_a_name_is_read_before_it_is_masked() -> None:
    assert mask_name("Ann &amp; Ben &lt;ann&#64;mail.example&gt;") == (f"Ann & Ben <{MASK}>", 1)


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
