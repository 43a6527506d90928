"""Checks the words of the site: front matter, prose, and help lines.

    python -m scripts.content check              all pages under docs/
    python -m scripts.content check docs/x.md    this page
    python -m scripts.content grades             words, sentences and reading grade of each page
    python -m scripts.content rules              the rules, with their reasons
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
import yaml

from scripts.content import prose
from scripts.content.blocks import read_text
from scripts.content.page import Page, UnreadablePageError, page_files, read_page
from scripts.faults import Fault, report


def _kind_title(page):
    try:
        data = yaml.safe_load(page.front_matter or "")
    except yaml.YAMLError:
        data = None
    if not isinstance(data, dict):
        return "page", ""
    return str(data.get("kind", "page")), str(data.get("title", ""))


@click.group(help=__doc__)
def main() -> None: pass


def _pages(paths):
    docs = Path("docs")
    files = []
    for p in [Path(p) for p in paths] or [docs]:
        files += page_files(p) if p.is_dir() else [p]
    for f in files:
        yield f, read_page(f, f.parent)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True))
def check(paths):
    faults = []
    for f, page in _pages(paths):
        faults += prose.check(page.path, page.body, *_kind_title(page))
    sys.exit(1 if report(faults) else 0)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True))
def grades(paths):
    for f, page in _pages(paths):
        m = prose.measure_page(read_text(page.body))
        print(f"{page.path}: {m.words} words, {m.sentences} sentences, average {m.average_sentence:.1f}, grade {m.grade:.1f}, limit {prose.GRADES.get(_kind_title(page)[0])}")


@main.command()
def rules():
    for r in prose.RULES.values():
        print(r.id, r.level, r.text)


if __name__ == "__main__":
    main()
