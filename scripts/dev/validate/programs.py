"""The programs that the checkers need: found, or installed with apt, or named in one sentence."""

from __future__ import annotations

import shutil

from scripts.dev.system_packages import install_with_apt


class NoCheckerError(Exception):
    """A checker, or a program that it needs, could not be had; the message says what to install."""


def need(program: str, package: str, checker: str) -> str:
    """Return the path of a program, installing its Debian package if it is not there.

    Args:
        program: the command's name.
        package: the Debian package that brings it.
        checker: who needs it, as the message begins.

    Raises:
        NoCheckerError: if it is not there and could not be installed.
    """
    found = shutil.which(program)
    if found is None and install_with_apt(package):
        found = shutil.which(program)
    if found is None:
        raise NoCheckerError(f"{checker} needs {program}, which is not here: install it, then run this again.")
    return found
