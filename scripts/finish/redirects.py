"""Old addresses live on: for each of them a small page that needs no scripts, and rules for hosts that can redirect.

With the rules a host answers with a true redirect (301), and also addresses with a query, which no page can answer.
"""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

from scripts.comments.archive import COMMENTS
from scripts.common.addresses import built_path
from scripts.common.built_pages import Page, Site
from scripts.common.faults import Fault
from scripts.common.old_addresses import OldAddress, Places
from scripts.common.partials import filled
from scripts.content.data_files import old_addresses
from scripts.finish.hosts import host_file

# What follows the `#` of an old address of a comment: a redirect of HTML loses it, a script can keep it.
_FIND_COMMENT = "assets/find-comment.js"


def redirects(site: Site, table: Path | None) -> Iterator[Fault]:
    """Write a redirect page for each old address, and `_redirects`, `redirects.nginx.conf` and `redirects.caddy`.

    No file of the site is ever overwritten, but for what an earlier finish wrote here.

    Args:
        site: the site; its files, and its pages in memory, are added to.
        table: the data file of old addresses; None, or a file that is not there, for none.

    Yields:
        `OA01` and `OA02` what is wrong with the table, of which nothing is used then; `OA03` the page that an address
        leads to, or the anchor in it, is not on the site; `OA04` a file of the site is in the way; what `host_file`
        yields.
    """
    if table is None or not table.exists():
        return
    entries = old_addresses(table.parent)
    yield from entries.faults
    if entries.faults:
        return
    own = {path for path, page in site.pages.items() if page.redirect and page.noindex and path not in site.sources}
    theirs, ours = Places(site.files - own), Places()
    rules: list[tuple[OldAddress, str]] = []
    base = urlsplit(site.home).path or "/"
    for place, entry in enumerate(entries.sound):
        # A redirect may stand where another setting has the page.
        target = built_path(entry.page, lambda path: path in site.pages and not site.pages[path].redirect)
        page = site.pages.get(target)
        if fault := _fault(site, entry, page, theirs, ours):
            yield entries.fault(place, "from", *fault)
        elif page:
            rules.append((entry, base + quote(page.url) + _fragment(entry)))
            for file in entry.files.values():
                ours.add(file)
                site.write(file, _redirect_page(site, file, entry, page).encode())
    for rules_file in ("_redirects", "redirects.nginx.conf", "redirects.caddy"):
        yield from host_file(site, rules_file, base=base, rules=rules)


def _fault(site: Site, entry: OldAddress, page: Page | None, theirs: Places, ours: Places) -> tuple[str, str] | None:
    if page is None:
        return "OA03", f'The page "{entry.page}" is not on the built site; name another, or build it.'
    if entry.anchor and entry.anchor not in page.anchors:
        cure = f"correct it, or write `{{#{entry.anchor}}}` after the heading there."
        return "OA03", f'The page "{entry.page}" has no anchor "{entry.anchor}"; {cure}'
    for blocking in (places.in_the_way(file) for places in (theirs, ours) for file in entry.files.values()):
        if blocking:
            return "OA04", f'"{entry.from_}" is where the site has `{site.root.name}/{blocking}`; take this entry out.'
    inside = theirs.within(entry.folder) if entry.folder else None
    rule = f"gives hosts one rule for the whole folder, and `{site.root.name}/{inside}` is in it"
    return ("OA04", f'"{entry.from_}" {rule}; write the addresses one by one.') if inside else None


def _redirect_page(site: Site, file: str, entry: OldAddress, page: Page) -> str:
    up = posixpath.dirname(file) or "."
    onward = entry.page.startswith(f"{COMMENTS}/") and not entry.anchor and _FIND_COMMENT in site.files
    return filled(
        "pages/redirect.html",
        canonical=site.home + quote(page.url) if site.home else "",
        link=quote(posixpath.relpath(page.path, up)) + _fragment(entry),
        title=page.title or entry.page,
        script=posixpath.relpath(_FIND_COMMENT, up) if onward else "",
    )


def _fragment(entry: OldAddress) -> str:
    return f"#{quote(entry.anchor)}" if entry.anchor else ""
