"""Fills the places that the templates leave free: what the generator cannot know before all pages are built.

A template marks a place by a comment, `<!--fill read-next-->`; the partial of that name in `overrides/fill` says what
goes there, if anything. A partial with two endings, `feed.xml.html`, is a file of the site.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scripts.common.built_pages import home_of
from scripts.common.faults import Fault
from scripts.common.partials import OVERRIDES, environment
from scripts.common.settings import read_settings
from scripts.finish.around import listed, minutes_to_read, read_around

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2 import Environment

    from scripts.finish.around import Around

PARTIALS: Final = OVERRIDES / "fill"

_MARK: Final = re.compile("<!--fill ([^<>]*?)-->")
# The place of the minutes stands above the text.
_TEXT: Final = re.compile("<!--fill minutes-->(.*?)</(?:article|main)>", re.DOTALL)
# The only place on a page that is none of ours, such as 404.html.
_LIST: Final = "all-pages"


def fill(root: Path, docs: Path, config: Path, folder: Path = PARTIALS) -> Iterator[Fault]:
    """Fill the marked places of a built site, and write its feed, sitemap and robots.txt.

    Args:
        root: the folder of the site, whoever built it; its files are changed.
        docs: the folder of the pages.
        config: the settings, `mkdocs.yml`.
        folder: the folder of the partials.

    Yields:
        `FL01` a place that no partial fills; `FL03` a place that the template of a page lacks.
    """
    around = read_around(root, docs, home_of(root), read_settings(config))
    templates = partials(folder, around)
    places = {name.removesuffix(".html"): templates.get_template(name) for name in templates.list_templates()}
    files = {name: places.pop(name) for name in list(places) if "." in name}
    pages = {page.path: page for page in around.pages.values()}
    lacking: dict[str, list[str]] = defaultdict(list)
    for path in sorted(file.relative_to(root).as_posix() for file in root.rglob("*.html")):
        text, page = (root / path).read_bytes().decode("utf-8", "surrogateescape"), pages.get(path)
        marks = {mark[1]: mark for mark in _MARK.finditer(text)}
        for unknown in marks.keys() - places:
            message = f'Nothing fills the place "{unknown}"; write one of these into the template: {", ".join(places)}.'
            yield Fault(f"{root.name}/{path}", text.count("\n", 0, marks[unknown].end()) + 1, "FL01", message)
        filled = places.keys() & marks | places.keys() - {_LIST} if page else {_LIST}
        context = around.of(page, _minutes(text, around)) if page else {"page": None}
        contents = {place: places[place].render(context).strip() for place in sorted(filled)}
        # A finished page has no marks, and what belongs into its head.
        if page and (marks or contents["head"] not in text):
            for place in filter(contents.get, contents.keys() - marks):
                lacking[place].append(path)
        for place, mark in marks.items():
            text = text.replace(mark[0], contents.get(place, ""))
        if marks:
            (root / path).write_bytes(text.encode("utf-8", "surrogateescape"))
    for place, paths in sorted(lacking.items()):
        more = f" (and of {len(paths) - 1} more)" if len(paths) > 1 else ""
        cure = f"so what belongs there is lost; write `<!--fill {place}-->`."
        message = f'The template of this page{more} has no place "{place}", {cure}'
        yield Fault(f"{root.name}/{paths[0]}", 0, "FL03", message)
    for name, template in files.items():
        (root / name).unlink(missing_ok=True)
        if content := template.render().strip():
            (root / name).write_text(f"{content}\n", encoding="utf-8")


def partials(folder: Path, around: Around) -> Environment:
    """Load the partials of a folder for a site; whatever they print is escaped."""
    templates = environment(folder)
    templates.globals.update(site=around, link=around.link, listed=listed)
    return templates


def _minutes(text: str, around: Around) -> int:
    found = _TEXT.search(text)
    return minutes_to_read(found[1], around.settings.extra.words_a_minute) if found else 0
