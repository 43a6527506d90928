"""Fills the places that the templates leave free: what the generator cannot know before all pages are built.

A template marks a place by an empty element, `data-fill="read-next"`, and the one in the head by a `<meta>` of the name
`fill`; the partial of that name in `overrides/fill` says what goes there. A place that stays empty goes away with its
element. A partial with two endings, `feed.xml.html`, is a file of the site.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scripts.common.built_pages import home_of
from scripts.common.faults import Fault
from scripts.common.partials import OVERRIDES, environment
from scripts.common.settings import Extra, read_settings
from scripts.finish.around import listed, minutes_to_read, read_around

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2 import Environment

    from scripts.finish.around import Around, SitePage

PARTIALS: Final = OVERRIDES / "fill"

_MARK: Final = re.compile(
    r'\n?(?:(?P<open><(?P<tag>[a-z]+)\b[^<>]*?)\s+data-fill="(?P<place>[^"]*)"(?P<rest>[^<>]*>)(?P<close></(?P=tag)>)?'
    r'|<\w+ name="fill" content="(?P<head>[^"]*)"\s*/?>)'
)
_SIGN: Final = re.compile(r'data-fill="|name="fill"')
_END: Final = re.compile("</(?:article|main)>")


def fill(root: Path, docs: Path, config: Path, folder: Path = PARTIALS) -> Iterator[Fault]:
    """Fill the marked places of a built site, and write its feed, sitemap and robots.txt.

    Args:
        root: the folder of the site, whoever built it; its files are changed.
        docs: the folder of the pages.
        config: the settings, `mkdocs.yml`.
        folder: the folder of the partials.

    Yields:
        `FL01` a place that no partial fills; `FL02` a place that is not empty; `FL03` a place that the template of a
        page lacks.
    """
    around = read_around(root, docs, home_of(root), read_settings(config))
    templates = partials(folder, around)
    filler = _Filler(root, around, templates)
    pages = {page.path: page for page in around.pages.values()}
    for path in sorted(file.relative_to(root).as_posix() for file in root.rglob("*.html")):
        yield from filler.fill(path, pages.get(path))
    yield from filler.lacking()
    for name in templates.list_templates():
        if name.count(".") > 1:
            file, text = root / name.removesuffix(".html"), templates.get_template(name).render().strip()
            file.unlink(missing_ok=True)
            if text:
                file.write_text(f"{text}\n", encoding="utf-8")


def partials(folder: Path, around: Around) -> Environment:
    """Load the partials of a folder for a site; whatever they print is escaped."""
    templates = environment(folder)
    templates.globals.update(site=around, link=around.link, listed=listed)
    return templates


class _Filler:
    """Fills one page after the other, and keeps which places were missing."""

    def __init__(self, root: Path, around: Around, templates: Environment) -> None:
        self._root = root
        self._around = around
        self._templates = {
            name.removesuffix(".html"): templates.get_template(name) for name in templates.list_templates()
        }
        self._lacking: dict[str, list[str]] = {}

    def fill(self, path: str, page: SitePage | None) -> Iterator[Fault]:
        """Fill one page; one that is none of ours, such as 404.html, can list all pages, and that is all."""
        file = self._root / path
        before = file.read_bytes().decode("utf-8", "surrogateescape")
        marks = list(_marks(before))
        context = self._around.of(page, _minutes(before, marks, self._around.settings.extra)) if page else None
        parts, end = [], 0
        for mark in marks:
            if wrong := self._wrong(mark):
                yield Fault(f"{self._root.name}/{path}", before.count("\n", 0, mark.end()) + 1, *wrong)
                continue
            about = context or ({"page": None} if _place(mark) == "all-pages" else None)
            content = self._templates[_place(mark)].render(about).strip() if about else ""
            parts += [before[end : mark.start()], _filled(mark, content)]
            end = mark.end()
        if page and context and (marks or self._templates["head"].render(context).strip() not in before):
            for place in self._templates.keys() - {"all-pages"} - {_place(mark) for mark in marks}:
                if "." not in place and self._templates[place].render(context).strip():
                    self._lacking.setdefault(place, []).append(path)
        if parts:
            file.write_bytes("".join([*parts, before[end:]]).encode("utf-8", "surrogateescape"))

    def lacking(self) -> Iterator[Fault]:
        """Name each place that templates lack, once, with a page that needs it."""
        for place, paths in sorted(self._lacking.items()):
            more = f" (and of {len(paths) - 1} more)" if len(paths) > 1 else ""
            cure = f'an empty element with `data-fill="{place}"`' if place != "head" else "its `meta` into the head"
            message = (
                f'The template of this page{more} has no place "{place}", so what belongs there is lost; write {cure}.'
            )
            yield Fault(f"{self._root.name}/{paths[0]}", 0, "FL03", message)

    def _wrong(self, mark: re.Match[str]) -> tuple[str, str] | None:
        place = _place(mark)
        if place not in self._templates:
            known = ", ".join(name for name in self._templates if "." not in name)
            return "FL01", f'Nothing fills the place "{place}"; write one of these into the template: {known}.'
        if mark["tag"] and not mark["close"]:
            return "FL02", f'The place "{place}" is not empty; write nothing between its tags, for it would be lost.'
        return None


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Find the marks of a page, by what only they have: to try every tag would take far longer."""
    for sign in _SIGN.finditer(text):
        start = text.rfind("<", 0, sign.start())
        if found := _MARK.match(text, start - (text[start - 1 : start] == "\n")) if start >= 0 else None:
            yield found


def _place(mark: re.Match[str]) -> str:
    return mark["head"] if mark["place"] is None else mark["place"]


def _filled(mark: re.Match[str], content: str) -> str:
    lead = mark[0][: mark[0].startswith("\n")]
    if not content:
        return ""
    return lead + content if mark["tag"] is None else f"{lead}{mark['open']}{mark['rest']}{content}{mark['close']}"


def _minutes(text: str, marks: list[re.Match[str]], extra: Extra) -> int:
    """Count from the place of the minutes, which stands above the text, to the end of the article."""
    start = next((mark.end() for mark in marks if mark["place"] == "minutes"), None)
    end = _END.search(text, start) if start is not None else None
    return minutes_to_read(text[start : end.start()], extra.words_a_minute) if start is not None and end else 0
