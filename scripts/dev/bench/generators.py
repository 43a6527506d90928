"""The same site from three generators: builds it with each, and compares page by page with what MkDocs made.

`python -m scripts.dev.bench.generators` prints a table in Markdown, and exits with 1 if words, headings, links, ids,
JSON-LD, comments or editions are not the same, or if a byte of ProperDocs' is not that of MkDocs. Seconds are the
processor's, of all cores together.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import click
from lxml import etree, html

from scripts.build.__main__ import GENERATORS, lacking
from scripts.common.addresses import Inside, resolve
from scripts.dev.bench.building import our_settings, run, table, write_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What is read of a site: for each aspect, by the path of a file, a list.
Aspects: TypeAlias = "Mapping[str, Mapping[str, list[str]]]"

#: What is compared of each page.
OF_A_PAGE: Final = ("words", "headings", "links", "ids", "JSON-LD", "comments")
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_GENERATOR: Final = re.compile(rb'<meta name="generator" content="[^"]*">')
# They hold the generator's name in what they pack.
_PACKED: Final = frozenset({".br", ".gz", ".zip"})


@click.command(help=__doc__)
def main() -> None:
    """Run the command."""
    rows, wrong, first = [], 0, None
    for generator in GENERATORS:
        if fault := lacking(generator):
            raise click.ClickException(fault)
        with tempfile.TemporaryDirectory() as name:
            settings = our_settings(Path("mkdocs.yml"), Path("docs").absolute())
            file = write_settings({**settings, "site_dir": "site"}, Path(name))
            cost = run(sys.executable, "-m", "scripts.build", "--generator", generator, "--config", str(file))
            read = read_aspects(Path(name) / "site")
        first = first or read
        differing = differences(first, read)
        cells = (sum(map(len, of_it.values())) if first is read else "same" for of_it in read.values())
        rows.append([generator, *cells, f"{cost.seconds:.1f} s"])
        for place, (aspect, paths) in enumerate(differing.items(), start=1):
            if paths:
                rows[-1][place] = f"{len(paths)} differ"
                wrong += aspect != "files" or generator == "properdocs"
                click.echo(f"{generator}: {aspect} of {', '.join(paths)} differ.", err=True)
    for line in table(["generator", *(first or {}), "processor"], rows):
        click.echo(line)
    sys.exit(1 if wrong else 0)


def read_aspects(site: Path) -> Aspects:
    """Read of a finished site what is compared: pages, each aspect of a page, editions, and the bytes of all files."""
    found: dict[str, dict[str, list[str]]] = {aspect: {} for aspect in ("pages", *OF_A_PAGE, "editions", "files")}
    for file in sorted(site.rglob("*")):
        if file.is_dir() or file.suffix in _PACKED:
            continue
        path, data = file.relative_to(site).as_posix(), _GENERATOR.sub(b"", file.read_bytes())
        found["files"][path] = [hashlib.sha256(data).hexdigest()]
        if file.suffix in {".pdf", ".epub"}:
            found["editions"][path] = found["files"][path]
        elif file.suffix == ".html":
            found["pages"][path] = [path]
            for aspect, values in read_page(data, path).items():
                found[aspect][path] = values
    return found


def differences(first: Aspects, second: Aspects) -> dict[str, list[str]]:
    """Give for each aspect the paths of the files in which two sites differ."""
    return {
        aspect: sorted(path for path in {*ours, *second[aspect]} if ours.get(path) != second[aspect].get(path))
        for aspect, ours in first.items()
    }


def read_page(data: bytes, path: str) -> dict[str, list[str]]:
    """Read of a page what a reader, or a machine, meets on it: each aspect as a list."""
    found: dict[str, list[str]] = {aspect: [] for aspect in OF_A_PAGE}
    for one in html.document_fromstring(data).iter(etree.Element):
        found["ids"] += filter(None, [one.get("id")])
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


if __name__ == "__main__":
    main()
