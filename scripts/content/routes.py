"""The routes of the page "Where to start": a few pages in order for a situation; their data and rules."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from scripts.content.entries import Entries, read_entries
from scripts.content.page import UnreadablePageError, page_files, read_page
from scripts.content.sections import Section, read_sections
from scripts.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

#: The page that prints the routes, as a path from the folder of the pages.
PAGE = "where-to-start.md"

# The site's issue on the library: "two to four pages in order".
FEWEST_PAGES, MOST_PAGES = 2, 4


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise ValueError("has to be small letters, digits and hyphens, such as left-last-week")
    return value


def _each_once(pages: list[str]) -> list[str]:
    names = [name_of(page) for page in pages]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"names {twice} more than once; keep one of them")
    return pages


_Words = Annotated[str, StringConstraints(min_length=1)]
_Identifier = Annotated[str, AfterValidator(_identifier)]


class Route(BaseModel):
    """One route; the head of the data file says what each key holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: _Identifier
    title: _Words
    anchor: _Identifier
    about: _Words
    pages: Annotated[list[_Words], AfterValidator(_each_once)]


@dataclass(frozen=True)
class Stop:
    """A page on a route.

    Attributes:
        route: the route.
        previous: the page before it as the route names it, with `#anchor` where it has one; None at the beginning.
        next: the page after it; None at the end.
    """

    route: Route
    previous: str | None
    next: str | None


def name_of(page: str) -> str:
    """Give the page that an entry of a route names, without the anchor."""
    return page.partition("#")[0]


def stops_by_page(routes: Iterable[Route]) -> Mapping[str, Sequence[Stop]]:
    """Find for each page the routes that it is on.

    Args:
        routes: the routes.

    Returns:
        For each page (a path from the folder of the pages, without anchor) its stops, in the order of the routes.
    """
    found: dict[str, list[Stop]] = defaultdict(list)
    for route in routes:
        around = [None, *route.pages, None]
        for before, page, after in zip(around, route.pages, around[2:], strict=False):
            found[name_of(page)].append(Stop(route, before, after))
    return dict(found)


def load(path: Path) -> tuple[Route, ...]:
    """Read the routes that fit the schema.

    Args:
        path: the data file; a site can do without it.

    Returns:
        The routes in the order of the file. The others are left out here; the check has named them before.
    """
    return tuple(route for _, route in read_entries(path, list[Route], "RT01").sound)


def checks(path: Path) -> Iterator[Fault]:
    """Check the routes, and that the page "Where to start" tells the same.

    Args:
        path: the data file; the pages are in the folder that holds its folder.

    Yields:
        RT01 the data do not fit; RT02 an id or an anchor stands twice; RT03 a page is missing; RT04 the page "Where
        to start" has other routes, pages or titles, or another order; RT05 too few pages, or too many.
    """
    entries = read_entries(path, list[Route], "RT01")
    docs = path.parent.parent
    yield from entries.faults
    yield from _not_unique(entries)
    yield from _pages(entries, docs)
    try:
        sections = read_sections(read_page(docs / PAGE, docs))
    except (OSError, UnreadablePageError):
        yield Fault(entries.path, 0, "RT04", f'The page "{PAGE}", which tells these routes, cannot be read; mend it.')
        return
    yield from _not_as_told(entries, sections)


def _not_unique(entries: Entries[Route]) -> Iterator[Fault]:
    first: dict[tuple[str, str], int] = {}
    for place, route in entries.sound:
        for key, value in (("id", route.id), ("anchor", route.anchor)):
            line = entries.lines.of((place, key))
            if first.setdefault((key, value), line) != line:
                message = f'The {key} "{value}" stands in line {first[key, value]} already; give each route its own.'
                yield entries.fault(place, key, "RT02", message)


def _pages(entries: Entries[Route], docs: Path) -> Iterator[Fault]:
    names = {file.relative_to(docs).as_posix() for file in page_files(docs)}
    for place, route in entries.sound:
        for number, page in enumerate(route.pages):
            if name_of(page) not in names:
                message = f'There is no page "{name_of(page)}"; write the path from the folder of the pages.'
                yield Fault(entries.path, entries.lines.of((place, "pages", number)), "RT03", message)
        count = len(route.pages)
        if not FEWEST_PAGES <= count <= MOST_PAGES:
            message = (
                f'The route "{route.id}" has {count} {"page" if count == 1 else "pages"}; '
                f"give it {FEWEST_PAGES} to {MOST_PAGES}, so that a tired reader can see its end."
            )
            yield entries.fault(place, "pages", "RT05", message)


def _not_as_told(entries: Entries[Route], sections: Sequence[Section]) -> Iterator[Fault]:
    """Compare the data with the sections of the page: a route is a section with a numbered list of links."""
    told = {section.anchor: section for section in sections if section.anchor}
    for place, route in entries.sound:
        section = told.get(route.anchor)
        if section is None:
            message = f'{PAGE} has no heading with the anchor "#{route.anchor}"; write the same anchor in both.'
            yield entries.fault(place, "anchor", "RT04", message)
            continue
        if section.title != route.title:
            message = f'The heading "#{route.anchor}" of {PAGE} is "{section.title}"; write the same title in both.'
            yield entries.fault(place, "title", "RT04", message)
        listed = _listed(section)
        if listed != route.pages:
            message = (
                f'{PAGE} lists under "#{route.anchor}": {", ".join(listed) or "nothing in a numbered list"}; '
                "write the same pages in the same order in both."
            )
            yield entries.fault(place, "pages", "RT04", message)
    known = list(dict.fromkeys(route.anchor for _, route in entries.sound))
    there = [anchor for anchor, section in told.items() if _listed(section)]
    for anchor in there:
        if anchor not in known and not entries.faults:
            message = f'{PAGE} tells a route under "#{anchor}" that is not in this file; add it, or take it out there.'
            yield Fault(entries.path, 0, "RT04", message)
    both = [anchor for anchor in there if anchor in known]
    if both != [anchor for anchor in known if anchor in both]:
        message = f"{PAGE} tells the routes in another order: {', '.join(both)}; take the same order in both."
        yield Fault(entries.path, 0, "RT04", message)


def _listed(section: Section) -> list[str]:
    return [link.target for link in section.links if link.leads_item]
