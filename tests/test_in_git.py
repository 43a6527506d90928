"""An export must not get into git; the import says so when it is there, or about to be."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from scripts.wordpress.in_git import warning
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    # Only what the test says counts: not the settings of whoever runs it, nor a repository around it.
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    _git(tmp_path, "init", "--quiet")
    (tmp_path / ".gitignore").write_text("*.xml\n")
    return tmp_path


def _git(folder: Path, *command: str) -> None:
    subprocess.run(["git", "-C", folder, *command], check=True, capture_output=True)


def test_an_export_that_is_ignored_or_outside_is_passed_in_silence(repository: Path, tmp_path: Path) -> None:
    (repository / "export.xml").write_text("<rss>")
    assert warning(repository / "export.xml") is None
    outside = tmp_path.parent / "outside.xml"
    outside.write_text("<rss>")
    assert warning(outside) is None


@pytest.mark.parametrize(
    ("name", "quoted"),
    [("export.xml", "export.xml"), ("my * export [1].xml", "'my * export [1].xml'"), (":(top)x.xml", "':(top)x.xml'")],
)
def test_an_export_that_is_kept_is_named_with_what_to_do(repository: Path, name: str, quoted: str) -> None:
    (repository / name).write_text("<rss>")
    _git(repository, "add", "--force", ".")
    assert warning(repository / name) == (
        f"{name} is kept in git, and holds the e-mail and network addresses of all who commented. "
        f"Take it out with `git rm --cached {quoted}`; if it was ever pushed, take it out of the history as well "
        "(git filter-repo)."
    )
    (repository / "another export.xml").write_text("<rss>")
    assert warning(repository / "another export.xml") is None


def test_an_export_that_is_about_to_be_added_is_named(repository: Path) -> None:
    folder = repository / "old"
    folder.mkdir()
    (folder / "export.txt").write_text("<rss>")
    assert warning(folder / "export.txt") == (
        "old/export.txt would be added to git by `git add .`, and holds the e-mail and network addresses of all who "
        "commented. Move it to a folder outside, or add its name to .gitignore."
    )


def test_without_git_there_is_nothing_to_say(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "export.txt").write_text("<rss>")
    monkeypatch.setenv("PATH", str(repository))
    assert warning(repository / "export.txt") is None


@pytest.mark.parametrize(
    "name",
    [
        "export.xml",
        "mysite.wordpress.2026-11-24.xml",
        "docs/comments/mysite.WordPress.2026-11-24.xml",
        "old/export.xml.gz",
        "export.wxr",
        "export.wxr.gz",
        "mysite-wordpress-2026.zip",
        "mysite.WordPress.2026-11-24.zip",
        "tests/fixtures.xml",
    ],
)
def test_this_project_ignores_exports(repository: Path, name: str) -> None:
    shutil.copy(ROOT / ".gitignore", repository)
    assert _ignored(repository, name)


def test_this_project_keeps_the_fixtures_of_its_tests_and_its_feed(repository: Path) -> None:
    shutil.copy(ROOT / ".gitignore", repository)
    kept = ("tests/fixtures/exports/cut.xml", "overrides/feed.xml", "docs/_data/evidence.yml")
    assert not [name for name in kept if _ignored(repository, name)]


def _ignored(folder: Path, name: str) -> bool:
    done = subprocess.run(["git", "-C", folder, "check-ignore", "--quiet", name], check=False)
    assert done.returncode in {0, 1}
    return done.returncode == 0
