"""The whole site as one zip file, to be read without a connection: from a stick, or on a computer that is offline.

A folder on a disk has no server that turns `help-now/` into `help-now/index.html`, so in this edition every link names
the file that it leads to. What only hosts and search engines read is left out.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from scripts.common.addresses import Inside, resolve
from scripts.common.source_date import UNKNOWN, source_date
from scripts.finish.compress import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.common.built_pages import Page, Site
    from scripts.common.faults import Fault

#: The name says nothing of what is in it: it may lie on a computer that others use.
OFFLINE = "website.zip"
FOLDER = "website/"

# For hosts and search engines, and the search's index, which a browser does not fetch from a disk.
_LEFT_OUT = re.compile(
    r"404\.html|_headers|_redirects|[a-z]+\.nginx\.conf|[a-z]+\.caddy|robots\.txt|feed\.xml|sitemap\.xml(?:\.gz)?"
    rf"|pagefind/.*|{re.escape(OFFLINE)}"
)
# A start tag, or a place where `<a` is only text.
_TAG = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))"""
    r"""|(?P<tag><(?P<name>(?P<raw>script|style|textarea|title)\b|[a-z][^\s/>]*)(?:"[^"]*"|'[^']*'|[^'">])*>)"""
    r"""(?(raw)(?P<text>.*?(?=</(?P=raw)\b|\Z)))""",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""(?P<name>[^\s"'<>/=]+)(?P<is>\s*=\s*)(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"'>]+))""")
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3


def offline(site: Site) -> Iterator[Fault]:
    """Write `website.zip` into a site, and print how large it is. The same site gives the same bytes.

    Args:
        site: the site, as readers get it, without packed files; its files are added to.

    Yields:
        Nothing: a link that leads nowhere is named by the link checker.
    """
    target = site.root / OFFLINE
    site.files.discard(OFFLINE)
    files = edition(site)
    moment = datetime.fromtimestamp(max(source_date(Path.cwd()), UNKNOWN), UTC)
    with zipfile.ZipFile(target, "w") as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(FOLDER + path, moment.timetuple()[:6])
            entry.create_system, entry.external_attr = _UNIX, _REGULAR_FILE
            # What is packed already is not packed again.
            entry.compress_type = zipfile.ZIP_DEFLATED if posixpath.splitext(path)[1] in TEXT else zipfile.ZIP_STORED
            archive.writestr(entry, data, compresslevel=9)
    site.files.add(OFFLINE)
    click.echo(f"{OFFLINE}: {len(files)} files to read without a connection ({target.stat().st_size:,} bytes)")
    yield from ()


def edition(site: Site) -> dict[str, bytes]:
    """Give the files of the edition by their paths, in their order."""
    kept = sorted(path for path in site.files if not _is_left_out(site, path))
    pages = site.pages
    return {p: with_whole_links(site, pages[p]) if p in pages else (site.root / p).read_bytes() for p in kept}


def _is_left_out(site: Site, path: str) -> bool:
    page = site.pages.get(path)
    return bool(_LEFT_OUT.fullmatch(path) or (page and page.redirect))


def with_whole_links(site: Site, page: Page) -> bytes:
    """Give a page whose links within the site all name a file: `../about/#us` becomes `../about/index.html#us`.

    A link to what is left out leads to the web. Nothing else in the page is changed, and neither is what only machines
    read, such as the canonical address.
    """
    used = {(found.tag, found.attribute, found.value) for found in page.references if found.use in {"goes", "loads"}}
    named = tuple({attribute for _, attribute, _ in used})

    def whole(found: re.Match[str]) -> str:
        tag = found["tag"]
        if tag is None or not any(name in tag.lower() for name in named):
            return found[0]
        return _with_whole_links(tag, found["name"].lower(), used, site, page) + (found["text"] or "")

    return _TAG.sub(whole, page.text).encode("utf-8", "surrogateescape")


def _with_whole_links(text: str, tag: str, used: set[tuple[str, str, str]], site: Site, page: Page) -> str:
    def whole(found: re.Match[str]) -> str:
        name = found["name"]
        value = unescape(next(filter(None, (found["a"], found["b"], found["c"])), ""))
        if (tag, name.lower(), value) not in used or value.startswith("#"):
            return found[0]
        to = resolve(value, page.path, site.home)
        if not isinstance(to, Inside):
            return found[0]
        if _is_left_out(site, to.path) and site.home:
            link = site.home + quote(to.path)
        elif to.path in site.files:
            link = quote(posixpath.relpath(to.path, posixpath.dirname(page.path) or "."))
        else:
            return found[0]
        return f'{name}{found["is"]}"{escape(link + ("#" + to.fragment if to.fragment else ""))}"'

    return _ATTRIBUTE.sub(whole, text)
