from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scripts.common.built_pages import read_site
from scripts.dev.bench.search_cost import Measured, Query, table, write_comments
from scripts.finish.search import records
from tests.building import ROOT
from tests.sites import read_all

if TYPE_CHECKING:
    from pathlib import Path


def test_the_comments_are_as_many_as_asked_for_on_pages_of_25(tmp_path: Path) -> None:
    words = write_comments(tmp_path / "comments", 60)
    assert sorted(read_all(tmp_path)) == [f"comments/page-{place}/index.html" for place in (1, 2, 3)]
    assert len(list(records(read_site(tmp_path)))) == 60
    assert len(set(words)) == len(words) > 5000


def test_the_comments_are_the_same_in_every_run(tmp_path: Path) -> None:
    first = write_comments(tmp_path / "a/comments", 30)
    second = write_comments(tmp_path / "b/comments", 30)
    assert (first, read_all(tmp_path / "a")) == (second, read_all(tmp_path / "b"))


def test_frequent_words_are_frequent(tmp_path: Path) -> None:
    words = write_comments(tmp_path / "comments", 100)
    text = " ".join(page.decode() for page in read_all(tmp_path).values()).split()
    assert text.count(words[0]) > text.count(words[9]) > text.count(words[299])


def test_the_table_has_a_line_for_each_number_and_for_each_word() -> None:
    common = Query(15, 121_000, 0.94, 1.91, "Found for “x”: 4 pages and 85 comments.")
    rare = Query(9, 99_000, 0.5, 1.5, "Found for “y”: 1 comment.")
    assert list(table([Measured(100, 0.24, 59_000_000, 126, 365_900, common, rare)])) == [
        "comments  index in s  memory in MB  files  index in kB",
        "     100  0.2                   59    126          365",
        "",
        "comments  word    results                  files fetched  kB fetched  s at localhost  s on slow 4G",
        "     100  common  4 pages and 85 comments             15         121  0.9             1.9",
        "     100  rare    1 comment                            9          99  0.5             1.5",
    ]


@pytest.mark.browser
def test_the_command_measures_the_site_in_a_browser(real_site: Path) -> None:
    before = read_all(real_site)
    # A process of its own: this one may have a Playwright already, and there can be but one.
    command = [sys.executable, "-m", "scripts.dev.bench.search_cost", str(real_site), "--comments", "30"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[2].split()[0] == "30"
    assert [line.split()[1] for line in lines[-2:]] == ["common", "rare"]
    assert "comments" in lines[-2]
    assert read_all(real_site) == before
