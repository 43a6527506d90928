"""A whole archive of hostile comments builds: page, index, data for machines, search and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import html

from scripts.comments.form import Record
from scripts.comments.model import Comment
from tests.building import built, fixture_docs
from tests.comment_attacks import ATTACKS

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement

ARCHIVE = "comments/what-to-do-when-he-or-she-leaves"


def _comments() -> list[Comment]:
    attacks = [
        Comment(id=str(number), name=attack, text=attack, summary=" ".join(attack.split()[:20]) or None, url=attack)
        for number, attack in enumerate(ATTACKS, 1)
    ]
    long = "W" * 20_000
    large = [
        Comment(id="8001", name=long, text=long, editor_note=long),
        Comment(id="8002", name="\u0301" * 20_000, text="e" + "\u0301" * 20_000),
        Comment(id="8003", text="<blockquote><ul><li>" * 3_000 + "deep"),
        Comment(id="8004", text="\x02wzxhzdk:0\x03 \ue000 \U0001f600 \ufdd0 \u202e"),
    ]
    answer = Comment(id="8005", reply_to="8004", by="author", text="The one true answer.")
    return [*attacks, *large, answer]


def test_a_whole_archive_of_hostile_comments_builds(tmp_path: Path) -> None:
    docs = fixture_docs(tmp_path)
    page = docs / ARCHIVE / "page-1.md"
    front_matter = page.read_text(encoding="utf-8").partition("/// comment")[0]
    comments = _comments()
    page.write_text(front_matter + "\n".join(Record.of(one).source for one in comments), encoding="utf-8")
    site = built(docs, tmp_path / "site")
    page_1 = cast("HtmlElement", html.document_fromstring((site / ARCHIVE / "page-1/index.html").read_bytes()))
    assert len(page_1.find_class("comment")) == len(comments)
    assert [one.get("id") for one in page_1.find_class("answer")] == ["comment-8005"]
    # All of them, and the one on the second page.
    index = cast("HtmlElement", html.document_fromstring((site / ARCHIVE / "index.html").read_bytes()))
    assert index.xpath("count(//h2[@id='all']/following-sibling::ul/li)") == len(comments) + 1
    assert [script.get("src") for script in index.iter("script") if script.get("src")] == [
        "../../assets/find-comment.js"
    ]
    papers = list((site / ARCHIVE).glob("*.pdf"))
    assert len(papers) == 2
    assert all(paper.read_bytes().startswith(b"%PDF-") for paper in papers)
