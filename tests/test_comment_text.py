"""The text of a comment: what was typed can be read, paragraphs are those of WordPress, and nothing in it is alive."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html

from scripts.comments.text import fold, to_html, word_count
from tests.golden import cases

_ALLOWED = {"a", "abbr", "b", "blockquote", "br", "cite", "code", "del", "em", "i", "ins", "li", "ol", "p", "pre", "q"}
_ALLOWED |= {"s", "strong", "sub", "sup", "u", "ul"}


@pytest.mark.parametrize(("text", "expected"), cases("comments/text.yml"))
def test_each_form_is_written_as_it_should_be(text: str, expected: str) -> None:
    assert to_html(text).replace('rel="nofollow ugc noopener"', "…") == expected


def test_deep_nesting_ends_and_loses_no_text() -> None:
    deep = to_html("<blockquote>" * 4_000 + "words" + "<b><i><u><s><q><em><strong>" * 400 + " more")
    assert deep.count("<blockquote>") == 10
    assert html.fragment_fromstring(deep, create_parent="div").text_content().split() == ["words", "more"]
    lists = to_html("<ul><li>" * 5_000 + "words")
    assert lists.count("<ul>") == lists.count("</ul>") == 10


def test_a_text_longer_than_wordpress_keeps_is_shown_as_typed() -> None:
    text = "<b>" + "word " * 20_000
    assert to_html(text).startswith("<p>&lt;b&gt;word word")


def test_a_hostile_text_does_not_grow_much() -> None:
    marks, link = "<b><i><u><s><q>", "<a href=http://a.b/>x\n\n"
    for text in (marks + "x\n\n" * 20_000, marks + "</b><b>" * 9_000, "<li>" * 16_000, link * 2_700):
        assert len(to_html(text)) < 40 * len(text)


@pytest.mark.parametrize(("text", "times", "tags", "words"), cases("comments/long_text.yml", "split"))
def test_a_long_paragraph_is_split_between_sentences_and_nowhere_else(
    text: str, times: int, tags: str, words: list[int]
) -> None:
    written = to_html(text * times)
    assert "".join(re.findall("<[^>]*>", written)) == tags
    assert [len(part.split()) for part in re.findall(r"<p>(.*?)</p>", written, re.DOTALL)] == words


def test_words_are_those_that_are_read() -> None:
    assert word_count("One two\n<b>three</b><br>four List<int>\n\n") == 5
    assert word_count("") == 0
    assert word_count(to_html("One two\n<b>three</b> four &lt;")) == 5


@pytest.mark.parametrize(("text", "found"), cases("comments/long_text.yml", "folded"))
def test_a_comment_is_folded_between_blocks_near_120_words(text: list[tuple[str, int]], found: list[object]) -> None:
    head, rest = fold(to_html("".join(part * times for part, times in text)))
    assert [word_count(head), head[-4:], word_count(rest), rest[:12]] == found


_PIECES = st.sampled_from(cases("pieces.yml", "text"))
_TEXTS = st.lists(_PIECES | st.text(max_size=5), max_size=40).map("".join)


@given(_TEXTS)
@example("<pre>\n\nx")
@example("<ul></ul><li>")
@settings(deadline=None, max_examples=400)
def test_only_known_elements_and_addresses_come_out_closed_in_their_order(text: str) -> None:
    """A browser that reads the HTML finds the tree that was meant: nothing moves, nothing runs on."""
    written = to_html(text)
    written.encode()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", written)
    open_tags: list[str] = []
    for end, name in re.findall(r"<(/?)([a-z]+)", written):
        if end:
            assert open_tags.pop() == name
        elif name != "br":
            assert not (name == "p" and {"p", "pre", "ul"} & set(open_tags[-1:]))
            open_tags.append(name)
    assert open_tags == []
    for element in html.fragment_fromstring(written, create_parent="div").iterdescendants():
        assert element.tag in _ALLOWED
        assert set(element.keys()) == ({"href", "rel"} if element.tag == "a" else set())
        assert element.get("href", "https://").startswith(("https://", "http://"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="&<"), max_size=300))
@settings(deadline=None)
def test_no_word_of_a_plain_text_is_lost(text: str) -> None:
    read = html.fragment_fromstring(to_html(text), create_parent="div").text_content()
    assert "".join(read.split()) == "".join(re.sub("[\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", text).split())
