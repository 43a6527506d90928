"""What a text tells is gone, what it is made of stays."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scripts.comments.wordpress.disguise import Disguise

KEY = b"a key"


def _shape(text: str) -> str:
    """Write a text with one letter for all letters, and one digit for all digits."""
    return re.sub("[a-z]", "a", re.sub("[A-Z]", "A", re.sub("[0-9]", "0", text)))


@pytest.mark.parametrize(
    "text",
    [
        "Ann left on Monday; I'm 42, and O'Brien-McKay knows.\n\nWHAT now?  🙂\tYes…",
        "\u200fa \u202eb\u0301 🇬🇧 ☎ → “quoted”",
        "ann@mail.example.org https://www.example.org/A?b=1#c 192.0.2.1",
        "",
    ],
)
def test_blanks_punctuation_and_case_stay(text: str) -> None:
    assert _shape(Disguise(KEY).text(text)) == _shape(text)


def test_tags_entities_and_lengths_in_php_stay() -> None:
    text = '<a href="https://" title="">&amp;&nbsp;&#8230;&#x2026;</a> <!--more--> s:14:"'
    assert Disguise(KEY).text(text) == text


def test_a_tag_that_nobody_knows_is_a_word() -> None:
    assert Disguise(KEY).text("<ann> <List<int>>") != "<ann> <List<int>>"
    assert Disguise(KEY).text("<blockquoted>")[1:12] != "blockquoted"


def test_an_element_that_nobody_knows_ends_as_it_starts() -> None:
    disguised = Disguise(KEY).text("<x:rating.one max='5'>Five, says Ann</x:rating.one>")
    found = re.fullmatch(r"<x:([a-z]{6}\.z{3}) [a-z]{3}='0'>[A-Z].*</x:([a-z.]+)>", disguised)
    assert found is not None
    assert found[1] == found[2]


def test_the_end_of_an_address_is_one_that_nobody_can_own() -> None:
    disguised = Disguise(KEY).text("ann@mail.example.com WWW.EXAMPLE.ORG 203.0.113.77")
    mail, web, network = disguised.split(" ")
    assert mail.endswith(".zzzzzzz.zzz")
    assert web.endswith(".ZZZZZZZ.ZZZ")
    assert network == "000.0.000.00"


@pytest.mark.parametrize("character", list("éŁжم你שＡⒶ٣"))
def test_other_letters_and_digits_become_others_of_their_writing(character: str) -> None:
    text = character * 20
    disguised = Disguise(KEY).text(text)
    assert set(disguised) - {character}
    for other in disguised:
        assert unicodedata.category(other) == unicodedata.category(character)
        assert unicodedata.bidirectional(other) == unicodedata.bidirectional(character)
        assert len(other.encode()) == len(character.encode())


def test_letters_written_as_entities_or_numbers_become_others() -> None:
    disguised = Disguise(KEY).text("&eacute;&Ouml;&#74;&#x4A;&#1046;")
    names = re.fullmatch(r"&([A-Za-z]{6});&([A-Za-z]{4});&#([0-9]+);&#x([0-9a-f]+);&#([0-9]+);", disguised)
    assert names is not None
    assert (int(names[3]), int(names[4], 16)) != (74, 74)
    assert names[5] != "1046"


def test_a_byte_that_is_no_character_stays_one_but_tells_nothing() -> None:
    assert Disguise(KEY).text("\udcc4\udcd6") == "\udcff\udcff"
    assert Disguise(KEY, "iso8859-1").text("\ud800") == "?"


def test_what_is_written_fits_the_encoding() -> None:
    text = "ŽéŁßœ€" * 20
    assert len(Disguise(KEY, "iso8859-15").text("ŽéßŒ€" * 20).encode("iso8859-15")) == 100
    assert len(Disguise(KEY, "iso8859-2").text("ŽéŁß" * 20).encode("iso8859-2")) == 80
    assert len(Disguise(KEY).text(text)) == len(text)


def test_a_disguise_depends_on_the_key_the_place_and_the_text() -> None:
    disguise = Disguise(KEY)
    first = disguise.text("Angelica Miller")
    assert disguise.text("Angelica Miller") == first
    assert disguise.text("Angelica Miller", "12") != first
    assert Disguise(b"another key").text("Angelica Miller") != first
    # The same letters at the same places do not shine through another text.
    assert disguise.text("Angelica Milner")[:8] != first[:8]


def test_words_longer_than_the_supply_of_letters_are_disguised() -> None:
    text = "A" + "b" * 50_000
    disguised = Disguise(KEY).text(text)
    assert (len(disguised), disguised[0].isupper(), disguised[1:].islower()) == (50_001, True, True)
    assert "bbbbbbbb" not in disguised


@given(st.text() | st.text("&#;xaé1.@<>/ '\"=:sh\n\\]!-[CDAT"), st.sampled_from(["", "12"]))
@example("&#99999999;&#x110000;&#xD800;&toolongname;&;", "")
@settings(deadline=None)
def test_any_text_can_be_disguised_and_none_grows_without_bound(text: str, place: str) -> None:
    disguised = Disguise(KEY).text(text, place)
    assert disguised == Disguise(KEY).text(text, place)
    if "&" not in text:
        assert len(disguised) == len(text)
    assert len(disguised) <= 2 * len(text)


@given(st.from_regex("[A-Za-zäöüéжя]{10,40}", fullmatch=True), st.text(max_size=20), st.text(max_size=20))
@settings(deadline=None)
def test_no_word_survives(word: str, before: str, after: str) -> None:
    assert word not in Disguise(KEY).text(f"{before}{word}{after}")
