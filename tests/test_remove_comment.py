"""Taking a comment down, or its name, or a passage: what goes, what is shown, and that nothing else changes."""

import difflib
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.comments.__main__ import main
from scripts.comments.remove import CannotRemoveError, Removal
from scripts.dev.sample_export import comment, export, item
from scripts.wordpress.__main__ import main as wordpress
from tests.building import ROOT
from tests.golden import FOLDER, cases
from tests.planted import planted

ARCHIVE = FOLDER / "comments" / "removal"
PAGE = "comments/steps/page-1.md"
END = (
    "Now build the site again and publish it: page, search, feed and PDFs are made anew.\n"
    "The words are still in the history of your repository, in exports, and in copies that others made.\n"
)


@pytest.fixture
def docs(docs: Path) -> Path:
    return shutil.copytree(ARCHIVE, docs, dirs_exist_ok=True)


def _remove(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["remove", *arguments])
    return result.exit_code, result.output


def _changes(docs: Path) -> list[str]:
    """Give the lines that went and that came, of all files."""
    found: list[str] = []
    for path in sorted(ARCHIVE.rglob("*.md")):
        texts = [one.read_text().splitlines() for one in (path, docs / path.relative_to(ARCHIVE))]
        found += [
            line for line in difflib.unified_diff(texts[0], texts[1], n=0) if not line.startswith(("---", "+++", "@@"))
        ]
    return found


@pytest.mark.parametrize(("arguments", "output", "changes"), cases("comments/remove.yml", "done"))
def test_what_goes_is_said_and_nothing_else_changes(
    docs: Path, arguments: list[str], output: str, changes: list[str]
) -> None:
    code, printed = _remove(*arguments)
    assert (printed.removesuffix(END), _changes(docs)) == (output, changes)
    assert (code, printed.endswith(END)) == ((1, False) if output.startswith("Error") else (0, True))


def test_without_a_terminal_what_repeats_it_is_only_shown(docs: Path) -> None:
    assert "Places that repeat it: 10, cut: 0." in _remove("12")[1]
    assert not [line for line in _changes(docs) if "[removed]" in line]


def test_at_a_terminal_each_is_a_question_and_a_doubtful_one_stays_unless_asked_for(docs: Path) -> None:
    """Beside them proverbs and words of the editors are shown, and not asked for."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "scripts.comments", "remove", "12", "--docs", str(docs)]
    os.write(ours, b"\nn\n\n\n\n\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=True, env=environment)
    for end in (ours, theirs):
        os.close(end)
    assert [done.stdout.count(f"Cut it? [{default}]: ") for default in ("Y/n", "y/N")] == [5, 1]
    assert [line for line in _changes(docs) if "[removed]" in line] == [
        "+I read: [removed]. Ann wrote: that was it.",
        "+<blockquote>[removed]</blockquote>",
        "+“[removed]” stays with me.   ",
        "+@[removed], I hope so too, and my friend Ann as well. What is sown in rain is reaped in sun.",
    ]


@pytest.mark.parametrize(("put", "arguments", "code", "said"), cases("comments/remove.yml", "refused"))
def test_what_cannot_be_done_is_said_and_changes_nothing(
    docs: Path, put: list[str], arguments: list[str], code: int, said: str
) -> None:
    page = docs / PAGE
    page.write_bytes(before := page.read_bytes().replace(put[0].encode(), put[1].encode(), 1))
    assert (_remove(*arguments), page.read_bytes()) == ((code, said), before)


def test_windows_line_ends_stay(docs: Path) -> None:
    page = docs / PAGE
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert _remove("12", "--quotes")[0] == 0
    removed = b"/// comment\r\n    id: 12\r\n    date: 2019-05-04T10:11:00Z\r\n    removed: true\r\n///"
    assert removed in page.read_bytes()
    assert page.read_bytes().count(b"\n") == page.read_bytes().count(b"\r\n")


def test_removing_twice_changes_nothing(docs: Path) -> None:
    _remove("12")
    inode = (docs / PAGE).stat().st_ino
    assert _remove("12") == (0, f"Comment 12 had been removed before.\n{END}")
    assert (docs / PAGE).stat().st_ino == inode


def test_what_was_edited_meanwhile_is_not_lost(docs: Path) -> None:
    found = Removal(docs, "12")
    page = docs / PAGE
    page.write_text(page.read_text() + "More.\n")
    before = page.read_text()
    with pytest.raises(CannotRemoveError) as caught:
        found.do()
    assert (str(caught.value), page.read_text()) == (f"docs/{PAGE} has changed meanwhile; try again.", before)


def test_a_disk_that_is_full_leaves_each_file_whole(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert _remove("12", "--quotes")[0] == 1
    assert _changes(docs) == []
    assert [path.name for path in sorted((docs / PAGE).parent.iterdir())] == ["index.md", "page-1.md"]


def test_no_import_brings_back_a_name_that_went(docs: Path) -> None:
    shutil.rmtree(docs / "comments")
    words = comment(1, "Words."), comment(2, "Dear Ann, so it is.", author="Ben", author_url="", parent=1)
    Path("export.xml").write_bytes(export(item(*words)))
    load = ["import", "export.xml", "--into", "docs", "--only", "comments"]
    assert CliRunner().invoke(wordpress, load).exit_code == 0
    [page] = docs.rglob("index.md")
    page.write_text(re.sub("(    id: 1\n    date: .*\n)", r"\1    url: https://ann.example/\n", page.read_text()))
    assert _remove("1", "--name-only", "--quotes")[0] == 0
    text = page.read_text()
    assert CliRunner().invoke(wordpress, load).exit_code == 0
    assert page.read_text() == text
    assert "/// comment | A reader\n    id: 1\n" in text
    assert "Dear [removed], so it is." in text
    assert "ann" not in text.casefold()


def test_what_repeats_a_comment_is_found_and_what_looks_like_it_is_not_proposed() -> None:
    found, wrong = planted(300).found(60)
    assert found >= 0.99
    assert wrong <= 0.05
