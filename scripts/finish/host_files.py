"""Files that configure a host: filled from `overrides/hosts/`, never over one that a keeper wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scripts.common.partials import filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.common.built_pages import Site


def write_host_file(site: Site, path: str, **values: object) -> Iterator[str]:
    """Write a file for hosts into a site, from the template of its name.

    Yields:
        The file, with the name of the site's folder, if it is there already and begins as no finish lets it begin.
    """
    text = filled(f"hosts/{path}.txt.html", nginx=nginx_quoted, caddy=caddy_quoted, regex=in_regex, **values)
    data = f"{text.rstrip()}\n".encode()
    head = data[: data.index(b"\n")]
    if path in site.files and not (site.root / path).read_bytes().startswith(head):
        yield f"{site.root.name}/{path}"
    else:
        site.write(path, data)


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
