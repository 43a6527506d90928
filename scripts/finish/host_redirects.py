"""Old addresses as rules for hosts: `_redirects` for Netlify, Cloudflare Pages and their like, maps for two servers.

With these a host answers with a true redirect (301), and also addresses with a query, which no page can answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from scripts.finish.host_words import caddy_quoted, in_regex, nginx_quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scripts.common.old_addresses import OldAddress

#: How each of the files begins; by this line the finish knows its own.
HEAD = "# Old addresses, written by the build from docs/_data/old-addresses.yml: change that file.\n"

# https://docs.netlify.com/manage/routing/redirects/redirect-options/: without `!` a file that is there goes first, and
# the home page always is there. https://developers.cloudflare.com/pages/configuration/redirects/: plain rules before
# those with a wildcard; a line of four words is left out.
_REDIRECTS_NOTES = """\
# Netlify shows the redirect page where there is one, and takes these lines for the rest.
# Cloudflare Pages takes these lines first. It cannot tell addresses by their query and leaves such lines out, with a
# warning. Cloudflare Workers refuses the file because of them: take them out there.
"""
_NGINX_NOTES = """\
# 1. Beside the server block, in `http`:  include /path/to/the/site/redirects.nginx.conf;
# 2. In the server block:                 if ($old_address) { return 301 $old_address; }
# If the configuration has one of the next two settings already, keep the larger number there and take it out here.
"""
_CADDY_NOTES = """\
# server.caddy includes this file.
"""
# http://nginx.org/en/docs/hash.html: what nginx is built with, and what an entry needs beside its key.
_LEAST_BUCKET, _LEAST_TABLE, _ENTRY = 64, 2048, 32


@dataclass(frozen=True)
class Redirect:
    """One rule.

    Attributes:
        entry: the old address.
        base: the path of the site's home page, `/` or `/base/`.
        to: the new address from the root of the host, percent-encoded, with `#anchor` where there is one.
    """

    entry: OldAddress
    base: str
    to: str


def redirects_file(rules: Sequence[Redirect]) -> str:
    """Write `_redirects`: one rule a line, plain ones first, those for whole folders last.

    Args:
        rules: the rules in the order of the table.
    """
    plain, queries, folders = [], [], []
    for rule in rules:
        entry = rule.entry
        if entry.folder:
            folders.append(f"{rule.base}{quote(entry.folder.lstrip('/'))}* {rule.to} 301")
        elif entry.query:
            name, value = entry.query
            queries.append(f"{rule.base}{quote(entry.stem)} {name}={value} {rule.to} 301!")
        else:
            plain.append(f"{rule.base}{quote(entry.stem)} {rule.to} 301")
    return HEAD + _REDIRECTS_NOTES + "".join(f"{line}\n" for line in (*plain, *queries, *folders))


def nginx_map(rules: Sequence[Redirect]) -> str:
    """Write `redirects.nginx.conf`: maps that give `$old_address` the new address, or nothing.

    Args:
        rules: the rules in the order of the table.
    """
    paths, queries = _keys(rules)
    blocks, default = [], '""'
    for name, values in queries.items():
        blocks.append(_map(f'"$uri?$arg_{name}"', f"$old_address_{name}", default, values))
        default = f"$old_address_{name}"
    blocks.append(_map("$uri", "$old_address", default, paths))
    keys = [key for values in (paths, *queries.values()) for key in values]
    return HEAD + _NGINX_NOTES + _sizes(keys) + "".join(blocks)


def caddy_map(rules: Sequence[Redirect]) -> str:
    """Write `redirects.caddy`: maps that find the new address, and a redirect for each.

    Args:
        rules: the rules in the order of the table.
    """
    paths, queries = _keys(rules)
    blocks = [_caddy_redirect("{path}", "old_address", paths)]
    for name, values in queries.items():
        blocks.append(_caddy_redirect(f"{{path}}?{{query.{name}}}", f"old_address_{name}", values))
    return HEAD + _CADDY_NOTES + "".join(blocks)


def _keys(rules: Sequence[Redirect]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Give the new address by old path, and for each name of a query by path and value, `/x?8`.

    A path that begins with `~` is a regular expression; nginx and Caddy take it for one alike.
    """
    paths: dict[str, str] = {}
    queries: dict[str, dict[str, str]] = {}
    for rule in rules:
        entry = rule.entry
        path = rule.base + entry.stem
        if entry.query:
            name, value = entry.query
            queries.setdefault(name, {})[f"{path}?{value}"] = rule.to
        elif entry.folder:
            paths[f"~^{in_regex(path)}[0-9]+/?$"] = rule.to
        else:
            paths |= {path: rule.to, f"{path}/": rule.to}
    return paths, queries


def _caddy_redirect(source: str, variable: str, values: dict[str, str]) -> str:
    lines = "".join(f"    {caddy_quoted(key)} {caddy_quoted(value)}\n" for key, value in values.items())
    return (
        f'\nmap "{source}" {{{variable}}} {{\n{lines}    default ""\n}}\n'
        f'@{variable} not vars {{{variable}}} ""\n'
        f"redir @{variable} {{{variable}}} 301\n"
    )


def _map(source: str, variable: str, default: str, values: dict[str, str]) -> str:
    lines = "".join(f"    {nginx_quoted(key)} {nginx_quoted(value)};\n" for key, value in values.items())
    return f"\nmap {source} {variable} {{\n    default {default};\n{lines}}}\n"


def _sizes(keys: Iterable[str]) -> str:
    """Make room for all keys: with the sizes that nginx takes by itself, it does not start if one is long."""
    lengths = [len(key.encode()) for key in keys]
    bucket = _power_of_two(max([_LEAST_BUCKET - _ENTRY, *lengths]) + _ENTRY)
    table = _power_of_two(max(_LEAST_TABLE, 2 * len(lengths)))
    return f"map_hash_bucket_size {bucket};\nmap_hash_max_size {table};\n"


def _power_of_two(least: int) -> int:
    return 1 << (least - 1).bit_length()
