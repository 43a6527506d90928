"""`python -m scripts.finish SITE`."""

from __future__ import annotations

import inspect
import sys
import textwrap
from pathlib import Path

import click

from scripts.faults import report
from scripts.finish import finish
from scripts.finish.links import RULES
from scripts.finish.places import page_sources
from scripts.old_addresses import TABLE


def _print_rules(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's form
    if not value:
        return
    for rule, check in RULES.items():
        text = textwrap.indent(inspect.getdoc(check) or "", "     ")
        click.echo(f"{rule} {text.lstrip()}\n")
    context.exit()


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--docs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the Markdown files that SITE was built from: faults then name these, and the old addresses "
    "that are listed there lead on.",
)
@click.option(
    "--policies-in-pages",
    is_flag=True,
    help="Write its Content-Security-Policy into each page, for a host that sends no headers of ours.",
)
@click.option(
    "--rules", is_flag=True, is_eager=True, expose_value=False, callback=_print_rules, help="Print the links' rules."
)
def main(site: Path, docs: Path | None, policies_in_pages: bool) -> None:  # noqa: FBT001 - click's form
    """Finish the built SITE in place: stylesheet, redirects, search, headers, zip, links, packed files.

    Exits with 1 if there are errors.
    """
    sources, table = (page_sources(docs), docs / TABLE) if docs else (None, None)
    errors = report(finish(site, sources, table, policies_in_pages=policies_in_pages))
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
