"""Check the words of the site: front matter, prose and data.

check       all faults of front matter, prose and data; exit code 1 if there is an error
rules       all rules of front matter and prose, with their reasons
help-lines  the help lines to go through: number, page, when each was seen and checked
help-lines --checked SERVICE   write the day on which you opened its page or called

A rule that has to give way is named, with the reason, on a line before the block
(PR02 and PR05 right under the H1):
    [//]: # (allow PR04: this list is a contents list)
"""

from __future__ import annotations

import datetime as dt
import sys
import textwrap
from pathlib import Path  # noqa: TC003 - click needs it

import click

from scripts.common.dates import today
from scripts.common.docs_option import docs_option
from scripts.common.faults import report
from scripts.content import front_matter, prose
from scripts.content.before_build import DATA, faults_before_build
from scripts.content.data_files import FaultyDataError
from scripts.content.help_lines import CannotCheckError, to_go_through, write_checked


@click.group(help=__doc__.replace("\n\n", "\n\n\b\n"))
def main() -> None:
    """Hold the commands together."""


@main.command()
@docs_option
def check(docs: Path) -> None:
    """Print all faults; the exit code is 1 if there is an error."""
    faults = list(faults_before_build(docs, today()))
    for entry in front_matter.read_all(docs, today())[0]:
        faults += prose.check(entry)
    sys.exit(1 if report(faults) else 0)


@main.command()
def rules() -> None:
    """Print all rules of front matter and prose, with their reasons."""
    for name, rule in sorted(prose.RULES.items()):
        text = f"{rule.asks} {rule.why}"
        click.echo(textwrap.fill(text, 100, initial_indent=f"{name}  ", subsequent_indent="      "))


@main.command("help-lines")
@click.option(
    "--checked", metavar="SERVICE", help="The service whose page you opened, or that you called, as the list has it."
)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="When; without it, today.")
@docs_option
def help_lines(checked: str | None, day: dt.datetime | None, docs: Path) -> None:
    """Print the help lines to go through, or write the day on which one was checked."""
    if checked is None and day:
        raise click.UsageError("--date goes with --checked; name the service with it.")
    try:
        if checked is None:
            click.echo("\n".join(to_go_through(docs / DATA)))
            return
        # A day that has begun somewhere on earth may still be tomorrow where the keeper is.
        here = min(today(), dt.datetime.now().astimezone().date())
        click.echo(write_checked(docs / DATA, checked, day.date() if day else here, today()))
    except (CannotCheckError, FaultyDataError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main(prog_name="python -m scripts.content")
