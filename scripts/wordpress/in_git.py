"""Whether git keeps an export, or would: it holds the mail and network addresses of all who commented."""

from __future__ import annotations

import shlex
import subprocess
from typing import TYPE_CHECKING

from scripts.common.faults import shown_path

if TYPE_CHECKING:
    from pathlib import Path


def warning(export: Path) -> str | None:
    """Say what to do if an export stands in a git repository that does not ignore it.

    Args:
        export: the file.

    Returns:
        A sentence or two; None if git keeps away from it, or is not there.
    """
    shown = shown_path(export.resolve())
    if _git(export, "ls-files", "--error-unmatch"):
        return (
            f"{shown} is kept in git, and holds the e-mail and network addresses of all who commented. "
            f"Take it out with `git rm --cached {shlex.quote(shown)}`; if it was ever pushed, take it out of "
            "the history as well (git filter-repo)."
        )
    if _git(export, "ls-files", "--others", "--exclude-standard", "--error-unmatch"):
        return (
            f"{shown} would be added to git by `git add .`, and holds the e-mail and network addresses of all who "
            "commented. Move it to a folder outside, or add its name to .gitignore."
        )
    return None


def _git(export: Path, *command: str) -> bool:
    """Ask git about a file; no answer counts as no."""
    path = export.resolve()
    try:
        done = subprocess.run(  # noqa: S603 - a file's name after `--` is no option
            ["git", "-C", path.parent, *command, "--", f":(literal){path.name}"],  # noqa: S607 - the keeper's own git
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        return False
    return done.returncode == 0
