"""Builds a site for a test, in a process of its own, as `make site` does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent


def newest_day(docs: Path) -> str:
    """Give the newest day on which a page in a folder was checked: a site is tested as it was on that day."""
    pages = (path.read_text(encoding="utf-8") for path in docs.rglob("*.md"))
    return max(found[1] for page in pages for found in re.finditer(r"^checked: ([\d-]{10})$", page, re.MULTILINE))


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
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(docs),
        "site_dir": str(site),
        "theme": {"custom_dir": str(ROOT / "overrides")},
        "hooks": [str(ROOT / "scripts" / "hooks.py")],
        "watch": [],
        **config,
    }
    file = site.parent / f"{site.name}.yml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = [sys.executable, "-m", generator, "build", "--clean", "-f", str(file), *(["--strict"] if strict else [])]
    if generator == "zensical":
        command = [sys.executable, "-m", "scripts.build", "--generator", generator, "--config", str(file)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "TODAY": newest_day(docs)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
