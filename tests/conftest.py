"""What many tests need: the fixture site and the real one, each built once in a run and served, and a Chromium."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.building import FIXTURE, FIXTURE_SETTINGS, ROOT, built, fixture_docs, newest_day, served, shared_site
from tests.chromium import chromium, chromium_flags
from tests.sites import change

_LONGEST = ("test_comment_attacks.py", "test_offline.py", "test_whole_build.py", "test_generators.py", "test_bench.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites the golden files."""
    parser.addoption("--rewrite-golden", action="store_true", help="keep what the pages are now as the golden files")


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Say whether the golden files are to be rewritten."""
    return bool(request.config.getoption("--rewrite-golden"))


def pytest_configure() -> None:
    """Look at the site's own pages as on the day they were last checked: the tests mean the same in ten years."""
    # No test depends on the speed of a machine.
    settings.register_profile("any speed", deadline=None)
    settings.load_profile("any speed")
    os.environ.setdefault("TODAY", newest_day(ROOT / "docs"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: no process waits for another one at the end."""
    items.sort(key=lambda item: item.path.name not in _LONGEST)


def _toolbox(folder: Path) -> None:
    """Build the fixture site with every form that an author may use, the search, and a page of comments to be found."""
    docs = fixture_docs(folder)
    shutil.copytree(FIXTURE.parent / "toolbox", docs / "articles", dirs_exist_ok=True)
    shutil.copy(ROOT / "docs/search.md", docs)
    shutil.copy(FIXTURE.parent / "search/page-1.md", docs / "comments")
    # The filters shall be those of that page, and no others.
    archive = docs / "comments/what-to-do-when-he-or-she-leaves"
    change(archive / "page-1.md", "    situations: [testing, living nowhere]\n", "")
    more = [{"Toolbox": "articles/toolbox.md"}, {"Comments": "comments/page-1.md"}, {"Search": "search.md"}]
    built(docs, folder / "site", nav=[*FIXTURE_SETTINGS["nav"], *more])


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder of pages, below the folder where the test runs, on the day that the golden files name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TODAY", "2026-11-24")
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs"


fixture_site = shared_site("fixture", lambda folder: built(FIXTURE / "docs", folder / "site"))
toolbox_site = shared_site("toolbox", _toolbox)
real_site = shared_site("real", lambda folder: built(ROOT / "docs", folder / "site"))
fixture_url, real_url = served("fixture_site"), served("real_site")
toolbox_url = served("toolbox_site", "articles/toolbox/")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium that the project found or installed, quietly, and let a busy machine take its time."""
    expect.set_options(timeout=60_000)
    return {**browser_type_launch_args, "executable_path": chromium(), "args": chromium_flags()}


@pytest.fixture
def plain(new_context: CreateContextCallback) -> Page:
    """A page in a browser without scripts."""
    return new_context(java_script_enabled=False).new_page()
