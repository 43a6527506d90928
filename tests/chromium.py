"""The Chromium that opens pages for the tests and for Lighthouse: `python -m tests.chromium` prints its path.

A missing browser is never a skipped test: if none can be had, the sentence says what to do.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

import click

from scripts.dev.programs import NoProgramError, as_root, install_with_apt, run

#: The first is the same engine without a window, which costs a fourth of the time for each page that is opened.
_BROWSERS: Final = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome",
)  # fmt: skip
# Without these, Chromium asks its maker's servers for updates and more at every start.
_QUIET: Final = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def chromium() -> str:
    """Return a Chromium: the one that `CHROMIUM` names, the system's, Debian's package, or Playwright's own download.

    Raises:
        NoProgramError: if `CHROMIUM` names no program, or none could be installed.
    """
    named = os.environ.get("CHROMIUM")
    if found := next(filter(None, map(shutil.which, [named] if named else _BROWSERS)), None):
        return found
    if named:
        raise NoProgramError(f"CHROMIUM names {named}, which is not a program here: correct it, or unset it.")
    if not (own := _playwrights_own()).exists():
        if found := next(filter(None, map(_installed, _BROWSERS[:2])), None):
            return found
        click.echo("Downloading Playwright's Chromium …", err=True)
        if not run(sys.executable, "-m", "playwright", "install", "chromium"):
            raise NoProgramError(
                "No Chromium was found and none could be installed (tried apt-get and Playwright's download): "
                "install Chromium or Chrome, or set CHROMIUM to its path, then run this again."
            )
    return str(own)


def chromium_flags() -> list[str]:
    """Return the flags that Chromium is started with; root needs one more."""
    return [*_QUIET, *(["--no-sandbox"] if as_root() else [])]


def _installed(name: str) -> str | None:
    return shutil.which(name) if install_with_apt(name) else None


def _playwrights_own() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


@click.command(help=chromium.__doc__)
def main() -> None:
    """Print which it is; where Debian has the one without a window, that comes first."""
    if not any(map(shutil.which, (os.environ.get("CHROMIUM", ""), _BROWSERS[0]))):
        _installed(_BROWSERS[0])
    click.echo(chromium())


if __name__ == "__main__":
    main()
