"""New pages of an archive: front matter that the site takes, whatever the title of the post was."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scripts.content.front_matter import Around, FrontMatter
from scripts.wordpress.archive_pages import comment_page, index_page, name_of

DAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A post", "A post"),
        ("  Out of the&nbsp;“Blue” &amp; <em>more</em>! ", "Out of the ‘Blue’ & more"),
        ("# [x](y) --8<-- {{ z }} `code` *a*", "x (y) --8 -- z code a"),
        ("A title that is much longer than all the titles that fit", "A title that is much longer than all…"),
        ("הכותרת", "הכותרת"),
        ("!!!", ""),
    ],
)
def test_a_title_becomes_a_name_of_plain_words(title: str, name: str) -> None:
    assert name_of(title) == name


@given(title=st.text(), number=st.integers(1, 999_999), folder=st.sampled_from(["a", "a-post-2"]))
@example(title="'quoted': \\ #x", number=1, folder="a")
@example(title="x" * 70, number=999_999, folder="a")
@settings(deadline=None)
def test_the_front_matter_fits_the_schema(title: str, number: int, folder: str) -> None:
    name = name_of(title) or "a post"
    around = Around("comments/x/index.md", frozenset({"articles/x.md"}), DAY)
    for page in (
        index_page(folder, name, "articles/x.md", "../../articles/x.md", DAY),
        comment_page(name, number, "articles/x.md", DAY),
    ):
        head = page.split("---\n")[1]
        matter = FrontMatter.model_validate(yaml.safe_load(head), context=around)
        assert f"\n# {matter.title}\n" in page
        assert matter.kind == "archive"


def test_an_index_leads_to_its_page_and_lists_its_comments() -> None:
    page = index_page("a-post", "A post", "articles/x.md", "../../articles/x.md", DAY)
    assert page.endswith(
        "People left these comments below [“A post”](../../articles/x.md).\n\n/// comment-index | a-post\n///\n"
    )


def test_a_question_is_named_without_its_mark() -> None:
    assert name_of("What to do when He/She Leaves?") == "What to do when He She Leaves"
