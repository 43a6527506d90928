"""What a visit weighs and how long a build takes, beside Material, as the tables of `.github/MEASURED.md`.

`python -m scripts.dev.bench SITE` prints, for one page of each type, what a first visit costs here and with Material as
it is by itself; then how long builds take with 10, 100 and 1,000 articles: as `make site` does from nothing and again
after a change of one page, the pages alone (without index, editions, packed files and website.zip), with Material by
itself, and with plain MkDocs, a theme of one line and nothing after it. Times are the clock's, for ours uses all cores.
`--write FILE` makes FILE of them. It takes some minutes.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click
import yaml

from scripts.common.files import replace_file
from scripts.dev.bench.building import CONFIG, build, library, material_settings, our_settings, table
from scripts.dev.bench.first_visit import BUDGET, visits

_LIGHTHOUSE: Final = yaml.safe_load(Path(__file__).with_name("lighthouserc.yml").read_text(encoding="utf-8"))
#: One page of each type, as paths on the site: those that Lighthouse looks at.
PAGES: Final = [urlsplit(address).path.removeprefix("/") for address in _LIGHTHOUSE["ci"]["collect"]["url"]]
_HEAD: Final = "# What was measured\n\nWritten by `make bench`; the [handbook](HANDBOOK.md) says what is counted.\n\n"
_PAGES_ALONE: Final = "scripts.dev.bench.pages_alone build --quiet -f"
_PLAIN: Final = Path(__file__).with_name("plain")


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--write", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write the tables here.")
def main(site: Path, write: Path | None) -> None:
    """Run the command."""
    tables = "\n".join([*visit_table(site), "", *time_table((10, 100, 1_000))])
    click.echo(tables)
    if write:
        replace_file(write, f"{_HEAD}{tables}\n")


def visit_table(site: Path) -> Iterator[str]:
    """Measure first visits, and give them as a table."""
    with tempfile.TemporaryDirectory() as name:
        build(material_settings(CONFIG, Path("docs").absolute()), Path(name))
        ours, material = visits(site), visits(Path(name) / "site")
    rows = [(f"/{page}", ours[page].first, ours[page], material[page]) for page in PAGES]
    return table(["page", f"HTML and CSS (at most {BUDGET:,})", "first visit, ours", "first visit, Material"], rows)


def time_table(numbers: Sequence[int]) -> Iterator[str]:
    """Build libraries of so many articles in each of three ways, and give the seconds as a table."""
    rows, titles = [], ["articles"]
    for number in numbers:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            docs = library(Path("docs"), folder, number)
            material, ours = material_settings(CONFIG, docs), our_settings(docs)
            plain = {**material, "theme": {"name": None, "custom_dir": str(_PLAIN)}, "plugins": []}
            times = {
                "plain MkDocs": build(plain, folder / "plain").clock,
                "Material": build(material, folder / "material").clock,
                "ours, pages alone": build(ours, folder / "alone", _PAGES_ALONE).clock,
                "ours, all": build(ours, folder / "ours").clock,
            }
            with next(docs.glob("articles/*-0.md"), docs / "index.md").open("a", encoding="utf-8") as page:
                page.write("\nA sentence more.\n")
            times["ours, all, one page changed"] = build(ours, folder / "ours").clock
        ratios = {f"{way[6:]} / plain": f"{one / times['plain MkDocs']:.1f}" for way, one in list(times.items())[2:]}
        rows.append((number, *(f"{one:.1f} s" for one in times.values()), *ratios.values()))
        titles[1:] = [*times, *ratios]
    return table(titles, rows)


if __name__ == "__main__":
    main()
