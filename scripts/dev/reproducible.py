"""Proves that one state of the project gives one site: builds it twice under different circumstances, and compares.

The two builds stand in different folders, whose files were written in opposite order, and differ in time zone, locale,
hash seed, umask and clock (by 200 days). Only the day by which the ages of checked dates are measured is the same.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from scripts.common.dates import VARIABLE, source_date, today
from scripts.dev.programs import need
from scripts.dev.site_hash import differing, file_hashes, site_hash

_READ: Final = ("mkdocs.yml", "docs", "overrides", "scripts")
_NOT_READ: Final = frozenset({"__pycache__", "node_modules"})
_HERE: Final = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"}
_ELSEWHERE: Final = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242"}


def build_twice(project: Path, work: Path) -> tuple[Path, Path]:
    """Build two copies of a project under different circumstances.

    Args:
        project: the project's folder; nothing in it is changed.
        work: an empty folder to work in.

    Returns:
        The folders that hold the built sites.

    Raises:
        click.ClickException: if a build fails, or faketime cannot be had.
    """
    settled = {VARIABLE: str(source_date(project)), "TODAY": today().isoformat(), "NO_MKDOCS_2_WARNING": "1"}
    here, there = work / "here", work / "else/where with spaces"
    _build(project, here, [], {**settled, **_HERE}, umask=0o022)
    _build(project, there, [need("faketime", "faketime"), "-f", "+200d"], {**settled, **_ELSEWHERE}, umask=0o077)
    return here / "site", there / "site"


def _build(project: Path, copy: Path, clock: list[str], environment: Mapping[str, str], umask: int) -> None:
    """Copy a project and build it, with another clock if there is one."""
    found = (path for top in _READ for path in (project / top, *(project / top).rglob("*")))
    files = (path for path in found if path.is_file() and _NOT_READ.isdisjoint(path.parts))
    # A folder may list its files in the order in which they were written.
    for file in sorted(files, reverse=bool(clock)):
        target = copy / file.relative_to(project)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    command, env = [*clock, sys.executable, "-m", "mkdocs", "build", "--strict"], {**os.environ, **environment}
    done = subprocess.run(command, cwd=copy, env=env, umask=umask, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise click.ClickException(f"The build in {copy} failed:\n{done.stdout}{done.stderr}")


@click.command(help=__doc__)
def main() -> None:
    """Run the command."""
    with tempfile.TemporaryDirectory() as folder:
        sites = build_twice(Path.cwd(), Path(folder))
        found = differing(*map(file_hashes, sites))
        for name in found:
            click.echo(f"{name} is not the same in both builds.", err=True)
        click.echo(f"sha256 of the two sites: {', '.join(map(site_hash, sites))}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
