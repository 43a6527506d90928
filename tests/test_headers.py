"""The table of headers in the words of each host. What real servers make of it: tests/browser/test_hosts.py."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from scripts.common.built_pages import read_site
from scripts.finish.headers import EVERYWHERE, KEPT_CACHE, headers, table_of
from scripts.finish.host_headers import HEAD, Headers, caddy_server, headers_file, nginx_maps, nginx_server
from scripts.finish.policy import policies
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = Headers(
    base="/",
    everywhere=(("Referrer-Policy", "no-referrer"), ("X-A", 'say "a"')),
    policy="default-src 'none'",
    policies={"search/index.html": "script-src 'self'", "b.html": "script-src 'none'"},
    pages_cache="max-age=1",
    kept_cache="max-age=9",
    kept=["assets/style.1a.css", "pagefind/index/"],
)


def test_headers_for_netlify_and_cloudflare() -> None:
    text = headers_file(TABLE)
    assert text.startswith(HEAD)
    assert [line for line in text.splitlines() if not line.startswith("#")] == [
        "/*",
        "  Referrer-Policy: no-referrer",
        '  X-A: say "a"',
        "  Content-Security-Policy: default-src 'none'",
        "/search/",
        "  ! Content-Security-Policy",
        "  Content-Security-Policy: script-src 'self'",
        "/b.html",
        "  ! Content-Security-Policy",
        "  Content-Security-Policy: script-src 'none'",
        "/assets/style.1a.css",
        "  Cache-Control: max-age=9",
        "/pagefind/index/*",
        "  Cache-Control: max-age=9",
    ]


def test_maps_for_nginx() -> None:
    assert nginx_maps(TABLE).split("\n\n", 1)[1] == (
        "map $uri $site_policy {\n"
        "    default \"default-src 'none'\";\n"
        '    "~^/search/index\\\\.html$" "script-src \'self\'";\n'
        '    "~^/b\\\\.html$" "script-src \'none\'";\n'
        "}\n"
        "\n"
        "map $uri $site_cache {\n"
        '    default "max-age=1";\n'
        '    "~^/assets/style\\\\.1a\\\\.css$" "max-age=9";\n'
        '    "~^/pagefind/index/" "max-age=9";\n'
        "}\n"
    )


def test_the_server_block_of_nginx() -> None:
    text = nginx_server(TABLE, redirects=True)
    assert 'add_header X-A "say \\"a\\"" always;\n' in text
    assert "if ($old_address) { return 301 $old_address; }\n" in text
    assert "# It needs headers.nginx.conf and redirects.nginx.conf in `http`.\n" in text
    without = nginx_server(TABLE, redirects=False)
    assert "$old_address" not in without
    assert "# It needs headers.nginx.conf in `http`.\n" in without


def test_the_site_block_of_caddy() -> None:
    text = caddy_server(TABLE, redirects=False)
    assert (
        "map {path} {site_policy} {\n"
        '    "/search/" "script-src \'self\'"\n'
        '    "/search/index.html" "script-src \'self\'"\n'
        '    "/b.html" "script-src \'none\'"\n'
        "    default \"default-src 'none'\"\n"
        "}\n"
    ) in text
    assert '    X-A "say \\"a\\""\n' in text
    assert 'handle_errors {\n    header Cache-Control "max-age=1"\n    rewrite * /404.html\n' in text
    assert "import" not in text.partition("\n\n")[2]
    assert "\nimport redirects.caddy\n" in caddy_server(TABLE, redirects=True)


def test_a_site_below_a_folder_keeps_that_folder(tmp_path: Path) -> None:
    home = '<link rel="canonical" href="https://x.example/base/"><script src="a.js"></script>'
    root = make_site(tmp_path, {"index.html": page(head=home)})
    assert list(headers(read_site(root))) == []
    found = {path: data.decode() for path, data in read_all(root).items()}
    assert "\n/base/*\n" in found["_headers"]
    assert "\n/base/\n" in found["_headers"]
    assert '"~^/base/index\\\\.html$"' in found["headers.nginx.conf"]
    assert "error_page 404 /base/404.html;" in found["server.nginx.conf"]
    assert "rewrite * /base/404.html" in found["server.caddy"]


def test_only_names_with_a_hash_are_kept_for_long(tmp_path: Path) -> None:
    names = ["assets/style.0123abcd.css", "assets/exit.js", "pagefind/pagefind.js", "pagefind/index/en_1a.pf_index"]
    site = read_site(make_site(tmp_path, dict.fromkeys(names, "")))
    assert table_of(site).kept == ["assets/style.0123abcd.css", "pagefind/index/"]


@pytest.mark.parametrize("path", ["_headers", "headers.nginx.conf", "server.nginx.conf", "server.caddy"])
def test_a_file_that_a_keeper_wrote_is_not_overwritten(tmp_path: Path, path: str) -> None:
    root = make_site(tmp_path, {"index.html": page(), path: "mine"})
    assert [str(fault) for fault in headers(read_site(root))] == [
        (
            f"site/{path}: HD01 The site has a file of this name already; "
            "move what it says into scripts/finish/headers.py, and take it out."
        )
    ]
    assert read_all(root)[path] == b"mine"


def _rules(text: str) -> list[tuple[re.Pattern[str], list[str]]]:
    """Read `_headers`: each path as a pattern, and the lines below it."""
    rules: list[tuple[re.Pattern[str], list[str]]] = []
    for line in text.splitlines():
        if line.startswith("/"):
            rules.append((re.compile(re.escape(line).replace(r"\*", ".*")), []))
        elif line.startswith("  "):
            rules[-1][1].append(line.strip())
    return rules


def _as_netlify(text: str, path: str) -> dict[str, str]:
    """Give the headers of a path where the last rule stands, and a line without a colon is left out."""
    lines = [line for pattern, lines in _rules(text) if pattern.fullmatch(path) for line in lines]
    return dict(line.split(": ", 1) for line in lines if not line.startswith("!"))


def _as_cloudflare(text: str, path: str) -> dict[str, str]:
    """Give the headers of a path where the values of all rules are joined, and `!` takes a header away."""
    found: dict[str, str] = {}
    for pattern, lines in _rules(text):
        for line in lines if pattern.fullmatch(path) else ():
            if line.startswith("! "):
                found.pop(line[2:], None)
            else:
                name, value = line.split(": ", 1)
                found[name] = f"{found[name]}, {value}" if name in found else value
    return found


@pytest.mark.parametrize("read", [_as_netlify, _as_cloudflare])
def test_every_page_gets_its_own_policy_however_a_host_reads_the_rules(
    real_site: Path, read: Callable[[str, str], dict[str, str]]
) -> None:
    site = read_site(real_site)
    expected = policies(site)
    assert expected.others
    text = (real_site / "_headers").read_text(encoding="utf-8")
    for one in site.pages.values():
        found = read(text, f"/{one.url}")
        assert found == {**dict(EVERYWHERE), "Content-Security-Policy": expected.of(one.path)}, one.path
    styles = list(real_site.glob("assets/style.*.css"))
    assert styles
    for style in styles:
        assert read(text, f"/assets/{style.name}")["Cache-Control"] == KEPT_CACHE


def test_the_rules_stay_within_what_cloudflare_reads(real_site: Path) -> None:
    """https://developers.cloudflare.com/pages/configuration/headers/: 100 rules, 2,000 characters a line."""
    text = (real_site / "_headers").read_text(encoding="utf-8")
    assert len(_rules(text)) <= 100
    assert max(map(len, text.splitlines())) <= 2000
    assert all(pattern.pattern.count(".*") <= 1 for pattern, _ in _rules(text))
