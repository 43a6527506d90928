"""Check the words of the site: front matter, prose and data.

check       all faults of front matter, prose and data; exit code 1 if there is an error
help-lines  the help lines to go through: number, page, when each was seen and checked
help-lines --checked SERVICE   write that you opened its page or called today

The rules, with their reasons, stand in scripts/content/rules.yml. One that has to give way
is named, with the reason, on a line before the block (PR02, PR05 and PR26 right under the H1):
    [//]: # (allow PR04: this list is a contents list)
"""

import datetime as dt
import sys
from pathlib import Path

import click

from scripts.common.dates import today
from scripts.common.faults import report
from scripts.common.settings import MKDOCS, read_settings
from scripts.content import front_matter, prose
from scripts.content.before_build import DATA, faults_before_build
from scripts.content.docs_option import docs_option
from scripts.content.help_lines import to_go_through, write_checked


@click.group(help=__doc__.replace("\n\n", "\n\n\b\n"))
def main() -> None:
    """Hold the commands together."""


@main.command()
@docs_option
def check(docs: Path) -> None:
    """Print all faults; the exit code is 1 if there is an error."""
    faults = list(faults_before_build(docs, today()))
    author = read_settings(MKDOCS).extra.author.name
    for entry in front_matter.read_all(docs, today())[0]:
        faults += prose.check(entry, author)
    sys.exit(1 if report(faults) else 0)


@main.command("help-lines")
@click.option("--checked", metavar="SERVICE", help="The service whose page you opened, or that you called, as listed.")
@docs_option
def help_lines(checked: str | None, docs: Path) -> None:
    """Print the help lines to go through, or write that one was checked today."""
    # A day that has begun somewhere on earth may still be tomorrow where the keeper is.
    here = min(today(), dt.datetime.now().astimezone().date())
    click.echo(write_checked(docs / DATA, checked, here) if checked else "\n".join(to_go_through(docs / DATA)))


if __name__ == "__main__":
    main(prog_name="python -m scripts.content")
