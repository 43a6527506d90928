"""Programs of the operating system: found, installed with apt where that is possible, or named in one sentence."""

import os
import shutil
import subprocess
from pathlib import Path

import click


class NoProgramError(click.ClickException):
    """A program is not here and could not be installed, or does not run; the message says what to do."""


def need(program: str, *packages: str, folders: str = "") -> str:
    """Return the path of a program, or of a file that one needs, installing its Debian packages if it is not there.

    Args:
        program: the name of the program, or a whole path.
        packages: the Debian packages that bring it.
        folders: where to look for it besides the folders of `PATH`, joined as there.

    Raises:
        NoProgramError: if it could not be installed.
    """
    path = os.pathsep.join(filter(None, (os.environ.get("PATH", ""), folders)))
    for _ in range(2):
        if found := program if Path(program).is_file() else shutil.which(program, path=path):
            return found
        if not install_with_apt(*packages):
            break
    cure = f"install it (in Debian: {', '.join(packages)}), then run this again."
    raise NoProgramError(f"{program} is not here and apt could not install it: {cure}")


def as_root() -> bool:
    """Say whether this process may do everything on this machine."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_with_apt(*packages: str) -> bool:
    """Install Debian packages if there is apt and this user may use it without a password; say whether it worked."""
    apt, sudo = shutil.which("apt-get"), shutil.which("sudo")
    if apt is None or not (as_root() or (sudo and run(sudo, "-n", "true"))):
        return False
    click.echo(f"Installing {', '.join(packages)} …", err=True)
    # Others that install something wait, for apt refuses to work beside itself.
    start = ["/usr/bin/flock", apt, *([] if as_root() else [str(sudo), "-n"]), "env", "DEBIAN_FRONTEND=noninteractive"]
    return run(*start, apt, "update") and run(*start, apt, "install", "-y", *packages)


def run(*command: str, folder: Path | None = None) -> bool:
    """Run a command with its output sent to standard error; say whether it succeeded."""
    return subprocess.run(command, cwd=folder, stdout=2, check=False).returncode == 0  # noqa: S603 - our own words only
