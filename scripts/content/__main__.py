"""Check the words of the site: front matter, prose and data.

check [PATH…]   all faults, or those in these files and folders; exit code 1 if there is an error
grades [PATH…]  words, sentences and reading grade of each page
places          the places of links in the original article, and where each is kept; 1 if one is not
rules           all rules of front matter and prose, with their reasons

A rule that has to give way is named, with the reason, on a line before the block
(PR02 and PR05 right under the H1):
    [//]: # (allow PR04: this list is a contents list)
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.content import exceptions, front_matter, link_places, markup, prose
from scripts.content.before_build import DATA, data_faults
from scripts.content.rules import RULES
from scripts.content.rules.sentences import GRADES, LONGEST_AVERAGE
from scripts.docs_option import docs_option
from scripts.faults import report, shown_path
from scripts.today import today

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scripts.content.front_matter import Entry

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
    entries, faults = front_matter.read_all(docs, today())
    faults += front_matter.not_unique(entries)
    faults += data_faults(docs, today())
    faults += markup.checks(docs, markup.known_here())
    for entry in entries:
        faults += entry.faults
        if wanted(entry.page.path):
            faults += prose.check(entry)
    sys.exit(1 if report(fault for fault in faults if wanted(fault.path)) else 0)


@main.command()
@_paths
@docs_option
def grades(paths: tuple[Path, ...], docs: Path) -> None:
    """Print words, sentences, average sentence and reading grade of each page, with their limits."""
    wanted = _wanted(paths, docs)
    entries, _ = front_matter.read_all(docs, today())
    rows = [_grades(entry) for entry in entries if wanted(entry.page.path)]
    width = max((len(row[0]) for row in rows), default=0)
    titles = ("page", "words", "sentences", f"average (≤ {LONGEST_AVERAGE})", "grade", "limit")
    for page, *numbers in [titles, *rows]:
        cells = (number.rjust(len(title)) for number, title in zip(numbers, titles[1:], strict=True))
        click.echo("  ".join([page.ljust(width), *cells]))


@main.command()
@docs_option
def places(docs: Path) -> None:
    """Print the places of links in the original article, and the section, page and link that keep each here."""
    path = docs / DATA / "link-places.yml"
    for line in link_places.table(path):
        click.echo(line)
    sys.exit(1 if report(link_places.checks(path)) else 0)


@main.command()
def rules() -> None:
    """Print all rules of front matter and prose, with their reasons."""
    texts = {**front_matter.RULES, **markup.RULES, exceptions.RULE: exceptions.REASON}
    texts |= {rule.id: f"{'(Warning.) ' if rule.level == 'warning' else ''}{rule.text}" for rule in RULES}
    for name, text in sorted(texts.items()):
        click.echo(textwrap.fill(text, 100, initial_indent=f"{name}  ", subsequent_indent="      "))


def _grades(entry: Entry) -> Sequence[str]:
    measure = prose.subject_of(entry).measure()
    return (
        entry.page.path,
        str(measure.words),
        str(measure.sentences),
        f"{measure.average_sentence:.1f}",
        f"{measure.grade:.1f}",
        str(GRADES[entry.kind]),
    )


def _wanted(paths: Sequence[Path], docs: Path) -> Callable[[str], bool]:
    """Make a function that tells whether a file, as faults name it, is among the paths or below one."""
    for path in paths:
        if not path.is_relative_to(docs):
            raise click.UsageError(f"{shown_path(path)} is not in {shown_path(docs)}.")
    chosen = list(paths) or [docs]
    return lambda file: any(Path.cwd().joinpath(file).is_relative_to(path) for path in chosen)


if __name__ == "__main__":
    main(prog_name="python -m scripts.content")
