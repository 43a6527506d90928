"""What a first visit to each page of a built site costs.

`python -m scripts.dev.bench.first_visit SITE` prints for every page the bytes of what its HTML refers to and a browser
fetches with it (the page, stylesheets, icon, scripts, pictures): as they are, in gzip 9 and in brotli 11, and the
number of requests. What scripts fetch later, and files of other hosts, are not in the bytes; the latter are counted.

`--against OTHER` prints another site of the same pages beside it, `--against-material` one that Material builds from
the same Markdown with its default settings.
"""

from __future__ import annotations

import functools
import gzip
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli  # type: ignore[import-untyped]
import click
import yaml
from mkdocs.utils.yaml import yaml_load

from scripts.common.addresses import Inside, Outside, resolve
from scripts.common.built_pages import read_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scripts.common.built_pages import Page, Site

#: HTML and stylesheet of a page in brotli: what a fresh connection brings in its first round trip, ten packets of
#: 1,460 bytes. Sources: RFC 6928 (initial window), the site's reader criteria.
BUDGET = 14_600

# Text is compressed on the way; pictures and fonts are so already.
_TEXT = frozenset({".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".webmanifest", ".xml"})
# Announced for later, or no file at all.
_NOT_FETCHED = frozenset({"dns-prefetch", "preconnect", "prefetch", "prerender"})


@dataclass(frozen=True)
class Size:
    """Bytes of some files: as they are, in gzip 9, in brotli 11."""

    raw: int = 0
    gzip: int = 0
    brotli: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(self.raw + other.raw, self.gzip + other.gzip, self.brotli + other.brotli)


@dataclass(frozen=True)
class Visit:
    """The first visit to a page.

    Attributes:
        url: the address of the page, relative to the site.
        first: HTML and stylesheets, what the budget is about.
        whole: all that is fetched from this site.
        requests: how many requests that takes, those to other hosts among them.
        foreign: how many of these go to other hosts.
    """

    url: str
    first: Size
    whole: Size
    requests: int
    foreign: int


def visits(site: Path) -> list[Visit]:
    """Measure all pages of a built site that are pages of text: redirects are left out.

    Args:
        site: the folder that holds the site.
    """
    model = read_site(site)
    found = [_visit(model, page) for page in model.pages.values() if page.redirect is None]
    return sorted(found, key=lambda visit: visit.url)


def _visit(site: Site, page: Page) -> Visit:
    html = size_of(site.root / page.path)
    first, whole = html, html
    fetched: set[str] = set()
    for address, is_stylesheet in _fetched(page):
        target = resolve(address, page.path, site.home)
        if isinstance(target, Outside) and target.host:
            fetched.add(address)
        elif isinstance(target, Inside) and target.path in site.files - fetched - {page.path}:
            fetched.add(target.path)
            size = size_of(site.root / target.path)
            whole += size
            first += size if is_stylesheet else Size()
    foreign = len(fetched - site.files)
    return Visit(page.url, first, whole, 1 + len(fetched), foreign)


def _fetched(page: Page) -> Iterator[tuple[str, bool]]:
    """Yield each address that is fetched with a page, and whether it is a stylesheet.

    Of the addresses of a `srcset` a browser takes one; the `src` beside it stands for that.
    """
    for found in page.references:
        if found.use == "loads" and not found.attribute.endswith("srcset") and not found.rel & _NOT_FETCHED:
            yield found.value, "stylesheet" in found.rel


def size_of(path: Path) -> Size:
    """Measure one file; what is compressed already counts the same in all three ways."""
    data = path.read_bytes()
    if path.suffix not in _TEXT:
        return Size(len(data), len(data), len(data))
    return _compressed(data)


@functools.cache
def _compressed(data: bytes) -> Size:
    return Size(len(data), len(gzip.compress(data, 9, mtime=0)), len(brotli.compress(data, quality=11)))


def build_with_material(config: Path, folder: Path, *, scripts: bool = True) -> Path:
    """Build the docs of a project as Material does by itself: its own templates, search, fonts and scripts.

    Args:
        config: the project's `mkdocs.yml`; docs, addresses, menu and Markdown extensions are taken from it.
        folder: an empty folder to work in.
        scripts: whether to leave Material what needs scripts; without them it has system fonts as well.

    Returns:
        The folder that holds the built site.

    Raises:
        click.ClickException: if the build fails.
    """
    with config.open(encoding="utf-8") as file:
        ours = yaml_load(file)
    settings = material_settings(ours, config.parent)
    if not scripts:
        _take_out_scripts(folder / "overrides")
        theme = {"name": "material", "font": False, "custom_dir": str((folder / "overrides").absolute())}
        settings |= {"theme": theme, "plugins": []}
    plain = folder / "mkdocs.yml"
    plain.write_text(yaml.dump(settings, allow_unicode=True), encoding="utf-8")
    site = folder / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(plain), "-d", str(site)]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=config.parent, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise click.ClickException(f"Material could not build the same docs: {done.stderr.strip()[-500:]}")
    return site


def _take_out_scripts(overrides: Path) -> None:
    """Write templates over Material's that leave out the blocks and partials with scripts."""
    blocks = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in ("libs", "analytics", "config", "scripts"))
    partials = overrides / "partials/javascripts"
    partials.mkdir(parents=True)
    (overrides / "main.html").write_text(f'{{% extends "base.html" %}}{blocks}', encoding="utf-8")
    for name in ("announce", "base", "consent", "content", "outdated", "palette", "tabset"):
        (partials / f"{name}.html").touch()


_TAKEN = ("site_name", "site_url", "docs_dir", "nav", "not_in_nav", "exclude_docs", "markdown_extensions")


def _without_functions(extension: object) -> object:
    """Leave out the settings of an extension that are functions: a file of settings made here cannot hold them."""
    if not isinstance(extension, dict):
        return extension
    return {
        name: {key: value for key, value in (of or {}).items() if not callable(value)} for name, of in extension.items()
    }


def material_settings(ours: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Give the settings under which Material builds the same pages by itself.

    Args:
        ours: the project's settings.
        folder: the project's folder.
    """
    settings = {key: ours[key] for key in _TAKEN if key in ours}
    if "markdown_extensions" in settings:
        settings["markdown_extensions"] = [_without_functions(one) for one in settings["markdown_extensions"]]
    return {
        **settings,
        "docs_dir": str(folder.absolute() / ours.get("docs_dir", "docs")),
        "theme": {"name": "material"},
    }


@click.command(help=__doc__.replace("\n\n", "\n\n\b\n"))
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another build of the same pages, to print beside.",
)
@click.option("--against-material", is_flag=True, help="Print beside what Material builds by itself.")
@click.option(
    "--config",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The settings that --against-material takes docs and extensions from.",
)
@click.option("--budget", is_flag=True, help=f"Exit with 1 if a page has more than {BUDGET:,} bytes.")
def main(site: Path, against: Path | None, against_material: bool, config: Path, budget: bool) -> None:  # noqa: FBT001 - click's form
    """Run the command."""
    found = visits(site)
    if against_material:
        with tempfile.TemporaryDirectory() as folder:
            other = visits(build_with_material(config, Path(folder)))
    else:
        other = visits(against) if against else []
    for line in comparison(found, other) if other else table(found):
        click.echo(line)
    over = [visit for visit in found if visit.first.brotli > BUDGET]
    click.echo(f"{len(found)} pages; HTML and stylesheet over {BUDGET:,} bytes in brotli: {len(over) or 'none'}.")
    sys.exit(1 if budget and over else 0)


def table(found: Iterable[Visit]) -> Iterator[str]:
    """Print each page in a line; those over the budget are marked."""
    yield f"{'':<52}{'requests':>9}{'raw':>10}{'gzip':>10}{'brotli':>10}{'HTML + CSS in brotli':>22}"
    for visit in found:
        size = visit.whole
        mark = f"  over {BUDGET:,}" if visit.first.brotli > BUDGET else ""
        yield (
            f"{'/' + visit.url:<52}{visit.requests:>9}{size.raw:>10,}{size.gzip:>10,}{size.brotli:>10,}"
            f"{visit.first.brotli:>22,}{mark}"
        )


def comparison(found: Iterable[Visit], other: Iterable[Visit]) -> Iterator[str]:
    """Print each page in a line with the other site's beside it: requests, all bytes, and the ratio in brotli."""
    others = {visit.url: visit for visit in other}
    head = f"{'requests':>9}{'raw':>10}{'gzip':>10}{'brotli':>10}"
    yield f"{'':<52}{head} │{head}{'ratio':>9}"
    for visit in found:
        beside = others.get(visit.url)
        if beside is not None:
            ratio = f"{beside.whole.brotli / visit.whole.brotli:>8.1f}×"
            yield f"{'/' + visit.url:<52}{_cells(visit)} │{_cells(beside)}{ratio}"
    foreign = max((visit.foreign for visit in others.values()), default=0)
    if foreign:
        yield f"On the right, requests to other hosts: up to {foreign} a page; their bytes are not counted."


def _cells(visit: Visit) -> str:
    size = visit.whole
    return f"{visit.requests:>9}{size.raw:>10,}{size.gzip:>10,}{size.brotli:>10,}"


if __name__ == "__main__":
    main()
