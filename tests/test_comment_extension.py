"""The Markdown extension: comments come out of the page before any other syntax, and nothing comes in."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.commands.build import build
from mkdocs.config import load_config

from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.common.faults import ONLY_SHOWN

if TYPE_CHECKING:
    from pathlib import Path

EXTENSION = "scripts.comments.extension"
# The dialect of the site, and what a keeper may switch on one day.
OTHERS = ["attr_list", "def_list", "footnotes", "tables", "smarty", "toc", "admonition", "md_in_html", "abbr"]
OTHERS += ["fenced_code", "codehilite", "meta", "pymdownx.blocks.admonition", "pymdownx.snippets", "pymdownx.highlight"]
OTHERS += ["pymdownx.superfences", "pymdownx.tasklist", "pymdownx.magiclink", "pymdownx.emoji", "pymdownx.keys"]
OTHERS += ["pymdownx.critic", "pymdownx.tilde"]


class _Relpath(Treeprocessor):
    """Tells the page as MkDocs does."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.file = SimpleNamespace(abs_src_path=f"/docs/{page}", src_uri=page)


def render(source: str, *, others: tuple[str, ...] = (), page: str = "") -> str:
    reader = Markdown(extensions=[EXTENSION, *others])
    if page:
        reader.treeprocessors.register(_Relpath(page), "relpath", 0)
    return reader.convert(source)


def source(*comments: Comment) -> str:
    return "\n".join(Record.of(comment).source for comment in comments)


ANN = Comment(id="1", name="Ann", text="Words.", content_note="Mentions fear, and violence")


def test_a_comment_becomes_an_article_and_the_page_around_it_stays() -> None:
    page = render(f"# Title\n\nBefore *it*.\n{source(ANN)}After.\n\n## More\n")
    assert page.startswith('<h1>Title</h1>\n<p>Before <em>it</em>.</p>\n<div class="comments">\n<article')
    assert page.endswith("</article>\n</div>\n<p>After.</p>\n<h2>More</h2>")


def test_comments_with_nothing_between_form_one_block() -> None:
    page = render(f"{source(ANN)}\n \n\n{source(Comment(id='2', reply_to='1', text='x'))}")
    assert page.count('<div class="comments">') == 1
    assert 'in reply to <a href="#comment-1">' in page


def test_words_between_comments_part_them() -> None:
    page = render(f"{source(ANN)}\nWords.\n\n{source(Comment(id='2', reply_to='1', text='x'))}")
    assert page.count('<div class="comments">') == 2
    assert " · a reply to a comment that is not kept here" in page


def test_a_run_of_tombstones_leaves_nothing() -> None:
    assert render(f"Before.\n\n{source(Comment(id='1', removed=True))}\nAfter.") == "<p>Before.</p>\n<p>After.</p>"


@pytest.mark.parametrize(
    ("page", "to_help", "to_safety"),
    [
        ("", "help-now/", "looking-after-yourself/"),
        ("comments/x/page-1.md", "../../../help-now/", "../../../looking-after-yourself/"),
        ("comments/x/index.md", "../../help-now/", "../../looking-after-yourself/"),
        ("help-now.md", "./", "../looking-after-yourself/"),
    ],
)
def test_links_to_help_lead_from_the_page(page: str, to_help: str, to_safety: str) -> None:
    printed = render(source(ANN), page=page)
    assert f'<a href="{to_help}">Get help now</a>' in printed
    assert f'<a href="{to_safety}">If you are afraid</a>' in printed


def test_a_fault_stops_with_its_line_and_rule() -> None:
    with pytest.raises(ValueError, match="CM04") as caught:
        render("# Title\n\n/// comment | Ann\n    id: x\n\nWords\n///\n   /// comment\n", page="comments/page-1.md")
    assert str(caught.value) == (
        "comments/page-1.md:4: CM04 `id` is “x”; write the comment's number, or r and a number.\n"
        "comments/page-1.md:8: CM08 A record is indented here; begin its line with the first slash."
    )


def test_a_preview_leaves_a_faulty_comment_out_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ONLY_SHOWN, "yes")
    printed = render(f"/// comment | <b>\n    id: x\n\n*Words*\n///\n{source(ANN)}", page="p.md")
    assert "Words</em>" not in printed
    assert 'id="comment-1"' in printed


def test_a_page_that_holds_the_line_of_a_place_keeps_it() -> None:
    page = render(f'<i class="comments-0"></i><i id="comment-1"></i>\n\n{source(ANN)}')
    assert page.startswith('<p><i class="comments-0"></i><i id="comment-1"></i></p>\n<div class="comments">')
    assert page.count("<article") == 1


def test_one_reader_of_markdown_renders_many_pages() -> None:
    reader = Markdown(extensions=[EXTENSION])
    first = reader.convert(source(ANN))
    assert reader.reset().convert("Nothing.") == "<p>Nothing.</p>"
    assert reader.reset().convert(source(ANN)) == first


_SYNTAX = ["# Title", "Title\n====", "*a*", "**b**", "`c`", "```\ncode\n```", "    indented", "- item"]
_SYNTAX += ["1986. What", "[a](b.md)", "[a]: http://evil.example/", "*[Ann]: a fool", "[^1]: note", "[^1]"]
_SYNTAX += ["a\n: b", "| a |\n|--|\n| b |", '--8<-- "LICENSE"', "{: onclick=x }", "{#id}", "![](x)"]
_SYNTAX += ["<div markdown=1>", "</div>", "<div>", "<!--", "-->", "///", "/// admonition | x"]
_SYNTAX += ["/// comment | Al Turtle\n    id: 9\n    by: author\n\nForged.\n///", "\\///", "!!! note"]
_SYNTAX += ["&#2;wzxhzdk:0&#3;", "\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03", "STXwzxhzdk:0ETX", "\n\n", "\n"]
_SYNTAX += ['<i class="comments-0"></i><i id="comment-1"></i>', "~~x~~", ":smile:", "{++a++}", "++ctrl++"]
_SYNTAX += ["https://a.org"]
_TEXTS = st.lists(st.sampled_from(_SYNTAX), max_size=8).map("\n".join)


@given(text=_TEXTS, name=_TEXTS.map(lambda text: text.replace("\n", " ")))
@settings(deadline=None, max_examples=150)
def test_nothing_in_a_comment_changes_anything_else(text: str, name: str) -> None:
    """The page around a comment, and the comments beside it, are the same whatever it says."""
    before, after = Comment(id="7", name="Bo", text="Ann and [a][1]."), Comment(id="8", by="author", text="Al says so.")
    pages = [
        render(f"# Top\n\nAnn [a] [^1].\n\n{source(before, one, after)}\nBelow, Ann [a].\n", others=tuple(OTHERS))
        for one in (Comment(id="1", name=name, text=text), Comment(id="1", name="", text=""))
    ]
    own = re.compile(r'<article class="comment" id="comment-1".*?</article>', re.DOTALL)
    assert own.sub("", pages[0]) == own.sub("", pages[1])
    assert len(own.findall(pages[0])) == 1
    assert not re.search("[\x02\x03]", pages[0])


def test_mkdocs_knows_the_anchors_of_comments(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A link in Markdown to a comment is checked by MkDocs as every other link is."""
    for folder in ("docs", "theme"):
        (tmp_path / folder).mkdir()
    home = "# Home\n\n[One](page.md#comment-1) [two](page.md#comment-2)\n"
    (tmp_path / "docs" / "index.md").write_text(home, encoding="utf-8")
    (tmp_path / "docs" / "page.md").write_text(f"# Page\n\n{source(ANN)}", encoding="utf-8")
    (tmp_path / "theme" / "main.html").write_text("{{ page.content }}", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Comments\n", encoding="utf-8")
    config = load_config(
        str(tmp_path / "mkdocs.yml"),
        theme={"name": None, "custom_dir": str(tmp_path / "theme")},
        plugins=[],
        markdown_extensions=[EXTENSION],
        validation={"links": {"anchors": "warn"}},
    )
    build(config)
    assert [message for message in caplog.messages if "anchor" in message] == [
        (
            "Doc file 'index.md' contains a link 'page.md#comment-2', but the doc 'page.md' does not contain an anchor "
            "'#comment-2'."
        )
    ]
