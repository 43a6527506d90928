"""The pictures of an export: what its attachments say of them, and their files in a copy of `wp-content/uploads`.

A post shows a smaller version (`lamp-300x200.jpg`); the page gets the original, for the finish makes its own sizes and
takes out what a camera wrote into it. Nothing is read from a network or from outside of that folder.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit

from PIL import Image

from scripts.wordpress.post_tree import Picture

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: A larger file is no picture for a page.
LARGEST: Final = 32_000_000
_FORMATS: Final = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
# By year and month, as WordPress keeps them; a site of many may put its number before it.
_UPLOADED: Final = re.compile(r".*/uploads/(.+)|(?:.*/)?((?:sites/\d+/)?\d{4}/\d\d/[^/]+)")
_SIZE: Final = re.compile(r"-\d+x\d+(?=\.\w+$)|-scaled(?=\.\w+$)")
# The cache of WordPress's makers names the host in its path.
_CACHE: Final = re.compile(r"(?:https?:)?//i\d\.wp\.com/", re.IGNORECASE)
_BAD_NAME: Final = re.compile(r"(?:^|/)\.|[\x00-\x1f\\:*?\"<>|]")


@dataclass(frozen=True)
class Attachment:
    """What the export says of a file that was loaded up.

    Attributes:
        number: its id.
        address: where it was.
        alt: what it shows.
        caption: what stands below it.
        parent: the id of the post that it was loaded up for.
    """

    number: str
    address: str
    alt: str = ""
    caption: str = ""
    parent: str = ""


class Media:
    """Finds the pictures of posts.

    Attributes:
        copies: the files to be copied, by their paths from the folder of the pages.
        missing: why a picture cannot be shown, by its address.
    """

    def __init__(
        self, uploads: Path | None, attachments: Iterable[Attachment], host: str, folder: str = "articles/uploads"
    ) -> None:
        """Begin.

        Args:
            uploads: the copy of `wp-content/uploads`; None if there is none.
            attachments: those of the export.
            host: the host of the old site.
            folder: where pictures go, as a path from the folder of the pages.
        """
        self._uploads, self._folder = uploads and uploads.resolve(), folder
        self._by_number = {one.number: one for one in attachments}
        self._by_path = {_path(one.address): one for one in self._by_number.values()}
        self._hosts = {_host(one.address) for one in self._by_number.values()} | {_host(f"//{host}"), ""}
        self.copies: dict[str, Path] = {}
        self.missing: dict[str, str] = {}

    def attached(self, post: str) -> list[str]:
        """Give the addresses of the pictures that were loaded up for a post, in the order of the export."""
        return [f"?attachment_id={one.number}" for one in self._by_number.values() if one.parent == post]

    def picture(self, address: str, page: str) -> Picture | None:
        """Give the picture that stands at an address; None if it is not at hand, and `missing` says why.

        Args:
            address: the address in any size, or `?attachment_id=N`.
            page: the page that shows it, as a path from the folder of the pages.
        """
        number = parse_qs(urlsplit(address).query).get("attachment_id", [""])[0]
        said = self._by_number.get(number)
        wanted = said.address if said else address
        names = dict.fromkeys((_SIZE.sub("", _path(wanted)), _path(wanted)))
        said = said or next((self._by_path[name] for name in names if name in self._by_path), None)
        why = "is not an address of the old site"
        for name in filter(None, names if _host(wanted) in self._hosts else ()):
            file, why = self._file(name)
            if file:
                target = f"{self._folder}/{name}"
                self.copies[target] = file
                place = posixpath.relpath(target, posixpath.dirname(page) or ".")
                return Picture(place, said.alt if said else "", said.caption if said else "")
        self.missing[address] = why
        return None

    def _file(self, name: str) -> tuple[Path | None, str]:
        """Find a file of the folder; None if it is not there or no picture, and why."""
        if self._uploads is None:
            return None, "needs a copy of the uploads: give its folder with --media"
        file = (self._uploads / name).resolve()
        if _BAD_NAME.search(name) or not file.is_relative_to(self._uploads):
            return None, "has a name that no upload has"
        try:
            if file.stat().st_size > LARGEST:
                return None, f"is larger than {LARGEST // 1_000_000} MB; make it smaller first"
            Image.open(file, formats=_FORMATS).close()
        except FileNotFoundError:
            return None, "is not in the folder of the uploads"
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None, "is no picture that browsers show, or it is damaged"
        return file, ""


def _split(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(_CACHE.sub("//", address))
        return (parts.hostname or "").removeprefix("www."), unquote(parts.path)
    except ValueError:
        return "?", ""


def _host(address: str) -> str:
    return _split(address)[0]


def _path(address: str) -> str:
    """Give the path of a file from the folder of the uploads; empty if the address is not one."""
    found = _UPLOADED.fullmatch(_split(address)[1])
    return (found[1] or found[2]) if found else ""
