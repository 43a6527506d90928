"""The whole built site through the Nu HTML checker, the one behind validator.w3.org: every page and every SVG file.

Errors and warnings both fail: our own templates write all of the HTML, so there is nothing to excuse.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from scripts.common.faults import Fault
from scripts.dev.validate.programs import NoCheckerError, need

_CHECKER = "The HTML checker"
_FOLDER = Path(__file__).parent
_JAR = _FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def checker() -> Path:
    """Return the checker's jar, installing it from the lock file beside this module if it is not there.

    Raises:
        NoCheckerError: if Java, npm or the package could not be had.
    """
    need("java", "default-jre-headless", _CHECKER)
    if not _JAR.exists():
        npm = need("npm", "npm", _CHECKER)
        done = subprocess.run(  # noqa: S603 - our own words only
            [npm, "ci", "--silent", "--no-audit", "--no-fund"], cwd=_FOLDER, check=False
        )
        if done.returncode or not _JAR.exists():
            raise NoCheckerError("npm could not install vnu-jar: look at its message above, then run this again.")
    return _JAR


def validate(site: Path) -> list[Fault]:
    """Check all pages and pictures of a built site.

    Args:
        site: the folder that holds the built site.

    Returns:
        One fault for each message of the checker, `VN01` for errors and `VN02` for warnings (both fail).

    Raises:
        NoCheckerError: if the checker could not be had or did not run.
    """
    command = ["java", "-jar", str(checker()), "--format", "json", "--also-check-svg", "--skip-non-html", "."]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)  # noqa: S603
    try:
        messages = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError) as error:
        raise NoCheckerError(f"The HTML checker did not run: {done.stderr.strip()[:500]}") from error
    return [_fault(site, message) for message in messages]


def pages(site: Path) -> list[Path]:
    """List the files that `validate` looks at."""
    return [path for pattern in ("*.html", "*.svg") for path in site.rglob(pattern)]


def _fault(site: Path, message: dict[str, Any]) -> Fault:
    path = message.get("url", "").split(f"/{site.name}/", 1)[-1].removeprefix("file:")
    warning = message.get("subType") == "warning"
    text = " ".join(str(message.get("message", "")).split())
    return Fault(f"{site.name}/{path}", int(message.get("lastLine", 0)), "VN02" if warning else "VN01", text)
