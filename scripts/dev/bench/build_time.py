"""How much work a build is as the library of articles grows.

`python -m scripts.dev.bench.build_time` builds the docs with 10, 100 and 1,000 articles, copies of those that are there
under other names, in three ways: as `make site` does, checks, index and packing included; with Material as it is by
itself; and with plain MkDocs, a theme of one line and nothing after it. All three render the same Markdown. Of
our time it says how much goes into what the others do not make: the search index, the zip to read without a
connection, and the brotli and gzip files for hosts. The copies have no editions for paper; `make bench-pdf` measures
those.

All times are processor time, of all cores together: it stays much the same when the computer is busy with other things.
"""

from __future__ import annotations

import collections
import os
import re
import resource
import subprocess
import sys
import tempfile
from dataclasses import astuple, dataclass
from itertools import cycle
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING, Any

import click
import yaml
from mkdocs.utils.yaml import yaml_load

from scripts.common.built_pages import read_site
from scripts.dev.bench.first_visit import material_settings
from scripts.dev.text_table import text_table
from scripts.finish.compress import compress, unpack
from scripts.finish.offline import offline
from scripts.finish.search import search_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NUMBERS = (10, 100, 1_000)
_PLAIN = '<!doctype html><html lang="en"><title>{{ page.title }}</title><body>{{ page.content }}</body></html>\n'


@dataclass(frozen=True)
class Times:
    """Seconds of processor time that builds of one library take.

    Attributes:
        ours: as `make site` builds.
        extras: how much of that goes into the search index, the zip and the packed files.
        material: Material as it is by itself.
        plain: plain MkDocs.
    """

    ours: float
    extras: float
    material: float
    plain: float

    @property
    def pages_alone(self) -> float:
        """What the pages alone take, with all checks of words, data and links."""
        return self.ours - self.extras


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.option("--articles", type=click.IntRange(1), multiple=True, default=NUMBERS, show_default=True)
@click.option(
    "--config",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def main(articles: tuple[int, ...], config: Path) -> None:
    """Run the command."""
    for line in table({number: build_times(config, number) for number in articles}):
        click.echo(line)


def build_times(config: Path, number: int) -> Times:
    """Build a library in each of the ways, one after the other.

    Args:
        config: the project's `mkdocs.yml`.
        number: how many articles the library has.

    Raises:
        click.ClickException: if a build fails.
    """
    config = config.absolute()
    with config.open(encoding="utf-8") as file:
        ours = yaml_load(file)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        docs = folder / "docs"
        copytree(config.parent / ours.get("docs_dir", "docs"), docs)
        write_articles(docs / "articles", number)
        (folder / "theme").mkdir()
        (folder / "theme/main.html").write_text(_PLAIN, encoding="utf-8")
        material = {**material_settings(ours, config.parent), "docs_dir": str(docs)}
        plain = {**material, "theme": {"name": None, "custom_dir": str(folder / "theme")}, "plugins": []}
        root = config.parent
        return Times(
            ours=_seconds(root, folder / "ours", _ours(config, docs)),
            extras=_extras(folder / "ours/site"),
            material=_seconds(root, folder / "material", material),
            plain=_seconds(root, folder / "plain", plain),
        )


def _ours(config: Path, docs: Path) -> dict[str, Any]:
    root = config.parent
    return {
        "INHERIT": str(config),
        "docs_dir": str(docs),
        "theme": {"custom_dir": str(root / "overrides")},
        "hooks": [str(root / "scripts/hooks.py")],
        "watch": [],
    }


def write_articles(folder: Path, number: int) -> None:
    """Fill a folder of articles up to a number: copies of those that are there, each with a title of its own.

    Args:
        folder: the folder, with at least one article that can be copied.
        number: how many articles there shall be.
    """
    found = sorted(folder.glob("*.md"))
    kept = [(path.stem, path.read_text(encoding="utf-8")) for path in found]
    articles = cycle([(stem, text) for stem, text in kept if "\nkind: article\n" in text])
    for place in range(number - len(found)):
        stem, text = next(articles)
        copy = _renamed(text, f"Copy {place} of {stem}").replace(
            "\nkind: article\n", "\nkind: article\nedition: none\n", 1
        )
        (folder / f"{stem}-{place}.md").write_text(copy, encoding="utf-8")


def _renamed(text: str, name: str) -> str:
    """Give an article another title, heading and description, and no questions: all these have to be its own."""
    description = f"{name}, made to measure how long a build takes with many articles."
    for line, new in (("title: ", name), ("# ", name), ("description: ", description)):
        text = re.sub(rf"^{line}.*$", line + new, text, count=1, flags=re.MULTILINE)
    return re.sub(r"^asked:\n(?:  - .*\n)+", "", text, count=1, flags=re.MULTILINE)


def _seconds(root: Path, folder: Path, settings: Mapping[str, Any]) -> float:
    folder.mkdir()
    file = folder / "mkdocs.yml"
    file.write_text(yaml.dump({**settings, "site_dir": str(folder / "site")}, allow_unicode=True), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(file)]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    start = _used(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    seconds = _used(resource.RUSAGE_CHILDREN) - start
    if done.returncode:
        raise click.ClickException(f"The build failed: {(done.stderr or done.stdout).strip()[-2000:]}")
    return seconds


def _extras(site: Path) -> float:
    """Make once more what the others do not make, from a finished site, and give the seconds."""
    model = read_site(site)
    collections.deque(unpack(model), 0)
    start = _used(resource.RUSAGE_SELF) + _used(resource.RUSAGE_CHILDREN)
    for step in (search_index, offline, compress):
        collections.deque(step(model), 0)
    return _used(resource.RUSAGE_SELF) + _used(resource.RUSAGE_CHILDREN) - start


def _used(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def table(found: Mapping[int, Times]) -> Iterator[str]:
    """Print the seconds, one number of articles in a line, and how ours compare with those of the plain build."""
    titles = (
        "articles",
        "ours, s",
        "of it extras, s",
        "Material, s",
        "plain MkDocs, s",
        "ours / plain",
        "pages alone / plain",
    )
    rows: list[tuple[str | int, ...]] = [
        (
            number,
            *(f"{seconds:.1f}" for seconds in astuple(one)),
            f"{one.ours / one.plain:.2f}",
            f"{one.pages_alone / one.plain:.2f}",
        )
        for number, one in found.items()
    ]
    yield from text_table(titles, rows)


if __name__ == "__main__":
    main()
