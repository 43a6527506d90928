"""The measuring of the editions: a site of many articles, what a command takes, and what it made."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click
import pikepdf
import pytest
from click.testing import CliRunner

from scripts.common.built_pages import read_site
from scripts.dev.bench.pdf import Cost, main, measure, row, site_of_articles
from scripts.editions.plan import printable_pages
from tests.building import ROOT
from tests.sites import make_site, page

if TYPE_CHECKING:
    from pathlib import Path

_FIXTURE = ROOT / "tests" / "fixtures" / "editions"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Make a site of two articles, with an edition of an earlier build."""
    folder = shutil.copytree(_FIXTURE, tmp_path / "built")
    for name in ("everything", "other"):
        shutil.move(folder / name, folder / "articles" / name)
    (folder / "articles" / "other" / "other-a4.pdf").touch()
    return folder


def test_a_site_has_as_many_articles_as_are_asked_for(site: Path, tmp_path: Path) -> None:
    root = site_of_articles(site, tmp_path, 3)
    assert [found.path for found in printable_pages(read_site(root))] == [
        f"articles/bench-0{number}/index.html" for number in (1, 2, 3)
    ]
    third, first = (root / "articles" / name / "index.html" for name in ("bench-03", "bench-01"))
    assert third.read_bytes() == first.read_bytes() == (site / "articles" / "everything" / "index.html").read_bytes()
    assert list(root.rglob("*.pdf")) == []


def test_a_site_without_articles_is_said(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"index.html": page(), "articles/a/index.html": page()})
    with pytest.raises(click.ClickException) as raised:
        site_of_articles(root, tmp_path / "copy", 3)
    assert raised.value.message == f"No page under {root}/articles/ asks for an edition: build the site first."


def test_a_command_is_measured_whole() -> None:
    work = "x = bytearray(60_000_000)\nfor n in range(2_000_000): pass"
    cost = measure([sys.executable, "-c", work])
    assert cost.processor > 0
    assert cost.clock > 0
    assert 60e6 < cost.peak < 600e6


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(click.ClickException) as raised:
        measure([sys.executable, "-c", "import sys; sys.exit('No fonts.')"])
    assert raised.value.message == "`-c import sys; sys.exit('No fonts.')` failed: No fonts."


def test_the_command_prints_what_was_made_from_nothing_and_again(site: Path) -> None:
    done = CliRunner().invoke(main, [str(site), "--articles", "2"])
    assert done.exit_code == 0, done.output
    head, nothing, again = done.stdout.splitlines()
    assert head.split() == ["files", "pages", "seconds", "of", "processor", "peak", "MB", "MB"]
    # Two articles, the booklet and the comments, on two papers.
    assert nothing.split()[:4] == ["Typst,", "from", "nothing", "8"]
    assert again.split()[:4] == ["Typst,", "nothing", "changed", "8"]


def test_a_row_counts_files_and_pages(tmp_path: Path) -> None:
    for name, pages in (("a.pdf", 2), ("b/b.pdf", 3)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        with pikepdf.new() as pdf:
            for _ in range(pages):
                pdf.add_blank_page()
            pdf.save(tmp_path / name)
    assert row("x", Cost(1.23, 4.56, 7_890_000), tmp_path) == ["x", 2, 5, "1.2", "4.6", "8", "0.0"]
