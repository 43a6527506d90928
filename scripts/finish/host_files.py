"""Files that configure a host: filled from `overrides/hosts/`, never over one that a keeper wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scripts.common.partials import filled

if TYPE_CHECKING:
    from scripts.common.built_pages import Site


def write_host_file(site: Site, path: str, **values: object) -> bool:
    """Write a file for hosts into a site, from the template of its name.

    Returns:
        Whether it was written: not if there is one that begins otherwise, for no finish wrote that.
    """
    text = filled(f"hosts/{path}.txt.html", nginx=nginx_quoted, caddy=caddy_quoted, regex=in_regex, **values)
    data = f"{text.rstrip()}\n".encode()
    head = data[: data.index(b"\n")]
    if path in site.files and not (site.root / path).read_bytes().startswith(head):
        return False
    site.write(path, data)
    return True


def nginx_quoted(text: str) -> str:
    """Quote a text for nginx, in which a backslash escapes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def caddy_quoted(text: str) -> str:
    """Quote a text for a Caddyfile, in which a backslash escapes nothing but a quotation mark."""
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


def in_regex(text: str) -> str:
    """Write a text for a regular expression that nginx (PCRE) and Caddy (RE2) read alike."""
    return re.sub(r"[\\.^$*+?()\[\]{}|]", r"\\\g<0>", text)
