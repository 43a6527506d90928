"""The pictures of an export: what its attachments say of them, and their files in a copy of `wp-content/uploads`.

A post shows a smaller version (`lamp-300x200.jpg`); the page gets the original, for the finish makes its own sizes and
takes out what a camera wrote into it. Nothing is read from a network or from outside of that folder.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from PIL import Image

from scripts.wordpress.post_tree import Picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scripts.wordpress.wxr import Post

#: Where pictures go, as a path from the folder of the pages.
FOLDER: Final = "articles/uploads"
#: A larger file is no picture for a page.
LARGEST: Final = 32_000_000
_FORMATS: Final = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
# By year and month, as WordPress keeps them; the cache of its makers has the same path behind the name of the host.
_UPLOADED: Final = re.compile(r".*/uploads/(.+)|.*/((?:sites/\d+/)?\d{4}/\d\d/[^/]+)")
_SIZE: Final = re.compile(r"(?:-\d+x\d+|-scaled)(?=\.\w+$)")
_BAD_NAME: Final = re.compile(r"(?:^|/)\.|[\x00-\x1f\\:*?\"<>|]")


class Media:
    """Finds the pictures of posts.

    Attributes:
        copies: the files that are to be copied, by their paths from the folder of the pages.
        missing: why a picture cannot be shown, by its address.
    """

    def __init__(self, uploads: Path | None, attachments: Iterable[Post], hosts: Iterable[str]) -> None:
        """Begin.

        Args:
            uploads: the copy of `wp-content/uploads`; None if there is none.
            attachments: the files that were loaded up, as the export tells of them.
            hosts: the hosts of the old site, without `www.`.
        """
        self._uploads = uploads and uploads.resolve()
        self._by_number = {one.id: one for one in attachments}
        self._by_path = {_path(one.file)[1]: one for one in self._by_number.values()}
        self._hosts = {*hosts, *(_path(one.file)[0] for one in self._by_number.values()), ""}
        self.copies: dict[str, Path] = {}
        self.missing: dict[str, str] = {}

    def attached(self, post: str) -> list[str]:
        """Give the addresses of the pictures that were loaded up for a post, in the order of the export."""
        return [f"?attachment_id={one.id}" for one in self._by_number.values() if one.parent == post]

    def picture(self, address: str, page: str) -> Picture | None:
        """Give the picture that stands at an address; None if it is not at hand, and `missing` says why.

        Args:
            address: the address in any size, or `?attachment_id=N`.
            page: the page that shows it, as a path from the folder of the pages.
        """
        number = re.search(r"[?&]attachment_id=(\d+)", address)
        said = self._by_number.get(number[1]) if number else None
        host, path = _path(said.file if said else address)
        why = "is not an address of the old site"
        for name in filter(None, dict.fromkeys((_SIZE.sub("", path), path)) if host in self._hosts else ()):
            said = said or self._by_path.get(name)
            if why := self._why_not(name):
                continue
            self.copies[f"{FOLDER}/{name}"] = (self._uploads or Path()) / name
            place = posixpath.relpath(f"{FOLDER}/{name}", posixpath.dirname(page) or ".")
            return Picture(
                place, said.meta.get("_wp_attachment_image_alt", "") if said else "", said.excerpt if said else ""
            )
        self.missing[address] = why
        return None

    def _why_not(self, name: str) -> str:
        """Say why a file of the uploads cannot be shown; nothing if it can."""
        if self._uploads is None:
            return "needs a copy of the uploads; give its folder with --media"
        file = (self._uploads / name).resolve()
        if _BAD_NAME.search(name) or not file.is_relative_to(self._uploads):
            return "has a name that no upload has"
        try:
            if file.stat().st_size > LARGEST:
                return f"is larger than {LARGEST // 1_000_000} MB; make it smaller first"
            Image.open(file, formats=_FORMATS).close()
        except FileNotFoundError:
            return "is not in the folder of the uploads"
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return "is no picture that browsers show, or it is damaged"
        return ""


def _path(address: str) -> tuple[str, str]:
    """Give the host of an address, and the path of its file from the folder of the uploads; empty if it is not one."""
    try:
        parts = urlsplit(re.sub(r"^(?:https?:)?//i\d\.wp\.com/", "//", address))
    except ValueError:
        return "?", ""
    found = _UPLOADED.fullmatch(f"/{unquote(parts.path)}")
    return (parts.hostname or "").removeprefix("www."), (found[1] or found[2]) if found else ""
