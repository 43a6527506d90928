"""The text of a post → Markdown: nothing is lost, nothing runs, nothing is taken for Markdown that was not meant."""

import re
from functools import cache
from html import escape, unescape
from pathlib import Path

import nh3
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scripts.comments.text import plain_characters
from scripts.content.markup import markdown_here
from scripts.wordpress.markdown import Converted, converted
from scripts.wordpress.post_html import with_footnotes
from scripts.wordpress.post_tree import Picture
from tests.golden import cases, compare, golden_data

POSTS = Path(__file__).parent / "fixtures" / "posts"
PICTURES = {address: Picture(*words) for address, words in golden_data("posts.yml")["pictures"].items()}


def convert(html: str) -> Converted:
    return converted(
        html, lambda address: (address.replace("https://old.example/other/", "other.md"), ""), PICTURES.get
    )


markdown = cache(markdown_here)


def rendered(html: str) -> str:
    return str(markdown().reset().convert(convert(html).body))


def letters(html: str) -> str:
    """Give all letters that a reader sees, with quotation marks, dashes and dots in their plain form."""
    text = unescape(nh3.clean(plain_characters(html), tags=set(), clean_content_tags={"script", "style"}))
    for fine, plain in {r"[\s\ufffd\ufeff]": "", "[“”]": '"', "[‘’]": "'", "…": "...", "[–—-]+": "-"}.items():
        text = re.sub(fine, plain, text)
    return text


@pytest.mark.parametrize("name", sorted(file.stem for file in POSTS.glob("*.html")))
def test_what_becomes_of_a_post(name: str, *, rewrite_golden: bool) -> None:
    post = convert((POSTS / f"{name}.html").read_text(encoding="utf-8"))
    notes = "".join(f"{line}: {what}\n" for line, what in post.findings)
    account = f"{post.blocks} blocks, {post.kept_html} as HTML\n{notes}"
    compare(f"posts/{name}.md", f"{post.body}\n=====\n{account}", rewrite=rewrite_golden)


WORDS = st.lists(st.sampled_from(cases("pieces.yml", "post words")) | st.text(max_size=8), min_size=1, max_size=5).map(
    " ".join
)


def filled(forms: str, inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Put two texts into one of the forms of HTML."""
    return st.tuples(st.sampled_from(cases("pieces.yml", forms)), inside, inside).map(
        lambda one: one[0].format(*one[1:])
    )


LINES = st.recursive(WORDS.map(escape), lambda inner: filled("post lines", inner), max_leaves=6)
LEAVES = LINES | filled("post leaves", LINES) | filled("post code", WORDS.map(escape))
BLOCKS = st.recursive(LEAVES, lambda inner: filled("post holders", inner), max_leaves=8)
PROPERTY = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@PROPERTY
@given(BLOCKS)
def test_no_block_loses_a_letter_whatever_it_holds(html: str) -> None:
    made = rendered(html)
    assert letters(made) == letters(html)


PIECES = st.sampled_from(cases("pieces.yml", "post html"))


@PROPERTY
@given(st.lists(PIECES | WORDS.map(escape), max_size=14).map("".join))
@example("<p>a<!-- x <script>alert(1)</script>")
def test_broken_html_runs_nothing_and_loses_nothing(html: str) -> None:
    made = rendered(html)
    assert not re.search(r"<(?:script|style|svg|iframe|form|math)|<[^>]*\s(?:on\w+|style)\s*=|href=\"javascript:", made)
    assert letters(made) == letters(html)


@pytest.mark.parametrize(
    ("html", "blocks"),
    [("<div>" * 3000 + "x" + "<b>" * 3000, 1), ('[caption] [a ="' * 3000, 1), ("<p" * 3000 + "<!--" * 3000, 0)],
    ids=["deep", "shortcodes without an end", "tags without an end"],
)
def test_what_would_keep_a_parser_for_ever_does_not(html: str, blocks: int) -> None:
    post = convert(html)
    assert (post.blocks, post.kept_html) == (blocks, 0)


def test_a_gallery_has_all_its_pictures() -> None:
    numbers = [f"?attachment_id={number}" for number in range(1000)]
    post = converted("[gallery]", lambda _: ("", ""), lambda address: Picture(f"{address[15:]}.png", "A lamp"), numbers)
    assert post.body.split() == [part for number in range(1000) for part in ("![A", f"lamp]({number}.png)")]
    assert (post.blocks, post.kept_html) == (1000, 0)


@pytest.mark.parametrize(("data", "body"), cases("posts.yml", "footnotes"))
def test_a_footnote_stands_where_its_block_is(data: str, body: str) -> None:
    text = "<p>Words<sup><a href='#a1' id='a1-link'>1</a></sup></p>\n<!-- wp:footnotes /-->"
    assert convert(with_footnotes(text, data)).body == f"Words<sup>[1](#a1)</sup>\n{body and f'{chr(10)}{body}'}"
