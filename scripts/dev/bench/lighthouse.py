"""Lighthouse's four mobile scores for one page of each type of a built site, the median of three runs.

`python -m scripts.dev.bench.lighthouse SITE` prints performance, accessibility, best practices and SEO for each page,
and what keeps any from 100. Lighthouse CI serves SITE, packed as a host would send it; it needs Node, npm, and a
Chromium, which `CHROME_PATH` may name.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import urlsplit

import click

from scripts.dev.bench.first_visit import PAGE_TYPES
from scripts.dev.programs import NoProgramError, install_with_npm

_FOLDER: Final = Path(__file__).parent


@click.command(help=__doc__)
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(site: Path) -> None:
    """Run the command."""
    for page, (scores, failing) in measure(site).items():
        click.echo(f"/{page}: {' · '.join(map(str, scores))}")
        for title in sorted(failing):
            click.echo(f"    {title}")


def measure(site: Path) -> dict[str, tuple[list[int], set[str]]]:
    """Give the four scores of one page of each type, and the titles of what did not pass in any of its runs.

    Raises:
        NoProgramError: if Lighthouse cannot be installed or does not run.
    """
    install_with_npm(_FOLDER)
    command = [str(_FOLDER / "node_modules/.bin/lhci"), "collect", f"--config={_FOLDER / 'lighthouserc.json'}"]
    command += [
        f"--staticDistDir={site.absolute()}",
        *(f"--url=http://localhost/{page}" for page in PAGE_TYPES.values()),
    ]
    runs: dict[str, list[dict[str, int]]] = {}
    failing: dict[str, set[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own words only
        if done.returncode:
            raise NoProgramError(f"Lighthouse did not run: {(done.stderr or done.stdout).strip()[-500:]}")
        for file in sorted(Path(folder, ".lighthouseci").glob("lhr-*.json")):
            result = json.loads(file.read_text(encoding="utf-8"))
            page = urlsplit(result["requestedUrl"]).path.removeprefix("/")
            categories = result["categories"].values()
            runs.setdefault(page, []).append({one["id"]: round(100 * (one["score"] or 0)) for one in categories})
            counted = {audit["id"] for one in categories for audit in one["auditRefs"] if audit["weight"]}
            audits = (audit for name, audit in result["audits"].items() if name in counted)
            failing.setdefault(page, set()).update(one["title"] for one in audits if (one["score"] or 0) < 1)
    return {
        page: ([int(median(run[name] for run in of_it)) for name in of_it[0]], failing[page])
        for page, of_it in runs.items()
    }


if __name__ == "__main__":
    main()
