"""What many tests need: the fixture site and the real one, each built once in a run and served, and a Chromium."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import expect

from tests.building import FIXTURE, FIXTURE_FOOT, FIXTURE_NAV, ROOT, built, fixture_docs, newest_day, once
from tests.chromium import chromium, chromium_flags
from tests.site_server import serving

__all__ = ["FIXTURE", "FIXTURE_FOOT", "FIXTURE_NAV"]


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


@pytest.fixture(scope="session")
def fixture_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the tiny fixture site and return its folder."""
    return once(tmp_path_factory, "fixture", lambda folder: built(FIXTURE / "docs", folder / "site")) / "site"


@pytest.fixture(scope="session")
def toolbox_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the fixture site with one page more, which holds every form that an author may use."""

    def make(folder: Path) -> None:
        docs = fixture_docs(folder)
        shutil.copytree(FIXTURE.parent / "toolbox", docs / "articles", dirs_exist_ok=True)
        built(docs, folder / "site", nav=[*FIXTURE_NAV, {"Toolbox": "articles/toolbox.md"}])

    return once(tmp_path_factory, "toolbox", make) / "site"


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site itself and return its folder."""
    return once(tmp_path_factory, "real", lambda folder: built(ROOT / "docs", folder / "site")) / "site"


@pytest.fixture(scope="session")
def toolbox_url(toolbox_site: Path) -> Iterator[str]:
    """Serve it and give the address of that page."""
    with serving(toolbox_site) as address:
        yield f"{address.rstrip('/')}/articles/toolbox/"


@pytest.fixture(scope="session")
def fixture_url(fixture_site: Path) -> Iterator[str]:
    """Serve the fixture site and give its address."""
    with serving(fixture_site) as address:
        yield address


@pytest.fixture(scope="session")
def real_url(real_site: Path) -> Iterator[str]:
    """Serve the site itself and give its address."""
    with serving(real_site) as address:
        yield address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium that the project found or installed, quietly, and let a busy machine take its time."""
    expect.set_options(timeout=60_000)
    return {**browser_type_launch_args, "executable_path": chromium(), "args": chromium_flags()}
