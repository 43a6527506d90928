from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts.common.built_pages import read_site
from scripts.finish.leftovers import leftovers
from tests.golden import cases, golden_data
from tests.sites import make_site, page, read_all

#: What Material copies into every site.
THEME = dict.fromkeys(golden_data("leftovers.yml")["theme"], "x")


def stays(folder: Path, files: Mapping[str, str], sources: Mapping[str, str] | None = None) -> set[str]:
    """Tell what of the theme, and of what has its names, stays."""
    leftovers(site := read_site(make_site(folder, {**THEME, **files}), sources))
    assert read_all(site.root).keys() == site.files
    return site.files


@pytest.mark.parametrize("path", cases("leftovers.yml", "stay"))
def test_what_the_theme_copied_goes_if_no_page_needs_it_and_all_else_stays(tmp_path: Path, path: str) -> None:
    assert stays(tmp_path, {"index.html": page(), path: "x"}) == {"index.html", path}


@pytest.mark.parametrize("path", THEME)
def test_what_came_from_the_docs_folder_stays_whatever_its_name(tmp_path: Path, path: str) -> None:
    assert stays(tmp_path, {"index.html": page()}, {path: f"docs/{path}"}) == {"index.html", path}


@pytest.mark.parametrize(("path", "text", "kept"), cases("leftovers.yml", "named"))
def test_what_a_file_that_stays_refers_to_stays(tmp_path: Path, path: str, text: str, kept: list[str]) -> None:
    assert stays(tmp_path, {path: text}) - {path} == {*kept}


def test_files_and_empty_folders_go_and_the_count_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = "assets/style.44556677.css", "assets/style.00112233.css"
    head = f'<link rel="stylesheet" href="{new}">'
    assert stays(tmp_path, {"index.html": page("", head), old: "", new: ""}) == {"index.html", new}
    assert [path.name for path in (tmp_path / "site/assets").iterdir()] == ["style.00112233.css"]
    assert capsys.readouterr().out == "11 files of the theme that nothing refers to are gone (10 bytes)\n"
    leftovers(read_site(tmp_path / "site"))
    assert capsys.readouterr().out == ""
