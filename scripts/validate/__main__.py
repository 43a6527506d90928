"""`python -m scripts.validate SITE`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scripts.faults import report
from scripts.validate import NoCheckerError, pages, validate


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(site: Path) -> None:
    """Check every page and picture of the built SITE with the Nu HTML checker."""
    try:
        errors = report(validate(site))
    except NoCheckerError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo(f"{pages(site)} files checked by the Nu HTML checker, {errors} messages.")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
