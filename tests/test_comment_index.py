"""The index of an archive: every comment in it, by what a reader looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html
from markdown import markdown

from scripts.comments.archive import load
from scripts.comments.form import Record
from scripts.comments.html import MOST_LISTED, index_html
from scripts.comments.model import Comment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scripts.comments.archive import Archive

BLOCK = "Before.\n\n/// comment-index | steps\n///\n\n*After*."


def _archive(docs: Path, *pages: Sequence[Comment], counted: str = "") -> Path:
    folder = docs / "comments" / "steps"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text(f"---\ncomments_of: steps.md\n{counted}---\n{BLOCK}\n")
    for number, comments in enumerate(pages, 1):
        text = "".join(Record.of(comment).source for comment in comments)
        (folder / f"page-{number}.md").write_text(text, encoding="utf-8")
    return folder


def _tree(text: str) -> html.HtmlElement:
    return html.fragment_fromstring(text, create_parent="div")


def _lists(tree: html.HtmlElement) -> dict[str, list[str]]:
    """Give the text of each line below each heading."""
    found: dict[str, list[str]] = {}
    heading = ""
    for element in tree:
        if element.tag in {"h2", "h3"}:
            heading = element.text_content()
            found[heading] = []
        elif element.tag == "ul":
            found[heading] += [" ".join(item.text_content().split()) for item in element]
    return found


STORY = Comment(
    id="1", name="Ann", text="word " * 118, summary="Left last week", situations=("living apart", "pregnant")
)
ANSWER = Comment(id="2", name="Al Turtle", text="word " * 333, reply_to="1", by="author")
SECOND = Comment(id="7", text="Help", situations=("living apart",))


def test_a_story_is_found_under_each_of_its_situations_in_the_order_of_the_list(tmp_path: Path) -> None:
    tree = _tree(
        index_html(load(_archive(tmp_path, [STORY, ANSWER], [SECOND])), ["pregnant", "not here", "living apart"])
    )
    lists = _lists(tree)
    assert list(lists) == [
        "By situation", "Pregnant", "Living apart", "Answered by the author", "Only the answers", "All comments",
        "Page 1", "Page 2",
    ]  # fmt: skip
    assert lists["Pregnant"] == ["Left last week Ann, about 100 words, answered"]
    assert lists["Living apart"] == [
        "Left last week Ann, about 100 words, answered",
        "Help Unsigned, a few words, not answered",
    ]
    assert lists["Answered by the author"] == ["Left last week Ann, about 100 words, answered"]
    assert lists["Only the answers"] == ["Al’s answer to Ann’s question. About 350 words. The question."]
    assert [link.get("href") for link in tree.iterfind(".//nav//a")] == ["#about-pregnant", "#about-living-apart"]
    assert {link.get("href") for link in tree.iter("a")} >= {
        "page-1/#comment-1",
        "page-1/#comment-2",
        "page-2/#comment-7",
    }


def test_only_what_a_reader_wrote_is_answered_or_not(tmp_path: Path) -> None:
    own = Comment(id="3", text="To all.", by="author", situations=("pregnant",))
    more = Comment(id="4", text="And more.", by="author", reply_to="3", situations=("pregnant",))
    staff = Comment(id="5", text="Closed.", by="staff", name="Bo", situations=("pregnant",))
    lists = _lists(_tree(index_html(load(_archive(tmp_path, [STORY, ANSWER, SECOND, own, more, staff])))))
    assert lists["Pregnant"] == [
        "Left last week Ann, about 100 words, answered",
        "To all. Al’s answer, a few words",
        "And more. Al’s answer, a few words",
        "Closed. Bo, a few words",
    ]


def _one_page(docs: Path, number: int) -> Archive:
    folder = docs / "comments" / "steps"
    folder.mkdir(parents=True)
    records = (
        Record.of(Comment(id=str(one), text=f"Text {one}.", situations=("living apart",))).source
        for one in range(1, number + 1)
    )
    (folder / "index.md").write_text(f"---\ncomments_of: steps.md\n---\n\n{BLOCK}\n\n{''.join(records)}")
    return load(folder)


def test_29_comments_on_one_page_need_no_index(tmp_path: Path) -> None:
    archive = _one_page(tmp_path, 29)
    assert list(archive.pages) == [0]
    assert index_html(archive) == (
        '<p class="closed"><strong>Comments are closed.</strong> 29 comments are kept here: 29 by readers.</p>'
    )


def test_30_comments_have_an_index_by_situation_wherever_they_stand(tmp_path: Path) -> None:
    tree = _tree(index_html(_one_page(tmp_path, 30)))
    lists = _lists(tree)
    assert list(lists) == ["By situation", "Living apart", "Answered by the author", "All comments"]
    assert [len(lists[name]) for name in ("Living apart", "All comments")] == [30, 30]
    assert {link.get("href") for link in tree.iter("a")} == {f"#comment-{number}" for number in range(1, 31)}


def test_the_top_counts_what_is_kept_and_by_whom(tmp_path: Path) -> None:
    tree = _tree(index_html(load(_archive(tmp_path, [STORY, ANSWER, SECOND], counted="counted: 365\n"))))
    [top] = tree.find_class("closed")
    assert top.text_content() == "Comments are closed. 3 of 365 comments are kept here: 2 by readers, 1 answer by Al."


def test_one_comment_alone_is_told_in_the_singular(tmp_path: Path) -> None:
    tree = _tree(index_html(load(_archive(tmp_path, [SECOND]))))
    assert tree.find_class("closed")[0].text_content() == "Comments are closed. 1 comment is kept here: 1 by a reader."
    assert "None of the comments that are kept here has an answer by Al." in tree.text_content()


def test_a_removed_comment_is_listed_nowhere_and_its_answer_says_so(tmp_path: Path) -> None:
    gone = Comment(id="1", removed=True)
    tree = _tree(index_html(load(_archive(tmp_path, [gone, ANSWER]))))
    assert not [link for link in tree.iter("a") if link.get("href").endswith("#comment-1")]
    assert _lists(tree)["Only the answers"] == ["Al’s answer. About 350 words. The question was removed."]


def test_every_word_of_a_reader_is_text(tmp_path: Path) -> None:
    hostile = Comment(
        id="1", name="<img src=x onerror=alert(1)>", summary="</bdi><script>alert(1)</script>", text="<b>x"
    )
    tree = _tree(index_html(load(_archive(tmp_path, [hostile]))))
    assert not list(tree.iter("img", "script", "b"))
    assert "<script>alert(1)</script>" in tree.text_content()


def test_a_very_long_archive_lists_its_pages_with_the_numbers_on_each(tmp_path: Path) -> None:
    def several(first: int, count: int) -> list[Comment]:
        return [Comment(id=str(number), text="x") for number in range(first, first + count)]

    last = [
        *several(9000, 2),
        Comment(id="r5", text="x"),
        Comment(id="9005", text="x"),
        Comment(id="9009", removed=True),
    ]
    tree = _tree(index_html(load(_archive(tmp_path, several(1, MOST_LISTED), last))))
    assert _lists(tree)["All comments"] == [
        f"Page 1: {MOST_LISTED} comments, numbers 1 to {MOST_LISTED}",
        "Page 2: 4 comments, numbers 9000 to 9009",
    ]
    assert [link.get("data-ids") for link in tree.iter("a") if link.get("data-ids")] == [
        f"1-{MOST_LISTED}",
        "r5 9000-9001 9005 9009",
    ]


def test_many_answers_are_listed_by_the_pages_they_stand_on(tmp_path: Path) -> None:
    asked = [Comment(id=str(number), text="x") for number in range(MOST_LISTED + 1)]
    answers = [Comment(id=f"9{one.id}", text="y", by="author", reply_to=one.id) for one in asked]
    lists = _lists(_tree(index_html(load(_archive(tmp_path, [*asked, *answers], [Comment(id="r1")])))))
    assert lists["Answered by the author"] == [f"Page 1: {MOST_LISTED + 1} answered"]
    assert "Only the answers" not in lists


def test_the_block_is_replaced_and_nothing_around_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _archive(tmp_path / "docs", [Comment(id="1", text="*not* [a](b) `c`")])
    monkeypatch.chdir(tmp_path)
    page = markdown(BLOCK, extensions=["scripts.comments.extension"])
    assert page.startswith('<p>Before.</p>\n<p class="closed">')
    assert page.endswith("<p><em>After</em>.</p>")
    assert "*not* [a](b) `c`" in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "/// comment-index | none\n///",
            "There is no folder comments/none; write the name of one into the block.",
        ),
        (
            "/// comment-index | steps\nWords\n///",
            "The block `/// comment-index | steps` holds nothing; write /// on the next line.",
        ),
    ],
)
def test_a_block_that_cannot_be_filled_stops_the_build(
    tmp_path: Path, text: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _archive(tmp_path / "docs", [SECOND])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"folder|holds") as caught:
        markdown(text, extensions=["scripts.comments.extension"])
    assert str(caught.value) == message
