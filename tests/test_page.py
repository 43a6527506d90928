"""A page on disk: front matter and body, with the lines of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.content.page import Page, UnreadablePageError, page_files, parse_page, read_page

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


def test_a_page_is_named_from_where_its_keeper_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "docs" / "articles" / "one.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xef\xbb\xbf---\r\ntitle: One\r\n---\r\n# One\r\n")
    monkeypatch.chdir(tmp_path)
    assert read_page(file, tmp_path / "docs") == Page(
        "docs/articles/one.md", "articles/one.md", "title: One", "\n\n\n# One\n"
    )


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "one.md"
    file.write_bytes("# Müde".encode("latin-1"))
    with pytest.raises(UnreadablePageError, match=r"^This file is not text in UTF-8; save it as UTF-8\.$"):
        read_page(file, tmp_path)


def test_pages_are_the_markdown_files(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "articles/a.md", "a.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [file.relative_to(tmp_path).as_posix() for file in page_files(tmp_path)] == [
        "a.md",
        "articles/a.md",
        "b.md",
    ]


def test_what_is_hidden_is_no_page(tmp_path: Path) -> None:
    for name in ("one.md", ".two.md", ".comments.new/three.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# One\n")
    assert page_files(tmp_path) == [tmp_path / "one.md"]
