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


_SENTENCE = "These are nine plain words that make a sentence. "


def test_long_paragraphs_are_split_where_sentences_end() -> None:
    paragraphs = re.findall(r"<p>(.*?)</p>", to_html(_SENTENCE * 40), re.DOTALL)
    assert [len(paragraph.split()) for paragraph in paragraphs] == [90] * 4
    assert all(paragraph.endswith("sentence.") for paragraph in paragraphs)
    assert to_html(_SENTENCE * 13).count("<p>") == 1
    # Before a mark as well.
    assert to_html("Seven words are here to be read. <i>And</i> more. " * 15).count("<p>") == 2


def test_a_paragraph_is_split_between_sentences_and_nowhere_else() -> None:
    link = '<a href="https://a.org" rel="nofollow ugc noopener">'
    for text, tags in (
        # A split closes and opens the marks around it; a link is one.
        (f"<i>{_SENTENCE * 14}</i>", "<p><i></i></p><p><i></i></p>"),
        (f'<a href="https://a.org">{_SENTENCE * 14}</a>', f"<p>{link}</a></p>"),
        # Without the end of a sentence it stays whole.
        ("word " * 500, "<p></p>"),
        ("I asked Dr. Fo and Mrs. Fa, etc. and so on " * 20, "<p></p>"),
    ):
        assert "".join(re.findall("<[^>]*>", to_html(text))) == tags


def test_words_are_those_that_are_read() -> None:
    assert word_count("One two\n<b>three</b><br>four List<int>\n\n") == 5
    assert word_count("") == 0
    assert word_count(to_html("One two\n<b>three</b> four &lt;")) == 5


def test_a_comment_is_folded_between_blocks_near_120_words() -> None:
    head, rest = fold(to_html("\n\n".join(f"<b>{number}</b> " + "word " * 29 for number in range(20))))
    assert (word_count(head), word_count(rest)) == (120, 480)
    assert (head[-4:], rest[:11]) == ("</p>", "<p><b>4</b>")


def test_a_fold_never_cuts_a_quotation() -> None:
    quotation = "<blockquote>" + "One word more.\n\n" * 100 + "</blockquote>"
    head, rest = fold(to_html(f"Before.\n\n{quotation}After."))
    assert (head, rest[:12], rest[-13:]) == ("<p>Before.</p>", "<blockquote>", "<p>After.</p>")
    assert fold(to_html(quotation)) == (to_html(quotation), "")
    assert fold("") == ("", "")


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
