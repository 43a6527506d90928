"""Lighthouse's four mobile scores for pages of a built site.

`python -m scripts.dev.bench.lighthouse SITE [PATH…]` serves SITE at localhost, compressed as a host would send it, and
prints performance, accessibility, best practices and SEO for each page. It needs Node and npm.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import click

from scripts.dev.bench.page_types import PAGE_TYPES
from scripts.dev.browser import NoBrowserError, find_or_install, flags
from scripts.dev.site_server import serving
from scripts.dev.system_packages import install_with_apt

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLDER = Path(__file__).parent
_PROGRAM = _FOLDER / "node_modules" / ".bin" / "lighthouse"
_BEST = 100
_SCORES = ("performance", "accessibility", "best-practices", "seo")


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("paths", nargs=-1)
@click.option("--below", type=click.IntRange(0, 100), default=0, help="Exit with 1 if any score is below this.")
def main(site: Path, paths: tuple[str, ...], below: int) -> None:
    """Print Lighthouse's four mobile scores (0 to 100) for PATHS of the built SITE."""
    lowest = min(score for scores in measure(site, paths or tuple(PAGE_TYPES.values())) for score in scores)
    sys.exit(1 if lowest < below else 0)


def measure(site: Path, paths: Sequence[str]) -> list[list[int]]:
    """Print and give the scores of some pages, and print what keeps any from 100.

    Args:
        site: the built site.
        paths: the addresses of the pages on it.

    Returns:
        For each page performance, accessibility, best practices and SEO, from 0 to 100.

    Raises:
        click.ClickException: if there is no browser, or Lighthouse cannot be installed or does not run.
    """
    try:
        browser = find_or_install()
    except NoBrowserError as error:
        raise click.ClickException(str(error)) from error
    _install()
    click.echo(f"{'page':<50}{'perf.':>7}{'access.':>9}{'best pr.':>9}{'SEO':>5}")
    found = []
    with serving(site) as address:
        for path in paths:
            scores, failing = _measure_calmly(address + path, browser)
            found.append(scores)
            click.echo(f"{'/' + path:<50}{scores[0]:>7}{scores[1]:>9}{scores[2]:>9}{scores[3]:>5}")
            for line in failing:
                click.echo(f"    {line}")
    return found


def _install() -> None:
    if _PROGRAM.exists():
        return
    npm = shutil.which("npm") or (install_with_apt("npm") and shutil.which("npm"))
    if not npm:
        raise click.ClickException("Lighthouse needs Node and npm: install them, then run this again.")
    command = [npm, "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    if subprocess.run(command, cwd=_FOLDER, check=False).returncode:  # noqa: S603 - our own words only
        raise click.ClickException("npm could not install Lighthouse: look at its message above, then run this again.")


def _measure_calmly(address: str, browser: Path) -> tuple[list[int], list[str]]:
    """Run Lighthouse; if a score is below 100, twice more, and take the median of each score.

    A computer that is busy with other things lowers one run or another. Source:
    https://github.com/GoogleChrome/lighthouse/blob/main/docs/variability.md
    """
    runs = [_measure(address, browser)]
    if min(runs[0][0]) < _BEST:
        runs += [_measure(address, browser) for _ in range(2)]
    scores = [int(median(run[place] for run, _ in runs)) for place in range(len(_SCORES))]
    return scores, min((failing for _, failing in runs), key=len)


def _measure(address: str, browser: Path) -> tuple[list[int], list[str]]:
    """Run Lighthouse once; return the four scores and a line for each audit that did not pass."""
    command = [
        str(_PROGRAM),
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(_SCORES)}",
        f"--chrome-flags=--headless=new {' '.join(flags())}",
    ]
    done = subprocess.run(  # noqa: S603 - our own words only
        command, env={**os.environ, "CHROME_PATH": str(browser)}, capture_output=True, text=True, check=False
    )
    try:
        result = json.loads(done.stdout)
    except ValueError as error:
        raise click.ClickException(f"Lighthouse did not run on {address}: {done.stderr.strip()[-500:]}") from error
    categories = result["categories"]
    counted = {ref["id"] for name in _SCORES for ref in categories[name]["auditRefs"] if ref["weight"]}
    failing = [
        f"{audit['score']} {audit['title']}"
        for name, audit in sorted(result["audits"].items())
        if name in counted and audit["score"] is not None and audit["score"] < 1
    ]
    return [round(100 * (categories[name]["score"] or 0)) for name in _SCORES], failing


if __name__ == "__main__":
    main()
