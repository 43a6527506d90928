"""The same site from three generators: builds it with each, compares page by page, and says what each costs.

`python -m scripts.dev.bench.generators` makes an environment for each generator under `.cache/generators`, with the
packages of requirements-dev.lock that this one needs and none of another, builds the site in it, and compares what came
out with what MkDocs made. Then it builds the docs with 22, 100 and 1,000 articles with each. It prints both tables in
Markdown, and exits with 1 if words, headings, links, ids, JSON-LD, comments or editions are not the same, or if a byte
of ProperDocs' is not that of MkDocs.

All times are processor time, of all cores together.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
import yaml
from lxml import etree, html
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.build.__main__ import GENERATORS, lacking
from scripts.common.addresses import Inside, resolve
from scripts.common.settings import SettingsDumper, read_data
from scripts.dev.bench.build_time import write_articles
from scripts.finish.steps import CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FIRST: Final = "mkdocs"
NUMBERS: Final = (22, 100, 1_000)
PROJECT: Final = Path("pyproject.toml")
LOCK: Final = Path("requirements-dev.lock")
ENVIRONMENTS: Final = Path(".cache/generators")
#: What is compared of each page.
ASPECTS: Final = ("words", "headings", "links", "ids", "JSON-LD", "comments")

#: What the project needs for MkDocs alone.
_OF_MKDOCS: Final = frozenset({"mkdocs", "mkdocs-material"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_GENERATOR: Final = re.compile(rb'<meta name="generator" content="[^"]*">')
_BLOCK: Final = re.compile(r"^[A-Za-z0-9][^\n]*(?:\n[ \t]+[^\n]*)*", re.MULTILINE)
# They hold the generator's name in what they pack.
_PACKED: Final = (".br", ".gz", ".zip")


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.option("--articles", type=click.IntRange(1), multiple=True, default=NUMBERS, show_default=True)
@click.option(
    "--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=CONFIG, show_default=True
)
def main(articles: tuple[int, ...], config: Path) -> None:
    """Run the command."""
    pythons = {name: environment(name) for name in GENERATORS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sites = {}
        for generator, python in pythons.items():
            built = _library(folder / generator, config, 0)
            _seconds([python, "-m", "scripts.build", "--generator", generator, "--config", str(built)])
            sites[generator] = built.parent / "site"
        found = {generator: differences(sites[FIRST], site) for generator, site in sites.items()}
        for line in comparison_table(sites[FIRST], found):
            click.echo(line)
        click.echo()
        for line in time_table({number: _times(folder / str(number), config, number, pythons) for number in articles}):
            click.echo(line)
    for generator, of_it in found.items():
        for aspect, paths in of_it.items():
            if aspect != "bytes" or (paths and generator == "properdocs"):
                for path in paths:
                    click.echo(f"{generator}: {aspect} of {path} are not those that {FIRST} makes.", err=True)
    sys.exit(any(paths for one in found.values() for aspect, paths in one.items() if aspect != "bytes"))


def environment(generator: str) -> str:
    """Make an environment with what one generator needs, unless it stands already.

    Args:
        generator: its name, one of `GENERATORS`.

    Returns:
        The Python of the environment.

    Raises:
        click.ClickException: it cannot be made.
    """
    if fault := lacking(generator):
        raise click.ClickException(fault)
    text = pinned(LOCK.read_text(encoding="utf-8"), needed(generator))
    folder = ENVIRONMENTS.absolute() / generator
    python, stamp = folder / "bin/python", folder / "requirements.lock"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != text:
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        (folder / "wanted.lock").write_text(text, encoding="utf-8")
        _run([str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(folder / "wanted.lock")])
        (folder / "wanted.lock").rename(stamp)
    return str(python)


def needed(generator: str) -> set[str]:
    """Name the packages that building this site with a generator needs, and none of another generator."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    others = _OF_MKDOCS if generator == "zensical" else frozenset()
    waiting = [Requirement(generator), *(one for one in waiting if one.name not in others)]
    found: set[str] = set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name not in found:
            found.add(name)
        for extra in ("", *one.extras):
            below = [Requirement(line) for line in _requires(name)]
            waiting += [two for two in below if canonicalize_name(two.name) not in found and _applies(two, extra)]
    return found


def pinned(lock: str, names: Iterable[str]) -> str:
    """Give the part of a lock file that pins some packages, with their hashes."""
    wanted = set(names)
    blocks = (found[0] for found in _BLOCK.finditer(lock))
    return "".join(f"{block}\n" for block in blocks if canonicalize_name(re.split(r"[\[=; ]", block)[0]) in wanted)


def differences(first: Path, second: Path) -> dict[str, list[str]]:
    """Compare two finished sites.

    Returns:
        What differs: for each aspect of the pages, for `pages` and `editions`, and for the bytes of any file but for
        the tag of the generator, the paths.
    """
    ours, others = _files(first), _files(second)
    found: dict[str, list[str]] = {aspect: [] for aspect in ("pages", *ASPECTS, "editions", "bytes")}
    for path in sorted({*ours, *others}):
        if path.endswith(_PACKED):
            continue
        one, two = ours.get(path), others.get(path)
        if path.endswith(".html"):
            if one is None or two is None:
                found["pages"].append(path)
            else:
                read = read_page(one, path), read_page(two, path)
                for aspect in ASPECTS:
                    if read[0][aspect] != read[1][aspect]:
                        found[aspect].append(path)
        elif path.endswith((".pdf", ".epub")) and one != two:
            found["editions"].append(path)
        if one is None or two is None or _GENERATOR.sub(b"", one) != _GENERATOR.sub(b"", two):
            found["bytes"].append(path)
    return found


def read_page(data: bytes, path: str) -> dict[str, list[str]]:
    """Read of a page what a reader, or a machine, meets on it: each aspect as a list."""
    tree = html.document_fromstring(data)
    found: dict[str, list[str]] = {aspect: [] for aspect in ASPECTS}
    for one in tree.iter(etree.Element):
        found["ids"] += [one.get("id", "")] if one.get("id") else []
        if one.get("rel") != "stylesheet":
            found["links"] += [_end(link, path) for link in (one.get("href"), one.get("src")) if link is not None]
        if one.tag in _HEADINGS:
            found["headings"].append(f"{one.tag} {_text(one)}")
        elif one.tag == "article" and one.get("id", "").startswith("comment-"):
            found["comments"].append(_text(one))
        elif one.get("type") == "application/ld+json":
            found["JSON-LD"].append(one.text or "")
        found["words"] += [] if one.tag in {"script", "style"} else (one.text or "").split()
        found["words"] += (one.tail or "").split()
    return found


def _end(link: str, path: str) -> str:
    end = resolve(link, path, "")
    return f"{end.path}#{end.fragment}" if isinstance(end, Inside) else link


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def comparison_table(first: Path, found: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[str]:
    """Give the table of what is the same in Markdown.

    Args:
        first: the site that all were compared with.
        found: what `differences` found, by the generator.
    """
    pages = {path: read_page(data, path) for path, data in _files(first).items() if path.endswith(".html")}
    columns = ["pages", *ASPECTS, "editions"]
    editions = sum(path.endswith((".pdf", ".epub")) for path in _files(first))
    counts = [len(pages), *(sum(len(page[aspect]) for page in pages.values()) for aspect in ASPECTS), editions]
    yield f"| generator | {' | '.join(columns)} | files that differ otherwise |"
    yield f"| --- |{' ---: |' * (len(columns) + 1)}"
    for generator, of_it in found.items():
        cells = [
            f"{count:,}" if generator == FIRST else f"{len(of_it[column])} differ" if of_it[column] else "same"
            for column, count in zip(columns, counts, strict=True)
        ]
        yield f"| {generator} | {' | '.join(cells)} | {len(of_it['bytes'])} |"


def time_table(times: Mapping[int, Mapping[str, tuple[float, float]]]) -> Iterator[str]:
    """Give the table of times in Markdown: of the whole build, and of the generator alone.

    Args:
        times: both, by the generator, by the number of articles.
    """
    names = list(next(iter(times.values())))
    heads = [f"{name}{what}" for name in names for what in ("", " alone")]
    yield f"| articles | {' | '.join(heads)} |"
    yield f"| ---: |{' ---: |' * len(heads)}"
    for number, of_it in times.items():
        yield f"| {number:,} | {' | '.join(f'{seconds:.1f} s' for name in names for seconds in of_it[name])} |"


def _times(folder: Path, config: Path, number: int, pythons: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    found = {}
    for generator, python in pythons.items():
        file = _library(folder / generator, config, number)
        whole = _seconds([python, "-m", "scripts.build", "--generator", generator, "--config", str(file)])
        bare = {**yaml.safe_load(file.read_text(encoding="utf-8")), "hooks": [], "site_dir": "bare"}
        alone = file.with_name("bare.yml")
        alone.write_text(yaml.dump(bare, Dumper=SettingsDumper), encoding="utf-8")
        found[generator] = whole, _seconds([python, "-m", generator, "build", "--clean", "-f", str(alone)])
        shutil.rmtree(folder / generator)
    return found


def _library(folder: Path, config: Path, number: int) -> Path:
    """Copy the project's pages, with articles up to a number, and give settings that stand beside them."""
    home = config.absolute().parent
    settings: dict[str, Any] = read_data(config)
    shutil.copytree(home / settings.get("docs_dir", "docs"), folder / "docs")
    if number:
        write_articles(folder / "docs/articles", number)
    theme = {**settings["theme"], "custom_dir": str(home / settings["theme"]["custom_dir"])}
    hooks = [str(home / hook) for hook in settings.get("hooks", [])]
    written = {**settings, "docs_dir": "docs", "site_dir": "site", "theme": theme, "hooks": hooks, "watch": []}
    written["not_in_nav"] = f"{settings.get('not_in_nav', '')}\n/articles/*-[0-9]*.md\n"
    file = folder / "mkdocs.yml"
    file.write_text(yaml.dump(written, Dumper=SettingsDumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def _seconds(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(command: Sequence[str]) -> None:
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - our own words only
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise click.ClickException(f"`{' '.join(command[1:5])} …` failed: {said}")


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        # Of another system or Python.
        return []


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main()
