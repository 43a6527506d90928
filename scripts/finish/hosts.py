"""What hosts read: how to send each file. `overrides/hosts/` has the words, one template for each file of a host.

A policy is as narrow as what the built page holds allows. Blocks of data such as JSON-LD are no scripts, need nothing
(HTML Living Standard, "prepare the script element": a browser leaves a data block before it asks the policy).
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from scripts.common.built_pages import Page, Site
from scripts.common.faults import Fault
from scripts.common.partials import filled
from scripts.finish.search import MARK
from scripts.finish.stylesheet import FINISHED

# Folders in which every file gets another name when it gets another content: the parts of Pagefind's index.
_HASHED_FOLDERS = ("pagefind/filter/", "pagefind/fragment/", "pagefind/index/")
# Behind this nothing has been loaded yet; HTML wants it within the first 1,024 bytes.
_CHARSET = re.compile(r'<meta charset="?utf-8"?>', re.IGNORECASE)


def headers(site: Site) -> Iterator[Fault]:
    """Write `_headers`, `headers.nginx.conf`, `server.nginx.conf` and `server.caddy` into a site.

    Args:
        site: the site, with all pages and stylesheets as they will be sent; its files are added to.

    Yields:
        What `host_file` yields.
    """
    base = urlsplit(site.home).path or "/"
    folders = [folder for folder in _HASHED_FOLDERS if any(path.startswith(folder) for path in site.files)]
    values = {
        "base": base,
        "pages": [(base + page.url, base + path, policy_of(page)) for path, page in sorted(site.pages.items())],
        "kept": sorted(filter(FINISHED.fullmatch, site.files)) + folders,
        "e_books": sorted(path for path in site.files if path.endswith(".epub")),
        "redirects": "redirects.nginx.conf" in site.files,
    }
    for name in ("_headers", "headers.nginx.conf", "server.nginx.conf", "server.caddy"):
        yield from host_file(site, name, **values)


def host_file(site: Site, path: str, **values: object) -> Iterator[Fault]:
    """Write a file for hosts into a site, from the template of its name.

    Yields:
        `HD01` if there is one that begins otherwise, for no finish wrote that; it stays as it is.
    """
    data = f"{filled(f'hosts/{path}.txt.html', regex=re.escape, **values).rstrip()}\n".encode()
    if path in site.files and not (site.root / path).read_bytes().startswith(data[: data.index(b"\n")]):
        cure = "move what it says into overrides/hosts/ or the table of old addresses, and take it out."
        yield Fault(f"{site.root.name}/{path}", 0, "HD01", f"The site has a file of this name already; {cure}")
    else:
        site.write(path, data)


def policy_of(page: Page) -> str:
    """Name the policy that a page needs: `usual`, `scripts` or `search`."""
    if not any(found.tag == "script" for found in page.references):
        return "usual"
    return "search" if f"[{MARK}" in page.names else "scripts"


def policy_in_pages(site: Site) -> None:
    """Write its policy into each page of a site, for hosts that send no headers of ours, such as GitHub Pages.

    A page that has one keeps it, and one without a `<meta charset>`, which the HTML checker names, gets none.
    """
    for path, page in list(site.pages.items()):
        if 'http-equiv="Content-Security-Policy"' not in page.text:
            meta = filled("pages/policy.html", policy=policy_of(page))
            text = _CHARSET.sub(rf"\g<0>\n{meta}", page.text, count=1)
            site.write(path, text.encode("utf-8", "surrogateescape"))
