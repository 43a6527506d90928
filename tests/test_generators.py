"""The same site from MkDocs, ProperDocs and Zensical, and what holds in each of them."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from scripts.build import __main__ as building
from scripts.build.__main__ import GENERATORS, lacking, main
from scripts.build.zensical import _from_source
from scripts.dev.bench import generators
from scripts.dev.bench.generators import comparable
from scripts.dev.site_hash import differing
from tests.building import FIXTURE_SETTINGS, ROOT, build, built, newest_day, once
from tests.golden import cases, golden_data
from tests.projects import Project
from tests.sites import change, read_all, untagged

ABOUT, HELP = "about/index.html", "help-now/index.html"
OLD, NEW = "1-800-555-0100", "1-800-555-0199"


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let the command compare the fixture site, with a page of all that generators take in different ways."""

    def make(folder: Path) -> None:
        project = Project(folder / "project")
        with (project.docs / "about.md").open("a", encoding="utf-8") as page:
            page.write(golden_data("raw_addresses.yml")["page"])
        kept = iter(GENERATORS)

        @contextmanager
        def kept_folder() -> Iterator[str]:
            path = folder / next(kept)
            path.mkdir()
            yield str(path)

        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(project.folder)
            patch.setenv("TODAY", newest_day(project.docs))
            patch.setattr(generators, "tempfile", SimpleNamespace(TemporaryDirectory=kept_folder))
            done = CliRunner().invoke(generators.main)
        assert done.exit_code == 0, done.output
        (folder / "said.json").write_text(json.dumps([done.stdout, done.stderr]), encoding="utf-8")

    return once(tmp_path_factory, "generators", make)


@pytest.fixture(scope="module")
def sites(compared: Path) -> Mapping[str, Path]:
    """The sites that each of them built, as if the others were not installed."""
    return {generator: compared / generator / "site" for generator in GENERATORS}


@pytest.fixture
def docs(compared: Path, tmp_path: Path) -> Path:
    """A copy of their pages."""
    return shutil.copytree(compared / "project/docs", tmp_path / "docs")


def test_the_command_prints_what_is_the_same(compared: Path) -> None:
    said, errors = json.loads((compared / "said.json").read_text(encoding="utf-8"))
    titles, _, *rows = said.splitlines()
    assert titles.startswith("| generator | pages and editions | that differ | all files | that differ |")
    same = r"\| {} \| [1-9]\d* \| 0 \| [1-9]\d* \| {} \| [\d.]+ s \|"
    for row, (generator, others) in zip(
        rows, {"mkdocs": "0", "properdocs": "0", "zensical": r"[1-9]\d*"}.items(), strict=True
    ):
        assert re.fullmatch(same.format(generator, others), row)
    assert "zensical: _headers is not the same." in errors


def test_properdocs_makes_every_byte_but_for_the_generator_s_tag(sites: Mapping[str, Path]) -> None:
    assert b'content="mkdocs-ProperDocs ' in (sites["properdocs"] / "index.html").read_bytes()
    assert untagged(sites["mkdocs"]) == untagged(sites["properdocs"])


def test_zensical_makes_the_same_pages_and_editions(sites: Mapping[str, Path]) -> None:
    assert b'content="zensical-0.0.73"' in (sites["zensical"] / "index.html").read_bytes()
    _assert_same(sites["mkdocs"], sites["zensical"])


def _assert_same(first: Path, second: Path) -> None:
    """Zensical's theme brings another stylesheet, whose hash stands in the lists of headers."""
    ours, theirs = comparable(first), comparable(second)
    found = differing(ours, theirs)
    assert [path for path in found if not path.endswith((".css", "_headers", ".conf", ".caddy"))] == []


STORIES = "comments/what-to-do-when-he-or-she-leaves"


@pytest.mark.parametrize(("site_url", "features"), cases("other_settings.yml"))
def test_zensical_reads_other_settings_the_same(docs: Path, tmp_path: Path, site_url: str, features: list[str]) -> None:
    deep = {"Stories": [f"{STORIES}/index.md", f"{STORIES}/page-1.md", {"Deep": [f"{STORIES}/page-2.md"]}]}
    nav = [deep if "Stories" in str(section) else section for section in FIXTURE_SETTINGS["nav"]]
    theme = {"custom_dir": str(ROOT / "overrides"), "features": [f"navigation.{name}" for name in features]}
    found = [
        built(docs, tmp_path / generator / "site", generator=generator, nav=nav, theme=theme, site_url=site_url)
        for generator in ("mkdocs", "zensical")
    ]
    _assert_same(*found)


def test_a_difference_is_found(sites: Mapping[str, Path], tmp_path: Path) -> None:
    copy = shutil.copytree(sites["mkdocs"], tmp_path / "site")
    ours, page, edition = comparable(copy), copy / ABOUT, next(copy.rglob("*.pdf"))
    edition.write_bytes(b"%PDF-1.7")
    (copy / "404.html").unlink()
    for old, new in (
        ("help", "halp"), ("<h2", "<h3"), ('href="../help-now/"', 'href="../about/"'),
        ('id="addresses"', 'id="address"'), ("application/ld+json", "application/json"),
    ):  # fmt: skip
        change(page, old, new)
        expected = sorted(["404.html", ABOUT, edition.relative_to(copy).as_posix()])
        assert differing(ours, comparable(copy)) == expected
        change(page, new, old)


@pytest.mark.parametrize("generator", ["mkdocs", "zensical"])
def test_a_changed_help_line_reaches_every_page_that_shows_it(
    sites: Mapping[str, Path], docs: Path, tmp_path: Path, generator: str
) -> None:
    """Two builds in one place, as a keeper makes them: nothing of the first may last."""
    site = shutil.copytree(sites[generator], tmp_path / "site")
    assert _showing(site, OLD) == {ABOUT, HELP}
    change(docs / "_data/help-lines.yml", OLD, NEW)
    built(docs, site, generator=generator)
    assert (_showing(site, OLD), _showing(site, NEW)) == (set(), {ABOUT, HELP})


def _showing(site: Path, number: str) -> set[str]:
    return {path for path, data in read_all(site).items() if path.endswith(".html") and number.encode() in data}


def test_a_generator_that_cannot_build_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for has, but in (([], ""), (["1.6.4"], ", but 1.6.4")):
        there = [SimpleNamespace(version=one) for one in has]
        monkeypatch.setattr(building, "distributions", lambda there=there, **_: there)
        done = CliRunner().invoke(main, ["--generator", "properdocs"])
        install = "install it with `python -m pip install 'properdocs>=1.6.7'`, or build with another --generator."
        said = f"Error: properdocs 1.6.7 or newer is not installed{but}: {install}\n"
        assert (done.exit_code, done.stderr) == (1, said)
    monkeypatch.setattr(building, "distributions", lambda **_: [SimpleNamespace(version="1.10.0rc1")])
    assert lacking("mkdocs") == ""


def test_what_zensical_says_stops_the_build_and_the_old_site_stands(docs: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("old", encoding="utf-8")
    done = build(docs, site, generator="zensical", theme={"name": "nobody", "custom_dir": str(tmp_path / "none")})
    assert done.returncode == 1
    assert "Error: Zensical stopped: " in done.stderr
    assert "site/ is still the old site." in done.stderr
    assert [path.name for path in site.iterdir()] == ["index.html"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(("address", "written"), cases("raw_addresses.yml", "addresses"))
def test_a_raw_address_is_written_from_the_markdown_file_for_zensical(address: str, written: str) -> None:
    assert _from_source(address, "about") == written
