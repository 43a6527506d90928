"""One small stylesheet instead of several large ones.

The stylesheets that a page links are cut to the rules that the pages can use, joined in their order, minified and
written as `assets/style.<hash>.css`; the pages then link that file alone. The theme's rules come in a cascade layer
of their own, so that ours always win.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, TypeAlias

import brotli  # type: ignore[import-untyped]
import click
import lightningcss
from lxml import html as markup

from scripts.common.addresses import Inside, resolve
from scripts.common.built_pages import Names, Page, Reference, Site
from scripts.common.faults import Fault
from scripts.finish.cut import Group, StylesheetError, cut, in_layers, parse, rebase, serialize, unreadable, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scripts.finish.cut import Node

FOLDER = "assets"
FINISHED = re.compile(rf"{FOLDER}/style\.([0-9a-f]{{8}})\.css")
#: Where the theme copies its own stylesheets.
THEME_FOLDER = "assets/stylesheets/"
THEME_LAYER = "theme"
# What the theme writes for its scripts and for touch, or with a prefix, which the minifier sets where it is needed.
_NOT_OF_THEME = re.compile(
    r"transition|scroll-snap-.*|touch-action|backface-visibility|-webkit-(?:mask-.*|tap-highlight-color)|-moz-.*"
)
# The first versions that know cascade layers. Without such a list the minifier takes every feature for granted, and
# drops the fallbacks that we write for older browsers.
BROWSERS = ["chrome 99", "edge 99", "firefox 97", "safari 15.4", "ios_saf 15.4"]

# A link, or a place where `<link` is only text.
_LINK = re.compile(
    r"""<!--.*?-->|<(script|style|textarea|title)\b.*?</\1\s*>|(?P<link><link\b(?:"[^"]*"|'[^']*'|[^'">])*>)""",
    re.DOTALL | re.IGNORECASE,
)
_PARSER_FAULT = re.compile(r"Parsing stylesheet failed: (?P<reason>.*) at .*:(?P<line>\d+):\d+", re.DOTALL)
_VARIABLE = re.compile(r"var\(\s*(--[^\s,)]+)")

#: The stylesheets of a page in their order: each with its path and its `media`.
_Sheets: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Link:
    """A `<link rel="stylesheet">` to a file of this site, at `text[start:end]` of its page."""

    start: int
    end: int
    href: str
    path: str
    media: str


def one_stylesheet(site: Site, added: Names | None = None) -> Iterator[Fault]:
    """Give all pages of a site one stylesheet, and print how much smaller it is.

    Pages that link other stylesheets than the rest get a file of their own. A site that is finished stays as it is.

    Args:
        site: the site; its files, and its pages in memory, are changed.
        added: classes, ids, elements and attributes that a script adds to the pages.

    Yields:
        `ST01` for each stylesheet that cannot be read; the pages that link it are left alone. So are pages that could
        not be read themselves, for nobody knows what they need; the link checker names them.
    """
    links = {path: found for path, page in site.pages.items() if (found := list(_links(site, page)))}
    groups: dict[_Sheets, list[str]] = {}
    for path, found in links.items():
        groups.setdefault(tuple((link.path, link.media) for link in found), []).append(path)
    replaced: set[str] = set()
    for sheets, paths in groups.items():
        if _is_finished(site, sheets) or any(site.pages[path].damage for path in paths):
            continue
        names = Names.union([*(site.pages[path].names for path in paths), added or Names()])
        variables = {name for path in paths for name in _VARIABLE.findall(site.pages[path].text)}
        faults, css = _joined(site, sheets, names, variables)
        yield from faults
        if faults:
            continue
        before = [(site.root / sheet).read_bytes() for sheet, _ in sheets]
        new = _write(site, css)
        for path in paths:
            _relink(site, site.pages[path], links[path], new)
        replaced |= {sheet for sheet, _ in sheets if sheet != new}
        click.echo(_told(before, css.encode(), new))
    _remove(site, replaced)


def _links(site: Site, page: Page) -> Iterator[_Link]:
    for match in _LINK.finditer(page.text):
        if not match["link"] or "stylesheet" not in match["link"].lower():
            continue
        attributes = _attributes(match["link"])
        rel = attributes.get("rel", "").lower().split()
        target = resolve(attributes.get("href", ""), page.path, site.home)
        if "stylesheet" not in rel or "alternate" in rel or not isinstance(target, Inside):
            continue
        if target.path in site.files:
            media = attributes.get("media", "").strip()
            media = "" if media.lower() == "all" else media
            yield _Link(match.start(), match.end(), attributes["href"], target.path, media)


@lru_cache(maxsize=256)
def _attributes(tag: str) -> dict[str, str]:
    """Read the attributes of a tag; the same few stand on all pages."""
    return {str(name): str(value) for name, value in markup.fragment_fromstring(tag).attrib.items()}


def _is_finished(site: Site, sheets: _Sheets) -> bool:
    (path, media), *more = sheets
    name = FINISHED.fullmatch(path)
    return bool(name and not more and not media and name[1] == _hash((site.root / path).read_bytes()))


def _joined(site: Site, sheets: _Sheets, names: Names, variables: Iterable[str]) -> tuple[list[Fault], str]:
    """Cut, join and minify some stylesheets; give either faults or the text."""
    faults: list[Fault] = []
    trees: list[Sequence[Node]] = []
    for path, _ in sheets:
        try:
            trees.append(_read(site, path))
        except StylesheetError as error:
            faults.append(Fault(f"{site.root.name}/{path}", error.line, "ST01", str(error)))
    if faults:
        return faults, ""
    theme: list[Node] = []
    ours: list[Node] = []
    for (path, media), nodes in zip(sheets, cut(trees, names, variables), strict=True):
        of_theme = path.startswith(THEME_FOLDER)
        kept = without(nodes, _NOT_OF_THEME) if of_theme else nodes
        part = theme if of_theme else ours
        part += [Group("media", media, tuple(kept))] if media and kept else kept
    try:
        css = _minify(serialize([*in_layers(theme, THEME_LAYER), *ours]))
    except StylesheetError as error:
        return [Fault(f"{site.root.name}/{sheets[0][0]}", 0, "ST01", str(error))], ""
    # The minifier adds custom properties for older browsers, also where nothing reads them.
    return [], serialize(cut([parse(css)], names, variables)[0])


def _read(site: Site, path: str) -> Sequence[Node]:
    try:
        text = (site.root / path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise StylesheetError(0, unreadable(f"{error.reason} at byte {error.start} of what must be UTF-8")) from error
    nodes = parse(text)
    _minify(text)  # for its faults, while the lines are still those of the file
    rebase(nodes, posixpath.dirname(path), FOLDER)
    return nodes


def _minify(css: str) -> str:
    flags = lightningcss.calc_parser_flags(nesting=True)
    try:
        return lightningcss.process_stylesheet(css, parser_flags=flags, browsers_list=BROWSERS)
    except ValueError as error:
        reason = _PARSER_FAULT.fullmatch(str(error))
        line = int(reason["line"]) + 1 if reason else 0
        raise StylesheetError(line, unreadable(reason["reason"] if reason else str(error))) from error


def _write(site: Site, css: str) -> str:
    data = css.encode()
    path = f"{FOLDER}/style.{_hash(data)}.css"
    (site.root / FOLDER).mkdir(exist_ok=True)
    (site.root / path).write_bytes(data)
    site.files.add(path)
    return path


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]


def _relink(site: Site, page: Page, links: Sequence[_Link], new: str) -> None:
    """Let a page link the new stylesheet in place of the first old one; nothing else in it changes."""
    first = links[0]
    address = first.href.partition("?")[0]
    if address.endswith(first.path):
        # Keeps the form: relative, from the root, or whole.
        href = address.removesuffix(first.path) + new
    else:
        href = posixpath.relpath(new, posixpath.dirname(page.path) or ".")
    text = page.text
    for link in reversed(links):
        tag = f'<link rel="stylesheet" href="{escape(href)}">' if link is first else ""
        text = text[: link.start] + tag + text[link.end :]
    changed = page.with_text(text, tuple(_references(page, links, href)))
    (site.root / page.path).write_bytes(changed.data)
    site.pages[page.path] = changed


def _references(page: Page, links: Sequence[_Link], href: str) -> Iterator[Reference]:
    old = {link.href for link in links}
    new: str | None = href
    for found in page.references:
        if "stylesheet" not in found.rel or "alternate" in found.rel or found.value not in old:
            yield found
        elif new is not None:
            yield replace(found, value=new)
            new = None


def _remove(site: Site, sheets: Iterable[str]) -> None:
    """Remove the stylesheets that no page links any more."""
    for path in sheets:
        name = posixpath.basename(path)
        linked = (
            resolve(found.value, page.path, site.home)
            for page in site.pages.values()
            for found in page.references
            if name in found.value
        )
        if not any(isinstance(target, Inside) and target.path == path for target in linked):
            (site.root / path).unlink()
            site.files.discard(path)


def _told(before: Sequence[bytes], after: bytes, path: str) -> str:
    old, new = sum(map(len, before)), len(after)
    packed = sum(len(brotli.compress(data)) for data in before), len(brotli.compress(after))
    return (
        f"{path}: {old:,} bytes of {len(before)} stylesheet{'s' if len(before) != 1 else ''} became {new:,} "
        f"(in brotli: {packed[0]:,} became {packed[1]:,})"
    )
