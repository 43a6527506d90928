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
    "--config",
    default=CONFIG,
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The settings that SITE was built by.",
)
@click.option(
    "--policies-in-pages",
    is_flag=True,
    help="Write its Content-Security-Policy into each page, for a host that sends no headers of ours.",
)
def main(site: Path, docs: Path | None, config: Path, policies_in_pages: bool) -> None:  # noqa: FBT001 - click's form
    """Finish the built SITE in place: free places, stylesheet, redirects, search, headers, zip, links, packed files.

    Exits with 1 if there are errors.
    """
    if docs and not config.is_file():
        raise click.UsageError(f"{config} is not there; name the settings of the site with --config.")
    errors = report(finish(site, docs, config, policies_in_pages=policies_in_pages))
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
