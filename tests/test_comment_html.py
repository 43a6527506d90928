"""Comments as articles: their parts, whose words they are, and that a reader cannot pass for another."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from scripts.comments.html import comments_html
from scripts.comments.model import Comment
from scripts.comments.threads import arrange
from tests.comment_attacks import ATTACKS
from tests.golden import compare


def render(*comments: Comment, listed: bool = False) -> str:
    return comments_html(arrange(comments), "comments/steps/page-1.md" if listed else "articles/old/steps.md")


def parse(*comments: Comment, listed: bool = False) -> html.HtmlElement:
    return html.fragment_fromstring(render(*comments, listed=listed))


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_parts_of_comments(rewrite_golden: bool) -> None:
    comments = (
        Comment(
            id="120",
            name="Ann",
            text="Words <b>in</b> two\n\nparagraphs.",
            date=dt.datetime(2019, 5, 4, 23, 11, tzinfo=dt.timezone(dt.timedelta(hours=-2))),
            url="https://ann.example/",
            summary="Asks & tells",
            situations=("living apart",),
            content_note="Mentions suicide and abuse",
            editor_note="Repeated contact after a no can be a crime.",
            part=True,
        ),
        Comment(id="121", reply_to="120", by="author", name="someone", text="An answer.", date=dt.date(987, 1, 2)),
        Comment(id="122", reply_to="121", text="Thanks."),
        Comment(id="123", reply_to="122", by="staff", name="Bo", text="Closed."),
        Comment(id="r1", by="author", text="To all.", retold=True),
        Comment(id="r2", name="Mike", text="x", retold=True, part=True, summary="Nine years", situations=("pregnant",)),
        Comment(id="r3", text="y", reply_to="r2", by="author", summary="Wait"),
        Comment(id="124", removed=True, editor_note="Asked for by its writer"),
        Comment(id="125", reply_to="124", name="Cy", text=""),
        Comment(id="126", reply_to="99", name="Di", text="To someone."),
        Comment(id="127", reply_to="127", name="Ed", text="To me.", content_note="Mentions children"),
    )
    compare("comments/block.html", render(*comments) + "\n", rewrite=rewrite_golden)


def test_an_empty_block_has_no_article() -> None:
    assert render() == '<div class="comments">\n</div>'


def test_every_id_that_is_named_is_there() -> None:
    section = parse(Comment(id="1", text="x"), Comment(id="2", reply_to="1", text="y"), Comment(id="3", reply_to="9"))
    ids = set(section.xpath("//@id"))
    assert ids == {f"comment-{number}{end}" for number in (1, 2, 3) for end in ("", "-by")}
    assert set(section.xpath("//@aria-labelledby")) <= ids
    assert {address.removeprefix("#") for address in section.xpath("//a/@href")} <= ids


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Al’s answer", "Al’s answer wrote"),
        ("Al Turtle", "Al Turtle wrote"),
        ("Al's answer</h2><h2>", "Al's answer</h2><h2> wrote"),
        ("  Ann \n\u2028 B\u00a0C ", "Ann B C wrote"),
        ("Al\x02\u0085\ud800", "Al\ufffd\ufffd\ufffd wrote"),
        ("a" * 61, "a" * 59 + "… wrote"),
        ("a" * 60, "a" * 60 + " wrote"),
        ("", "Unsigned: “x”"),
        (" \u3000", "Unsigned: “x”"),
    ],
)
def test_what_a_reader_signed_never_stands_alone(name: str, title: str) -> None:
    article = parse(Comment(id="1", name=name, text="x"))[0]
    assert article.get("class") == "comment"
    assert words_of(article[0]) == title
    assert words_of(article[1]) == "A reader"


@pytest.mark.parametrize("name", ["Al’s answer", "Al Turtle", "Al's answer</p><p>"])
def test_nor_does_it_where_our_summary_is_the_heading(name: str) -> None:
    article = parse(Comment(id="1", name=name, text="x", summary="Left last week"))[0]
    assert words_of(article[0]) == "Left last week"
    assert words_of(article[1]) == f"{name}, a reader · summed up by us"


def test_a_name_that_went_is_a_reader_and_that_once() -> None:
    article = parse(Comment(id="1", name="A reader", text="x", summary="Left last week"))[0]
    assert words_of(article[1]) == "A reader · summed up by us"
    assert words_of(parse(Comment(id="1", name="A reader", text="x"))[0][0]) == "A reader wrote"


def test_unsigned_comments_are_told_apart_by_their_headings_and_links() -> None:
    stories = parse(
        Comment(id="1", text="x", summary="Left last week"),
        Comment(id="2", text="x", summary="Left in May"),
        Comment(id="3", text="He <b>left</b> me &amp; the two children in the house."),
        Comment(id="4", text="She left."),
    )
    assert [words_of(story[0]) for story in stories] == [
        "Left last week",
        "Left in May",
        "Unsigned: “He left me & the two children in…”",
        "Unsigned: “She left.”",
    ]
    links = [link.get("aria-label") for link in stories.find_class("permalink")]
    assert links == [
        "Link to this story: Left last week",
        "Link to this story: Left in May",
        "Link to this story: He left me & the two children in…",
        "Link to this story: She left.",
    ]


_PIECES = ["Al", "’s answer", "<h2>", "</h2>", "</article>", '<article class="comment answer">', '"', "'", "&", ">"]
_PIECES += ["</div>", "</section>", '<p class="ours">', "\u202e", "\u2069", "</bdi>", "\x02", "<details open>", "&lt;"]
_PIECES += [" ", "\n", "words. "]
_HOSTILE = st.text() | st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)


@given(name=_HOSTILE, text=_HOSTILE, note=_HOSTILE.map("Note {}".format))
@settings(deadline=None, max_examples=300)
def test_no_words_make_an_answer_of_a_comment(name: str, text: str, note: str) -> None:
    section = parse(
        Comment(id="1", name=name, text=text, summary=note, content_note=note, editor_note=note),
        Comment(id="2", reply_to="1", by="author", text="The answer."),
    )
    assert [article.get("class") for article in section] == ["comment", "comment reply answer"]
    assert len(section.xpath("//h2")) == 2
    assert words_of(section[1]).startswith("Al’s answer By the author of the article · in reply to ")
    assert words_of(section[1]).endswith(" The answer. Link to this answer")
    assert [article.get("data-by") for article in section] == [None, "author"]
    for said in section.xpath("//div[@class='said']"):
        assert not said.xpath(".//*/@class | .//*/@id | .//h2")
    # One note of ours, and one where no words are kept.
    assert len(section.xpath("//p[@class='ours']")) == 1 + (not section[0].find_class("said"))
    assert len(section.xpath("//p[@class='of']")) == 2


def test_a_long_comment_is_folded() -> None:
    paragraph = "word " * 60
    text = "\n\n".join([paragraph] * 30)
    details = parse(Comment(id="1", text=text)).xpath("//details")[0]
    assert words_of(details[0]) == "Read the rest (about 1,680 words)"
    assert len(words_of(details.getparent()).split()) == 1_800 + 6
    assert len(details.getprevious().text_content().split()) == 60
    assert not parse(Comment(id="1", text="\n\n".join(["word " * 50] * 8))).xpath("//details")
    assert parse(Comment(id="1", text="\n\n".join(["word " * 50] * 8) + " word")).xpath("//details")


def test_a_comment_without_a_place_to_cut_is_not_folded() -> None:
    assert not parse(Comment(id="1", text="word " * 1_000)).xpath("//details")


def test_the_page_for_the_afraid_is_named_where_a_note_is_about_it() -> None:
    for note, to_safety, to_help in (
        ("Mentions violence", 1, 1),
        ("Mentions suicide", 0, 1),
        ("Mentions child abuse", 1, 1),
        ("Mentions that he was afraid", 1, 0),
        ("Mentions drink, a pregnancy and a birth", 0, 0),
    ):
        found = parse(Comment(id="1", text="x", content_note=note))
        assert len(found.xpath("//a[@href='../../../looking-after-yourself/']")) == to_safety, note
        assert len(found.xpath("//a[@href='../../../help-now/']")) == to_help, note


def test_an_editors_note_leads_to_a_page_of_the_site_and_to_no_other_address() -> None:
    note = "See [the <steps>](articles/steps.md#no), [x](https://x.example/a.md), [y](javascript:alert(1).md)"
    [article] = parse(Comment(id="1", text="Words [z](articles/z.md).", editor_note=note))
    assert [(link.text_content(), link.get("href")) for link in article.iter("a")] == [
        ("the <steps>", "../../steps/#no"),
        ("Link to this story", "#comment-1"),
    ]


def test_situations_lead_to_similar_stories_and_are_filters_of_the_search() -> None:
    story = Comment(id="1", text="x", situations=("living apart", "they doubt & fear"))
    [alone] = parse(story).find_class("similar")
    assert words_of(alone) == "About: living apart, they doubt & fear"
    assert [(word.tag, word.get("data-pagefind-filter")) for word in alone] == [("span", "situation")] * 2
    [article] = parse(story, listed=True)
    [similar] = article.find_class("similar")
    assert words_of(similar) == "Similar stories: living apart, they doubt & fear"
    assert [(link.get("href"), link.get("data-pagefind-filter")) for link in similar.iter("a")] == [
        ("../#about-living-apart", "situation"),
        ("../#about-they-doubt-fear", "situation"),
    ]


def test_a_hostile_situation_stays_text() -> None:
    """The build knows the situations and stops at others; what is rendered without it is safe all the same."""
    section = parse(Comment(id="1", text="x", situations=ATTACKS), listed=True)
    links = section.xpath("//p[@class='similar']/a")
    assert len(links) == len(ATTACKS)
    assert {str(key) for link in links for key in link.attrib} <= {"href", "data-pagefind-filter"}
    assert all(link.get("href", "").startswith("../#") and not len(link) for link in links)
