"""All measurements in one run, as the tables that the README shows.

`python -m scripts.dev.bench SITE` prints, for one page of each type, what a first visit costs here, with Material as
it is
by itself, and with Material without its scripts, beside Lighthouse's four mobile scores; then how long builds take
with 10, 100 and 1,000 articles. `--readme FILE` writes the tables into FILE, between the two lines that say so.

It takes some minutes, and needs Node and npm.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.dev.bench import build_time, lighthouse
from scripts.dev.bench.first_visit import BUDGET, build_with_material, visits
from scripts.dev.bench.page_types import PAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scripts.dev.bench.build_time import Times
    from scripts.dev.bench.first_visit import Visit

BEGIN = "<!-- Written by `make bench`, from here -->"
END = "<!-- to here -->"


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--readme", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Write the tables here.")
@click.option(
    "--config",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The settings from which the others are built.",
)
@click.option("--articles", type=click.IntRange(1), multiple=True, default=build_time.NUMBERS, show_default=True)
def main(site: Path, readme: Path | None, config: Path, articles: tuple[int, ...]) -> None:
    """Run the command."""
    if readme:
        # Before the minutes of measuring, not after them.
        with_tables(readme.read_text(encoding="utf-8"), "")
    paths = {kind: path for kind, path in PAGE_TYPES.items() if (site / path).exists()}
    sites = [site]
    with tempfile.TemporaryDirectory() as name:
        for folder, scripts in (("material", True), ("still", False)):
            (Path(name) / folder).mkdir()
            sites.append(build_with_material(config, Path(name) / folder, scripts=scripts))
        found = [{visit.url: visit for visit in visits(one)} for one in sites]
    scores = dict(zip(paths, lighthouse.measure(site, list(paths.values())), strict=True))
    times = {number: build_time.build_times(config, number) for number in articles}
    text = "\n".join([*visit_table(paths, found, scores), "", *time_table(times)])
    click.echo(text)
    if readme:
        new = with_tables(readme.read_text(encoding="utf-8"), text)
        readme.write_text(new, encoding="utf-8")


def visit_table(
    paths: Mapping[str, str], found: Sequence[Mapping[str, Visit]], scores: Mapping[str, Sequence[int]]
) -> Iterator[str]:
    """Give the table of first visits in Markdown.

    Args:
        paths: the pages, by the name of their type.
        found: the visits by address: ours, Material's, and Material's without scripts.
        scores: Lighthouse's scores of our pages, by the name of their type.
    """
    ways = ("ours", "Material", "Material without scripts")
    yield from _markdown(
        ["page", f"HTML and CSS (at most {BUDGET:,})", *(f"first visit, {way}" for way in ways), "Lighthouse, mobile"],
        [
            [
                kind,
                f"{found[0][path].first.brotli:,}",
                *(_cell(one.get(path)) for one in found),
                " · ".join(map(str, scores[kind])),
            ]
            for kind, path in paths.items()
        ],
    )


def time_table(times: Mapping[int, Times]) -> Iterator[str]:
    """Give the table of build times in Markdown.

    Args:
        times: the times by the number of articles.
    """
    yield from _markdown(
        ["articles", "plain MkDocs", "Material", "ours", "of it extras", "ours / plain", "pages alone / plain"],
        [
            [
                f"{number:,}",
                *(f"{seconds:.1f} s" for seconds in (one.plain, one.material, one.ours, one.extras)),
                f"{one.ours / one.plain:.1f}",
                f"{one.pages_alone / one.plain:.1f}",
            ]
            for number, one in times.items()
        ],
    )


def with_tables(text: str, tables: str) -> str:
    """Put tables into a text between the two lines that are there for it.

    Args:
        text: the text, with `BEGIN` and `END` on lines of their own.
        tables: the tables in Markdown.

    Raises:
        click.ClickException: if the two lines are not there, once each and in this order.
    """
    new, count = re.subn(
        rf"^{re.escape(BEGIN)}\n.*?^{re.escape(END)}$",
        lambda _: f"{BEGIN}\n\n{tables}\n\n{END}",
        text,
        flags=re.MULTILINE | re.DOTALL,
    )
    if count != 1:
        raise click.ClickException(f"The tables have no place: write the lines “{BEGIN}” and “{END}” there, once each.")
    return new


def _cell(visit: Visit | None) -> str:
    return f"{visit.whole.brotli:,} in {visit.requests}" if visit else "–"


def _markdown(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(titles)} |"
    yield f"| {' | '.join(['---', *['--:'] * (len(titles) - 1)])} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    main()
