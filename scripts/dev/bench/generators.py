"""The same site from three generators: builds it with each, and compares every file with what MkDocs made.

`python -m scripts.dev.bench.generators` prints a table in Markdown, and exits with 1 if a page or an edition is not the
same. Each builds as if the others were not installed. With `--articles 100` there are so many, copies of ours. Of
Zensical's, stylesheets and the lists of headers that name them differ, for its theme brings one of its own. Seconds are
the processor's, of all cores together.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import click

from scripts.build.__main__ import GENERATORS
from scripts.dev.bench.building import build, library, our_settings, table
from scripts.dev.site_hash import differing, files_of

#: What each generator has to do without: the others. ProperDocs runs the theme of MkDocs, which imports it.
NOT_FOR: Final = {
    "mkdocs": ("properdocs", "zensical"),
    "properdocs": ("zensical",),
    "zensical": ("mkdocs", "properdocs", "material"),
}
# What tells which generator made a page: its tag, the hash of the theme's stylesheet, and how it escapes three letters.
_MARKS: Final = re.compile(rb'<meta name="generator" content="[^"]*">|(?<=assets/style\.)[0-9a-f]{8}')
_ESCAPES: Final = {b"&quot;": b"&#34;", b"&#x27;": b"&#39;", b"&#x2f;": b"/"}
# They hold all that in what they pack.
_PACKED: Final = (".br", ".gz", ".zip")
_FOR_READERS: Final = (".html", ".pdf", ".epub")


@click.command(help=__doc__)
@click.option("--articles", type=click.IntRange(0), default=0, help="How many; ours alone, if nothing is said.")
def main(articles: int) -> None:
    """Run the command."""
    rows, first = list[list[Any]](), dict[str, bytes]()
    for generator in GENERATORS:
        with tempfile.TemporaryDirectory() as name:
            settings = our_settings(library(Path("docs"), Path(name), articles))
            command = f"scripts.build --generator {generator} --config"
            cost = build(settings, Path(name), command, without=NOT_FOR[generator])
            files = comparable(Path(name) / "site")
        first = first or files
        other = differing(first, files)
        for path in other:
            click.echo(f"{generator}: {path} is not the same.", err=True)
        for_readers, differ = ([name.endswith(_FOR_READERS) for name in names] for names in (files, other))
        rows.append([generator, sum(for_readers), sum(differ), len(files), len(other), f"{cost.seconds:.1f} s"])
    titles = ("generator", "pages and editions", "that differ", "all files", "that differ", "processor")
    click.echo("\n".join(table(titles, rows)))
    sys.exit(any(row[2] for row in rows))


def comparable(site: Path) -> dict[str, bytes]:
    """Read the files of a finished site, pages without what only tells which generator made them."""
    files = {name: path.read_bytes() for name, path in files_of(site).items() if not name.endswith(_PACKED)}
    for page in filter(lambda name: name.endswith(".html"), files):
        files[page] = _MARKS.sub(b"", files[page])
        for theirs, ours in _ESCAPES.items():
            files[page] = files[page].replace(theirs, ours)
    return files


if __name__ == "__main__":
    main()
