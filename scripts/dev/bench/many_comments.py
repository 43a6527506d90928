"""What comments cost: the import of an export, and the build of the site with them, in time and memory.

`python -m scripts.dev.bench.many_comments` makes up an export of 100, 1,000, 10,000 and 100,000 comments to one post,
which is the hardest case, imports it, imports it again, removes one of them with all that repeats it, and builds this
site with them (not with `--import-only`). Each runs in a process of its own; seconds are the processor's, which other
work on the machine hardly changes.

It exits with 1 if one of these promises is broken: ten times the comments take at most eleven times the time; the
import takes at most 200 MiB with 10,000 comments, and 1 GiB with more; the others take at most 1 GiB; one comment is
removed in at most 60 seconds.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from scripts.comments.archive import COMMENTS
from scripts.dev.bench.building import Cost, build, library, our_settings, run, table
from scripts.dev.sample_export import sample_posts, write_export

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SIZES: Final = (100, 1_000, 10_000, 100_000)
#: How many times longer ten times the comments may take.
MOST_GROWTH: Final = 11
#: MiB that a build may take, and an import of more than 10,000 comments; and a smaller one.
MOST_MEMORY: Final = 1_024
MOST_MEMORY_OF_SMALL_IMPORTS: Final = 200
#: Seconds that it may take to remove a comment.
MOST_SECONDS_TO_REMOVE: Final = 60
_SMALL: Final = 10_000


def costs(number: int, *, import_only: bool) -> dict[str, Cost]:
    """Give what it takes to import so many comments, once and again, and to build the site with them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export, docs = folder / "export.xml", library(Path("docs"), folder)
        with export.open("wb") as file:
            write_export(sample_posts(number), file)
        command = [sys.executable, "-m", "scripts.comments", "import", str(export), "--into", str(docs / COMMENTS)]
        found = {way: run(*command) for way in ("import", "import again")}
        texts = [path.read_text(encoding="utf-8") for path in sorted((docs / COMMENTS / "sample-1").glob("*.md"))]
        first = re.findall(r"^    id: (\d+)$", "\n".join(texts), re.MULTILINE)[0]
        found["remove"] = run(*command[:3], "remove", first, "--quotes", "--docs", str(docs))
        if not import_only:
            home = docs / "index.md"
            link = f"[Sample comments]({COMMENTS}/sample-1/index.md)"
            home.write_text(f"{home.read_text(encoding='utf-8')}\n{link}\n", encoding="utf-8")
            found["build"] = build(our_settings(Path("mkdocs.yml"), docs), folder)
        return found


def broken_promises(found: Mapping[int, Mapping[str, Cost]]) -> Iterator[str]:
    """Yield a sentence for each broken promise; `found` has what each way took, by the number of comments."""
    for number, ways in found.items():
        for way, cost in ways.items():
            before = found.get(number // 10, {}).get(way)
            if before and cost.seconds > MOST_GROWTH * before.seconds:
                growth = f"{cost.seconds / before.seconds:.1f} times as long as with {number // 10:,}"
                yield f"{way}: {number:,} comments take {growth}, more than {MOST_GROWTH}."
            if way == "remove" and cost.seconds > MOST_SECONDS_TO_REMOVE:
                took = f"takes {cost.seconds:.0f} s, more than {MOST_SECONDS_TO_REMOVE}"
                yield f"remove: one of {number:,} comments {took}."
            most = MOST_MEMORY_OF_SMALL_IMPORTS if way.startswith("import") and number <= _SMALL else MOST_MEMORY
            if cost.memory > most:
                yield f"{way}: {number:,} comments take {cost.memory:,.0f} MiB, more than {most:,}."


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.argument("sizes", nargs=-1, type=click.IntRange(1))
@click.option("--import-only", is_flag=True, help="Without the builds, which take some minutes.")
def main(sizes: tuple[int, ...], import_only: bool) -> None:  # noqa: FBT001 - click's form
    """Run the command."""
    found = {}
    for number in sizes or SIZES:
        click.echo(f"{number:,} comments …", err=True)
        found[number] = costs(number, import_only=import_only)
    rows = [[number, *map(str, ways.values())] for number, ways in found.items()]
    for line in table(["comments", *next(iter(found.values()))], rows):
        click.echo(line)
    broken = list(broken_promises(found))
    for line in broken:
        click.echo(line, err=True)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
