"""`python -m scripts.editions SITE`: makes the editions, links them, and compares them with their pages."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from scripts.editions import __main__ as command
from scripts.editions.rules import RULES
from scripts.editions.words import Difference
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Copy the small site with every element."""
    return shutil.copytree(ROOT / "tests" / "fixtures" / "editions", tmp_path / "site")


def test_editions_are_made_linked_and_compared(site: Path) -> None:
    done = CliRunner().invoke(command.main, [str(site), "--cache", str(site.parent / "cache"), "--compare"])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == "12 editions compared with their pages, word by word"
    page = (site / "everything" / "index.html").read_text(encoding="utf-8")
    assert '<a href="everything-a4.pdf">' in page
    assert (site / "everything" / "everything-a4.pdf").exists()


def test_editions_are_compared_only_when_asked(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "compare", None)
    done = CliRunner().invoke(command.main, [str(site), "--cache", str(site.parent / "cache")])
    assert done.exit_code == 0, done.output


def test_other_words_than_the_page_has_are_a_fault(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"home-a4.pdf": Difference(lost="warm words", added="", before="Begin with")}
    monkeypatch.setattr(command, "compare", lambda _, path, __: found.get(path))
    done = CliRunner().invoke(command.main, [str(site), "--cache", str(site.parent / "cache"), "--compare"])
    assert done.exit_code == 1
    assert done.stderr == (
        "site/home-a4.pdf: ED09 The words are not those of the page: after “Begin with” the page says “warm words”, "
        "the edition “”. Mend scripts/editions/reading.py or page.typ.\n1 error, 0 warnings\n"
    )


def test_rules_are_printed(tmp_path: Path) -> None:
    done = CliRunner().invoke(command.main, [str(tmp_path), "--rules"])
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines() if line.startswith("ED")] == [*RULES]
