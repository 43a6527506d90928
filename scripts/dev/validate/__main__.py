"""What four checkers that are not ours say of a built site, in their own words; fails if any of them finds a fault.

The Nu HTML checker, the one behind validator.w3.org, looks at every page and SVG file (warnings count, for our own
templates write all of the HTML); veraPDF at every PDF but those to fold, which have no tags, by PDF/UA-1 (access) and
PDF/A-2a (keeping); EPUBCheck and Ace by DAISY (access) at every e-book. They need Java, npm, a Chromium, which
CHROME_PATH may name, and Debian's JAXB; where apt can install these, it does.

veraPDF and EPUBCheck come inside Python packages, by the lock files beside this module, veraPDF without JAXB.
`Vera.java` is started from its source, so a whole JDK is needed. `checkers.yml` has the commands.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import click
import yaml

from scripts.dev.programs import NoProgramError, need, run

_FOLDER: Final = Path(__file__).parent
_CHECKERS: Final = yaml.safe_load(Path(__file__).with_name("checkers.yml").read_text(encoding="utf-8"))
_CACHE: Final = Path(".cache").absolute()
_JAXB: Final = Path("/usr/share/java/jaxb-runtime.jar")


@click.command(help=__doc__)
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(site: Path) -> None:
    """Run the command; faults of one checker do not keep the others from running."""
    faulty = False
    for name, checker in _CHECKERS.items():
        found = [path.relative_to(site) for pattern in checker["files"] for path in site.rglob(pattern)]
        files = sorted(path.as_posix() for path in found if "-to-fold-" not in path.name)
        try:
            command = _command(name, checker)
            given = [[file] for file in files] if checker.get("one_by_one") else [files] * bool(files)
            failed = [some for some in given if not run(*command, *some, folder=site)]
        except NoProgramError as error:
            error.show()
            failed = [files]
        click.echo(f"{name}: {len(files)} files, {'faults, named above' if failed else 'no fault'}.")
        faulty = faulty or bool(failed)
    sys.exit(faulty)


def _command(name: str, checker: dict[str, Any]) -> list[str]:
    """Install what a checker needs, and give its command."""
    chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium") or "chromium"
    values = {"here": _FOLDER, "cache": _CACHE, "jaxb": _JAXB, "chromium": chromium, "python": sys.executable}
    for program, package in checker["needs"].items():
        need(program.format(**values), package)
    install, command = ([word.format(**values) for word in checker[key].split()] for key in ("install", "command"))
    if not Path(checker["folder"].format(**values)).exists() and not run(*install):
        raise NoProgramError(f"{name} could not be installed: look at the message above.")
    return command


if __name__ == "__main__":
    main()
