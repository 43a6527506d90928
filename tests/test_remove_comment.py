"""Taking a comment down: a tombstone in its place, and every other byte as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from scripts.comments.__main__ import main
from scripts.comments.form import parse
from scripts.comments.remove import CannotRemoveError, remove

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """\
---
title: Comments, page 1
---

# Comments, page 1

/// comment | Ann
    id: 12
    date: 2019-05-04T10:11:00Z
    url: https://ann.example/
    summary: Her secret in a line
    situations: [living apart]
    content-note: Her note

Her secret, told.
///

/// comment | Ben
    id: 13
    reply-to: 12

An answer.   
///
Odd    spacing	stays.
/// comment | Al Turtle
    id: 14
    reply-to: 12
    by: author

His answer.
///
"""  # noqa: W291 - what a person left there
TOMBSTONE = "/// comment\n    id: 12\n    date: 2019-05-04T10:11:00Z\n    removed: true\n///\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs" / "comments" / "steps"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("---\ncomments_of: steps.md\n---\n")
    (folder / "page-1.md").write_text(PAGE)
    return tmp_path / "docs"


def _page(docs: Path) -> Path:
    return docs / "comments" / "steps" / "page-1.md"


def test_name_text_address_and_editors_lines_go_and_all_else_stays_to_the_byte(docs: Path) -> None:
    start, end = PAGE.index("/// comment | Ann"), PAGE.index("\n/// comment | Ben")
    done = remove(docs, "12")
    assert _page(docs).read_text() == PAGE[:start] + TOMBSTONE + PAGE[end:]
    assert (done.path, done.replies, done.again) == (_page(docs), ("13", "14"), False)


def test_an_authors_answer_keeps_its_mark_and_its_question(docs: Path) -> None:
    remove(docs, "#comment-14")
    assert (
        _page(docs)
        .read_text()
        .endswith("/// comment\n    id: 14\n    reply-to: 12\n    by: author\n    removed: true\n///\n")
    )


def test_windows_line_ends_stay(docs: Path) -> None:
    _page(docs).write_bytes(PAGE.replace("\n", "\r\n").encode())
    remove(docs, "12")
    data = _page(docs).read_bytes()
    assert TOMBSTONE.replace("\n", "\r\n").encode() in data
    assert data.count(b"\n") == data.count(b"\r\n")


def test_removing_twice_changes_nothing(docs: Path) -> None:
    remove(docs, "12")
    before = _page(docs).read_bytes(), _page(docs).stat().st_ino
    assert remove(docs, "12").again
    assert (_page(docs).read_bytes(), _page(docs).stat().st_ino) == before


def test_what_the_import_knows_of_it_is_forgotten(docs: Path) -> None:
    originals = _page(docs).with_name(".originals")
    originals.write_text("# What this is.\npost\t12\n12\t0123456789abcdef\n13\tfedcba9876543210\n")
    remove(docs, "12")
    assert originals.read_text() == "# What this is.\npost\t12\n13\tfedcba9876543210\n"


def test_a_reason_is_kept_for_readers(docs: Path) -> None:
    remove(docs, "12", why="Its writer asked for it.")
    [tombstone] = [comment for comment in parse(_page(docs).read_text()).comments if comment.id == "12"]
    assert tombstone.editor_note == "Its writer asked for it."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("id: 12", "id: 99"), "There is no comment 12 in {docs}."),
        (
            ("id: 12", "ident: 12"),
            "There is no comment 12 in {docs}. The record at {page}:7 cannot be read; mend it and try again.",
        ),
        (
            ("    id: 13\n    reply-to: 12\n", "    id: 12\n"),
            "There are 2 comments 12, in {page} and {page}; give each its own id.",
        ),
        (
            ("# Comments, page 1\n", "# Comments, page 1\r\n"),
            "{page} has two kinds of line ends; save it with one kind and try again.",
        ),
    ],
)
def test_what_cannot_be_removed_is_said_and_nothing_is_written(
    docs: Path, change: tuple[str, str], message: str
) -> None:
    _page(docs).write_text(PAGE.replace(*change), newline="")
    before = _page(docs).read_bytes()
    with pytest.raises(CannotRemoveError) as caught:
        remove(docs, "12")
    assert str(caught.value) == message.format(docs=docs, page=_page(docs))
    assert _page(docs).read_bytes() == before


def test_a_folder_that_cannot_be_written_leaves_the_page_whole(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        remove(docs, "12")
    assert _page(docs).read_text() == PAGE
    assert [path.name for path in sorted(_page(docs).parent.iterdir())] == ["index.md", "page-1.md"]


def test_the_command_says_what_is_left_to_do(docs: Path) -> None:
    result = CliRunner().invoke(main, ["remove", "12", "--docs", str(docs)])
    assert result.exit_code == 0
    assert result.output == (
        f"Comment 12 is removed from {_page(docs)}.\n"
        "These answer it and stay; look whether they repeat its words: 13, 14.\n"
        "Now build the site again and publish it: page, search, feed and PDFs are made anew.\n"
        "The words are still in the history of your repository, in exports, and in copies that others made.\n"
    )
    again = CliRunner().invoke(main, ["remove", "12", "--docs", str(docs)])
    assert again.output.startswith("Comment 12 had been removed before.\n")


def test_the_command_fails_in_one_sentence(docs: Path) -> None:
    result = CliRunner().invoke(main, ["remove", "7", "--docs", str(docs)])
    assert (result.exit_code, result.stderr) == (1, f"Error: There is no comment 7 in {docs}.\n")
