"""Fetching what a copy of the uploads lacks from the old site, while it stands: from its own host and from no other.

A file is whole in the copy or not there at all, so that a fetch that was stopped goes on where it was.
"""

from __future__ import annotations

import mimetypes
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from scripts.common.files import replace_file
from scripts.wordpress.old_site import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

#: A larger file is nothing for a page.
LARGEST: Final = 32_000_000
TOO_LARGE: Final = f"is larger than {LARGEST // 1_000_000} MB; make it smaller first"


class _SameHost(HTTPRedirectHandler):
    """Follows nothing to another host."""

    def redirect_request(self, req: Request, *answer: Any) -> Request | None:  # the last is the new address
        return super().redirect_request(req, *answer) if host_of(answer[-1]) == host_of(req.full_url) else None


class Fetcher:
    """Fetches files from the hosts of the old site."""

    def __init__(self, hosts: Collection[str], tell: Callable[[str], object]) -> None:
        """Begin; `hosts` are without `www.`, and `tell` hears of each file that is fetched."""
        self._hosts, self._tell, self._open = hosts, tell, build_opener(_SameHost).open
        self._failed: dict[str, str] = {}

    def __call__(self, address: str, file: Path) -> str:
        """Fetch a file, by https if the host speaks that, else by http.

        Args:
            address: the address, from the `//` before its host on.
            file: where it goes.

        Returns:
            Why it is not there; empty if it is.

        Raises:
            OSError: it cannot be written.
        """
        # WordPress.com keeps files at a host beside the blog's.
        if host_of(address).replace(".files.wordpress.com", ".wordpress.com") not in self._hosts:
            return "is at another host than the blog; nothing is fetched from there"
        if address not in self._failed:
            data = self._answer(address)
            self._failed[address] = data if isinstance(data, str) else ""
            if not isinstance(data, str):
                file.parent.mkdir(parents=True, exist_ok=True)
                replace_file(file, data)
                self._tell(f"Fetched {file.name}, {len(data):,} bytes.")
        return self._failed[address]

    def _answer(self, address: str) -> bytes | str:
        """Give what stands at an address, or why it is not to be had."""
        why = ""
        for scheme in ("https", "http"):
            try:
                with self._open(f"{scheme}:{quote(address, safe='/:~')}", timeout=30) as answer:
                    data, kind = answer.read(LARGEST + 1), answer.headers.get_content_maintype()
                    wanted = (mimetypes.guess_type(address)[0] or "application").partition("/")[0]
                    if len(data) > LARGEST:
                        return TOO_LARGE
                    if kind not in {wanted, "application"}:
                        return f"cannot be fetched: {answer.headers.get_content_type()} came in its place"
                    if not answer.length:
                        return bytes(data)
                    why = "its end did not come"
            except HTTPError as error:
                return f"cannot be fetched: {error.code} {error.reason}"
            except (OSError, HTTPException, ValueError) as error:
                why = str(getattr(error, "reason", error))
        return f"cannot be fetched: {why}"
