"""Comments and their index as HTML: their parts, whose words they are, and that a reader cannot pass for another."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from scripts.comments.archive import FEWEST_WITH_INDEX, load
from scripts.comments.html import MOST_LISTED, comments_html, index_html
from scripts.comments.model import Comment
from scripts.comments.threads import arrange
from tests.comment_attacks import ATTACKS
from tests.golden import FOLDER, cases, compare
from tests.test_comment_extension import render

GOLDEN = FOLDER / "comments"
ARCHIVES = GOLDEN / "archives" / "comments"


def parse(*comments: Comment) -> html.HtmlElement:
    return html.fragment_fromstring(comments_html(arrange(comments), "comments/steps/page-1.md"))


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("path", sorted((GOLDEN / "pages").glob("*.md")), ids=lambda path: path.stem)
def test_a_page_of_comments(path: Path, rewrite_golden: bool) -> None:
    """The first words of each page say what it shows."""
    printed = render(path.read_text(encoding="utf-8"), page=f"comments/steps/{path.name}")
    compare(f"comments/pages/{path.stem}.html", f"{printed}\n", rewrite=rewrite_golden)


@pytest.mark.parametrize(("name", "golden", "limits"), cases("comments/archive.yml", "indexes"))
def test_the_index_of_an_archive(
    name: str, golden: str, limits: list[int], monkeypatch: pytest.MonkeyPatch, *, rewrite_golden: bool
) -> None:
    for name_of_limit, limit in zip(("MOST_LISTED", "FEWEST_WITH_INDEX"), limits, strict=True):
        monkeypatch.setattr(f"scripts.comments.html.{name_of_limit}", limit)
    printed = index_html(load(ARCHIVES / name), ["pregnant", "not here", "living apart"])
    compare(f"comments/archives/{golden}.html", f"{printed}\n", rewrite=rewrite_golden)
    assert (FEWEST_WITH_INDEX, MOST_LISTED) == (30, 500)


_PIECES = st.sampled_from(cases("pieces.yml", "html"))
_HOSTILE = st.text() | st.lists(_PIECES, max_size=12).map("".join)


@given(name=_HOSTILE, text=_HOSTILE, note=_HOSTILE.map("Note {}".format))
@settings(deadline=None, max_examples=300)
def test_no_words_make_an_answer_of_a_comment(name: str, text: str, note: str) -> None:
    section = parse(
        Comment(id="1", name=name, text=text, summary=note, content_note=note, editor_note=note),
        Comment(id="2", name="Al Turtle", reply_to="1", by="author", text="The answer."),
    )
    assert [article.get("class") for article in section] == ["comment", "comment reply answer"]
    assert words_of(section[1]).startswith("Al’s answer By the author of the article · in reply to ")
    assert words_of(section[1]).endswith(" The answer. Link to this answer")
    assert [article.get("data-by") for article in section] == [None, "author"]
    assert not section.xpath("//div[@class='said']//*[@class or @id or self::h2]")
    # One note of ours, and one where no words are kept.
    assert len(section.xpath("//p[@class='ours']")) == 1 + (not section[0].find_class("said"))
    assert len(section.xpath("//p[@class='of']")) == len(section.xpath("//h2")) == 2
    ids = set(section.xpath("//@id"))
    assert ids == {f"comment-{number}{end}" for number in (1, 2) for end in ("", "-by")}
    assert {*section.xpath("//@aria-labelledby"), "comment-1"} <= ids


@pytest.mark.parametrize(("paragraphs", "head", "rest"), cases("comments/long_text.yml", "shown"))
def test_a_long_comment_is_folded_between_paragraphs(paragraphs: list[int], head: int, rest: str) -> None:
    text = "\n\n".join("word " * words for words in paragraphs)
    [said] = parse(Comment(id="1", text=text)).find_class("said")
    summaries = [words_of(summary) for summary in said.iter("summary")]
    assert summaries == ([f"Read the rest (about {rest} words)"] if rest else [])
    assert sum(len(words_of(block).split()) for block in said.iterfind("p")) == head or not rest
    assert len(words_of(said).split()) == len(text.split()) + 6 * len(summaries)


def test_a_hostile_situation_stays_text() -> None:
    """The build knows the situations and stops at others; what is rendered without it is safe all the same."""
    links = parse(Comment(id="1", text="x", situations=ATTACKS)).xpath("//p[@class='similar']/a")
    assert len(links) == len(ATTACKS)
    assert {str(key) for link in links for key in link.attrib} <= {"href", "data-pagefind-filter"}
    assert all(link.get("href", "").startswith("/comments/steps/index.md#") and not len(link) for link in links)
