from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from click.testing import CliRunner

from scripts.finish import finish
from scripts.finish.__main__ import main
from scripts.finish.links import RULES
from scripts.finish.steps import steps
from tests.building import FIXTURE
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HEAD = (
    '<link rel="stylesheet" href="{0}assets/stylesheets/main.1a.min.css">\n'
    '<link rel="stylesheet" href="{0}assets/style.css"><link rel="icon" href="{0}assets/icon.svg">'
)


def _site(folder: Path, body: str = "") -> Path:
    return make_site(
        folder,
        {
            "index.html": page('<a class="top" href="a/">A</a>', HEAD.format("")),
            "a/index.html": page(f'<a href="../">Home</a>{body}', HEAD.format("../")),
            "404.html": page('<a href="/">Home</a>', HEAD.format("/")),
            "sitemap.xml": "<urlset/>",
            "assets/icon.svg": "<svg/>",
            "assets/style.css": ".top { top: 0 }",
            "assets/stylesheets/main.1a.min.css": ".top{top:0!important}.md-x{left:0}",
            "assets/stylesheets/palette.1a.min.css": ".md-x{left:0}",
            "assets/javascripts/bundle.1a.min.js": "",
        },
    )


def test_the_steps_run_in_their_order() -> None:
    names = [getattr(step, "func", step).__name__ for step in steps()]
    assert names == [
        "unpack", "pictures", "one_stylesheet", "leftovers", "redirects", "paper_and_search",
        "headers", "offline", "check_and_pack",
    ]  # fmt: skip
    assert len(steps(policies_in_pages=True)) == len(names) + 1


def test_a_finished_site_is_small_and_whole(tmp_path: Path) -> None:
    root = _site(tmp_path)
    assert finish(root) == []
    (style,) = root.glob("assets/style.*.css")
    text = {"404.html", "a/index.html", "assets/icon.svg", f"assets/{style.name}", "index.html", "sitemap.xml"}
    packed = {f"{path}{form}" for path in text for form in (".br", ".gz")}
    for_hosts = {"_headers", "headers.nginx.conf", "server.nginx.conf", "server.caddy"}
    assert set(read_all(root)) == text | packed | for_hosts | {"website.zip"}
    assert style.read_text(encoding="utf-8") == "@layer theme{.top{top:0}}.top{top:0}"


def test_nothing_is_packed_for_a_preview(tmp_path: Path) -> None:
    assert finish(root := _site(tmp_path), preview=True) == []
    assert not [*root.rglob("*.br"), *root.rglob("*.gz")]


def test_finishing_again_changes_nothing(fixture_site: Path, tmp_path: Path) -> None:
    root = shutil.copytree(fixture_site, tmp_path / "site")
    sites = []
    for _ in range(2):
        assert finish(root, FIXTURE / "docs", fixture_site.parent / "site.yml") == []
        sites.append(read_all(root))
    assert sites[0] == sites[1]
    assert sites[0].keys() == read_all(fixture_site).keys()


def test_the_faults_of_all_steps_are_given(tmp_path: Path) -> None:
    root = _site(tmp_path, '<a href="nowhere/">x</a>')
    (root / "assets/style.css").write_bytes(b".top{}\xff")
    (tmp_path / "docs").mkdir()
    found = finish(root, tmp_path / "docs")
    assert [str(fault) for fault in found] == [
        (
            "site/assets/style.css: ST01 This cannot be read as CSS, one file with all others: "
            "invalid start byte at byte 6 of what must be UTF-8. Mend it."
        ),
        (
            "site/a/index.html:6: LK01 “nowhere/” leads to `a/nowhere/index.html`, which is not on the site; "
            "correct the address, or take it out."
        ),
    ]


def test_the_command_prints_faults_and_exits_with_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: X\n", encoding="utf-8")
    _site(tmp_path, '<a href="nowhere/">x</a>')
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text('\n[Home](index.md)\n\n<a href="nowhere/">x</a>\n', encoding="utf-8")
    done = CliRunner().invoke(main, ["site", "--docs", "docs"])
    assert done.exit_code == 1
    assert done.stderr == (
        "docs/a.md:4: LK01 “nowhere/” leads to `a/nowhere/index.html`, which is not on the site; "
        "correct the address, or take it out.\n1 error, 0 warnings\n"
    )
    assert "4 files of the theme that nothing refers to are gone (62 bytes)\n" in done.stdout


def test_the_command_takes_old_addresses_from_the_docs_folder(tmp_path: Path) -> None:
    root = _site(tmp_path)
    table = tmp_path / "docs/_data/old-addresses.yml"
    table.parent.mkdir(parents=True)
    table.write_text("- from: /archives/1\n  to: a.md\n", encoding="utf-8")
    done = CliRunner().invoke(main, [str(root), "--docs", str(tmp_path / "docs")])
    assert (done.exit_code, done.stderr) == (0, "")
    assert b"url=../../a/index.html" in (root / "archives/1/index.html").read_bytes()


def test_the_command_says_that_there_are_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _site(tmp_path)
    (tmp_path / "docs").mkdir()
    done = CliRunner().invoke(main, ["site", "--docs", "docs"])
    assert done.exit_code == 2
    assert done.stderr.endswith("Error: mkdocs.yml is not there; name the settings of the site with --config.\n")


def test_the_command_prints_the_rules_with_their_reasons() -> None:
    done = CliRunner().invoke(main, ["--rules"])
    assert done.exit_code == 0
    for rule, text in RULES.items():
        assert f"{rule}  {text[:30]}" in done.stdout
