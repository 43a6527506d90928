"""What a host sends with each file: one table, written for the hosts that there are.

Sources: OWASP HTTP Headers Cheat Sheet; W3C Permissions Policy; RFC 8246 (`immutable`); RFC 9111 (caching).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scripts.common.faults import Fault
from scripts.finish.host_files import write_host_file
from scripts.finish.host_headers import HEAD, Headers, caddy_server, headers_file, nginx_maps, nginx_server
from scripts.finish.policy import policies
from scripts.finish.redirects import CADDY_MAP, NGINX_MAP
from scripts.finish.stylesheet import FINISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.common.built_pages import Site

#: For every file and every answer, also for redirects and for the page that says that a page is not there.
EVERYWHERE = (
    # Where a reader came from is nobody's business, least of all that they read this.
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    # For browsers older than the policy's `frame-ancestors`.
    ("X-Frame-Options", "DENY"),
    # No other tab can see or steer this one.
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    # Whoever listens on the way must not learn which page is read; browsers heed it over https only.
    ("Strict-Transport-Security", "max-age=31536000"),
)
#: A corrected phone number reaches a reader who was here before within ten minutes.
PAGES_CACHE = "public, max-age=600"
KEPT_CACHE = "public, max-age=31536000, immutable"

# Folders in which every file gets another name when it gets another content: the parts of Pagefind's index.
_HASHED_FOLDERS = ("pagefind/filter/", "pagefind/fragment/", "pagefind/index/")


def headers(site: Site) -> Iterator[Fault]:
    """Write `_headers`, `headers.nginx.conf`, `server.nginx.conf` and `server.caddy` into a site.

    Args:
        site: the site, with all pages and stylesheets as they will be sent; its files are added to.

    Yields:
        `HD01` for a file of that name that somebody else wrote; it stays as it is.
    """
    table = table_of(site)
    files = {
        "_headers": headers_file(table),
        "headers.nginx.conf": nginx_maps(table),
        "server.nginx.conf": nginx_server(table, redirects=NGINX_MAP in site.files),
        "server.caddy": caddy_server(table, redirects=CADDY_MAP in site.files),
    }
    for path, text in files.items():
        if not write_host_file(site, path, text, HEAD):
            cure = "move what it says into scripts/finish/headers.py, and take it out."
            yield Fault(f"{site.root.name}/{path}", 0, "HD01", f"The site has a file of this name already; {cure}")


def table_of(site: Site) -> Headers:
    """Put together what is sent with the files of a site."""
    found = policies(site)
    styles = sorted(path for path in site.files if FINISHED.fullmatch(path))
    folders = [folder for folder in _HASHED_FOLDERS if any(path.startswith(folder) for path in site.files)]
    return Headers(
        base=urlsplit(site.home).path or "/",
        everywhere=EVERYWHERE,
        policy=found.usual,
        policies=found.others,
        pages_cache=PAGES_CACHE,
        kept_cache=KEPT_CACHE,
        kept=[*styles, *folders],
    )
