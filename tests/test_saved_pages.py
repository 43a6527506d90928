"""Saved pages of the old site against the imported ones: which is which, and which words are missing."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from scripts.dev.sample_export import export, item
from scripts.wordpress.importing import import_export

if TYPE_CHECKING:
    from pathlib import Path

DATA = export(
    item(content_encoded="<![CDATA[It’s a <b>first</b> letter &amp; more.]]>", link="https://old.example/a/"),
    item(
        content_encoded="<![CDATA[Another text.]]>", link="https://old.example/b/", guid="b", wp_post_id="11",
        wp_post_name="b", title="B",
    ),
)  # fmt: skip
TEXT = "<article><h1>A post</h1><nav>Home</nav><p>It's a first letter & more.</p></article><footer>Foot</footer>"
OTHER = "<main><p>Another text.<br>Share this on all of these</p></main>"
IS_A, IS_B = (f'<link rel="canonical" href="http://www.old.example/{name}">' for name in "ab")


@pytest.mark.parametrize(
    ("saved", "looks"),
    [
        ({"a/index.html": f'<body class="postid-10">{TEXT}'}, ["articles/b.md:1: No saved page is of this one."]),
        (
            {"index.html?p=10": f"{IS_A}{TEXT}", "b.htm": f"{IS_B}{OTHER}"},
            ["articles/b.md:1: The saved page has words that are not here: “Share this on all of these”."],
        ),
        (
            {
                "a.html": f"{IS_A}{TEXT.replace('& more', 'and no more')}",
                "b.html": f"{IS_B}{OTHER.replace('Share this on all of these', 'and no')}",
                "c.html": '<body class="postid-12"><main>Gone</main>',
                "feed.xml": "x",
                "about.html": "<main>Nobody knows what this is</main>",
            },
            [
                "articles/a-post.md:1: The saved page has words that are not here: “and no” (and 1 more pages).",
                "c.html:1: This saved page is of a post that is not here.",
            ],
        ),
        # As wget and HTTrack lay a mirror out, when the theme gives no number.
        (
            {
                "a/index.html": f'<link rel="canonical" href="index.html">{TEXT}',
                "a/index.html?replytocom=5.html": TEXT,
                "a/feed/index.html": '<?xml version="1.0"?><rss><title>Words of a feed</title></rss>',
                "index9d87.html": f"<!-- Mirrored from old.example/?p=11 by HTTrack Website Copier/3.x -->{OTHER}",
            },
            ["articles/b.md:1: The saved page has words that are not here: “Share this on all of these”."],
        ),
        (
            {
                "A post.htm": f"<!-- saved from url=(0022)https://old.example/a/ -->{TEXT}",
                "index.html@p=11.html": OTHER,
            },
            ["articles/b.md:1: The saved page has words that are not here: “Share this on all of these”."],
        ),
        ({"a.html": TEXT, "index.html?p=11.html": "<main>Another text.</main>"}, []),
    ],
)
def test_words_of_a_saved_page_that_are_missing_here_are_listed(
    saved: dict[str, str], looks: list[str], tmp_path: Path
) -> None:
    (tmp_path / "docs").mkdir()
    for name, text in saved.items():
        file = tmp_path / "mirror" / "old.example" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    source = io.BufferedReader(io.BytesIO(DATA))
    report = import_export(source, tmp_path / "docs", saved=tmp_path / "mirror")
    assert [str(look).replace("old.example/", "") for look in report.looks] == looks
