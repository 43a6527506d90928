"""What many tests need: the fixture site and the real one, each built and served once, and a Chromium."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.building import ROOT, build, newest_day
from tests.chromium import chromium, chromium_flags
from tests.site_server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIXTURE = ROOT / "tests" / "fixtures" / "site"

FIXTURE_NAV = [
    {"Home": "index.md"},
    {"The four steps": ["articles/what-to-do-when-he-or-she-leaves.md", "where-to-start.md"]},
    {"Stories": "comments/what-to-do-when-he-or-she-leaves/index.md"},
    {"Articles": ["articles/a-short-article.md"]},
    {"Help": ["help-now.md", "looking-after-yourself.md"]},
    {"About": ["about.md"]},
]
FIXTURE_FOOT = [{"path": "looking-after-yourself.md", "title": "If you are afraid"}]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites the golden files."""
    parser.addoption("--rewrite-golden", action="store_true", help="keep what the pages are now as the golden files")


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Say whether the golden files are to be rewritten."""
    return bool(request.config.getoption("--rewrite-golden"))


def pytest_configure() -> None:
    """Look at the site's own pages as on the day they were last checked: the tests mean the same in ten years."""
    os.environ.setdefault("TODAY", newest_day(ROOT / "docs"))


@pytest.fixture(scope="session")
def fixture_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the tiny fixture site once and return its folder."""
    site: Path = tmp_path_factory.mktemp("fixture") / "site"
    done = build(FIXTURE / "docs", site, nav=FIXTURE_NAV, extra={"foot": FIXTURE_FOOT})
    assert done.returncode == 0, done.stdout + done.stderr
    return site


@pytest.fixture(scope="session")
def toolbox_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the fixture site with one page more, which holds every form that an author may use."""
    folder = tmp_path_factory.mktemp("toolbox")
    shutil.copytree(FIXTURE / "docs", folder / "docs")
    shutil.copytree(ROOT / "tests" / "fixtures" / "toolbox", folder / "docs" / "articles", dirs_exist_ok=True)
    nav = [*FIXTURE_NAV, {"Toolbox": "articles/toolbox.md"}]
    done = build(folder / "docs", folder / "site", nav=nav, extra={"foot": FIXTURE_FOOT})
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def toolbox_url(toolbox_site: Path) -> Iterator[str]:
    """Serve it and give the address of that page."""
    with serving(toolbox_site) as address:
        yield f"{address.rstrip('/')}/articles/toolbox/"


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site itself once and return its folder."""
    site: Path = tmp_path_factory.mktemp("real") / "site"
    done = build(ROOT / "docs", site)
    assert done.returncode == 0, done.stdout + done.stderr
    return site


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
    """Start the Chromium that the project found or installed, quietly."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": chromium_flags()}
