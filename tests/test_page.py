"""A page on disk: front matter and body, with the lines of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.content.front_matter import Page, page_files, parse_page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "front_matter", "body"),
    [
        ("---\ntitle: One\n---\n\n# One\n", "title: One", "\n\n\n\n# One\n"),
        ("--- \ntitle: One\n...\n# One", "title: One", "\n\n\n# One"),
        ("---\n---\n# One", "", "\n\n# One"),
        ("# One\n\n---\n", None, "# One\n\n---\n"),
        ("\n---\ntitle: One\n---\n", None, "\n---\ntitle: One\n---\n"),
        ("---\ntitle: One\n\n# One\n", None, "---\ntitle: One\n\n# One\n"),
        ("", None, ""),
    ],
)
def test_front_matter_stands_between_dashes(text: str, front_matter: str | None, body: str) -> None:
    assert parse_page(text, "docs/one.md", "one.md") == Page("docs/one.md", "one.md", front_matter, body)


def test_pages_are_the_markdown_files_that_are_not_hidden(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "articles/a.md", "a.md", ".two.md", ".comments.new/three.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    names = [file.relative_to(tmp_path).as_posix() for file in page_files(tmp_path)]
    assert names == ["a.md", "articles/a.md", "b.md"]
