"""`python -m scripts.editions SITE`."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.common.built_pages import read_site
from scripts.common.faults import Fault, report
from scripts.editions import link_editions, make_editions
from scripts.editions.editions import CACHE
from scripts.editions.rules import RULES
from scripts.editions.words import compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scripts.common.built_pages import Site
    from scripts.editions import Edition


def _print_rules(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's form
    if not value:
        return
    for rule, text in RULES.items():
        click.echo(textwrap.fill(text, 100, initial_indent=f"{rule}  ", subsequent_indent="      "))
    context.exit()


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    default=CACHE,
    show_default=True,
    help="The folder where finished editions are kept, so that only what changed is made.",
)
@click.option(
    "--rules", is_flag=True, is_eager=True, expose_value=False, callback=_print_rules, help="Print the rules."
)
@click.option(
    "--compare",
    "comparing",
    is_flag=True,
    help="Then hold the words of each edition against the pages it is made from.",
)
def main(site: Path, cache: Path, comparing: bool) -> None:  # noqa: FBT001 - click's form
    """Make the editions for paper of the built SITE, in place, and link its pages to them.

    A page asks for its edition with an element of the class "editions"; scripts/editions/edition_links.py shows its
    form.
    Exits with 1 if a page could not be printed; all others are.
    """
    model = read_site(site)
    made = make_editions(model, cache)
    link_editions(model, made.editions)
    faults = [Fault(f"{site.name}/{path}", flaw.line, flaw.rule, flaw.message) for path, flaw in made.flaws]
    if comparing:
        faults += _compared(model, made.editions)
        click.echo(f"{len(made.editions)} editions compared with their pages, word by word")
    sys.exit(1 if report(faults) else 0)


def _compared(site: Site, editions: Iterable[Edition]) -> Iterator[Fault]:
    for edition in editions:
        found = compare(site, edition.path, edition.pages)
        if found is not None:
            message = f"The words are not those of the page: {found}. Mend scripts/editions/reading.py or page.typ."
            yield Fault(f"{site.root.name}/{edition.path}", 0, "ED09", message)


if __name__ == "__main__":
    main(prog_name="python -m scripts.editions")
