from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
import click
import pytest
from click.testing import CliRunner

from scripts.dev.bench.first_visit import (
    BUDGET,
    Size,
    Visit,
    build_with_material,
    comparison,
    main,
    material_settings,
    size_of,
    table,
    visits,
)
from tests.sites import make_site, page

if TYPE_CHECKING:
    from pathlib import Path

CSS = "p { color: red }\n" * 50
ICON = "<svg/>"


def _compressed(text: str) -> Size:
    data = text.encode()
    return Size(len(data), len(gzip.compress(data, 9, mtime=0)), len(brotli.compress(data, quality=11)))


def test_text_counts_compressed_and_pictures_as_they_are(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"a.css": CSS, "p.png": b"\0" * 500})
    assert size_of(root / "a.css") == _compressed(CSS)
    assert size_of(root / "p.png") == Size(500, 500, 500)


def test_a_visit_is_the_page_and_what_it_loads_from_here_once(tmp_path: Path) -> None:
    html = page(
        '<img src="p.png" srcset="q.png 2x" alt=""><img src="p.png" alt=""><svg><use href="#x"/></svg>'
        '<img src="data:image/gif;base64,AA" alt=""><a href="b/">B</a><img src="absent.png" alt="">',
        '<link rel="stylesheet" href="s.css"><link rel="icon" href="/i.svg"><link rel="canonical" href="https://a.example/">'
        '<link rel="preconnect" href="https://c.example"><link rel="stylesheet" href="https://c.example/f.css">',
    )
    files: dict[str, str | bytes] = {
        "index.html": html,
        "s.css": CSS,
        "i.svg": ICON,
        "p.png": b"\0" * 500,
        "q.png": b"\0" * 900,
    }
    (found,) = visits(make_site(tmp_path, files))
    first = _compressed(html) + _compressed(CSS)
    assert found == Visit("", first, first + _compressed(ICON) + Size(500, 500, 500), requests=5, foreign=1)


def test_redirect_pages_are_left_out_and_pages_come_in_order(tmp_path: Path) -> None:
    redirect = page("", '<meta http-equiv="refresh" content="0; url=/">')
    files = {"old/index.html": redirect, "b/index.html": page(), "404.html": page(), "index.html": page()}
    assert [visit.url for visit in visits(make_site(tmp_path, files))] == ["", "404.html", "b/"]


def test_a_line_for_each_page_and_a_mark_over_the_budget() -> None:
    small = Visit("", Size(3000, 2000, 1000), Size(3300, 2200, 1100), 3, 0)
    large = Visit("a/", Size(90000, 30000, BUDGET + 1), Size(90000, 30000, BUDGET + 1), 2, 0)
    lines = [line.split() for line in table([small, large])]
    assert lines == [
        ["requests", "raw", "gzip", "brotli", "HTML", "+", "CSS", "in", "brotli"],
        ["/", "3", "3,300", "2,200", "1,100", "1,000"],
        ["/a/", "2", "90,000", "30,000", "14,601", "14,601", "over", "14,600"],
    ]


def test_two_sites_side_by_side_with_the_ratio() -> None:
    ours = [Visit("", Size(), Size(300, 200, 100), 3, 0), Visit("only-here/", Size(), Size(1, 1, 1), 1, 0)]
    theirs = [Visit("", Size(), Size(3000, 2000, 1250), 6, 2)]
    lines = [" ".join(line.split()) for line in comparison(ours, theirs)]
    assert lines == [
        "requests raw gzip brotli │ requests raw gzip brotli ratio",
        "/ 3 300 200 100 │ 6 3,000 2,000 1,250 12.5×",
        "On the right, requests to other hosts: up to 2 a page; their bytes are not counted.",
    ]


def test_the_command_and_its_budget(tmp_path: Path) -> None:
    noise = "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(500))
    root = make_site(tmp_path, {"index.html": page()})
    done = CliRunner().invoke(main, [str(root), "--budget"])
    assert done.exit_code == 0
    assert done.stdout.endswith("1 pages; HTML and stylesheet over 14,600 bytes in brotli: none.\n")

    (root / "large.html").write_text(page(noise), encoding="utf-8")
    done = CliRunner().invoke(main, [str(root), "--budget"])
    assert done.exit_code == 1
    assert done.stdout.endswith("2 pages; HTML and stylesheet over 14,600 bytes in brotli: 1.\n")
    assert CliRunner().invoke(main, [str(root)]).exit_code == 0


def test_the_command_puts_another_build_beside(tmp_path: Path) -> None:
    root = make_site(tmp_path / "x", {"index.html": page()})
    other = make_site(tmp_path / "y", {"index.html": page("<p>x</p>" * 99)})
    done = CliRunner().invoke(main, [str(root), "--against", str(other)])
    assert done.exit_code == 0
    assert "ratio" in done.stdout


def test_materials_settings_are_ours_without_what_is_ours_alone(tmp_path: Path) -> None:
    ours = {
        "site_name": "X",
        "site_url": "https://a.example/",
        "nav": ["index.md"],
        "exclude_docs": "/_data/",
        "markdown_extensions": ["tables"],
        "theme": {"name": "material", "custom_dir": "overrides", "font": False},
        "plugins": [],
        "hooks": ["scripts/hooks.py"],
        "extra": {"contact": "x"},
    }
    assert material_settings(ours, tmp_path) == {
        "site_name": "X",
        "site_url": "https://a.example/",
        "docs_dir": f"{tmp_path}/docs",
        "nav": ["index.md"],
        "exclude_docs": "/_data/",
        "markdown_extensions": ["tables"],
        "theme": {"name": "material"},
    }


def test_material_builds_the_same_docs(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# X\n\nText.\n", encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: X\nsite_url: !ENV [NO_SUCH_NAME, 'https://a.example/']\n", encoding="utf-8")
    (tmp_path / "work").mkdir()
    site = build_with_material(config, tmp_path / "work")
    (home,) = (visit for visit in visits(site) if not visit.url)
    # Page, stylesheet, script, icon; the fonts' stylesheet comes from another host.
    assert (home.requests, home.foreign) == (5, 1)
    assert home.first.brotli > BUDGET


def test_a_build_that_fails_says_why(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: X\nmarkdown_extensions: [no_such_extension]\n", encoding="utf-8")
    (tmp_path / "work").mkdir()
    with pytest.raises(click.ClickException, match=r"Material could not build the same docs: .*no_such_extension"):
        build_with_material(config, tmp_path / "work")


def test_material_without_scripts_loads_none_and_asks_no_other_host(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n\nText.\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: X\n", encoding="utf-8")
    (tmp_path / "work").mkdir()
    site = build_with_material(tmp_path / "mkdocs.yml", tmp_path / "work", scripts=False)
    html = (site / "index.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert all(visit.foreign == 0 for visit in visits(site))
