"""Proves that one state of the project gives one site: builds it twice under different circumstances, and compares.

The two builds stand in different folders, whose files were written in opposite order, and differ in time zone, locale,
hash seed, umask and clock (by 200 days). Only the day by which the ages of checked dates are measured is the same.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.common.source_date import VARIABLE, source_date
from scripts.common.today import today
from scripts.dev.site_hash import differing, site_hash
from scripts.dev.system_packages import NoProgramError, need

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What a build reads of a project.
READ = ("mkdocs.yml", "docs", "overrides", "scripts")
_NOT_READ = frozenset({"__pycache__", "node_modules"})


class BuildError(Exception):
    """A build failed; the message is what it printed."""


@dataclass(frozen=True)
class Circumstances:
    """Under what a build runs.

    Attributes:
        folder: where the project stands, below a folder for both builds.
        environment: variables that are set differently.
        umask: which rights new files do not get.
        clock: how far the clock is off, as faketime writes it; empty for the right time.
        backwards: whether the files of the project are written in reverse order.
    """

    folder: str
    environment: Mapping[str, str] = field(default_factory=dict)
    umask: int = 0o022
    clock: str = ""
    backwards: bool = False


HERE = Circumstances("here", {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"})
ELSEWHERE = Circumstances(
    "else/where with spaces",
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242"},
    umask=0o077,
    clock="+200d",
    backwards=True,
)


def build_under(circumstances: Circumstances, project: Path, work: Path) -> Path:
    """Copy a project and build it.

    Args:
        circumstances: under what.
        project: the project's folder; nothing in it is changed.
        work: the folder to work in.

    Returns:
        The folder that holds the built site.

    Raises:
        BuildError: if the build fails.
        NoProgramError: if faketime is needed and cannot be had.
    """
    copy = work / circumstances.folder
    _copy(project, copy, backwards=circumstances.backwards)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    if circumstances.clock:
        command = [need("faketime", "faketime"), "-f", circumstances.clock, *command]
    settled = {VARIABLE: str(source_date(project)), "TODAY": today().isoformat(), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(  # noqa: S603 - our own words only
        command,
        cwd=copy,
        env={**os.environ, **settled, **circumstances.environment},
        umask=circumstances.umask,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(f"The build in {copy} failed:\n{done.stdout}{done.stderr}")
    return copy / "site"


def _copy(project: Path, copy: Path, *, backwards: bool) -> None:
    """Write the files one by one: a folder may list them in the order in which they were written."""
    for file in sorted(_files(project), reverse=backwards):
        target = copy / file.relative_to(project)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


def _files(project: Path) -> Iterator[Path]:
    for top in READ:
        for path in (project / top, *(project / top).rglob("*")):
            if path.is_file() and _NOT_READ.isdisjoint(path.parts):
                yield path


@click.command(help=__doc__)
def main() -> None:
    """Run the command."""
    project = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        try:
            first, second = (build_under(one, project, Path(folder)) for one in (HERE, ELSEWHERE))
        except (BuildError, NoProgramError) as error:
            raise click.ClickException(str(error)) from error
        found = differing(first, second)
        for name in found:
            click.echo(f"{name} is not the same in both builds.", err=True)
        click.echo(f"The site of the first build: sha256 {site_hash(first)}")
        click.echo(f"The site of the second build: sha256 {site_hash(second)}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
