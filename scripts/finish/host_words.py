"""How hosts' configuration files write a text that is to be taken as it is."""

from __future__ import annotations

import re


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
