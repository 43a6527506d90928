"""Saved pages of the old site against the imported ones: which is which, and which words are missing.

golden/posts.yml has the cases.
"""

from pathlib import Path

import pytest

from scripts.dev.sample_export import export, item
from tests.exports import load
from tests.golden import cases

DATA = export(
    item(content_encoded="<![CDATA[It’s a <b>first</b> letter &amp; more.]]>", link="https://old.example/a/"),
    item(
        content_encoded="<![CDATA[Another text.]]>", link="https://old.example/b/", guid="b", wp_post_id="11",
        wp_post_name="b", title="B",
    ),
)  # fmt: skip
SHORT = {f"IS_{name.upper()}": f'<link rel="canonical" href="http://www.old.example/{name}">' for name in "ab"}
SHORT["TEXT"] = (
    "<article><h1>A post</h1><nav>Home</nav><p>It's a first letter & more.</p></article><footer>Foot</footer>"
)


@pytest.mark.parametrize(("saved", "looks"), cases("posts.yml", "saved"))
def test_words_of_a_saved_page_that_are_missing_here_are_listed(
    saved: dict[str, str], looks: list[str], tmp_path: Path
) -> None:
    (tmp_path / "docs").mkdir()
    for name, text in saved.items():
        file = tmp_path / "mirror" / "old.example" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        for short, whole in SHORT.items():
            text = text.replace(short, whole)  # noqa: PLW2901
        file.write_text(text, encoding="utf-8")
    report = load(tmp_path / "docs", DATA, saved=tmp_path / "mirror")
    assert ["{page}:{line}: {what}".format(**look).replace("old.example/", "") for look in report.looks] == looks
