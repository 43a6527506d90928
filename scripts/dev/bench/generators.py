"""The same site from three generators: builds it with each, and compares every file with what MkDocs made.

`python -m scripts.dev.bench.generators` prints a table in Markdown, and exits with 1 if a page or an edition is not the
same. Each builds as if the others were not installed. With `--articles 100` there are so many, copies of ours. Of
Zensical's, stylesheets and the lists of headers that name them differ, for its theme brings one of its own. Seconds are
the processor's, of all cores together.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from scripts.build.__main__ import GENERATORS, lacking
from scripts.dev.bench.building import library, our_settings, run, table, write_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What each generator has to do without: the others. ProperDocs runs the theme of MkDocs, which imports it.
NOT_FOR: Final = {
    "mkdocs": ("properdocs", "zensical"),
    "properdocs": ("zensical",),
    "zensical": ("mkdocs", "properdocs", "material"),
}
# What tells which generator made a page: its tag, the hash of the theme's stylesheet, and how it escapes three letters.
_MARKS: Final = re.compile(r'<meta name="generator" content="[^"]*">|(?<=assets/style\.)[0-9a-f]{8}')
_ESCAPES: Final = {"&quot;": "&#34;", "&#x27;": "&#39;", "&#x2f;": "/"}
_ESCAPED: Final = re.compile("|".join(_ESCAPES))
# They hold all that in what they pack.
_PACKED: Final = frozenset({".br", ".gz", ".zip"})
_KINDS: Final = {".html": "pages", ".pdf": "editions", ".epub": "editions"}


@click.command(help=__doc__)
@click.option("--articles", type=click.IntRange(0), default=0, help="How many; ours alone, if nothing is said.")
def main(articles: int) -> None:
    """Run the command."""
    rows, wrong, first = [], False, dict[str, bytes]()
    for generator in GENERATORS:
        if fault := lacking(generator):
            raise click.ClickException(fault)
        with tempfile.TemporaryDirectory() as name:
            settings = our_settings(Path("mkdocs.yml"), library(Path("docs"), Path(name), articles))
            file = write_settings({**settings, "site_dir": "site"}, Path(name))
            command = (sys.executable, "-m", "scripts.build", "--generator", generator, "--config", str(file))
            cost = run(*command, without=NOT_FOR[generator])
            files = comparable(Path(name) / "site")
        first = first or files
        found = differing(first, files)
        for path in found:
            click.echo(f"{generator}: {path} is not the same.", err=True)
        all_of, differ = Counter(map(_kind, files)), Counter(map(_kind, found))
        wrong = wrong or bool(differ["pages"] or differ["editions"])
        counts = (cell for kind in ("pages", "editions", "others") for cell in (all_of[kind], differ[kind]))
        rows.append([generator, *counts, f"{cost.seconds:.1f} s"])
    titles = ("pages", "that differ", "editions", "that differ", "other files", "that differ", "processor")
    for line in table(("generator", *titles), rows):
        click.echo(line)
    sys.exit(wrong)


def comparable(site: Path) -> dict[str, bytes]:
    """Read the files of a finished site, pages without what only tells which generator made them."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.suffix not in _PACKED}
    return {name: _comparable(path) for name, path in files.items() if path.is_file()}


def differing(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> list[str]:
    """List the files that are not the same, or are in one of the sites only."""
    return sorted(path for path in {*first, *second} if first.get(path) != second.get(path))


def _comparable(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix != ".html":
        return data
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], _MARKS.sub("", data.decode())).encode()


def _kind(path: str) -> str:
    return _KINDS.get(Path(path).suffix, "others")


if __name__ == "__main__":
    main()
