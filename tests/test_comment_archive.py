"""The archive of an article's comments: what is on its pages, and what has to hold across them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.comments.__main__ import main
from scripts.comments.archive import checks, known_situations, load, load_all, noindex_pages, page_number
from tests.golden import cases

INDEX = "---\ncomments_of: articles/steps.md\ncounted: 365\n---\n\n# Comments\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "docs"


def _write(docs: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return docs


def _record(number: str, *options: str, name: str = "Ann", text: str = "Words.") -> str:
    lines = "".join(f"    {option}\n" for option in options)
    return f"/// comment | {name}\n    id: {number}\n{lines}\n{text}\n///\n"


def test_an_archive_knows_who_wrote_what_and_who_was_answered(docs: Path) -> None:
    first = [
        _record("1", "summary: Left last week", "situations: [living apart]"),
        _record("2", "reply-to: 1", "by: author", name="Al Turtle"),
        _record("3", "by: staff"),
    ]
    second = [
        _record("4", "third-parties: true", text="one <b>two</b> &amp; " + "more " * 20),
        "/// comment\n    id: 5\n    removed: true\n///\n",
    ]
    pages = {"index": INDEX, "page-1": "".join(first), "page-2": "".join(second), "page-10": _record("6")}
    _write(docs, {f"comments/steps/{name}.md": text for name, text in pages.items()})
    archive = load(docs / "comments" / "steps")
    assert (archive.name, archive.article, archive.counted) == ("comments/steps", "articles/steps.md", 365)
    assert {number: [one.id for one in page] for number, page in archive.pages.items()} == {
        1: ["1", "2", "3"],
        2: ["4", "5"],
        10: ["6"],
    }
    lists = (archive.kept, archive.by_readers, archive.answers, archive.answered)
    assert [" ".join(one.id for one in found) for found in lists] == ["1 2 3 4 6", "1 4 6", "2", "1"]
    one, four = archive.by_id["1"], archive.by_id["4"]
    assert (one.line, one.file, one.row, archive.by_id["2"].row) == ("Left last week", "page-1.md", 1, 8)
    assert (four.line, four.words) == (f"one two & {'more ' * 11}".rstrip() + "…", 23)
    assert noindex_pages(load_all(docs)) == {"comments/steps/page-2.md"}


def test_a_page_of_comments_is_known_by_its_path() -> None:
    names = ["comments/a/page-12.md", "comments/a/index.md", "articles/page-1.md", "articles/index.md"]
    assert list(map(page_number, [*names, "comments/a/page-01.md"])) == [12, 0, None, None, None]


@pytest.mark.parametrize(("files", "faults"), cases("comments/archive.yml"))
def test_a_fault_across_pages_is_told_with_its_place(docs: Path, files: dict[str, str], faults: list[str]) -> None:
    assert [str(fault) for fault in sorted(checks(_write(docs, files)))] == faults


def test_without_a_list_of_situations_any_will_do(docs: Path) -> None:
    files = {"comments/a/index.md": INDEX, "comments/a/page-1.md": _record("1", "situations: [anything]")}
    assert known_situations(_write(docs, files)) is None
    assert list(checks(docs)) == []


def test_the_command_prints_faults_and_fails(docs: Path) -> None:
    _write(docs, {"comments/a/page-1.md": _record("1")})
    result = CliRunner().invoke(main, ["check", "--docs", str(docs)])
    assert result.exit_code == 1
    assert result.stderr.endswith("write one with `comments_of`.\n1 error, 0 warnings\n")
    (docs / "comments" / "a" / "index.md").write_text(INDEX)
    assert CliRunner().invoke(main, ["check", "--docs", str(docs)]).exit_code == 0
