"""What comments and posts cost: the import of an export, and the build of the site with them, in time and memory.

`python -m scripts.dev.bench.many_comments` makes up an export of 100, 1,000, 10,000 and 100,000 comments to one post,
which is the hardest case, imports it, imports it again, builds this site with them, removes one of them with all that
repeats it, and builds the site again (it does not build with `--import-only`). Each runs in a process of its own;
seconds are the processor's, which other work on the machine hardly changes.

With `--blog`, the export has a post for each ten comments, and all of it is imported.

It exits with 1 if one of these promises is broken: ten times the comments take at most eleven times the time; the
import takes at most 200 MiB with 10,000 comments, and 1 GiB with more; the others take at most 1 GiB; one comment is
removed in at most 60 seconds, and more than 10,000 are then built again in at most a quarter of the first time.
"""

import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import click

from scripts.comments.archive import COMMENTS
from scripts.dev.bench.building import Cost, build, library, our_settings, run, table
from scripts.dev.sample_export import export, sample_posts

SIZES: Final = (100, 1_000, 10_000, 100_000)
_SMALL: Final = 10_000


def costs(number: int, *, building: bool, blog: bool = False) -> dict[str, Cost]:
    """Give what it takes to import so many comments, once and again, and to build the site with them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, docs = folder / "export.xml", library(Path("docs"), folder)
        file.write_bytes(export(*sample_posts(number, posts=max(1, blog * number // 10), paragraphs=5 * blog)))
        command = ["-m", "scripts.wordpress", "import", str(file), "--into", str(docs)]
        command += [] if blog else ["--only", "comments"]
        found = {way: run(sys.executable, *command) for way in ("import", "import again")}
        texts = (path.read_text(encoding="utf-8") for path in sorted((docs / COMMENTS / "sample-1").glob("*.md")))
        first = re.findall(r"^    id: (\d+)$", "\n".join(texts), re.MULTILINE)[0]
        with (docs / "index.md").open("a", encoding="utf-8") as home:
            home.write(f"\n[Sample comments]({COMMENTS}/sample-1/index.md)\n")
        remove = ("-m", "scripts.comments", "remove", first, "--quotes", "--docs", str(docs))
        found |= {"build": build(our_settings(docs), folder)} if building else {}
        found["remove"] = run(sys.executable, *remove)
        return found | ({"build again": build(our_settings(docs), folder)} if building else {})


def broken_promises(found: Mapping[int, Mapping[str, Cost]]) -> Iterator[str]:
    """Yield a sentence for each broken promise; `found` has what each way took, by the number of comments."""
    for number, ways in found.items():
        for way, cost in ways.items():
            before, is_again = found.get(number // 10, {}).get(way, cost), way == "build again" and number > _SMALL
            promises = (
                (cost.memory, "MiB", 200 if way.startswith("import") and number <= _SMALL else 1_024),
                (cost.seconds / before.seconds, f"times as long as {number // 10:,}", 11),
                (cost.seconds if way == "remove" else 0, "s", 60),
                (100 * cost.seconds / ways["build"].seconds if is_again else 0, "% of the first time", 25),
            )
            for took, unit, most in promises:
                if took > most:
                    yield f"{way}: {number:,} comments take {took:,.1f} {unit}, more than {most:,}."


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.argument("sizes", nargs=-1, type=click.IntRange(1))
@click.option("--import-only", is_flag=True, help="Without the builds, which take some minutes.")
@click.option("--blog", is_flag=True, help="Posts as well, a tenth as many; without the builds.")
def main(sizes: tuple[int, ...], import_only: bool, blog: bool) -> None:  # noqa: FBT001 - click's form
    """Run the command."""
    found = {}
    for number in sizes or SIZES:
        click.echo(f"{number:,} comments …", err=True)
        found[number] = costs(number, building=not import_only and not blog, blog=blog)
    rows = [[number, *map(str, ways.values())] for number, ways in found.items()]
    click.echo("\n".join(table(["comments", *next(iter(found.values()))], rows)))
    if broken := list(broken_promises(found)):
        raise click.ClickException("\n".join(broken))


if __name__ == "__main__":
    main()
