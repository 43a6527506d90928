"""Old addresses live on: for each of them a small page that needs no scripts, and rules for hosts that can redirect."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from scripts.common.built_pages import read_page
from scripts.common.faults import Fault, shown_path
from scripts.common.old_addresses import FaultyTableError, Places, load
from scripts.common.partials import filled
from scripts.finish.host_files import write_host_file
from scripts.finish.host_redirects import HEAD, Redirect, caddy_map, nginx_map, redirects_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scripts.common.built_pages import Site
    from scripts.common.old_addresses import OldAddress

REDIRECTS = "_redirects"
NGINX_MAP = "redirects.nginx.conf"
CADDY_MAP = "redirects.caddy"

#: What follows the `#` of an old address of a comment: a redirect of HTML loses it, a script can keep it.
_FIND_COMMENT = "assets/find-comment.js"
_COMMENTS = "comments/"


def redirects(site: Site, table: Path | None) -> Iterator[Fault]:
    """Write a redirect page for each old address, and `_redirects`, `redirects.nginx.conf` and `redirects.caddy`.

    No file of the site is ever overwritten, but for what an earlier finish wrote here.

    Args:
        site: the site; its files, and its pages in memory, are added to.
        table: the data file of old addresses; None, or a file that is not there, for none.

    Yields:
        `OA01` the table cannot be used; `OA03` the page that an address leads to, or the anchor in it, is not on the
        site; `OA04` a file of the site is in the way.
    """
    if table is None:
        return
    name = shown_path(table)
    try:
        entries = load(table)
    except FaultyTableError:
        message = "This table cannot be used; `python -m scripts.content check` says why."
        yield Fault(name, 0, "OA01", message)
        return
    if not entries:
        return
    own = {path for path, page in site.pages.items() if page.redirect and page.noindex and path not in site.sources}
    theirs, ours = Places(site.files - own), Places()
    sound: list[OldAddress] = []
    for line, entry in entries:
        faults = [*_lost(site, entry), *_collisions(site, entry, theirs, ours)]
        yield from (Fault(name, line, rule, message) for rule, message in faults)
        if not faults:
            sound.append(entry)
            for file in entry.files.values():
                ours.add(file)
                _write(site, file, _redirect_page(site, file, entry))
    yield from _host_files(site, name, [_redirect(site, entry) for entry in sound])


def _lost(site: Site, entry: OldAddress) -> Iterator[tuple[str, str]]:
    page = site.pages.get(entry.target)
    if page is None:
        yield "OA03", f'The page "{entry.page}" is not on the built site; name another, or build it.'
    elif entry.anchor and entry.anchor not in page.anchors:
        cure = f"correct it, or write `{{#{entry.anchor}}}` after the heading there."
        yield "OA03", f'The page "{entry.page}" has no anchor "{entry.anchor}"; {cure}'


def _collisions(site: Site, entry: OldAddress, theirs: Places, ours: Places) -> Iterator[tuple[str, str]]:
    found = (places.in_the_way(file) for places in (theirs, ours) for file in entry.files.values())
    blocking = next(filter(None, found), None)
    if blocking is not None:
        yield "OA04", f'"{entry.from_}" is where the site has `{site.root.name}/{blocking}`; take this entry out.'
    elif entry.folder and (inside := theirs.within(entry.folder)):
        rule = f"gives hosts one rule for the whole folder, and `{site.root.name}/{inside}` is in it"
        yield "OA04", f'"{entry.from_}" {rule}; write the addresses one by one.'


def _redirect_page(site: Site, file: str, entry: OldAddress) -> str:
    page = site.pages[entry.target]
    up = posixpath.dirname(file) or "."
    onward = entry.page.startswith(_COMMENTS) and not entry.anchor and _FIND_COMMENT in site.files
    return filled(
        "pages/redirect.html",
        canonical=site.home + quote(page.url) if site.home else "",
        link=quote(posixpath.relpath(entry.target, up)) + _fragment(entry),
        title=page.title or entry.page,
        script=posixpath.relpath(_FIND_COMMENT, up) if onward else "",
    )


def _redirect(site: Site, entry: OldAddress) -> Redirect:
    base = urlsplit(site.home).path or "/"
    return Redirect(entry, base, base + quote(site.pages[entry.target].url) + _fragment(entry))


def _fragment(entry: OldAddress) -> str:
    return f"#{quote(entry.anchor)}" if entry.anchor else ""


def _host_files(site: Site, table: str, rules: Sequence[Redirect]) -> Iterator[Fault]:
    for path, text in (
        (REDIRECTS, redirects_file(rules)),
        (NGINX_MAP, nginx_map(rules)),
        (CADDY_MAP, caddy_map(rules)),
    ):
        if not write_host_file(site, path, text, HEAD):
            message = f"`{site.root.name}/{path}` is there already; move what it says into this table, and take it out."
            yield Fault(table, 0, "OA04", message)


def _write(site: Site, path: str, text: str) -> None:
    file = site.root / path
    data = text.encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    site.files.add(path)
    site.pages[path] = read_page(path, data)
