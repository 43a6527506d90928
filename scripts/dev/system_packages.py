"""Programs of the operating system, installed with apt where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class NoProgramError(Exception):
    """A program is not here and could not be installed; the message says what to do."""


def need(program: str, *packages: str, folders: str = "") -> str:
    """Return the path of a program, installing it with apt if it is not there.

    Args:
        program: the name of the program.
        packages: the Debian packages that bring it.
        folders: where to look for it besides the folders of `PATH`, joined as there.

    Raises:
        NoProgramError: if it could not be installed.
    """
    path = os.pathsep.join(filter(None, (os.environ.get("PATH", ""), folders)))
    found = shutil.which(program, path=path)
    if found is None and install_with_apt(*packages):
        found = shutil.which(program, path=path)
    if found is None:
        raise NoProgramError(f"{program} is not here and apt could not install it: install it, then run this again.")
    return found


def as_root() -> bool:
    """Say whether this process may do everything on this machine."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_with_apt(*packages: str) -> bool:
    """Install Debian packages, if this machine has apt and this user may use it without a password.

    Args:
        packages: names of Debian packages.

    Returns:
        Whether they are installed now. Nothing is raised: the caller says what to install by hand.
    """
    apt = shutil.which("apt-get")
    if apt is None:
        return False
    sudo = shutil.which("sudo")
    if as_root():
        prefix: list[str] = []
    elif sudo is not None and run([sudo, "-n", "true"]):
        prefix = [sudo, "-n"]
    else:
        return False
    print(f"Installing {', '.join(packages)} …", file=sys.stderr)
    install = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt, "install", "-y", *packages]
    return run([*prefix, apt, "update"]) and run(install)


def run(command: Sequence[str]) -> bool:
    """Run a command with its output sent to standard error; say whether it succeeded."""
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0  # noqa: S603 - our own words only
