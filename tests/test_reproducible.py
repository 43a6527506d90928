"""One state of the project gives one site, whatever the time, the place and the language of the machine."""

import shutil
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from scripts.dev.programs import need
from scripts.dev.reproducible import build_twice, main
from scripts.finish.offline import OFFLINE
from tests.building import FIXTURE_SETTINGS, ROOT, fixture_docs
from tests.sites import change


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a project of its own that builds the fixture site."""
    folder = tmp_path / "project"
    fixture_docs(folder)
    for name in ("overrides", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder / "scripts" / "all.yml")
    settings = {"INHERIT": "scripts/all.yml", **FIXTURE_SETTINGS}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return folder


# What a build may take from its circumstances by mistake.
_LEAKS = {
    "clock": "__import__('time').time() // 86400",
    "zone": "__import__('time').tzname",
    "seed": "hash('a')",
    "folder": "__file__",
    "umask": "__import__('os').umask(0)",
}


def test_what_depends_on_circumstances_is_found(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = project / "scripts" / "hooks.py"
    place = "    _builds[0].finish()\n"
    lines = [f"    (Path(config.site_dir) / '{name}').write_text(str({leak}))\n" for name, leak in _LEAKS.items()]
    change(hooks, place, "".join(lines) + place)
    monkeypatch.chdir(project)
    # Where it has to be installed first, that is said as well.
    need("faketime", "faketime")
    done = CliRunner().invoke(main)
    assert done.exit_code == 1
    found = sorted([*_LEAKS, OFFLINE])  # which holds them, too
    assert done.stderr == "".join(f"{name} is not the same in both builds.\n" for name in found)


def test_a_build_that_fails_says_why(project: Path, tmp_path: Path) -> None:
    (project / "docs" / "about.md").write_text("# No front matter\n", encoding="utf-8")
    with pytest.raises(click.ClickException, match=r"docs/about\.md"):
        build_twice(project, tmp_path / "work")
