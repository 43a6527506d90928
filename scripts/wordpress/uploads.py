"""The uploads of an export: what its attachments say of them, and their files in a copy of `wp-content/uploads`.

A post shows a smaller version (`lamp-300x200.jpg`); the page gets the original, for the finish makes its own sizes and
takes out what a camera wrote into it. What a post links to, such as a PDF or a song, comes along as it is. Nothing is
read from outside of that folder, and nothing from a network unless the keeper says so; then it is fetched from the old
site's own host and from no other. A file is whole in the copy or not there at all, so that a fetch that was stopped
goes on where it was.
"""

import mimetypes
import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.error import HTTPError
from urllib.parse import quote, unquote
from urllib.request import HTTPRedirectHandler, Request, build_opener

import click
from PIL import Image

from scripts.common.files import replace_file
from scripts.wordpress.old_site import host_of, parts_of, relative
from scripts.wordpress.post_tree import Picture
from scripts.wordpress.published import Post

#: Where uploads go, as a path from the folder of the pages.
FOLDER: Final = "articles/uploads"
_FORMATS: Final = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
# What WordPress lets people upload (`wp_get_mime_types`), as far as it runs nothing in a browser.
_FILES: Final = re.compile(
    r".*\.(?:csv|docx?|epub|flac|gpx|ics|kmz?|m4[av]|midi?|mov|mp[34]|mpe?g|od[pst]|og[agv]|pdf|pp[st]x?|psd|rtf|srt|"
    r"txt|vtt|wav|webm|xlsx?|zip|gz|tar|7z)",
    re.IGNORECASE,
)
# By year and month, as WordPress keeps them; the cache of its makers has the same path behind the name of the host.
_UPLOADED: Final = re.compile(r".*/uploads/(.+)|.*/((?:sites/\d+/)?\d{4}/\d\d/[^/]+)")
_SIZE: Final = re.compile(r"(?:-\d+x\d+|-scaled)(?=\.\w+$)")
_BAD_NAME: Final = re.compile(r"(?:^|/)\.|[\x00-\x1f\\:*?\"<>|]")
#: A larger file is nothing for a page.
LARGEST: Final = 32_000_000
TOO_LARGE: Final = f"is larger than {LARGEST // 1_000_000} MB; make it smaller first"

#: Fetches a file from an address to a path; says why it is not there, or nothing.
Fetch: TypeAlias = Callable[[str, Path], str]


class Media:
    """Finds the uploads of posts.

    Attributes:
        copies: the files that are to be copied, by their paths from the folder of the pages.
        missing: why a file is not at hand, by its address; nothing if that is of no upload.
        fetch: fetches what the copy lacks; None to fetch nothing.
    """

    def __init__(self, uploads: Path, attachments: Iterable[Post], hosts: Iterable[str], fetch: Fetch | None) -> None:
        """Begin.

        Args:
            uploads: the copy of `wp-content/uploads`.
            attachments: the files that were loaded up, as the export tells of them.
            hosts: the hosts of the old site, without `www.`.
            fetch: as above.
        """
        self._uploads = uploads.resolve()
        self._by_number = {one.id: one for one in attachments}
        self._by_path = {_path(one.file)[1]: one for one in self._by_number.values()}
        self._hosts = {*hosts, *(_path(one.file)[0] for one in self._by_number.values()), ""}
        self.copies: dict[str, Path] = {}
        self.missing: dict[str, str] = {}
        self.fetch = fetch

    def attached(self, post: str) -> list[str]:
        """Give the addresses of the pictures that were loaded up for a post, in the order of the export."""
        own = (one for one in self._by_number.values() if one.parent == post)
        return [f"?attachment_id={one.id}" for one in own if not _FILES.fullmatch(one.file)]

    def file(self, address: str, page: str) -> str:
        """Give the path from a page to an upload that it links to; empty if it is not at hand, see `missing`."""
        found = self.picture(address, page, or_file=True)
        return found.address if found else ""

    def picture(self, address: str, page: str, *, or_file: bool = False) -> Picture | None:
        """Give the picture that stands at an address; None if it is not at hand, and `missing` says why.

        Args:
            address: the address in any size, or `?attachment_id=N`.
            page: the page that shows it, as a path from the folder of the pages.
            or_file: whether any other file will do as well.
        """
        number = re.search(r"[?&]attachment_id=(\d+)", address)
        said = self._by_number.get(number[1]) if number else None
        host, path, front = _path(said.file if said else address)
        why = ""
        for name in filter(None, dict.fromkeys((_SIZE.sub("", path), path)) if host in self._hosts else ()):
            said = said or self._by_path.get(name)
            if why := self._why_not(name, front, is_picture=not (or_file and _FILES.fullmatch(name))):
                continue
            self.copies[f"{FOLDER}/{name}"] = self._uploads / name
            words = (said.meta.get("_wp_attachment_image_alt", ""), said.excerpt) if said else ()
            return Picture(relative(f"{FOLDER}/{name}", page), *words)
        self.missing[address] = why
        return None

    def _why_not(self, name: str, front: str, *, is_picture: bool) -> str:
        """Say why a file of the uploads cannot be had; nothing if it can."""
        file = (self._uploads / name).resolve()
        if _BAD_NAME.search(name) or not file.is_relative_to(self._uploads):
            return "has a name that no upload has"
        if self.fetch and not file.exists() and (why := self.fetch(f"{front}{name}", file)):
            return why
        try:
            if file.stat().st_size > LARGEST:
                return TOO_LARGE
            if is_picture:
                Image.open(file, formats=_FORMATS).close()
        except FileNotFoundError:
            return "is not in the folder of the uploads"
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return "is no picture that browsers show, or it is damaged"
        return ""


def _path(address: str) -> tuple[str, str, str]:
    """Give host, path from the folder of the uploads, and what stands before that; the path is empty if it has none."""
    address = re.sub(r"^(?:https?:)?//i\d\.wp\.com/", "//", address)
    parts = parts_of(address)
    found = _UPLOADED.fullmatch(whole := f"/{unquote(parts.path).lstrip('/')}")
    path = (found[1] or found[2]) if found else ""
    return host_of(address), path, f"//{parts.netloc}{whole.removesuffix(path)}"


class _SameHost(HTTPRedirectHandler):
    """Follows nothing to another host."""

    def redirect_request(self, req: Request, *answer: Any) -> Request | None:  # the last is the new address
        return super().redirect_request(req, *answer) if host_of(answer[-1]) == host_of(req.full_url) else None


def fetcher(hosts: Collection[str]) -> Fetch:
    """Give what fetches files from the hosts of the old site, each once, and says so.

    Args:
        hosts: the hosts, without `www.`.

    Returns:
        A function of an address, from the `//` before its host on, and of where the file goes. It says why the file is
        not there, or nothing if it is, and raises OSError if it cannot be written.
    """
    get = build_opener(_SameHost).open

    @cache
    def fetch(address: str, file: Path) -> str:
        # WordPress.com keeps files at a host beside the blog's.
        if host_of(address).replace(".files.wordpress.com", ".wordpress.com") not in hosts:
            return "is at another host than the blog; nothing is fetched from there"
        why = ""
        for scheme in ("https", "http"):
            try:
                with get(f"{scheme}:{quote(address, safe='/:~')}", timeout=30) as answer:
                    data, kind = answer.read(LARGEST + 1), answer.headers.get_content_maintype()
                    wanted = (mimetypes.guess_type(address)[0] or "application").partition("/")[0]
                    if len(data) > LARGEST:
                        return TOO_LARGE
                    if kind not in {wanted, "application"}:
                        return f"cannot be fetched: {answer.headers.get_content_type()} came in its place"
                    if not answer.length:
                        break
                    why = "its end did not come"
            except HTTPError as error:
                return f"cannot be fetched: {error.code} {error.reason}"
            except (OSError, HTTPException, ValueError) as error:
                why = str(getattr(error, "reason", error))
        else:
            return f"cannot be fetched: {why}"
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, data)
        click.echo(f"Fetched {file.name}, {len(data):,} bytes.", err=True)
        return ""

    return fetch
