from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from scripts.dev.bench import __main__ as bench
from scripts.dev.bench import build_time, lighthouse
from scripts.dev.bench.__main__ import BEGIN, END, main, time_table, visit_table, with_tables
from scripts.dev.bench.build_time import Times
from scripts.dev.bench.first_visit import Size, Visit
from scripts.dev.bench.page_types import PAGE_TYPES
from tests.building import ROOT
from tests.sites import make_site, page

if TYPE_CHECKING:
    from pathlib import Path

VISITS = [
    {"": Visit("", Size(brotli=5_132), Size(brotli=5_343), 3, 0)},
    {"": Visit("", Size(brotli=20_000), Size(brotli=123_456), 9, 2)},
    {},
]
VISIT_TABLE = [
    (
        "| page | HTML and CSS (at most 14,600) | first visit, ours | first visit, Material "
        "| first visit, Material without scripts | Lighthouse, mobile |"
    ),
    "| --- | --: | --: | --: | --: | --: |",
    "| home | 5,132 | 5,343 in 3 | 123,456 in 9 | – | 100 · 99 · 98 · 97 |",
]
TIME_TABLE = [
    "| articles | plain MkDocs | Material | ours | of it extras | ours / plain | pages alone / plain |",
    "| --- | --: | --: | --: | --: | --: | --: |",
    "| 1,000 | 10.0 s | 20.0 s | 30.0 s | 12.0 s | 3.0 | 1.8 |",
]


def test_the_table_of_visits_has_a_line_for_each_type_of_page() -> None:
    assert list(visit_table({"home": ""}, VISITS, {"home": [100, 99, 98, 97]})) == VISIT_TABLE


def test_the_table_of_times_has_a_line_for_each_number_of_articles() -> None:
    assert list(time_table({1000: Times(ours=30, extras=12, material=20, plain=10)})) == TIME_TABLE


def test_the_tables_stand_between_their_lines_and_nothing_else_changes() -> None:
    text = f"# Title\n\n{BEGIN}\nold\n{END}\n\nThe end\n"
    new = with_tables(text, "| a |\\1")
    assert new == f"# Title\n\n{BEGIN}\n\n| a |\\1\n\n{END}\n\nThe end\n"
    assert with_tables(new, "| a |\\1") == new


@pytest.mark.parametrize("text", ["", f"{BEGIN}\n", f"{END}\n{BEGIN}\n", f"{BEGIN}\n{END}\n" * 2])
def test_tables_without_a_place_are_told(text: str) -> None:
    with pytest.raises(click.ClickException, match=r"^The tables have no place: write the lines “<!-- Written by"):
        with_tables(text, "| a |")


def test_the_command_measures_and_writes_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the slow parts, which have tests of their own, left out."""
    site = make_site(tmp_path, {"index.html": page()})
    readme = tmp_path / "README.md"
    readme.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    monkeypatch.setattr(bench, "build_with_material", lambda *_, **__: site)
    monkeypatch.setattr(lighthouse, "measure", lambda _, paths: [[100] * 4 for _ in paths])
    monkeypatch.setattr(build_time, "build_times", lambda *_: Times(3, 1, 2, 1))
    config = str(ROOT / "mkdocs.yml")
    done = CliRunner().invoke(main, [str(site), "--readme", str(readme), "--config", config, "--articles", "10"])
    assert (done.exit_code, done.stderr) == (0, "")
    lines = readme.read_text(encoding="utf-8").splitlines()
    assert lines[2:4] == VISIT_TABLE[:2]
    assert re.fullmatch(r"\| home \| \d+ \| \d+ in 1 \| \d+ in 1 \| \d+ in 1 \| 100 · 100 · 100 · 100 \|", lines[4])
    assert lines[6:9] == [*TIME_TABLE[:2], "| 10 | 1.0 s | 2.0 s | 3.0 s | 1.0 s | 3.0 | 2.0 |"]
    assert "\n".join(lines[2:9]) in done.stdout


def test_a_readme_without_a_place_is_told_before_anything_is_measured(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"index.html": page()})
    readme = tmp_path / "README.md"
    readme.write_text("# Nothing\n", encoding="utf-8")
    done = CliRunner().invoke(main, [str(site), "--readme", str(readme), "--config", str(ROOT / "mkdocs.yml")])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: The tables have no place")


def test_the_readme_has_the_tables_that_the_command_writes() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    inside = readme.partition(BEGIN)[2].partition(END)[0].strip().splitlines()
    assert inside[:2] == VISIT_TABLE[:2]
    assert [line.split(" | ")[0] for line in inside[2 : 2 + len(PAGE_TYPES)]] == [f"| {kind}" for kind in PAGE_TYPES]
    rest = inside[3 + len(PAGE_TYPES) :]
    assert rest[:2] == TIME_TABLE[:2]
    assert [line.split(" | ")[0] for line in rest[2:]] == ["| 10", "| 100", "| 1,000"]


def test_each_type_of_page_is_on_the_site(real_site: Path) -> None:
    assert [path for path in PAGE_TYPES.values() if not (real_site / path).exists()] == []
