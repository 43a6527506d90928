"""The whole built site through the Nu HTML checker, the one behind validator.w3.org.

`python -m scripts.validate SITE` checks every HTML page and every SVG file under SITE and prints one line for each
message. It needs Java and npm; where apt can install them, it does. Errors and warnings both fail: our own templates
write all of the HTML, so there is nothing to excuse.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from scripts.faults import Fault
from scripts.system_packages import install_with_apt

_FOLDER = Path(__file__).parent
_JAR = _FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


class NoCheckerError(Exception):
    """The checker, or a program that it needs, could not be had; the message says what to install."""


def checker() -> Path:
    """Return the checker's jar, installing it from the lock file beside this module if it is not there.

    Raises:
        NoCheckerError: if Java, npm or the package could not be had.
    """
    _need("java", "default-jre-headless")
    if not _JAR.exists():
        npm = _need("npm", "npm")
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


def pages(site: Path) -> int:
    """Count the files that `validate` looks at."""
    return sum(1 for pattern in ("*.html", "*.svg") for _ in site.rglob(pattern))


def _fault(site: Path, message: dict[str, Any]) -> Fault:
    path = message.get("url", "").split(f"/{site.name}/", 1)[-1].removeprefix("file:")
    warning = message.get("subType") == "warning"
    text = " ".join(str(message.get("message", "")).split())
    return Fault(f"{site.name}/{path}", int(message.get("lastLine", 0)), "VN02" if warning else "VN01", text)


def _need(program: str, package: str) -> str:
    found = shutil.which(program)
    if found is None and install_with_apt(package):
        found = shutil.which(program)
    if found is None:
        raise NoCheckerError(f"The HTML checker needs {program}, which is not here: install it, then run this again.")
    return found
