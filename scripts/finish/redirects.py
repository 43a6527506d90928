"""Old addresses live on: for each of them a small page that needs no scripts, and rules for hosts that can redirect.

With the rules a host answers with a true redirect (301), and also addresses with a query, which no page can answer.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from scripts.common.addresses import built_path
from scripts.common.faults import Fault, shown_path
from scripts.common.old_addresses import FaultyTableError, Places, load
from scripts.common.partials import filled
from scripts.finish.host_files import in_regex, write_host_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scripts.common.built_pages import Site
    from scripts.common.old_addresses import OldAddress

# What follows the `#` of an old address of a comment: a redirect of HTML loses it, a script can keep it.
_FIND_COMMENT = "assets/find-comment.js"
_COMMENTS = "comments/"
# http://nginx.org/en/docs/hash.html: what nginx is built with, and what an entry needs beside its key.
_LEAST_BUCKET, _LEAST_TABLE, _ENTRY = 64, 2048, 32


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
                site.write(file, _redirect_page(site, file, entry).encode())
    for blocking in _write_rules(site, sound):
        message = f"`{blocking}` is there already; move what it says into this table, and take it out."
        yield Fault(name, 0, "OA04", message)


def _lost(site: Site, entry: OldAddress) -> Iterator[tuple[str, str]]:
    page = site.pages.get(_target(site, entry))
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
    target = _target(site, entry)
    page = site.pages[target]
    up = posixpath.dirname(file) or "."
    onward = entry.page.startswith(_COMMENTS) and not entry.anchor and _FIND_COMMENT in site.files
    return filled(
        "pages/redirect.html",
        canonical=site.home + quote(page.url) if site.home else "",
        link=quote(posixpath.relpath(target, up)) + _fragment(entry),
        title=page.title or entry.page,
        script=posixpath.relpath(_FIND_COMMENT, up) if onward else "",
    )


def _target(site: Site, entry: OldAddress) -> str:
    """Give the built file that an old address leads to; a redirect may stand where another setting has the page."""
    return built_path(entry.page, lambda path: path in site.pages and not site.pages[path].redirect)


def _fragment(entry: OldAddress) -> str:
    return f"#{quote(entry.anchor)}" if entry.anchor else ""


def _write_rules(site: Site, entries: Sequence[OldAddress]) -> Iterator[str]:
    """Write the rules; give the files that cannot be, because a keeper wrote one of that name.

    nginx and Caddy look up a path, or a path with the value of its query behind a question mark, `/x?8`. A path that
    begins with `~` is a regular expression to both.
    """
    base = urlsplit(site.home).path or "/"
    rules = [(entry, base + quote(site.pages[_target(site, entry)].url) + _fragment(entry)) for entry in entries]
    paths: dict[str, str] = {}
    queries: dict[str, dict[str, str]] = {}
    for entry, to in rules:
        path = base + entry.stem
        if entry.query:
            name, value = entry.query
            queries.setdefault(name, {})[f"{path}?{value}"] = to
        elif entry.folder:
            paths[f"~^{in_regex(path)}[0-9]+/?$"] = to
        else:
            paths |= {path: to, f"{path}/": to}
    # With the sizes that nginx takes by itself, it does not start if one key is long.
    lengths = [len(key.encode()) for values in (paths, *queries.values()) for key in values]
    bucket = _power_of_two(max([_LEAST_BUCKET - _ENTRY, *lengths]) + _ENTRY)
    size = _power_of_two(max(_LEAST_TABLE, 2 * len(lengths)))
    values = {"base": base, "rules": rules, "paths": paths, "queries": queries, "bucket": bucket, "table": size}
    for file in ("_redirects", "redirects.nginx.conf", "redirects.caddy"):
        if not write_host_file(site, file, **values):
            yield f"{site.root.name}/{file}"


def _power_of_two(least: int) -> int:
    return 1 << (least - 1).bit_length()
