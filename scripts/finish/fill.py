"""Fills the places that the templates leave free: what the generator cannot know before all pages are built.

A template marks a place by a comment, `<!--fill read-next-->`; the partial of that name in `overrides/fill` says what
goes there, if anything. A partial with two endings, `feed.xml.html`, is a file of the site.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scripts.common.built_pages import home_of
from scripts.common.faults import Fault
from scripts.common.partials import OVERRIDES, filled
from scripts.common.settings import Settings
from scripts.finish.around import Around, minutes_to_read, read_around

_MARK: Final = re.compile("<!--fill ([^<>]*?)-->")
# The place of the minutes stands above the text.
_TEXT: Final = re.compile("<!--fill minutes-->(.*?)</(?:article|main)>", re.DOTALL)
# The only place on a page that is none of ours, such as 404.html.
_LIST: Final = "all-pages"


def fill(root: Path, docs: Path, settings: Settings) -> Iterator[Fault]:
    """Fill the marked places of a built site, and write its feed, sitemap and robots.txt.

    Args:
        root: the folder of the site, whoever built it; its files are changed.
        docs: the folder of the pages.
        settings: the site in general.

    Yields:
        `FL01` a place that no partial fills; `FL03` a place that the template of a page lacks.
    """
    around = read_around(root, docs, home_of(root), settings)
    partials = {file.stem for file in (OVERRIDES / "fill").glob("*.html")}
    places = {name for name in partials if "." not in name}
    known = ", ".join(sorted(places))
    pages = {page.path: page for page in around.pages.values()}
    lacking: dict[str, list[str]] = defaultdict(list)
    for path in sorted(file.relative_to(root).as_posix() for file in root.rglob("*.html")):
        text, page = (root / path).read_bytes().decode("utf-8", "surrogateescape"), pages.get(path)
        marks = {mark[1]: mark for mark in _MARK.finditer(text)}
        for unknown in marks.keys() - places:
            message = f'Nothing fills the place "{unknown}"; write one of these into the template: {known}.'
            yield Fault(f"{root.name}/{path}", text.count("\n", 0, marks[unknown].end()) + 1, "FL01", message)
        shown = places & marks.keys() | places - {_LIST} if page else {_LIST}
        found = _TEXT.search(text)
        minutes = minutes_to_read(found[1], settings.extra.words_a_minute) if found else 0
        contents = {place: content(place, around, page=page, minutes=minutes) for place in sorted(shown)}
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
    for name in partials - places:
        (root / name).unlink(missing_ok=True)
        if written := content(name, around):
            (root / name).write_text(f"{written}\n", encoding="utf-8")


def content(name: str, around: Around, **values: object) -> str:
    """Give what belongs into a place, or stands in a file; whatever it prints is escaped."""
    return filled(f"fill/{name}.html", site=around, link=around.link, **values).strip()
