"""The archives as they stand: what they hold, and what is remembered of the originals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.wordpress.standing import FaultyArchiveError, Folder, Standing, read_archives

if TYPE_CHECKING:
    from pathlib import Path

RECORD = "/// comment | Ann\n    id: 5\n    reply-to: 3\n\nText.\n///\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "comments" / "steps"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("---\ntitle: Stories\ncomments_of: articles/steps.md\n---\n")
    (folder / "page-2.md").write_text(RECORD)
    (folder / "page-10.md").write_text("/// comment\n    id: 6\n    removed: true\n///\n")
    (folder / "notes.md").write_text("Not a page of comments.\n")
    (folder / ".originals").write_text("# Words\npost\tthe post\n5\tabc\n6\t-\n")
    return folder


def test_what_stands_is_read_without_its_texts(folder: Path) -> None:
    found = read_archives(folder.parent)
    assert found.folders["steps"] == Folder(
        name="steps",
        comments_of="articles/steps.md",
        title="Stories",
        pages={2: 1, 10: 1},
        posts={"the post"},
        originals={"5": "abc", "6": "-"},
        has_index=True,
    )
    assert found.comments["5"] == Standing("steps", 2, "3", removed=False, fingerprint=found.comments["5"].fingerprint)
    assert found.comments["6"].removed


def test_a_page_of_which_the_import_knows_nothing_is_one_by_hand(folder: Path) -> None:
    (folder / ".originals").unlink()
    assert read_archives(folder.parent).folders["steps"].by_hand == {2, 10}


def test_an_index_counts_as_a_page_where_it_holds_comments(folder: Path) -> None:
    index = folder / "index.md"
    index.write_text(f"{index.read_text()}\n{RECORD}")
    (folder / "page-2.md").unlink()
    found = read_archives(folder.parent)
    assert found.folders["steps"].pages == {0: 1, 10: 1}
    assert found.comments["5"].page == 0


def test_no_folder_is_no_archive(tmp_path: Path) -> None:
    assert read_archives(tmp_path / "none").folders == {}


def test_the_originals_read_as_they_are_written(folder: Path) -> None:
    written = read_archives(folder.parent).folders["steps"].originals_text()
    (folder / ".originals").write_text(written)
    again = read_archives(folder.parent).folders["steps"]
    assert (again.originals_text(), again.originals) == (written, {"5": "abc", "6": "-"})


def test_a_faulty_page_is_named_with_its_line(folder: Path) -> None:
    (folder / "page-2.md").write_text(RECORD.removesuffix("///\n"))
    with pytest.raises(FaultyArchiveError, match=r"page-2\.md:1: CM01 .* Nothing was imported; mend it first\.$"):
        read_archives(folder.parent)


def test_a_page_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "page-2.md").write_bytes(b"Caf\xe9")
    with pytest.raises(FaultyArchiveError, match=r"page-2\.md is not text in UTF-8; save it so, then import\.$"):
        read_archives(folder.parent)
