from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.common.built_pages import read_site
from scripts.finish.leftovers import find_leftovers, leftovers
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: What Material copies into every site.
THEME = dict.fromkeys(
    [
        "assets/images/favicon.png",
        "assets/javascripts/bundle.1a2b3c4d.min.js",
        "assets/javascripts/bundle.1a2b3c4d.min.js.map",
        "assets/javascripts/lunr/min/lunr.de.min.js",
        "assets/javascripts/lunr/tinyseg.js",
        "assets/javascripts/workers/search.1a2b3c4d.min.js",
        "assets/javascripts/workers/search.1a2b3c4d.min.js.map",
        "assets/stylesheets/main.1a2b3c4d.min.css",
        "assets/stylesheets/main.1a2b3c4d.min.css.map",
        "assets/stylesheets/palette.1a2b3c4d.min.css",
        "assets/stylesheets/palette.1a2b3c4d.min.css.map",
    ],
    "x",
)
MAPS = [path for path in THEME if path.endswith(".map")]


def found(folder: Path, files: Mapping[str, str], sources: Mapping[str, str] | None = None) -> list[str]:
    return find_leftovers(read_site(make_site(folder, files), sources))


def test_all_that_the_theme_copied_goes_if_no_page_needs_it(tmp_path: Path) -> None:
    assert found(tmp_path, {"index.html": page(), **THEME}) == sorted(THEME)


@pytest.mark.parametrize(
    "path",
    [
        "sitemap.xml",
        "robots.txt",
        "articles/x/x.pdf",
        "assets/x.pdf",
        "assets/photo.jpg",
        "assets/images/drawing.png",
        "assets/javascripts/exit.js",
        "assets/stylesheets/print.css",
        "assets/style.css",
        "assets/style.3c.css",
        "search/main.1a2b3c4d.min.css",
        "images/favicon.png",
        "notes.js.map",
    ],
)
def test_what_is_not_the_themes_stays_also_if_nothing_refers_to_it(tmp_path: Path, path: str) -> None:
    assert found(tmp_path, {"index.html": page(), path: "x"}) == []


@pytest.mark.parametrize("path", THEME)
def test_what_came_from_the_docs_folder_stays_whatever_its_name(tmp_path: Path, path: str) -> None:
    assert path not in found(tmp_path, {"index.html": page(), **THEME}, {path: f"docs/{path}"})


def test_what_a_page_refers_to_stays(tmp_path: Path) -> None:
    head = (
        '<link rel="icon" href="assets/images/favicon.png">'
        '<link rel="stylesheet" href="assets/stylesheets/main.1a2b3c4d.min.css">'
    )
    left = found(tmp_path, {"index.html": page("", head), **THEME})
    assert set(THEME) - set(left) == {"assets/images/favicon.png", "assets/stylesheets/main.1a2b3c4d.min.css"}


def test_the_themes_scripts_stay_together_for_they_load_each_other(tmp_path: Path) -> None:
    body = '<script src="assets/javascripts/bundle.1a2b3c4d.min.js"></script>'
    left = found(tmp_path, {"index.html": page(body), **THEME})
    assert [path for path in left if path.startswith("assets/javascripts/")] == [
        path for path in MAPS if path.startswith("assets/javascripts/")
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("assets/style.css", "a { background: url(images/favicon.png) }"),
        ("manifest.webmanifest", '{"icons": [{"src": "/assets/images/favicon.png"}]}'),
        ("feed.xml", "<icon>/assets/images/favicon.png</icon>"),
        ("assets/javascripts/exit.js", 'load("favicon.png")'),
    ],
)
def test_what_another_file_refers_to_stays(tmp_path: Path, path: str, text: str) -> None:
    assert "assets/images/favicon.png" not in found(tmp_path, {"index.html": page(), path: text, **THEME})


def test_what_only_a_kept_file_of_the_theme_refers_to_stays_as_well(tmp_path: Path) -> None:
    files = {**THEME, "assets/stylesheets/main.1a2b3c4d.min.css": "a { background: url(../images/favicon.png) }"}
    head = '<link rel="stylesheet" href="assets/stylesheets/main.1a2b3c4d.min.css">'
    left = found(tmp_path, {"index.html": page("", head), **files})
    assert "assets/images/favicon.png" not in left


def test_what_only_another_leftover_refers_to_goes(tmp_path: Path) -> None:
    files = {**THEME, "assets/stylesheets/main.1a2b3c4d.min.css": "a { background: url(../images/favicon.png) }"}
    assert found(tmp_path, {"index.html": page(), **files}) == sorted(THEME)


def test_stylesheets_of_an_earlier_finish_go(tmp_path: Path) -> None:
    head = '<link rel="stylesheet" href="assets/style.00112233.css">'
    files = {"index.html": page("", head), "assets/style.00112233.css": "", "assets/style.44556677.css": ""}
    assert found(tmp_path, files) == ["assets/style.44556677.css"]


def test_files_and_empty_folders_go_and_the_count_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = read_site(make_site(tmp_path, {"index.html": page(), "assets/icon.svg": "<svg/>", **THEME}))
    assert list(leftovers(site)) == []
    assert set(read_all(site.root)) == {"index.html", "assets/icon.svg"} == site.files
    assert [path.name for path in (site.root / "assets").iterdir()] == ["icon.svg"]
    assert capsys.readouterr().out == "11 files of the theme that nothing refers to are gone (11 bytes)\n"


def test_nothing_is_told_if_nothing_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = read_site(make_site(tmp_path, {"index.html": page()}))
    assert list(leftovers(site)) == []
    assert capsys.readouterr().out == ""
