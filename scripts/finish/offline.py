"""The whole site as one zip file, to be read without a connection: from a stick, or on a computer that is offline.

A folder on a disk has no server that turns `help-now/` into `help-now/index.html`, so in this edition every link names
the file that it leads to. What only hosts and search engines read is left out. No browser fetches a file from a disk,
but it runs scripts there: the files of the search's index become such, for `overrides/assets/from-disk.js` to read,
and those that are as many as comments stand together in some 256 for each part of the index.
"""

import gzip
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import click
from lxml import etree, html

from scripts.common.addresses import Inside, resolve
from scripts.common.built_pages import Page, Site
from scripts.common.dates import UNKNOWN, source_date
from scripts.common.kept import Kept
from scripts.finish.compress import TEXT
from scripts.finish.search import FOLDER as INDEX_FOLDER
from scripts.finish.search import MARK

#: The name says nothing of what is in it: it may lie on a computer that others use.
OFFLINE = "website.zip"
FOLDER = "website/"
#: The attribute that tells the search page's script that it reads from a disk.
MARK_ON_DISK = "data-on-disk"

# For hosts and search engines.
_LEFT_OUT = re.compile(
    r"404\.html|_headers|_redirects|[a-z]+\.nginx\.conf|[a-z]+\.caddy|robots\.txt|feed\.xml|sitemap\.xml(?:\.gz)?"
    rf"|{re.escape(OFFLINE)}"
)
# What would end the string that the bytes of a file become, or not stand in it as it is; the backslash first,
# for the others bring one in.
_ESCAPES = {b"\\": rb"\\", b'"': rb"\"", b"\n": rb"\n", b"\r": rb"\r"}
_TOGETHER = re.compile(r"(_..)[^/]*\.pf_fragment$")


def offline(site: Site) -> None:
    """Write `website.zip` into a site, and print how large it is. The same site gives the same bytes.

    Args:
        site: the site, as readers get it, without packed files; its files are added to.
    """
    target = site.root / OFFLINE
    site.files.discard(OFFLINE)
    moment = datetime.fromtimestamp(max(source_date(Path.cwd()), UNKNOWN), UTC)
    with zipfile.ZipFile(target, "w") as archive:
        for path, data in edition(site):
            entry = zipfile.ZipInfo(FOLDER + path, moment.timetuple()[:6])
            # A file of Unix that everybody may read.
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            # What is packed already is not packed again, as all of the index is.
            if posixpath.splitext(path)[1] in TEXT and not path.startswith(f"{INDEX_FOLDER}/"):
                entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=9)
    site.files.add(OFFLINE)
    click.echo(f"{OFFLINE}: {target.stat().st_size:,} bytes to read without a connection")


def edition(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the edition with their paths, in their order; all at once they can be larger than memory."""
    redirects = {path for path, page in site.pages.items() if page.redirect}
    kept = sorted(path for path in site.files - redirects if not _LEFT_OUT.fullmatch(path))
    # What becomes of a page depends on it, and on which files there are; no page names one of the index.
    named = [path for path in sorted(site.files) if not path.startswith(f"{INDEX_FOLDER}/")]
    whole = Kept("offline", f"{site.home} {named} {sorted(redirects)}", __file__)
    for name, paths in groupby(kept, _name):
        if page := site.pages.get(name):
            yield name, whole.of(f"{name}\n".encode() + page.data, partial(_with_whole_links, site, page, redirects))
        else:
            files = ((path, (site.root / path).read_bytes()) for path in paths)
            yield name, b"".join(data if path == name else _as_script(path, data) for path, data in files)


def _name(path: str) -> str:
    """Name what a file of the site is, or is part of, in the edition."""
    return _TOGETHER.sub(r"\1", path) + ".js" if path.startswith(f"{INDEX_FOLDER}/") else path


def _with_whole_links(site: Site, page: Page, redirects: Collection[str]) -> bytes:
    """Give a page whose links within the site all name a file, such as `../about/index.html#us`.

    A link to what is left out leads to the web. No words of the page are changed, and neither is what only machines
    read, such as the canonical address.
    """
    whole: dict[tuple[str, str, str], str] = {}
    for tag, attribute, value in {found[:3] for found in page.references if found.use in {"goes", "loads"}}:
        to = resolve(value, page.path, site.home)
        if not isinstance(to, Inside) or value.startswith("#"):
            continue
        mark = f"#{to.fragment}" if to.fragment else ""
        if site.home and (to.path in redirects or _LEFT_OUT.fullmatch(to.path)):
            whole[tag, attribute, value] = site.home + quote(to.path) + mark
        elif to.path in site.files:
            whole[tag, attribute, value] = quote(posixpath.relpath(to.path, posixpath.dirname(page.path) or ".")) + mark
    root = html.document_fromstring(page.data, html.HTMLParser(encoding="utf-8", huge_tree=True))
    for element in root.iter(etree.Element):
        for name, old in element.items():
            if link := whole.get((str(element.tag), str(name), str(old))):
                element.set(name, link)
        if MARK in element.attrib:
            element.set(MARK_ON_DISK, "")
    return bytes(html.tostring(root.getroottree(), encoding="utf-8"))


def _as_script(path: str, data: bytes) -> bytes:
    """Write a file of the search's index as a line of a script that hands over its bytes, one letter each, packed."""
    packed = gzip.compress(data, 9, mtime=0) if posixpath.splitext(path)[1] in TEXT else data
    for sign, escape in _ESCAPES.items():
        packed = packed.replace(sign, escape)
    return b'packed("%b", "%b")\n' % (posixpath.basename(path).encode(), packed)
