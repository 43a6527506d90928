"""`python -m scripts.dev.validate SITE`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scripts.common.faults import report
from scripts.dev.validate import html_checker, verapdf
from scripts.dev.validate.programs import NoCheckerError


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(site: Path) -> None:
    """Check every page and picture of the built SITE with the Nu HTML checker, and every PDF with veraPDF."""
    errors = 0
    for name, checker, count in (
        ("the Nu HTML checker", html_checker.validate, len(html_checker.pages(site))),
        ("veraPDF", verapdf.validate, len(verapdf.editions(site))),
    ):
        # Faults of one checker do not keep the other from running.
        try:
            found = report(checker(site))
        except NoCheckerError as error:
            click.echo(str(error), err=True)
            errors += 1
            continue
        click.echo(f"{count} {'file' if count == 1 else 'files'} checked by {name}, {found} messages.")
        errors += found
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
