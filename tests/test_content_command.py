"""The command `python -m scripts.content`: what it prints, and how it ends. Help lines have a file of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from scripts.content.__main__ import main
from scripts.content.prose import RULES
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

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


def test_pages_without_faults_print_nothing_and_warnings_do_not_fail_the_run(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = _run("check", "--docs", str(docs))
    assert (result.exit_code, result.output) == (0, "")
    # More than half a year after the help line was checked.
    monkeypatch.setenv("TODAY", "2027-06-01")
    result = _run("check")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "0 errors, 1 warning")


def test_all_faults_of_all_files_are_shown_and_counted(docs: Path) -> None:
    _write(docs / "index.md", "Home", "Wait!\n\nYou should [read more](articles/one.md).\n\n/// foo\n///")
    _write(docs / "articles" / "one.md", "Home", "*Wait*.\n\n/// evidence\n    step: 9\n///")
    (docs / "articles" / "two.md").write_text("Text.\n", encoding="utf-8")
    (docs / "articles" / "three.md").write_bytes(b"\xff")
    (docs / "_data" / "help-lines.yml").unlink()
    for data in ("glossary", "evidence", "contact-ladder", "old-addresses"):
        (docs / "_data" / f"{data}.yml").write_text("one: 1\n", encoding="utf-8")
    result = _run("check")
    assert (result.exit_code, result.stdout) == (1, "")
    no_list = "This file is no list with an entry; begin each with “- ”."
    assert [line for line in result.stderr.splitlines() if "MU01" not in line] == [
        f"docs/_data/contact-ladder.yml: CL01 {no_list}",
        f"docs/_data/evidence.yml: EV01 {no_list}",
        f"docs/_data/glossary.yml: GL01 {no_list}",
        "docs/_data/help-lines.yml: HL01 There is no such file; put it back.",
        f"docs/_data/old-addresses.yml: OA01 {no_list}",
        "docs/articles/one.md:10: PR13 There are italics; take the marks away and let the words carry the weight.",
        'docs/articles/one.md:12: BL01 A block “evidence” cannot have step "9"; choose 1, 2, 3 or 4.',
        "docs/articles/three.md: FM01 This file is not text in UTF-8; save it as UTF-8.",
        "docs/articles/two.md:1: FM01 This page has no front matter; begin the file with `---`, its keys, and `---`.",
        "docs/articles/two.md:1: PR06 This page has no H1; begin the text with `# The title`.",
        "docs/index.md:2: FM03 docs/articles/one.md has the same title; give this page its own.",
        "docs/index.md:3: FM03 docs/articles/one.md has the same description; give this page its own.",
        "docs/index.md:10: PR09 There is an exclamation mark; write a full stop.",
        "docs/index.md:12: PR10 The link text “read more” does not say where the link goes; name what is there.",
        "15 errors, 0 warnings",
    ]
    assert "docs/index.md:14: MU01 There is no block “foo”" in result.stderr


def test_rules_are_listed_with_their_reasons() -> None:
    result = _run("rules")
    ids = [line.split()[0] for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert ids == sorted(RULES)
    assert {"FM01", "MU01", "PR01", "PR20"} <= set(ids)
    assert (
        "PR01  No sentence has more than 30 words. Longer ones are hard for most readers, and hardest under\n"
        "      stress (GOV.UK; Australian Style Manual).\n"
    ) in result.stdout


def test_the_module_runs_and_its_help_is_its_docstring() -> None:
    command = [sys.executable, "-m", "scripts.content", "--help"]
    wide = {**os.environ, "COLUMNS": "120"}
    result = subprocess.run(command, cwd=ROOT, env=wide, capture_output=True, text=True, check=True)
    assert result.stdout.startswith("Usage: python -m scripts.content")
    assert "check       all faults of front matter, prose and data" in result.stdout
    assert "    [//]: # (allow PR04: this list is a contents list)\n" in result.stdout
