"""One small stylesheet instead of several large ones.

The stylesheets that a page links are cut to the rules that the pages can use, joined in their order, minified and
written as `assets/style.<hash>.css`; the pages then link that file alone. The theme's rules come in a cascade layer
of their own, so that ours always win.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import urlsplit

import click
import lightningcss
from lxml import html as markup

from scripts.common.addresses import NOT_FOUND, Inside, resolve
from scripts.common.built_pages import Names
from scripts.common.faults import Fault
from scripts.finish.cut import Block, StylesheetError, cut, every, kept, parse, rebase, serialize, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from scripts.common.built_pages import Page, Site
    from scripts.finish.cut import Node

FOLDER = "assets"
FINISHED = re.compile(rf"{FOLDER}/style\.[0-9a-f]{{8}}\.css")
#: Where the theme copies its own stylesheets.
THEME_FOLDER = "assets/stylesheets/"
# What the theme writes for its scripts and for touch, or with a prefix, which the minifier sets where it is needed.
_NOT_OF_THEME = re.compile(
    r"transition|scroll-snap-.*|touch-action|backface-visibility|-webkit-(?:mask-.*|tap-highlight-color)|-moz-.*"
)
# The first versions that know cascade layers. Without such a list the minifier takes every feature for granted, and
# drops the fallbacks that we write for older browsers.
BROWSERS = ["chrome 99", "edge 99", "firefox 97", "safari 15.4", "ios_saf 15.4"]

_LINK = re.compile(r"<!--.*?-->|<link\b[^>]*>", re.DOTALL | re.IGNORECASE)
_PARSER_FAULT = re.compile(r"Parsing stylesheet failed: (?P<reason>.*) at .*:(?P<line>\d+):\d+", re.DOTALL)
_VARIABLE = re.compile(r"var\(\s*(--[^\s,)]+)")
# What the minifier adds for older browsers, also where nothing reads it.
_SCHEME = r"--lightningcss-(?:light|dark):[^;}]*;?"
_ADDED = re.compile(rf"@media \(prefers-color-scheme:dark\){{[^{{}}]*{{(?:{_SCHEME})+}}}}|{_SCHEME}")


#: The rules of stylesheets by the cascade layer that they go into; ours go into none.
_Parts: TypeAlias = "dict[str, list[Node]]"


class _Link(NamedTuple):
    """A link to a stylesheet of this site, as it stands in the head of a page."""

    tag: str
    href: str
    path: str
    media: str


def one_stylesheet(site: Site) -> Iterator[Fault]:
    """Give all pages of a site one stylesheet, and print how much smaller it is.

    Pages that link other stylesheets than the rest get a file of their own. A site that is finished stays as it is.

    Args:
        site: the site; its files, and its pages in memory, are changed.

    Yields:
        `ST01` for each stylesheet that cannot be read; the pages that link it are left alone. So are pages that could
        not be read themselves, for nobody knows what they need; the link checker names them.
    """
    groups: dict[tuple[tuple[str, str], ...], dict[str, list[_Link]]] = {}
    for path, page in site.pages.items():
        links = list(_links(site, page))
        if not all(FINISHED.fullmatch(link.path) for link in links):
            groups.setdefault(tuple((link.path, link.media) for link in links), {})[path] = links
    sheets: dict[str, _Parts] = {}
    for path in sorted({path for linked in groups for path, _ in linked}):
        try:
            sheets[path] = _read(site, path)
        except StylesheetError as error:
            yield Fault(f"{site.root.name}/{path}", error.line, "ST01", str(error))
    for linked, pages in groups.items():
        if any(path not in sheets for path, _ in linked) or any(site.pages[path].damage for path in pages):
            continue
        css = _joined([(sheets[path], media) for path, media in linked], [site.pages[path] for path in pages])
        before = sum((site.root / path).stat().st_size for path, _ in linked)
        new = _write(site, css.encode())
        for path, links in pages.items():
            _relink(site, site.pages[path], links, new)
        count = f"{len(linked)} stylesheet{'s' if len(linked) != 1 else ''}"
        click.echo(f"{new}: {before:,} bytes of {count} became {len(css.encode()):,}")
    _remove(site, {path for linked in groups for path, _ in linked})


def _links(site: Site, page: Page) -> Iterator[_Link]:
    for match in _LINK.finditer(page.text.partition("</head>")[0]):
        attributes = _attributes(match[0]) if "stylesheet" in match[0].lower() else {}
        target = resolve(attributes.get("href", ""), page.path, site.home)
        path = target.path if isinstance(target, Inside) else ""
        if path in site.files and _is_sheet(attributes.get("rel", "").lower().split()):
            media = attributes.get("media", "").strip()
            yield _Link(match[0], attributes["href"], path, "" if media.lower() == "all" else media)


@lru_cache(maxsize=256)
def _attributes(tag: str) -> dict[str, str]:
    """Read the attributes of a tag, none of a comment; the same few tags stand on all pages."""
    return {str(name): str(value) for name, value in markup.fragment_fromstring(tag).attrib.items()}


def _is_sheet(rel: Collection[str]) -> bool:
    return "stylesheet" in rel and "alternate" not in rel


def _read(site: Site, path: str) -> _Parts:
    """Read a stylesheet; raises `StylesheetError` if it is no CSS.

    Important declarations in a layer would win over all others (CSS Cascade 5, 6.4.4), so those of the theme lose
    their mark and move to a second layer above the first: among themselves all its rules decide as before.
    """
    try:
        text = (site.root / path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(0, f"{error.reason} at byte {error.start} of what must be UTF-8") from error
    _minify(text)  # for its faults, while the lines are still those of the file
    nodes = parse(text)
    rebase(nodes, posixpath.dirname(path), FOLDER)
    if not path.startswith(THEME_FOLDER):
        return {"": nodes}
    nodes = kept(nodes, lambda node: not _NOT_OF_THEME.fullmatch(getattr(node, "name", "")))
    important = kept(nodes, lambda node: getattr(node, "important", False))
    usual = kept(nodes, lambda node: not getattr(node, "important", False))
    for node in every(important):
        if not isinstance(node, Block):
            node.important = False
    return {"@layer theme": usual, "@layer theme-important": important}


def _joined(sheets: Sequence[tuple[_Parts, str]], pages: Iterable[Page]) -> str:
    """Cut some stylesheets, each with its `media`, to what some pages need, join and minify them."""
    parts: _Parts = {"@layer theme": [], "@layer theme-important": [], "": []}
    for sheet, media in sheets:
        for layer, nodes in sheet.items():
            parts[layer] += [Block(f"@media {media}", (), nodes)] if media else nodes
    names = Names.union(page.names for page in pages)
    read = {name for values in names.attributes.values() for value in values for name in _VARIABLE.findall(value)}
    left = dict(zip(parts, cut(parts.values(), names, read), strict=True))
    css = _minify(
        serialize([*(Block(layer, (), nodes) for layer, nodes in left.items() if layer and nodes), *left[""]])
    )
    return css if "var(--lightningcss" in css else _ADDED.sub("", css)


def _minify(css: str) -> str:
    flags = lightningcss.calc_parser_flags(nesting=True)
    try:
        return lightningcss.process_stylesheet(css, parser_flags=flags, browsers_list=BROWSERS)
    except ValueError as error:
        reason = _PARSER_FAULT.fullmatch(str(error))
        line, message = (int(reason["line"]) + 1, reason["reason"]) if reason else (0, str(error))
        raise unreadable(line, message) from error


def _write(site: Site, css: bytes) -> str:
    path = f"{FOLDER}/style.{hashlib.sha256(css).hexdigest()[:8]}.css"
    (site.root / FOLDER).mkdir(exist_ok=True)
    (site.root / path).write_bytes(css)
    site.files.add(path)
    return path


def _relink(site: Site, page: Page, links: Sequence[_Link], new: str) -> None:
    """Let a page link the new stylesheet in place of the first old one; nothing else in it changes."""
    up = (urlsplit(site.home).path or "/") if page.path == NOT_FOUND else "../" * page.path.count("/")
    href = up + new
    tags, written = {link.tag for link in links}, iter([f'<link rel="stylesheet" href="{escape(href)}">'])
    head, *rest = page.text.partition("</head>")
    head = _LINK.sub(lambda found: next(written, "") if found[0] in tags else found[0], head)
    hrefs = {link.href for link in links}
    old = [found for found in page.references if _is_sheet(found.rel) and found.value in hrefs]
    left = (found for found in page.references if found is old[0] or not found.rel or found not in old)
    references = tuple(found._replace(value=href) if found is old[0] else found for found in left)
    data = "".join([head, *rest]).encode("utf-8", "surrogateescape")
    (site.root / page.path).write_bytes(data)
    site.pages[page.path] = replace(page, data=data, references=references)


def _remove(site: Site, sheets: set[str]) -> None:
    """Remove the stylesheets that no page links any more."""
    values = {found.value for page in site.pages.values() for found in page.references}
    for path in sheets:
        if not any(posixpath.basename(path) in value for value in values):
            (site.root / path).unlink()
            site.files.discard(path)
