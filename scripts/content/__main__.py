"""Check the words of the site: front matter, prose and data.

check [PATH…]   all faults, or those in these files and folders; exit code 1 if there is an error
grades [PATH…]  words, sentences and reading grade of each page
rules           all rules of front matter and prose, with their reasons
help-lines      the help lines to go through: number, page, when each was seen and checked
help-lines --checked SERVICE   write the day on which you opened its page or called

A rule that has to give way is named, with the reason, on a line before the block
(PR02 and PR05 right under the H1):
    [//]: # (allow PR04: this list is a contents list)
"""

from __future__ import annotations

import datetime as dt
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.common.docs_option import docs_option
from scripts.common.faults import report, shown_path
from scripts.common.today import today
from scripts.content import front_matter, markup, prose
from scripts.content.before_build import DATA, faults_before_build
from scripts.content.entries import FaultyDataError
from scripts.content.help_lines import COUNTRIES, CannotCheckError, to_go_through, write_checked
from scripts.content.rules import GRADES, LONGEST_AVERAGE, RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_paths = click.argument("paths", nargs=-1, type=click.Path(exists=True, resolve_path=True, path_type=Path))


@click.group(help=__doc__.replace("\n\n", "\n\n\b\n"))
def main() -> None:
    """Hold the commands together."""


@main.command()
@_paths
@docs_option
def check(paths: tuple[Path, ...], docs: Path) -> None:
    """Print all faults, or those in these files and folders."""
    wanted = _wanted(paths, docs)
    faults = [*faults_before_build(docs, today()), *markup.checks(docs, markup.known_here())]
    for entry in front_matter.read_all(docs, today())[0]:
        if wanted(entry.page.path):
            faults += prose.check(entry)
    sys.exit(1 if report(fault for fault in faults if wanted(fault.path)) else 0)


@main.command()
@_paths
@docs_option
def grades(paths: tuple[Path, ...], docs: Path) -> None:
    """Print words, sentences, average sentence and reading grade of each page, with their limits."""
    wanted = _wanted(paths, docs)
    rows = [("page", "words", "sentences", f"average (≤ {LONGEST_AVERAGE})", "grade", "limit")]
    for entry in front_matter.read_all(docs, today())[0]:
        if wanted(entry.page.path):
            found = prose.text_of(entry).measure()
            average, grade = f"{found.average_sentence:.1f}", f"{found.grade:.1f}"
            limit = str(GRADES[entry.kind])
            rows.append((entry.page.path, str(found.words), str(found.sentences), average, grade, limit))
    width = max(len(row[0]) for row in rows)
    for page, *numbers in rows:
        cells = (number.rjust(len(title)) for number, title in zip(numbers, rows[0][1:], strict=True))
        click.echo("  ".join([page.ljust(width), *cells]))


@main.command()
def rules() -> None:
    """Print all rules of front matter and prose, with their reasons."""
    texts = {**front_matter.RULES, **markup.RULES, **prose.EXCEPTIONS}
    texts |= {rule.id: rule.text for rule in RULES.values()}
    for name, text in sorted(texts.items()):
        click.echo(textwrap.fill(text, 100, initial_indent=f"{name}  ", subsequent_indent="      "))


@main.command("help-lines")
@click.option("--checked", metavar="SERVICE", help="The service whose page you opened, or that you called.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="When; without it, today.")
@click.option("--country", type=click.Choice(COUNTRIES), help="Which of the services of this name.")
@docs_option
def help_lines(checked: str | None, day: dt.datetime | None, country: str | None, docs: Path) -> None:
    """Print the help lines to go through, or write the day on which one was checked."""
    if checked is None and (day or country):
        raise click.UsageError("--date and --country go with --checked; name the service with it.")
    try:
        if checked is None:
            click.echo("\n".join(to_go_through(docs / DATA)))
            return
        # A day that has begun somewhere on earth may still be tomorrow where the keeper is.
        here = min(today(), dt.datetime.now().astimezone().date())
        click.echo(write_checked(docs / DATA, checked, day.date() if day else here, today(), country))
    except (CannotCheckError, FaultyDataError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


def _wanted(paths: Sequence[Path], docs: Path) -> Callable[[str], bool]:
    """Make a function that tells whether a file, as faults name it, is among the paths or below one."""
    for path in paths:
        if not path.is_relative_to(docs):
            raise click.UsageError(f"{shown_path(path)} is not in {shown_path(docs)}.")
    chosen = list(paths) or [docs]
    return lambda file: any(Path.cwd().joinpath(file).is_relative_to(path) for path in chosen)


if __name__ == "__main__":
    main(prog_name="python -m scripts.content")
