"""Builds to be measured: the site's own pages or a library of copies, each in a folder and a process of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from shutil import copytree
from typing import Any, Final, NamedTuple

import click
import yaml

from scripts.common.partials import OVERRIDES
from scripts.common.settings import SettingsDumper, read_data

_ROOT: Final = Path(__file__).parents[3]
#: The settings to be measured.
CONFIG: Final = Path("mkdocs.yml")
# What Material is told when it builds by itself.
_GENERAL: Final[tuple[str, ...]] = ("site_name", "site_url", "nav", "not_in_nav", "exclude_docs", "markdown_extensions")
_COPY: Final = Path(__file__).with_name("copy.md").read_text(encoding="utf-8")
_KEEPS_PAGES: Final = "scripts.build.kept_pages:BeforeRendering"


class Cost(NamedTuple):
    """What a command took: seconds of the processor on all cores, MiB of memory at its peak, seconds of the clock."""

    seconds: float
    memory: float
    clock: float = 0

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.memory:,.0f} MiB"


def run(*command: str, cwd: Path = _ROOT, without: Iterable[str] = ()) -> Cost:
    """Run a command in a process of its own, as if some packages were not installed; a build keeps its work in `cwd`.

    Raises:
        click.ClickException: if it fails.
    """
    with tempfile.TemporaryDirectory() as first:
        for package in without:
            Path(first, f"{package}.py").write_text("raise ModuleNotFoundError(__name__)", encoding="utf-8")
        env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": f"{first}{os.pathsep}{_ROOT}"}
        measured = [sys.executable, "-m", "scripts.dev.bench.measured", *command]
        done = subprocess.run(  # noqa: S603 - our own words only
            measured, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace", check=False
        )
    message, _, used = done.stdout.strip().rpartition("\n")
    if done.returncode:
        raise click.ClickException(f"`{' '.join(command[1:4])}` failed: {message[-2000:]}")
    return Cost(*map(float, used.split()))


def build(
    settings: Mapping[str, Any], folder: Path, command: str = "mkdocs build --quiet -f", without: Iterable[str] = ()
) -> Cost:
    """Build a site into `folder / "site"`, with what was kept of the last build there; the folder need not exist.

    Args:
        settings: what `mkdocs.yml` is to say.
        folder: where to build.
        command: a module of Python, and what it is told before the name of the settings.
        without: see `run`.
    """
    folder.mkdir(exist_ok=True)
    file = folder / "mkdocs.yml"
    text = yaml.dump({**settings, "site_dir": "site"}, Dumper=SettingsDumper, allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")
    return run(sys.executable, "-m", *command.split(), str(file), cwd=folder, without=without)


def our_settings(docs: Path) -> dict[str, Any]:
    """Give the project's settings for another folder of pages; copies of articles are in no menu."""
    files = {"docs_dir": str(docs), "theme": {"custom_dir": str(OVERRIDES)}, "hooks": [str(_ROOT / "scripts/hooks.py")]}
    unlisted = {"nav": {"omitted_files": "ignore"}}
    return {"INHERIT": str(CONFIG.absolute()), **files, "watch": [], "validation": unlisted}


def material_settings(config: Path, docs: Path) -> dict[str, Any]:
    """Give the settings under which Material builds the same pages by itself: its templates, search, fonts, scripts."""
    ours = read_data(config)
    general = {key: ours[key] for key in _GENERAL if key in ours}
    general["markdown_extensions"] = [one for one in ours.get("markdown_extensions", []) if one != _KEEPS_PAGES]
    return {**general, "docs_dir": str(docs), "theme": {"name": "material"}}


def library(docs: Path, folder: Path, number: int = 0) -> Path:
    """Copy pages to `folder / "docs"`, and copies of their articles up to a number, with the head in `copy.md`."""
    copy: Path = copytree(docs, folder / "docs")
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((copy / "articles").glob("*.md"))}
    articles = cycle([(path, text) for path, text in texts.items() if "\nkind: article\n" in text])
    for place, (path, text) in zip(range(number - len(texts)), articles, strict=False):
        words = text.partition("\n# ")[2].partition("\n")[2]
        own = _COPY.format(name=f"Copy {place} of {path.stem}") + words
        path.with_stem(f"{path.stem}-{place}").write_text(own, encoding="utf-8")
    return copy


def table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown; numbers have commas between thousands."""
    yield f"| {' | '.join(titles)} |"
    yield f"| --- |{' --: |' * (len(titles) - 1)}"
    for row in rows:
        yield f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else str(cell) for cell in row)} |"
