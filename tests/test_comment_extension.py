"""The Markdown extension: comments come out of the page before any other syntax, and nothing comes in."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config

from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.common.faults import ONLY_SHOWN
from tests.golden import FOLDER, cases
from tests.sites import write_files

EXTENSION = "scripts.comments.extension"
PAGES = {"help": "help-now.md", "afraid": "looking-after-yourself.md"}
ARCHIVES = FOLDER / "comments" / "archives"
OTHERS = tuple(cases("pieces.yml", "dialect"))


def render(source: str, *, others: tuple[str, ...] = (), page: str = "", docs: Path = Path("/docs")) -> str:
    """Render a page of comments, as MkDocs would if it is said which."""
    reader = Markdown(extensions=[EXTENSION, *others], extension_configs={EXTENSION: {"pages": PAGES}})
    if page:
        file = SimpleNamespace(abs_src_path=f"{docs}/{page}", src_uri=page)
        told: Any = SimpleNamespace(file=file, run=lambda _: None)
        reader.treeprocessors.register(told, "relpath", 0)
    return reader.convert(source)


def source(*comments: Comment) -> str:
    return "\n".join(Record.of(comment).source for comment in comments)


ANN = Comment(id="1", name="Ann", text="Words.", content_note="Mentions fear, and violence")


def test_a_comment_becomes_an_article_and_the_page_around_it_stays() -> None:
    page = render(f"# Title\n\nBefore *it*.\n{source(ANN)}After.\n\n## More\n")
    assert page.startswith('<h1>Title</h1>\n<p>Before <em>it</em>.</p>\n<div class="comments">\n<article')
    assert page.endswith("</article>\n</div>\n<p>After.</p>\n<h2>More</h2>")


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
    place = '<p><i class="comments-0"></i><i id="comment-1"></i></p>\n<div class="comments">'
    assert (page.startswith(place), page.count("<article")) == (True, 1)


def test_one_reader_of_markdown_renders_many_pages() -> None:
    reader = Markdown(extensions=[EXTENSION])
    first = reader.convert(source(ANN))
    assert reader.reset().convert("Nothing.") == "<p>Nothing.</p>"
    assert reader.reset().convert(source(ANN)) == first


_PIECES = st.sampled_from(cases("pieces.yml", "extension"))
_TEXTS = st.lists(_PIECES, max_size=8).map("\n".join)


@given(text=_TEXTS, name=_TEXTS.map(lambda text: text.replace("\n", " ")))
@settings(deadline=None, max_examples=150)
def test_nothing_in_a_comment_changes_anything_else(text: str, name: str) -> None:
    """The page around a comment, and the comments beside it, are the same whatever it says."""
    before, after = Comment(id="7", name="Bo", text="Ann and [a][1]."), Comment(id="8", by="author", text="Al says so.")
    pages = [
        render(f"# Top\n\nAnn [a] [^1].\n\n{source(before, one, after)}\nBelow, Ann [a].\n", others=OTHERS)
        for one in (Comment(id="1", name=name, text=text), Comment(id="1", name="", text=""))
    ]
    own = re.compile(r'<article class="comment" id="comment-1".*?</article>', re.DOTALL)
    assert own.sub("", pages[0]) == own.sub("", pages[1])
    assert len(own.findall(pages[0])) == 1
    assert not re.search("[\x02\x03]", pages[0])


def _with_index(block: str) -> str:
    return render(f"Before.\n\n/// comment-index | {block}\n///\n\n*After*.", page="a.md", docs=ARCHIVES)


def test_the_block_of_an_index_is_replaced_and_nothing_around_it_or_stops_the_build() -> None:
    around = r'<p>Before.</p>\n<p class="closed">.*\n<p><em>After</em>.</p>'
    assert re.fullmatch(around, _with_index("steps"), re.DOTALL)
    with pytest.raises(ValueError, match=r"^There is no folder comments/none; write the name of one into the block\.$"):
        _with_index("none")
    with pytest.raises(
        ValueError, match=r"^The block `/// comment-index \| few` holds nothing; write /// on the next "
    ):
        _with_index("few\nWords")


def test_mkdocs_knows_the_anchors_of_comments(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A link in Markdown to a comment is checked by MkDocs as every other link is."""
    files = {
        "mkdocs.yml": "site_name: Comments\ntheme: {name: null, custom_dir: theme}\nplugins: []\n"
        f"markdown_extensions: [{EXTENSION}]\nvalidation: {{links: {{anchors: warn}}}}\n",
        "theme/main.html": "{{ page.content }}",
        "docs/index.md": "# Home\n\n[One](page.md#comment-1) [two](page.md#comment-2)\n",
        "docs/page.md": f"# Page\n\n{source(ANN)}",
    }
    build(load_config(str(write_files(tmp_path, files) / "mkdocs.yml")))
    (message,) = [message for message in caplog.messages if "anchor" in message]
    assert message.startswith("Doc file 'index.md' contains a link 'page.md#comment-2', but the doc 'page.md' does not")
