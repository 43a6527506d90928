"""What the search costs as the archive of comments grows.

`python -m scripts.dev.bench.search_cost SITE` adds made-up comments to a copy of SITE, lets the finish make the index,
and
looks for a word in Chromium: how long the index takes, how large it is, and what a reader's first search fetches and
how long it lasts from the first letter to the results. Once at localhost, and once over a slow mobile connection as
Lighthouse takes it (150 ms there and back, 1.6 Mbit/s).

The comments are words of a public list, drawn by Zipf's law with a fixed seed, 160 to a comment, 25 comments to a page:
as long as comments on blogs are, and as often the same words.
"""

from __future__ import annotations

import random
import resource
import shutil
import tempfile
import time
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import click
import syllapy  # type: ignore[import-untyped]
from playwright.sync_api import expect, sync_playwright

from scripts.comments.archive import ON_A_PAGE
from scripts.common.built_pages import read_site
from scripts.dev.browser import NoBrowserError, find_or_install, flags
from scripts.dev.site_server import serving
from scripts.dev.text_table import text_table
from scripts.finish.search import FOLDER, search_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

NUMBERS = (100, 1_000, 10_000)
WORDS_A_COMMENT = 160
#: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md: "Slow 4G", in ms and bytes a second.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 768_000 / 8}
# The words of the tenth and the three hundredth rank: one in many comments, one in few.
_COMMON, _RARE = 10, 300


@dataclass(frozen=True)
class Query:
    """The first search of a visit.

    Attributes:
        requests: how many files it fetched.
        size: their bytes as they were sent, without headers.
        seconds: from the first letter to the results, at localhost.
        slow: the same over a slow mobile connection.
        results: how many there were, as the page says it.
    """

    requests: int
    size: int
    seconds: float
    slow: float
    results: str


@dataclass(frozen=True)
class Measured:
    """What the search costs with some number of comments.

    Attributes:
        comments: how many there are.
        seconds: how long the index took, reading the pages left out.
        memory: what Pagefind took at most, in bytes, for this or a smaller number.
        files: how many files the index has.
        size: their bytes.
        common: a search for a word that many comments have.
        rare: a search for a word that few have.
    """

    comments: int
    seconds: float
    memory: int
    files: int
    size: int
    common: Query
    rare: Query


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--comments", type=click.IntRange(1), multiple=True, default=NUMBERS, show_default=True)
def main(site: Path, comments: tuple[int, ...]) -> None:
    """Run the command."""
    try:
        browser = find_or_install()
    except NoBrowserError as error:
        raise click.ClickException(str(error)) from error
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(browser), args=flags())
        found = [measure(site, number, chromium) for number in comments]
        chromium.close()
    for line in table(found):
        click.echo(line)


def measure(site: Path, number: int, browser: Browser) -> Measured:
    """Measure with a number of comments.

    Args:
        site: the built site, with its search page.
        number: how many comments to add to it.
        browser: a Chromium.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        shutil.copytree(site, root)
        shutil.rmtree(root / FOLDER, ignore_errors=True)
        vocabulary = write_comments(root / "comments", number)
        model = read_site(root)
        start = time.perf_counter()
        faults = list(search_index(model))
        seconds = time.perf_counter() - start
        if faults:
            raise click.ClickException(str(faults[0]))
        files = [file for file in (root / FOLDER).rglob("*") if file.is_file()]
        with serving(root) as address:
            common, rare = (_search(browser, address, vocabulary[rank]) for rank in (_COMMON, _RARE))
        # On Linux in KiB (getrusage(2)).
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        return Measured(number, seconds, memory, len(files), sum(file.stat().st_size for file in files), common, rare)


def write_comments(folder: Path, number: int) -> list[str]:
    """Write pages of made-up comments, the same ones in every run.

    Args:
        folder: a folder that is not there yet.
        number: how many comments.

    Returns:
        Their words, the most frequent one first.
    """
    chance = random.Random(number)  # noqa: S311 - the same words in every run are what is wanted
    vocabulary = sorted(word for word in syllapy.WORD_DICT if word.isalpha() and len(word) > 1)
    random.Random(0).shuffle(vocabulary)  # noqa: S311
    weights = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    for place, first in enumerate(range(0, number, ON_A_PAGE), start=1):
        numbers = range(first, min(first + ON_A_PAGE, number))
        page = folder / f"page-{place}" / "index.html"
        page.parent.mkdir(parents=True)
        texts = [" ".join(chance.choices(vocabulary, cum_weights=weights, k=WORDS_A_COMMENT)) for _ in numbers]
        page.write_text(_page(place, numbers, texts), encoding="utf-8")
    return vocabulary


def _page(place: int, numbers: Sequence[int], texts: Sequence[str]) -> str:
    comments = "".join(
        f'<article class="comment" id="comment-{number}"><h3 id="by-{number}">Reader {number}</h3>'
        f'<p><time datetime="2019-05-04">4 May 2019</time></p><p>{text}.</p>'
        f'<p data-pagefind-filter="situation">situation {number % 12}</p></article>\n'
        for number, text in zip(numbers, texts, strict=True)
    )
    head = f'<meta charset="utf-8"><title>Comments, page {place}</title>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body><main>\n{comments}</main></body></html>\n'


def _search(browser: Browser, address: str, word: str) -> Query:
    """Look for a word twice, each time as a new visitor."""
    sizes: list[int] = []
    page = browser.new_page()
    page.goto(f"{address}search/", wait_until="networkidle")
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    seconds, results = _type(page, word)
    page.wait_for_load_state("networkidle")
    page.close()
    page = browser.new_page()
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    page.goto(f"{address}search/", wait_until="networkidle")
    slow, _ = _type(page, word)
    page.close()
    return Query(len(sizes), sum(sizes), seconds, slow, results)


def _type(page: Page, word: str) -> tuple[float, str]:
    start = time.perf_counter()
    page.get_by_role("searchbox").press_sequentially(word)
    expect(page.get_by_role("status")).to_contain_text("found", ignore_case=True, timeout=120_000)
    return time.perf_counter() - start, page.get_by_role("status").inner_text()


def table(found: Sequence[Measured]) -> Iterator[str]:
    """Print the measurements, one number of comments in a line."""
    rows = [(one.comments, f"{one.seconds:.1f}", one.memory // 1_000_000, one.files, one.size // 1000) for one in found]
    yield from text_table(("comments", "index in s", "memory in MB", "files", "index in kB"), rows)
    yield ""
    yield from text_table(
        ("comments", "word", "results", "files fetched", "kB fetched", "s at localhost", "s on slow 4G"),
        [
            (
                one.comments,
                name,
                query.results.rpartition(": ")[2].rstrip("."),
                query.requests,
                query.size // 1000,
                f"{query.seconds:.1f}",
                f"{query.slow:.1f}",
            )
            for one in found
            for name, query in (("common", one.common), ("rare", one.rare))
        ],
    )


if __name__ == "__main__":
    main()
