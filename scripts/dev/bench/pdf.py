"""What the editions for paper cost: `python -m scripts.dev.bench.pdf SITE`.

From a built SITE a site of 25 articles is made (its own, each as often as it takes), and all its editions with it: each
article on A4 and on US Letter, and the booklet on both. It is measured from nothing, then once more with nothing
changed. `--against-weasyprint` makes the same PDFs of the same HTML with WeasyPrint in the same run.

Seconds of the clock depend on what else the machine does; seconds of the processor hardly do.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pikepdf

from scripts.dev.text_table import text_table

if TYPE_CHECKING:
    from collections.abc import Sequence

_ASKS = re.compile(r' data-edition="[a-z-]+"')
# getrusage counts in kilobytes on Linux, in bytes on macOS.
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds of the clock, seconds of all processors, and bytes of memory at its peak."""

    clock: float
    processor: float
    peak: int


def site_of_articles(site: Path, folder: Path, number: int) -> Path:
    """Make a site of many articles out of a built site.

    Args:
        site: the built site; its pages under `articles/` are taken, over and over.
        folder: an empty folder to make it in.
        number: how many articles it is to have.

    Returns:
        The folder of the new site: the old one, in which only those articles ask for an edition.

    Raises:
        click.ClickException: if the site has no articles that ask for an edition.
    """
    root = Path(shutil.copytree(site, folder / "site", ignore=shutil.ignore_patterns("*.pdf")))
    pages = {page: page.read_text(encoding="utf-8") for page in sorted(root.rglob("*.html"))}
    articles = [text for page, text in pages.items() if page.is_relative_to(root / "articles") and _ASKS.search(text)]
    if not articles:
        raise click.ClickException(f"No page under {site}/articles/ asks for an edition: build the site first.")
    for page, text in pages.items():
        page.write_text(_ASKS.sub("", text), encoding="utf-8")
    for count, text in zip(range(1, number + 1), itertools.cycle(articles), strict=False):
        page = root / "articles" / f"bench-{count:02}" / "index.html"
        page.parent.mkdir()
        page.write_text(text, encoding="utf-8")
    return root


def measure(command: Sequence[str]) -> Cost:
    """Run a command and give what it took.

    Raises:
        click.ClickException: if it fails.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)  # noqa: S603 - our own words only
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        clock = time.perf_counter() - start
        if process.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace").strip()
            raise click.ClickException(f"`{' '.join(command[1:4])}` failed: {said[-800:]}")
    return Cost(clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _PEAK_UNIT)


def row(name: str, cost: Cost, folder: Path) -> list[str | int]:
    """Put what a command took beside what it made: the PDFs under a folder."""
    files = sorted(folder.rglob("*.pdf"))
    pages = 0
    for file in files:
        with pikepdf.open(file) as pdf:
            pages += len(pdf.pages)
    size = sum(file.stat().st_size for file in files)
    times = [f"{cost.clock:.1f}", f"{cost.processor:.1f}", f"{cost.peak / 1e6:.0f}"]
    return [name, len(files), pages, *times, f"{size / 1e6:.1f}"]


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--articles", default=25, show_default=True, type=click.IntRange(1, 99), help="How many articles.")
@click.option("--against-weasyprint", is_flag=True, help="Print beside what WeasyPrint takes for the same HTML.")
def main(site: Path, articles: int, against_weasyprint: bool) -> None:  # noqa: FBT001 - click's form
    """Run the command."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = site_of_articles(site, folder, articles)
        python = [sys.executable, "-m"]
        ours = [*python, "scripts.editions", str(root), "--cache", str(folder / "cache")]
        rows = [row("Typst, from nothing", measure(ours), root), row("Typst, nothing changed", measure(ours), root)]
        if against_weasyprint:
            out = folder / "weasyprint"
            theirs = measure([*python, "scripts.dev.bench.weasyprint_editions", str(root), str(out)])
            rows.append(row("WeasyPrint", theirs, out))
        titles = ["", "files", "pages", "seconds", "of processor", "peak MB", "MB"]
        for line in text_table(titles, rows):
            click.echo(line)


if __name__ == "__main__":
    main()
