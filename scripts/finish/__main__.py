"""`python -m scripts.finish SITE`."""

import sys
from pathlib import Path

import click

from scripts.common.faults import report
from scripts.finish import finish
from scripts.finish.steps import CONFIG


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--docs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the Markdown files that SITE was built from: what its templates leave free is filled from "
    "there, faults name these files, and the old addresses that are listed there lead on.",
)
@click.option(
    "--policies-in-pages",
    is_flag=True,
    help="Write its Content-Security-Policy into each page, for a host that sends no headers of ours.",
)
def main(site: Path, docs: Path | None, policies_in_pages: bool) -> None:  # noqa: FBT001 - click's form
    """Finish the built SITE in place: free places, stylesheet, redirects, search, headers, zip, links, packed files.

    Exits with 1 if there are errors.
    """
    if docs and not CONFIG.is_file():
        raise click.UsageError(f"{CONFIG} is not there; run this in the folder that has it.")
    sys.exit(bool(report(finish(site, docs, policies_in_pages=policies_in_pages))))


if __name__ == "__main__":
    main()
