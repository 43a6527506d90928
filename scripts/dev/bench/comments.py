"""What comments cost a build: time and memory, beside the same pages without them and as plain Markdown.

`make bench-comments` builds this site with 100, 1,000, 10,000 and 100,000 comments more, in pages of 25, three times:
the pages without their comments, with the comments as records, and with each comment as a block of Markdown
(pymdownx). Everything runs in one go on one machine, each build in a process of its own. The comments are made up.

With `--check` it exits with 1 if one of these promises is broken:

- ten times the comments take at most eleven times the time;
- the extension alone takes less than 0.1 ms a comment;
- no build takes more than 1 GiB of memory.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import click
import yaml
from markdown import Markdown

from scripts.comments.archive import COMMENTS, ON_A_PAGE
from scripts.comments.form import Record
from scripts.dev.sample_comments import comments, pages
from scripts.dev.text_table import text_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.comments.model import Comment

EXTENSION: Final = "scripts.comments.extension"
SIZES: Final = (100, 1_000, 10_000, 100_000)
#: How many times longer ten times the comments may take.
MOST_GROWTH: Final = 11
#: Milliseconds that the extension may take for a comment.
MOST_MILLISECONDS: Final = 0.1
#: Memory that a build may take, in MiB.
MOST_MEMORY: Final = 1_024

Way: TypeAlias = Literal["none", "records", "blocks"]

_WAYS: Final[dict[Way, str]] = {"none": "no comments", "records": "records", "blocks": "Markdown blocks"}
_SEED: Final = 1


@dataclass(frozen=True)
class Cost:
    """What a build took.

    Attributes:
        seconds: the time that the processor worked for it.
        memory: the most memory that it held at once, in MiB.
    """

    seconds: float
    memory: float


class FailedBuildError(Exception):
    """A build stopped; the message is the end of what it printed."""


def write_pages(docs: Path, number: int, way: Way) -> int:
    """Add an archive of made-up comments to a folder of pages, with a link to it from the home page.

    Args:
        docs: the folder.
        number: how many comments.
        way: how they are written; with `none` the pages hold a line of text alone.

    Returns:
        How many pages of comments there are.
    """
    folder = docs / COMMENTS / "sample"
    folder.mkdir(parents=True)
    _write(folder / "index.md", "Sample comments", "/// comment-index | sample\n///\n")
    count = 0
    for count, page in enumerate(pages(comments(number, _SEED)), start=1):
        body = "".join(_written(page, way)) or "Filler.\n"
        _write(folder / f"page-{count}.md", f"Sample comments, page {count}", body)
    home = docs / "index.md"
    link = f"[Sample comments]({COMMENTS}/sample/index.md)"
    home.write_text(f"{home.read_text(encoding='utf-8')}\n{link}\n", encoding="utf-8")
    return count


def _written(page: Sequence[Comment], way: Way) -> Iterator[str]:
    for comment in page:
        if way == "records":
            yield Record.of(comment).source + "\n"
        elif way == "blocks":
            name = comment.name or "Al"
            yield f"/// our-note | {name}\n    attrs: {{id: comment-{comment.id}}}\n\n{comment.text}\n///\n\n"


def _write(path: Path, title: str, body: str) -> None:
    path.write_text(
        f"---\ntitle: {title}\n"
        f"description: {title}, made of syllables that mean nothing, to measure what a build takes.\n"
        f"kind: archive\ncomments_of: articles/when-to-fold.md\nchecked: 2026-01-01\n---\n\n# {title}\n\n{body}",
        encoding="utf-8",
    )


def build(project: Path, number: int, way: Way, folder: Path) -> Cost:
    """Build the site of a project with made-up comments, in a process of its own.

    Args:
        project: the folder of the project, with `mkdocs.yml`.
        number: how many comments.
        way: how they are written.
        folder: an empty folder to work in.

    Returns:
        What the build took.

    Raises:
        FailedBuildError: the build failed.
    """
    docs = folder / "docs"
    shutil.copytree(project / "docs", docs)
    write_pages(docs, number, way)
    config = folder / "mkdocs.yml"
    config.write_text(yaml.safe_dump(_settings(project, folder)), encoding="utf-8")
    output = folder / "output.txt"
    with output.open("wb") as file:
        process = os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "mkdocs", "build", "--clean", "-f", str(config)],
            {**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            file_actions=[(os.POSIX_SPAWN_DUP2, file.fileno(), stream) for stream in (1, 2)],
        )
        _, status, usage = os.wait4(process, 0)
    if status:
        raise FailedBuildError(output.read_text(encoding="utf-8", errors="replace")[-1_000:])
    kibibytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(usage.ru_utime + usage.ru_stime, kibibytes / 1024)


def _settings(project: Path, folder: Path) -> dict[str, Any]:
    return {
        "INHERIT": str(project / "mkdocs.yml"),
        "docs_dir": str(folder / "docs"),
        "site_dir": str(folder / "site"),
        "theme": {"custom_dir": str(project / "overrides")},
        "hooks": [str(project / "scripts" / "hooks.py")],
        "watch": [],
    }


def milliseconds_a_comment(number: int) -> float:
    """Measure the extension alone: from the source of pages to their HTML, divided by the comments.

    Args:
        number: how many comments.
    """
    reader = Markdown(extensions=[EXTENSION])
    sources = ["".join(_written(page, "records")) for page in pages(comments(number, _SEED))]
    start = time.process_time()
    for source in sources:
        reader.reset().convert(source)
    return (time.process_time() - start) * 1_000 / number


def broken_promises(costs: dict[int, Cost], milliseconds: float) -> Iterator[str]:
    """Tell which promises are broken.

    Args:
        costs: what the builds with records took, by the number of comments.
        milliseconds: what the extension alone takes for a comment.

    Yields:
        A sentence for each broken promise.
    """
    for number, cost in costs.items():
        before = costs.get(number // 10)
        if before and cost.seconds > MOST_GROWTH * before.seconds:
            growth = cost.seconds / before.seconds
            yield f"{number:,} comments take {growth:.1f} times as long as {number // 10:,}, more than {MOST_GROWTH}."
        if cost.memory > MOST_MEMORY:
            yield f"The build with {number:,} comments takes {cost.memory:,.0f} MiB, more than {MOST_MEMORY:,}."
    if milliseconds > MOST_MILLISECONDS:
        yield f"The extension takes {milliseconds:.3f} ms a comment, more than {MOST_MILLISECONDS}."


def table(costs: dict[tuple[int, Way], Cost]) -> Iterator[str]:
    """Yield the lines of a table: a row for each number of comments, seconds and MiB for each way."""
    titles = ["comments", *(f"{name}, {unit}" for name in _WAYS.values() for unit in ("s", "MiB"))]
    rows = []
    for number in sorted({number for number, _ in costs}):
        found = [costs.get((number, way)) for way in _WAYS]
        cells = [
            text for cost in found for text in ((f"{cost.seconds:,.1f}", f"{cost.memory:,.0f}") if cost else ("–", "–"))
        ]
        rows.append([f"{number:,}", *cells])
    yield from text_table(titles, rows)


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.option("--most", default=SIZES[-1], show_default=True, help="The largest number of comments.")
@click.option(
    "--patience",
    default=600,
    show_default=True,
    help="Skip a build that would take more seconds, by the one before it.",
)
@click.option("--check", is_flag=True, help="Exit with 1 if a promise is broken.")
def main(most: int, patience: int, check: bool) -> None:  # noqa: FBT001 - click's form
    """Run the command."""
    costs: dict[tuple[int, Way], Cost] = {}
    builds: list[tuple[int, Way]] = [(number, way) for number in SIZES if number <= most for way in _WAYS]
    with click.progressbar(builds, label="Building", file=sys.stderr) as bar:
        for number, way in bar:
            before = costs.get((number // 10, way))
            if number != SIZES[0] and (before is None or before.seconds * 10 > patience):
                continue
            with tempfile.TemporaryDirectory() as folder:
                try:
                    costs[number, way] = build(Path.cwd(), number, way, Path(folder))
                except FailedBuildError as error:
                    raise click.ClickException(f"{number:,} comments, {_WAYS[way]}: {error}") from None
    milliseconds = milliseconds_a_comment(SIZES[2])
    for line in table(costs):
        click.echo(line)
    click.echo(f"Time is the processor's. Pages of {ON_A_PAGE}; – was not built: it would take more than {patience} s.")
    click.echo(f"The extension alone: {milliseconds:.3f} ms a comment.")
    broken = list(
        broken_promises({number: costs[number, way] for number, way in costs if way == "records"}, milliseconds)
    )
    for line in broken or ["Every promise is kept."]:
        click.echo(line)
    sys.exit(1 if check and broken else 0)


if __name__ == "__main__":
    main(prog_name="python -m scripts.dev.bench.comments")
