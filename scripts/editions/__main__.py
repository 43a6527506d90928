"""`python -m scripts.editions SITE`."""

import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import click

from scripts.common.built_pages import read_site
from scripts.common.faults import report
from scripts.editions import link_editions, make_editions
from scripts.editions.editions import CACHE
from scripts.editions.rules import RULES


def _print_rules(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's form
    if value:
        for rule, text in RULES.items():
            click.echo(textwrap.fill(text, 100, initial_indent=f"{rule}  ", subsequent_indent="      "))
        context.exit()


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--cache", type=click.Path(path_type=Path), default=CACHE, help="Where finished editions are kept.")
@click.option(
    "--rules", is_flag=True, is_eager=True, expose_value=False, callback=_print_rules, help="Print the rules."
)
def main(site: Path, cache: Path) -> None:
    """Make the editions for paper of the built SITE, in place, and link its pages to them.

    A page asks for its edition with an element of the class "editions"; scripts/editions/edition_links.py shows its
    form.
    Exits with 1 if a page could not be printed; all others are.
    """
    model = read_site(site)
    made = make_editions(model, cache)
    link_editions(model, made.editions)
    sys.exit(1 if report(replace(flaw, path=f"{site.name}/{flaw.path}") for flaw in made.flaws) else 0)


if __name__ == "__main__":
    main(prog_name="python -m scripts.editions")
