import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.finish import finish
from scripts.finish.__main__ import main
from tests.building import FIXTURE
from tests.golden import golden_data
from tests.sites import make_site, page, read_all


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs/_data").mkdir(parents=True)
    return make_site(tmp_path, golden_data("finish.yml")["site"])


def test_a_finished_site_is_small_and_whole(site: Path) -> None:
    assert finish(site) == []
    (style,) = site.glob("assets/style.*.css")
    text = {"404.html", "a/index.html", "assets/icon.svg", f"assets/{style.name}", "index.html", "sitemap.xml"}
    packed = {f"{path}{form}" for path in text for form in (".br", ".gz")}
    for_hosts = {"_headers", "headers.nginx.conf", "server.nginx.conf", "server.caddy"}
    assert read_all(site).keys() == text | packed | for_hosts | {"website.zip"}
    assert style.read_text(encoding="utf-8") == "@layer theme{.top{top:0}}.top{top:0}"


def test_of_a_preview_nothing_is_packed_and_a_page_has_its_policy_if_that_is_asked_for(site: Path) -> None:
    assert finish(site, preview=True, policies_in_pages=True) == []
    assert not [*site.rglob("*.br"), *site.rglob("*.gz")]
    assert 'http-equiv="Content-Security-Policy"' in (site / "a/index.html").read_text(encoding="utf-8")


def test_finishing_again_changes_nothing(fixture_site: Path, tmp_path: Path) -> None:
    root = shutil.copytree(fixture_site, tmp_path / "site")
    sites = []
    for _ in range(2):
        assert finish(root, FIXTURE / "docs", fixture_site.parent / "site.yml") == []
        sites.append(read_all(root))
    assert sites[0] == sites[1]
    assert sites[0].keys() == read_all(fixture_site).keys()


def test_the_command_prints_the_faults_of_all_steps_and_exits_with_1(site: Path) -> None:
    done = CliRunner().invoke(main, ["site", "--docs", "docs"])
    assert done.exit_code == 2
    assert done.stderr.endswith("Error: mkdocs.yml is not there; run this in the folder that has it.\n")
    (site.parent / "mkdocs.yml").write_text("site_name: X\n", encoding="utf-8")
    (site / "a/index.html").write_text(page('<a href="nowhere/">x</a>'), encoding="utf-8")
    (site / "assets/style.css").write_bytes(b".top{}\xff")
    (site.parent / "docs/a.md").write_text('\n[Home](index.md)\n\n<a href="nowhere/">x</a>\n', encoding="utf-8")
    (site.parent / "docs/_data/old-addresses.yml").write_text("- from: /archives/1\n  to: a.md\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["site", "--docs", "docs"])
    assert done.exit_code == 1
    assert done.stderr == golden_data("finish.yml")["said"]
    assert "2 files of the theme that nothing refers to are gone (13 bytes)\n" in done.stdout
    assert b"url=../../a/index.html" in (site / "archives/1/index.html").read_bytes()
