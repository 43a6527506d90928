"""A Chromium for the tests that look at pages: the one that is there, or one that is installed now.

`python -m scripts.dev.browser` prints the path of the browser. The order is: the program that `CHROMIUM` names; a
Chromium or Chrome of the system; Debian's package, where apt can install it; Playwright's own download. If none can
be had it says so in one sentence and exits with 1: a missing browser is never a skipped test.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from scripts.dev.system_packages import as_root, install_with_apt, run

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

# Without these, Chromium asks its maker's servers for updates and more at every start.
QUIET_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowserError(Exception):
    """No Chromium is there and none could be installed; the message says what to do."""


def find() -> Path | None:
    """Return a Chromium that is installed already, or None.

    Raises:
        NoBrowserError: if `CHROMIUM` names a program that is not there.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise NoBrowserError(f"CHROMIUM names {named}, which is not a program here: correct it, or unset it.")
        return Path(found)
    for program in PROGRAMS:
        found = shutil.which(program)
        if found is not None:
            return Path(found)
    return _playwrights_own()


def find_or_install() -> Path:
    """Return a Chromium, installing one if there is none.

    Raises:
        NoBrowserError: if none could be installed; the sentence names what was tried.
    """
    found = find()
    if found is not None:
        return found
    if install_with_apt("chromium") and (found := find()) is not None:
        return found
    click.echo("Downloading Playwright's Chromium …", err=True)
    if run([sys.executable, "-m", "playwright", "install", "chromium"]) and (found := find()) is not None:
        return found
    raise NoBrowserError(
        "No Chromium was found and none could be installed (tried apt-get and Playwright's download): "
        "install Chromium or Chrome, or set CHROMIUM to its path, then run this again."
    )


def flags() -> list[str]:
    """Return the flags that a test starts Chromium with; root needs one more."""
    return [*QUIET_FLAGS, *(["--no-sandbox"] if as_root() else [])]


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def main() -> None:
    """Print the path of the browser, or the reason why there is none."""
    try:
        click.echo(find_or_install())
    except NoBrowserError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
