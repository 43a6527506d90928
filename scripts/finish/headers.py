"""What a host sends with each file: one table, written for the hosts that there are by `overrides/hosts/`.

Sources: OWASP HTTP Headers Cheat Sheet; W3C Permissions Policy; RFC 8246 (`immutable`); RFC 9111 (caching).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scripts.common.addresses import page_url
from scripts.common.faults import Fault
from scripts.finish.host_files import write_host_file
from scripts.finish.policy import policies
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
#: For files that get another name when they get another content.
KEPT_CACHE = "public, max-age=31536000, immutable"

# Folders in which every file is such a one: the parts of Pagefind's index.
_HASHED_FOLDERS = ("pagefind/filter/", "pagefind/fragment/", "pagefind/index/")


def headers(site: Site) -> Iterator[Fault]:
    """Write `_headers`, `headers.nginx.conf`, `server.nginx.conf` and `server.caddy` into a site.

    Args:
        site: the site, with all pages and stylesheets as they will be sent; its files are added to.

    Yields:
        `HD01` for a file of that name that somebody else wrote; it stays as it is.
    """
    found = policies(site)
    base = urlsplit(site.home).path or "/"
    styles = sorted(path for path in site.files if FINISHED.fullmatch(path))
    folders = [folder for folder in _HASHED_FOLDERS if any(path.startswith(folder) for path in site.files)]
    values = {
        "base": base,
        "everywhere": EVERYWHERE,
        "policy": found.usual,
        "pages": [(base + page_url(path), base + path, policy) for path, policy in found.others.items()],
        "pages_cache": PAGES_CACHE,
        "kept_cache": KEPT_CACHE,
        "kept": styles + folders,
        "e_books": sorted(path for path in site.files if path.endswith(".epub")),
        "redirects": "redirects.nginx.conf" in site.files,
    }
    for name in ("_headers", "headers.nginx.conf", "server.nginx.conf", "server.caddy"):
        if not write_host_file(site, name, **values):
            cure = "move what it says into scripts/finish/headers.py, and take it out."
            message = f"The site has a file of this name already; {cure}"
            yield Fault(f"{site.root.name}/{name}", 0, "HD01", message)
