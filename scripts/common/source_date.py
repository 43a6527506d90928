"""The time of which everything that is built says it was made: that of the last commit, not that of the build.

So one commit gives the same bytes on every day and machine. Source: https://reproducible-builds.org/specs/source-date-epoch/.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "SOURCE_DATE_EPOCH"
#: 1 January 1980, the first day that a zip file can tell: for a project that is not in git.
UNKNOWN = 315532800


def source_date(project: Path) -> int:
    """Return the time of the source, in seconds since 1970.

    It is what the environment variable `SOURCE_DATE_EPOCH` says, else the time of the last commit, else 1980.

    Args:
        project: the project's folder.

    Raises:
        ValueError: if `SOURCE_DATE_EPOCH` is set and is no whole number.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not named.isdecimal():
            raise ValueError(f"{VARIABLE} is {named!r}, not a number of seconds since 1970: correct it, or unset it.")
        return int(named)
    git = shutil.which("git")
    if git is None:
        return UNKNOWN
    command = [git, "log", "-1", "--format=%ct"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)  # noqa: S603 - our own words only
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else UNKNOWN
