"""What an import costs: time, memory, and how both grow, beside a plain read of the same file.

`python -m scripts.dev.bench.comment_import [SIZE…]` makes up an export of so many comments for each size, all of them
in
one post, which is the hardest case (`--posts` spreads them). It reads each with `xml.etree.ElementTree.iterparse`,
imports it, and imports it again, each in a process of its own; then it prints

comments   how many there are in the export
MB         how long the export is, in millions of bytes
read s     seconds of the plain read, which keeps nothing
import s   seconds of the import, with all files written
times      the import's seconds by those of the read
MB/s       the export's length by the import's seconds
clock s    seconds of the import by the clock, with all waiting for the disk and for other work
again s    seconds of the second import, which changes nothing
MiB        the most memory that the first import held at any time

Seconds are the processor's, which other work on the machine hardly changes. Exit code 1 if a limit is passed: 25
times the plain read, 1 GiB, or, from one size to the next, more than half as much again for each comment.
"""

from __future__ import annotations

import itertools
import multiprocessing
import re
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import click

from scripts.dev.sample_export import sample_posts, write_export
from scripts.dev.text_table import text_table
from scripts.wordpress.importing import import_export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

#: The limits: times the plain read; MiB; growth of the seconds for one comment from one size to the next.
SLOWEST, LARGEST, STEEPEST = 25.0, 1024.0, 1.5

_SIZES: Final = (1_000, 10_000, 100_000)
# Below so many comments the start of the import weighs more than the comments.
_SMALL: Final = 5_000


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor, seconds by the clock, and the most memory held at any time, in MiB."""

    seconds: float
    clock: float
    memory: float


@dataclass(frozen=True)
class Measured:
    """What one size costs.

    Attributes:
        comments: how many comments the export holds.
        size: its length in bytes.
        read: the plain read.
        first: the first import.
        again: the second one.
    """

    comments: int
    size: int
    read: Cost
    first: Cost
    again: Cost

    @property
    def times(self) -> float:
        """How many times longer than the plain read the import takes."""
        return self.first.seconds / self.read.seconds


def measure(comments: int, posts: int, folder: Path) -> Measured:
    """Measure the import of so many comments.

    Args:
        comments: how many.
        posts: how many posts they belong to.
        folder: an empty folder for the export and what is made of it.
    """
    export = folder / "export.xml"
    with export.open("wb") as file:
        write_export(sample_posts(comments, posts=posts), file)
    into = folder / "docs" / "comments"
    into.mkdir(parents=True)
    return Measured(
        comments, export.stat().st_size, _apart(read, export), _apart(load, export, into), _apart(load, export, into)
    )


def read(export: Path) -> Cost:
    """Read an export and keep nothing."""
    done = _started()
    for _, element in ET.iterparse(export):  # noqa: S314 - made up a moment ago
        if element.tag.endswith(("}comment", "item")):
            element.clear()
    return done()


def load(export: Path, into: Path) -> Cost:
    """Import an export."""
    done = _started()
    with export.open("rb") as source:
        import_export(source, into)
    return done()


def table(rows: Iterable[Measured]) -> Iterator[str]:
    """Yield the lines of the table."""
    titles = ("comments", "MB", "read s", "import s", "times", "MB/s", "clock s", "again s", "MiB")
    cells = [
        (
            f"{row.comments:,}",
            f"{row.size / 1e6:.1f}",
            f"{row.read.seconds:.2f}",
            f"{row.first.seconds:.2f}",
            f"{row.times:.1f}",
            f"{row.size / 1e6 / row.first.seconds:.1f}",
            f"{row.first.clock:.2f}",
            f"{row.again.seconds:.2f}",
            f"{row.first.memory:.0f}",
        )
        for row in rows
    ]
    yield from text_table(titles, cells)


def passed_limits(rows: Sequence[Measured]) -> Iterator[str]:
    """Yield a sentence for each limit that a size passes.

    Args:
        rows: what was measured, the smaller size first.
    """
    for row in rows:
        if row.times > SLOWEST:
            yield f"{row.comments:,} comments: {row.times:.1f} times the plain read; the limit is {SLOWEST:g}."
        memory = max(row.first.memory, row.again.memory)
        if memory > LARGEST:
            yield f"{row.comments:,} comments: {memory:.0f} MiB; the limit is {LARGEST:g}."
    for small, large in itertools.pairwise(rows):
        growth = (large.first.seconds / large.comments) / (small.first.seconds / small.comments)
        if small.comments >= _SMALL and growth > STEEPEST:
            yield (
                f"{large.comments:,} comments: {growth:.1f} times as long for each as with {small.comments:,}; "
                f"the limit is {STEEPEST:g}."
            )


def _apart(task: Callable[..., Cost], *arguments: Path) -> Cost:
    """Run a task in a fresh process, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(task, *arguments).result()


def _started() -> Callable[[], Cost]:
    """Start to measure; what is returned stops."""
    seconds, clock = time.process_time(), time.perf_counter()
    return lambda: Cost(time.process_time() - seconds, time.perf_counter() - clock, _most_memory())


def _most_memory() -> float:
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text(), re.MULTILINE)):
        return int(found[1]) / 1024
    # macOS counts bytes. (Linux counts what the process was before it became this program as well.)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.argument("sizes", nargs=-1, type=click.IntRange(1))
@click.option("--posts", default=1, show_default=True, type=click.IntRange(1), help="How many posts they belong to.")
def main(sizes: tuple[int, ...], posts: int) -> None:
    """Run the command."""
    rows = []
    for size in sorted(sizes or _SIZES):
        click.echo(f"{size:,} comments …", err=True)
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(size, posts, Path(folder)))
    for line in table(rows):
        click.echo(line)
    passed = list(passed_limits(rows))
    for line in passed:
        click.echo(line, err=True)
    sys.exit(1 if passed else 0)


if __name__ == "__main__":
    main(prog_name="python -m scripts.dev.bench.comment_import")
