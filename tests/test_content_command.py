"""The command `python -m scripts.content`: what it prints, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scripts.content.__main__ import main
from scripts.content.front_matter import RULES as FRONT_MATTER_RULES
from scripts.content.markup import RULES as MARKUP_RULES
from scripts.content.prose import RULES

ROOT = Path(__file__).parent.parent
HELP_LINES = (ROOT / "tests" / "fixtures" / "site" / "docs" / "_data" / "help-lines.yml").read_text(encoding="utf-8")
PAGE = """\
---
title: {title}
description: {title} is a page for tests, with a sentence that is long enough.
kind: page
checked: 2026-11-23
---

# {title}

{text}
"""


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder of pages without faults, below the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TODAY", "2026-11-23")
    docs = tmp_path / "docs"
    (docs / "_data").mkdir(parents=True)
    (docs / "articles").mkdir()
    (docs / "_data" / "help-lines.yml").write_text(HELP_LINES, encoding="utf-8")
    _write(docs / "index.md", "Home", "Take a breath. Then read on.")
    _write(docs / "articles" / "one.md", "One", "Take a walk. Then read on.")
    return docs


def _write(file: Path, title: str, text: str) -> None:
    file.write_text(PAGE.format(title=title, text=text), encoding="utf-8")


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_pages_without_faults_print_nothing(docs: Path) -> None:
    result = _run("check")
    assert (result.exit_code, result.output) == (0, "")
    assert _run("check", "--docs", str(docs)).exit_code == 0


def test_all_faults_of_all_files_are_shown_and_counted(docs: Path) -> None:
    _write(docs / "index.md", "Home", "Wait!\n\nYou should [read more](articles/one.md).")
    _write(docs / "articles" / "one.md", "Home", "*Wait*.")
    (docs / "articles" / "two.md").write_text("Text.\n", encoding="utf-8")
    (docs / "_data" / "help-lines.yml").unlink()
    result = _run("check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "docs/_data/help-lines.yml: HL01 There is no such file; put it back.",
        "docs/articles/one.md:10: PR13 There are italics; take the marks away and let the words carry the weight.",
        "docs/articles/two.md:1: FM01 This page has no front matter; begin the file with `---`, its keys, and `---`.",
        "docs/articles/two.md:1: PR06 This page has no H1; begin the text with `# The title`.",
        "docs/index.md:2: FM03 docs/articles/one.md has the same title; give this page its own.",
        "docs/index.md:3: FM03 docs/articles/one.md has the same description; give this page its own.",
        "docs/index.md:10: PR09 There is an exclamation mark; write a full stop.",
        "docs/index.md:12: PR10 The link text “read more” does not say where the link goes; name what is there.",
        "8 errors, 0 warnings",
    ]


def test_a_file_that_is_no_text_is_a_fault_like_others(docs: Path) -> None:
    (docs / "articles" / "one.md").write_bytes(b"\xff")
    result = _run("check")
    assert result.exit_code == 1
    assert ("docs/articles/one.md: FM01 This file is not text in UTF-8; save it as UTF-8.\n") in result.stderr


@pytest.mark.usefixtures("docs")
def test_warnings_do_not_fail_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    # More than half a year after the help line was checked.
    monkeypatch.setenv("TODAY", "2027-06-01")
    result = _run("check")
    assert result.exit_code == 0
    assert result.stderr.endswith("0 errors, 1 warning\n")


@pytest.mark.parametrize("data", ["glossary.yml", "evidence.yml", "contact-ladder.yml"])
def test_other_data_files_are_checked_where_there_are_any(docs: Path, data: str) -> None:
    (docs / "_data" / data).write_text("one: 1\n", encoding="utf-8")
    result = _run("check")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"docs/_data/{data}:")


def test_grades_are_a_table(docs: Path) -> None:
    _write(docs / "articles" / "two.md", "Two", "")
    result = _run("grades")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "page                  words  sentences  average (≤ 16)  grade  limit",
        "docs/articles/one.md      6          2             3.0   -2.6      7",
        "docs/articles/two.md      0          0             0.0    0.0      7",
        "docs/index.md             6          2             3.0   -2.6      7",
    ]


def test_rules_are_listed_with_their_reasons() -> None:
    result = _run("rules")
    ids = [line.split()[0] for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert ids == sorted([*FRONT_MATTER_RULES, *MARKUP_RULES, "PR20", *RULES])
    assert (
        "PR01  No sentence has more than 30 words. Longer ones are hard for most readers, and hardest under\n"
        "      stress (GOV.UK; Australian Style Manual).\n"
    ) in result.stdout


def test_the_module_runs_and_its_help_is_its_docstring() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "scripts.content", "--help"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.startswith("Usage: python -m scripts.content")
    assert "check       all faults of front matter, prose and data" in result.stdout
    assert "    [//]: # (allow PR04: this list is a contents list)\n" in result.stdout
