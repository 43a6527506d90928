"""The archive of an article's comments: what is on its pages, and what has to hold across them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.comments.__main__ import main
from scripts.comments.archive import checks, known_situations, load, page_number
from tests.golden import cases
from tests.sites import write_files

INDEX = "---\ncomments_of: articles/steps.md\ncounted: 365\n---\n\n# Comments\n"


RECORD = "/// comment | Ann\n    id: 1\n{}\nWords.\n///\n"


def test_an_archive_knows_who_wrote_what_and_who_was_answered(docs: Path) -> None:
    ((files, found),) = cases("comments/archive.yml", "known")
    archive = load(write_files(docs, files) / "comments" / "steps")
    words = ("kept", "by_readers", "answers", "answered")
    assert {
        "archive": [archive.name, archive.article, archive.counted],
        "pages": {number: [one.id for one in page] for number, page in archive.pages.items()},
        **{word: " ".join(one.id for one in getattr(archive, word)) for word in words},
        "comments": {name: [one.line, one.words, one.file, one.row] for name, one in archive.by_id.items()},
        "noindex": sorted(archive.noindex),
    } == found


def test_a_page_of_comments_is_known_by_its_path() -> None:
    names = ["comments/a/page-12.md", "comments/a/index.md", "articles/page-1.md", "articles/index.md"]
    assert list(map(page_number, [*names, "comments/a/page-01.md"])) == [12, 0, None, None, None]


@pytest.mark.parametrize(("files", "faults"), cases("comments/archive.yml", "faults"))
def test_a_fault_across_pages_is_told_with_its_place(docs: Path, files: dict[str, str], faults: list[str]) -> None:
    assert [str(fault) for fault in sorted(checks(write_files(docs, files)))] == faults


def test_without_a_list_of_situations_any_will_do(docs: Path) -> None:
    files = {"comments/a/index.md": INDEX, "comments/a/page-1.md": RECORD.format("    situations: [anything]\n")}
    assert known_situations(write_files(docs, files)) is None
    assert list(checks(docs)) == []


def test_the_command_prints_faults_and_fails(docs: Path) -> None:
    write_files(docs, {"comments/a/page-1.md": RECORD.format("")})
    result = CliRunner().invoke(main, ["check", "--docs", str(docs)])
    assert result.exit_code == 1
    assert result.stderr.endswith("write one with `comments_of`.\n1 error, 0 warnings\n")
    (docs / "comments" / "a" / "index.md").write_text(INDEX)
    assert CliRunner().invoke(main, ["check", "--docs", str(docs)]).exit_code == 0
