"""The words of an edition are held against the words of its page: what is lost, added or moved is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.common.built_pages import read_site
from scripts.editions.words import Difference, compare, difference
from tests.sites import make_site

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = '#set document(title: "T")\n#set text(lang: "en")\n'


def _compare(folder: Path, article: str, source: str) -> Difference | None:
    html = f"<!doctype html><html lang=en><title>T</title><body><main><article>{article}</article></main>"
    head = '<link rel="canonical" href="https://site.example/">'
    pdf = typst.compile(f"{_HEAD}{source}".encode(), pdf_standards=["ua-1"], timestamp=0)
    files: dict[str, str | bytes] = {"index.html": html.replace("<body>", f"{head}<body>"), "a.pdf": bytes(pdf)}
    return compare(read_site(make_site(folder, files)), "a.pdf", ["index.html"])


@pytest.mark.parametrize(
    ("article", "source"),
    [
        ("<h1>Title</h1><p>Some <em>text</em>, here.</p>", "= Title\nSome _text_, here."),
        ("<p>One</p><p>two</p>", "One\n\ntwo"),
        ("<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>", "- a\n- b\n+ c"),
        ("<nav>Away</nav><p>Text<script>x</script></p>", "Text"),
        ("<p>Say <q>so</q></p>", "Say “so”"),
        ("<h1 id=b>Title</h1><p>See <a href='#b'>below</a>.</p>", "= Title <b>\nSee #link(<b>)[below] (page 1)."),
        ("<p><a href='https://x.example/a/'>There</a>.</p>", "There (x.example/a)."),
        ("<p><a href='b/'>There</a>.</p>", "There (site.example/b)."),
        ("<p>Text.</p>", "Text.\n\nPages of this site that are named here\n\n- B: site.example/b"),
        ("<p>Text.</p>", "= The book\n#outline()\nText."),
        (
            "<p>A<sup><a class='footnote-ref' href='#n'>1</a></sup> b.</p><div class=footnote><p id=n>Note.</p></div>",
            "A#footnote[Note.] b.",
        ),
    ],
)
def test_the_same_words_are_no_difference(tmp_path: Path, article: str, source: str) -> None:
    assert _compare(tmp_path, article, source) is None


@pytest.mark.parametrize(
    ("source", "lost", "added"),
    [
        ("One three.", "two", ""),
        ("One two and three.", "", "and"),
        ("One two.\n\nthree.", "two", "two."),
        ("One twothree.", "two three.", "twothree."),
    ],
)
def test_a_difference_is_told_with_its_place(tmp_path: Path, source: str, lost: str, added: str) -> None:
    found = _compare(tmp_path, "<p>One two three.</p>", source)
    assert found is not None
    assert (found.lost, found.added) == (lost, added)


def test_words_in_another_order_are_a_difference(tmp_path: Path) -> None:
    assert _compare(tmp_path, "<p>One</p><p>two</p>", "two\n\nOne") is not None


def test_a_difference_is_a_sentence() -> None:
    found = difference([*"abcdef", "lost", "g"], [*"abcdef", "added", "g"])
    assert str(found) == "after “b c d e f” the page says “lost”, the edition “added”"


_WORDS = st.lists(st.sampled_from("abc"), max_size=8)


@settings(deadline=None)
@given(_WORDS, _WORDS)
def test_only_equal_lists_have_no_difference(page: list[str], edition: list[str]) -> None:
    assert (difference(page, edition) is None) == (page == edition)
