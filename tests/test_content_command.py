"""The command `python -m scripts.content`: what it prints, and how it ends. Help lines have a file of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scripts.common.settings import MKDOCS, read_settings
from scripts.content.__main__ import main
from tests.building import ROOT
from tests.golden import compare
from tests.sites import write_files

HELP_LINES = (ROOT / "tests" / "fixtures" / "site" / "docs" / "_data" / "help-lines.yml").read_text(encoding="utf-8")
HEAD = "description: {} is a page for tests, with a sentence that is long enough.\nchecked: 2026-11-23"


@pytest.fixture
def docs(docs: Path) -> Path:
    """Make a folder of pages without faults, below the folder where the command runs."""
    write_files(docs, {"_data/help-lines.yml": HELP_LINES, "articles/one.md": ""})
    _write(docs / "index.md", "Home", "Take a breath. Then read on.")
    _write(docs / "articles" / "one.md", "One", "Take a walk. Then read on.")
    return docs


def _write(file: Path, title: str, text: str, kind: str = "page") -> None:
    page = f"---\ntitle: {title}\n{HEAD.format(title)}\nkind: {kind}\n---\n\n# {title}\n\n{text}\n"
    file.write_text(page, encoding="utf-8")


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_pages_without_faults_print_nothing_and_warnings_do_not_fail_the_run(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = _run("check", "--docs", str(docs))
    assert (result.exit_code, result.output) == (0, "")
    # More than half a year after the help line was checked.
    monkeypatch.setenv("TODAY", "2027-06-01")
    result = _run("check")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "0 errors, 1 warning")


def test_all_faults_of_all_files_are_shown_and_counted(docs: Path, *, rewrite_golden: bool) -> None:
    _write(docs / "index.md", "Home", "Wait!\n\nAnn Wren says: [read more](articles/one.md).\n\n/// foo\n///")
    _write(docs / "articles" / "one.md", "Home", "*Wait*.\n\n/// evidence\n    step: 9\n///")
    (docs / "articles" / "two.md").write_text("Text.\n", encoding="utf-8")
    (docs / "articles" / "three.md").write_bytes(b"\xff")
    (docs / "_data" / "help-lines.yml").unlink()
    for data in ("glossary", "evidence", "contact-ladder", "old-addresses"):
        (docs / "_data" / f"{data}.yml").write_text("one: 1\n", encoding="utf-8")
    result = _run("check")
    assert (result.exit_code, result.stdout) == (1, "")
    compare("content_check.txt", result.stderr, rewrite=rewrite_golden)


def test_tags_of_whose_advice_it_is_are_known_by_the_name_in_the_settings(docs: Path) -> None:
    text = "\n".join([f"{read_settings(MKDOCS).extra.author.name} says so."] * 7)
    _write(docs / "articles" / "one.md", "One", text, "article")
    assert "docs/articles/one.md:16: PR27 This is tag 7 of whose advice it is" in _run("check").stderr


def test_the_module_runs_and_its_help_is_its_docstring() -> None:
    command = [sys.executable, "-m", "scripts.content", "--help"]
    wide = {**os.environ, "COLUMNS": "120"}
    result = subprocess.run(command, cwd=ROOT, env=wide, capture_output=True, text=True, check=True)
    assert result.stdout.startswith("Usage: python -m scripts.content")
    assert "check       all faults of front matter, prose and data" in result.stdout
    assert "    [//]: # (allow PR04: this list is a contents list)\n" in result.stdout
