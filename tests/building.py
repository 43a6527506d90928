"""Builds a site for a test, in a process of its own, as `make site` does."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.site_server import serving

ROOT = Path(__file__).parent.parent
FIXTURE = ROOT / "tests" / "fixtures" / "site"

FIXTURE_SETTINGS = yaml.safe_load((FIXTURE / "settings.yml").read_text(encoding="utf-8"))


def newest_day(docs: Path) -> str:
    """Give the newest day on which a page in a folder was checked: a site is tested as it was on that day."""
    pages = (path.read_text(encoding="utf-8") for path in docs.rglob("*.md"))
    return max(found[1] for page in pages for found in re.finditer(r"^checked: ([\d-]{10})$", page, re.MULTILINE))


def environment(docs: Path) -> dict[str, str]:
    """Give the environment of a build on that day."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "TODAY": newest_day(docs)}


def write_settings(file: Path, docs: Path, site: Path, **config: object) -> None:
    """Write a configuration that inherits the project's own, with the fixture's menu for any but the project's pages.

    Args:
        file: where to write it.
        docs: the folder with the Markdown pages.
        site: the folder to build into.
        config: keys of mkdocs.yml to set differently, such as `nav`.
    """
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(docs),
        "site_dir": str(site),
        "theme": {"custom_dir": str(ROOT / "overrides")},
        "hooks": [str(ROOT / "scripts" / "hooks.py")],
        "watch": [],
        **({} if docs == ROOT / "docs" else FIXTURE_SETTINGS),
        **config,
    }
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")


def build(
    docs: Path, site: Path, *, strict: bool = True, generator: str = "mkdocs", **config: object
) -> subprocess.CompletedProcess[str]:
    """Build a docs folder with the project's own mkdocs.yml, templates and hooks, as on the day it was last checked.

    Args:
        docs: the folder with the Markdown pages.
        site: the folder to build into; its parent gets a small configuration file.
        strict: whether MkDocs' warnings fail the build.
        generator: the Python package that builds, `mkdocs` or one that reads the same settings.
        config: keys of mkdocs.yml to set differently, such as `nav`.

    Returns:
        The finished process, with what it printed as text.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    file = site.parent / f"{site.name}.yml"
    write_settings(file, docs, site, **config)
    command = [sys.executable, "-m", generator, "build", "--clean", "-f", str(file), *(["--strict"] if strict else [])]
    if generator == "zensical":
        command = [sys.executable, "-m", "scripts.build", "--generator", generator, "--config", str(file)]
    return subprocess.run(command, cwd=ROOT, env=environment(docs), capture_output=True, text=True, check=False)


def built(docs: Path, site: Path, **config: Any) -> Path:
    """Build without a fault and give the folder of the site; arguments as for `build`."""
    done = build(docs, site, **config)
    assert done.returncode == 0, done.stdout + done.stderr
    return site


def fixture_docs(folder: Path) -> Path:
    """Copy the pages of the fixture site into `folder / "docs"`, for a test to change them."""
    return Path(shutil.copytree(FIXTURE / "docs", folder / "docs"))


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Give a folder that is filled once in a run of the tests, however many processes share the run.

    Args:
        factory: pytest's own, which knows the folder of the run.
        name: of the folder.
        make: fills it.
    """
    run = factory.getbasetemp()
    folder = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            new = folder.with_suffix(".new")
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir()
            make(new)
            new.rename(folder)
    return folder


def shared_site(name: str, make: Callable[[Path], object]) -> Any:
    """Give a fixture: the site that `make` builds as `site` in a folder, once in a run of the tests."""

    @pytest.fixture(scope="session")
    def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
        return once(tmp_path_factory, name, make) / "site"

    return site


def served(site: str, path: str = "") -> Any:
    """Give a fixture: the address of a page of the site that another fixture gives, served for the run of the tests."""

    @pytest.fixture(scope="session")
    def url(request: pytest.FixtureRequest) -> Iterator[str]:
        with serving(request.getfixturevalue(site)) as address:
            yield address + path

    return url
