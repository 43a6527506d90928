"""Lighthouse's four mobile scores for one page of each type of a built site, the median of three runs.

What keeps any from 100 is in the reports, `.cache/lighthouse/.lighthouseci`. Lighthouse CI serves the site, packed as a
host would send it; it needs Node, npm, and a Chromium, which `CHROME_PATH` may name.
"""

import json
import subprocess
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import urlsplit

from scripts.dev.bench.building import DATA
from scripts.dev.programs import NoProgramError, install_with_npm

_FOLDER: Final = Path(__file__).parent
_REPORTS: Final = Path(".cache/lighthouse").absolute()


def measure(site: Path) -> dict[str, list[int]]:
    """Give four scores of one page of each type, 0 to 100: performance, accessibility, best practices and SEO.

    Raises:
        NoProgramError: if Lighthouse cannot be installed or does not run.
    """
    install_with_npm(_FOLDER)
    _REPORTS.mkdir(parents=True, exist_ok=True)
    command = [str(_FOLDER / "node_modules/.bin/lhci"), "collect", f"--config={_FOLDER / 'lighthouserc.json'}"]
    urls = [f"--url=http://localhost/{page}" for page in DATA["pages"].values()]
    command += [f"--staticDistDir={site.absolute()}", *urls]
    done = subprocess.run(command, cwd=_REPORTS, capture_output=True, text=True, check=False)  # noqa: S603 - our own words only
    if done.returncode:
        raise NoProgramError(f"Lighthouse did not run: {(done.stderr or done.stdout).strip()[-500:]}")
    runs = defaultdict(list)
    for file in sorted(_REPORTS.glob(".lighthouseci/lhr-*.json")):
        result = json.loads(file.read_text(encoding="utf-8"))
        page = urlsplit(result["requestedUrl"]).path.removeprefix("/")
        runs[page].append([round(100 * (one["score"] or 0)) for one in result["categories"].values()])
    return {page: [int(median(scores)) for scores in zip(*of_it, strict=True)] for page, of_it in runs.items()}
