"""What the templates print around comments, and what machines read of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from scripts.comments.archive import Archive, load
from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.comments.page_context import MOST_IN_ARTICLE, MOST_ON_PAPER, around_comments, below_article
from scripts.pdf.printable import MOST_PAGES_OF_COMMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HOME = "https://x.example/"


def _archive(docs: Path, *pages: Sequence[Comment]) -> Archive:
    folder = docs / "comments" / "steps"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("---\ncomments_of: articles/steps.md\ncounted: 365\n---\n")
    for number, comments in enumerate(pages, 1):
        (folder / f"page-{number}.md").write_text("".join(Record.of(comment).source for comment in comments))
    return load(folder)


QUESTION = Comment(id="1", name="Ann", text="Why?", summary="Asks why", date=dt.datetime(2019, 5, 4, tzinfo=dt.UTC))
ANSWER = Comment(id="2", name="Someone", text="So.", reply_to="1", by="author")


def test_the_line_below_an_article_counts_readers_and_the_answered(tmp_path: Path) -> None:
    below = below_article(
        [_archive(tmp_path, [QUESTION, ANSWER, Comment(id="3", text="And?")])], "articles/steps.md", HOME
    )
    assert below is not None
    assert (below["readers"], below["answered"], below["kept"]) == (2, 1, 3)
    assert below["index"] == "comments/steps/index.md"


def test_machines_read_who_when_and_where_but_not_the_words(tmp_path: Path) -> None:
    below = below_article([_archive(tmp_path, [QUESTION, ANSWER])], "articles/steps.md", HOME)
    assert below is not None
    address = "https://x.example/comments/steps/page-1/#comment-"
    assert below["machine"] == [
        {
            "@type": "Comment",
            "@id": f"{address}1",
            "url": f"{address}1",
            "author": {"@type": "Person", "name": "Ann"},
            "dateCreated": "2019-05-04T00:00:00+00:00",
            "abstract": "Asks why",
        },
        {
            "@type": "Comment",
            "@id": f"{address}2",
            "url": f"{address}2",
            "author": {"@type": "Person", "name": "Al Turtle"},
            "parentItem": {"@id": f"{address}1"},
        },
    ]


def test_an_article_with_many_comments_only_counts_them(tmp_path: Path) -> None:
    many = [Comment(id=str(number), text="x") for number in range(1, MOST_IN_ARTICLE + 2)]
    archive = _archive(tmp_path, many)
    below = below_article([archive], "articles/steps.md", HOME)
    around = around_comments([archive], "comments/steps/page-1.md", HOME)
    assert below is not None
    assert around is not None
    assert (below["kept"], below["machine"]) == (MOST_IN_ARTICLE + 1, [])
    assert len(around["machine"]) == MOST_IN_ARTICLE + 1


def test_a_page_with_wrongs_of_others_is_kept_from_machines(tmp_path: Path) -> None:
    archive = _archive(tmp_path, [QUESTION], [Comment(id="9", text="He stole.", third_parties=True)])
    below = below_article([archive], "articles/steps.md", HOME)
    around = around_comments([archive], "comments/steps/page-2.md", HOME)
    assert below is not None
    assert around is not None
    assert [comment["url"] for comment in below["machine"]] == ["https://x.example/comments/steps/page-1/#comment-1"]
    assert (around["noindex"], around["machine"]) == (True, [])


def test_what_was_removed_is_in_nothing_that_machines_read(tmp_path: Path) -> None:
    archive = _archive(tmp_path, [Comment(id="1", removed=True), ANSWER])
    below = below_article([archive], "articles/steps.md", HOME)
    assert below is not None
    assert [comment["url"] for comment in below["machine"]] == ["https://x.example/comments/steps/page-1/#comment-2"]
    assert "parentItem" not in below["machine"][0]


def test_an_article_without_comments_has_no_line(tmp_path: Path) -> None:
    assert below_article([], "articles/steps.md", HOME) is None
    archive = _archive(tmp_path, [Comment(id="1", removed=True)])
    assert below_article([archive], "articles/steps.md", HOME) is None
    assert below_article([archive], "articles/other.md", HOME) is None


@pytest.mark.parametrize(
    ("name", "number", "previous", "following"),
    [
        ("comments/steps/index.md", None, None, None),
        ("comments/steps/page-1.md", 1, None, "comments/steps/page-2.md"),
        ("comments/steps/page-2.md", 2, "comments/steps/page-1.md", "comments/steps/page-3.md"),
        ("comments/steps/page-3.md", 3, "comments/steps/page-2.md", None),
    ],
)
def test_pages_lead_to_the_ones_beside_them(
    tmp_path: Path, name: str, number: int | None, previous: str | None, following: str | None
) -> None:
    pages = [[Comment(id=str(place), text="x")] for place in (1, 2, 3)]
    around = around_comments([_archive(tmp_path, *pages)], name, HOME)
    assert around is not None
    assert (around["number"], around["previous"], around["next"], around["last"]) == (number, previous, following, 3)
    assert (around["article"], around["kept"], around["counted"]) == ("articles/steps.md", 3, 365)


@pytest.mark.parametrize("name", ["articles/steps.md", "comments/other/page-1.md", "index.md"])
def test_other_pages_have_no_comments_around_them(tmp_path: Path, name: str) -> None:
    assert around_comments([_archive(tmp_path, [QUESTION])], name, HOME) is None


def test_a_bound_archive_is_as_long_as_the_pages_say(tmp_path: Path) -> None:
    assert MOST_PAGES_OF_COMMENTS == MOST_ON_PAPER + 1  # and the index
    pages = [[Comment(id=str(number), text="x")] for number in range(1, MOST_ON_PAPER + 2)]
    few, many = _archive(tmp_path / "few", *pages[:-1]), _archive(tmp_path / "many", *pages)
    told = [around_comments([archive], "comments/steps/page-1.md", HOME) for archive in (few, many)]
    assert [around["on_paper"] for around in told if around] == [True, False]
