"""Addresses as built pages write them, and where on the site (or off it) they lead."""

import posixpath
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from urllib.parse import SplitResult, unquote, urlsplit

INDEX = "index.html"
#: The page that hosts show at every address where there is nothing.
NOT_FOUND = "404.html"
_WEB = frozenset({"http", "https"})


class Inside(NamedTuple):
    """A file of this site.

    Attributes:
        path: the file, relative to the site's folder; an address that ends with a slash means the `index.html`
            there. A path that begins with `../` or `/` has left the site's folder and names no file of it.
        fragment: what follows `#`, as written; empty if there is none.
    """

    path: str
    fragment: str = ""


class Outside(NamedTuple):
    """Something that is not on this site.

    Attributes:
        scheme: `https`, `mailto`, `tel`, …, in small letters.
    """

    scheme: str


class Malformed(NamedTuple):
    """An address that cannot be read; `reason` says why."""

    reason: str


Target: TypeAlias = Inside | Outside | Malformed


def resolve(address: str, page: str, home: str = "") -> Target:
    """Find out where an address leads.

    Args:
        address: the address as the page writes it.
        page: the file that it stands in, relative to the site's folder.
        home: the web address of the site's home page, with a slash at the end (`https://x.example/base/`);
            addresses that begin with it are inside. Empty if it is not known.
    """
    try:
        parts, host, port = _parts(address)
    except ValueError as error:
        return Malformed(str(error))
    if parts.scheme and parts.scheme not in _WEB:
        return Outside(parts.scheme)
    path, own = parts.path, urlsplit(home)
    base = own.path or "/"
    if parts.scheme or parts.netloc:
        if not home or (host, port) != (own.hostname, own.port) or not path.startswith(base):
            return Outside(parts.scheme or own.scheme or "https")
    elif not path:
        return Inside(page, parts.fragment)
    if path.startswith(base):
        path = path.removeprefix(base)
    elif not path.startswith("/"):
        path = posixpath.join(posixpath.dirname(page), path)
    return Inside(_file(unquote(path)), parts.fragment)


def file_of(address: str, page: str, home: str) -> str:
    """Give the file of the site that an address leads to, see `resolve`; empty if it leads elsewhere."""
    target = resolve(address, page, home)
    return target.path if isinstance(target, Inside) else ""


# The same addresses stand in the menus of all pages.
@lru_cache(maxsize=1 << 13)
def _parts(address: str) -> tuple[SplitResult, str, int | None]:
    # It drops tabs and line ends wherever they stand, as browsers do (WHATWG URL standard, "basic URL parser").
    parts = urlsplit(address.strip())
    return (parts, parts.hostname or "", parts.port) if parts.netloc else (parts, "", None)


def page_url(path: str) -> str:
    """Turn the file of a page into its address relative to the site: `a/index.html` is `a/`, home is empty."""
    return path[: -len(INDEX)] if path == INDEX or path.endswith("/" + INDEX) else path


def relative_link(url: str, page: str, home: str) -> str:
    """Write an address of the site as a link from a page.

    Args:
        url: the address relative to the site, as `page_url` gives it.
        page: the file of the page; 404.html is shown at any address, so its own links begin where the site does.
        home: the web address of the home page; empty if it is not known, and the site then at the root of its host.
    """
    if page == NOT_FOUND:
        return (urlsplit(home).path or "/") + url
    return posixpath.relpath(url or ".", posixpath.dirname(page) or ".") + "/" * (url.endswith("/") or not url)


def built_path(page: str, is_file: Callable[[str], bool] = lambda _: False) -> str:
    """Name the file that is built of a Markdown file: each page is a folder, or an HTML file of the same name.

    Args:
        page: the Markdown file, as a path from the folder of the pages.
        is_file: whether there is a file on the site; of two that there are not, the one in a folder is named.
    """
    stem = page.removesuffix(".md")
    folder, _, last = stem.rpartition("/")
    if last in {"index", "README"}:
        return f"{folder}/{INDEX}".lstrip("/")
    return next(filter(is_file, (f"{stem}/{INDEX}", f"{stem}.html")), f"{stem}/{INDEX}")


def _file(path: str) -> str:
    folder = path.rsplit("/", 1)[-1] in {"", ".", ".."}
    path = posixpath.normpath(path) if path else ""
    if path in {"", "."}:
        return INDEX
    return f"{path}/{INDEX}" if folder else path
