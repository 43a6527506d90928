"""The headers of a site as hosts read them: `_headers`, and what nginx and Caddy include.

Everything that is sent comes from one table, `Headers`; each function here writes it in the words of one kind of host.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from scripts.finish.host_words import caddy_quoted, in_regex, nginx_quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: How each of the files begins; by this line the finish knows its own.
HEAD = "# How to serve this site, written by the build (scripts/finish/headers.py).\n"

# https://developers.cloudflare.com/pages/configuration/headers/: where several rules match, values are joined, and two
# policies would both hold; `!` takes the first away. https://docs.netlify.com/manage/routing/headers/.
_HEADERS_NOTES = """\
# Cloudflare Pages adds up all rules that match; a line with `!` takes a header of an earlier rule away.
# Netlify lets the last rule stand, and leaves the lines with `!` out, with a warning.
"""
_NGINX_HTTP_NOTES = """\
# Beside the server block, in `http`:  include /path/to/the/site/headers.nginx.conf;
# In the server block:                 include /path/to/the/site/server.nginx.conf;
"""
_NGINX_SERVER_NOTES = """\
# In the server block, beside its `root`:  include /path/to/the/site/server.nginx.conf;
# It needs headers.nginx.conf{redirects} in `http`.
# nginx has to be built with ngx_http_gzip_static_module, as Debian's is; if it has ngx_brotli as well, add
# `brotli_static on;` to the server block.
"""
_CADDY_NOTES = """\
# In the Caddyfile:  your-name.org {
#                        root * /path/to/the/site
#                        import /path/to/the/site/server.caddy
#                    }
"""
_TYPES = "text/css text/javascript application/javascript text/plain text/xml application/xml image/svg+xml"


@dataclass(frozen=True)
class Headers:
    """What is sent with the files of a site.

    Attributes:
        base: the path of the site's home page, `/` or `/base/`.
        everywhere: header and value, for all files and all answers.
        policy: the Content-Security-Policy of all files but those of `policies`.
        policies: from the path of a page's file to its own policy.
        pages_cache: the Cache-Control of all files but those of `kept`.
        kept_cache: the Cache-Control of `kept`.
        kept: files whose name changes with their content; one that ends with a slash means all files of a folder.
    """

    base: str
    everywhere: Sequence[tuple[str, str]]
    policy: str
    policies: Mapping[str, str]
    pages_cache: str
    kept_cache: str
    kept: Sequence[str]


def headers_file(headers: Headers) -> str:
    """Write `_headers` for Netlify, Cloudflare Pages and their like.

    Both send pages with a short cache by themselves, so only the files that may be kept are named.
    """
    usual = [*headers.everywhere, (_CSP, headers.policy)]
    rules = [(f"{headers.base}*", [f"{name}: {value}" for name, value in usual])]
    for path, policy in headers.policies.items():
        rules.append((quote(_address(headers.base, path)), [f"! {_CSP}", f"{_CSP}: {policy}"]))
    for path in headers.kept:
        pattern = quote(headers.base + path) + ("*" if path.endswith("/") else "")
        rules.append((pattern, [f"Cache-Control: {headers.kept_cache}"]))
    blocks = (f"{path}\n" + "".join(f"  {line}\n" for line in lines) for path, lines in rules)
    return HEAD + _HEADERS_NOTES + "".join(blocks)


def nginx_maps(headers: Headers) -> str:
    """Write `headers.nginx.conf`, for nginx's `http`: policy and cache by the file that is sent.

    All keys are regular expressions: plain ones would need room in a table that this file cannot make larger alone.
    """
    policies = {f"~^{in_regex(headers.base + path)}$": policy for path, policy in headers.policies.items()}
    maps = _nginx_map("$site_policy", headers.policy, policies) + _nginx_map(
        "$site_cache", headers.pages_cache, _kept(headers)
    )
    return HEAD + _NGINX_HTTP_NOTES + maps


def nginx_server(headers: Headers, *, redirects: bool) -> str:
    """Write `server.nginx.conf`, for a server block: headers, packed files, the 404 page, old addresses.

    Args:
        headers: the table.
        redirects: whether the site has a map of old addresses.
    """
    lines = [
        "index index.html;",
        f"error_page 404 {headers.base}404.html;",
        "# Redirects keep the scheme and the port of the reader's address.",
        "absolute_redirect off;",
        "server_tokens off;",
        "charset utf-8;",
        f"charset_types {_TYPES};",
        "gzip_static on;",
        "gzip_vary on;",
        *(f"add_header {name} {nginx_quoted(value)} always;" for name, value in headers.everywhere),
        f"add_header {_CSP} $site_policy always;",
        "add_header Cache-Control $site_cache always;",
        *(["if ($old_address) { return 301 $old_address; }"] if redirects else []),
        "# What is written for hosts is not for readers.",
        r'location ~ "/(_headers|_redirects|[a-z]+\.nginx\.conf|[a-z]+\.caddy)$" { return 404; }',
    ]
    notes = _NGINX_SERVER_NOTES.format(redirects=" and redirects.nginx.conf" if redirects else "")
    return HEAD + notes + "\n" + "".join(f"{line}\n" for line in lines)


def caddy_server(headers: Headers, *, redirects: bool) -> str:
    """Write `server.caddy`, for a site block of a Caddyfile: headers, packed files, the 404 page, old addresses.

    Args:
        headers: the table.
        redirects: whether the site has `redirects.caddy`.
    """
    policies = {
        address: policy
        for path, policy in headers.policies.items()
        for address in dict.fromkeys((_address(headers.base, path), headers.base + path))
    }
    everywhere = [*headers.everywhere, (_CSP, "{site_policy}"), ("Cache-Control", "{site_cache}")]
    serve = "file_server {\n    precompressed br gzip\n    hide _headers _redirects *.nginx.conf *.caddy\n}\n"
    parts = [
        _caddy_map("{site_policy}", headers.policy, policies),
        _caddy_map("{site_cache}", headers.pages_cache, _kept(headers)),
        "header {\n" + "".join(f"    {name} {caddy_quoted(value)}\n" for name, value in everywhere) + "}\n",
        *(["import redirects.caddy\n"] if redirects else []),
        serve,
        # What is missing now may be there tomorrow, also where files are kept for long.
        "handle_errors {\n"
        f"    header Cache-Control {caddy_quoted(headers.pages_cache)}\n"
        f"    rewrite * {headers.base}404.html\n" + "".join(f"    {line}\n" for line in serve.splitlines()) + "}\n",
    ]
    return HEAD + _CADDY_NOTES + "\n" + "".join(parts)


_CSP = "Content-Security-Policy"


def _address(base: str, path: str) -> str:
    """Give the address under which readers open a page."""
    return base + path.removesuffix("index.html")


def _kept(headers: Headers) -> dict[str, str]:
    """Give the Cache-Control of the files that may be kept by a regular expression for each."""
    keys = (headers.base + path for path in headers.kept)
    return {f"~^{in_regex(key)}" + ("" if key.endswith("/") else "$"): headers.kept_cache for key in keys}


def _nginx_map(variable: str, default: str, values: Mapping[str, str]) -> str:
    lines = "".join(f"    {nginx_quoted(key)} {nginx_quoted(value)};\n" for key, value in values.items())
    return f"\nmap $uri {variable} {{\n    default {nginx_quoted(default)};\n{lines}}}\n"


def _caddy_map(variable: str, default: str, values: Mapping[str, str]) -> str:
    lines = "".join(f"    {caddy_quoted(key)} {caddy_quoted(value)}\n" for key, value in values.items())
    return f"map {{path}} {variable} {{\n{lines}    default {caddy_quoted(default)}\n}}\n"
