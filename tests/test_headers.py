"""What hosts read, for a small site and the real one. What real servers make of it: tests/browser/test_hosts.py."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from scripts.common.built_pages import read_site
from scripts.finish.headers import EVERYWHERE, KEPT_CACHE, headers
from scripts.finish.policy import policies
from scripts.finish.redirects import redirects
from tests.golden import compare
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = (
    "_headers",
    "headers.nginx.conf",
    "server.nginx.conf",
    "server.caddy",
    "_redirects",
    "redirects.nginx.conf",
    "redirects.caddy",
)
OLD_ADDRESSES = """\
- {from: "/a.b%20c/c-{1..75}", to: birds/wings.md}
- {from: "/?p=7", to: "birds/wings.md#left"}
- {from: "/a.b%20c/", to: "birds/wings.md#left"}
- {from: "/x/?page_id=8", to: index.md}
- {from: "/old.html", to: index.md}
- {from: "/%24uri%22%3E", to: "birds/wings.md#x\\"$y"}
"""


@pytest.mark.parametrize(
    ("name", "home", "table"),
    [
        ("root", "https://x.example/", OLD_ADDRESSES),
        ("below-a-folder", "https://x.example/base/", OLD_ADDRESSES),
        ("unknown-address", "", "[{from: /b, to: index.md}]"),
        ("no-old-addresses", "https://x.example/", "[]"),
    ],
)
def test_files_for_hosts(tmp_path: Path, name: str, home: str, table: str, *, rewrite_golden: bool) -> None:
    script = '<script src="/a.js"></script>'
    root = make_site(
        tmp_path,
        {
            "index.html": page(head=f'<link rel="canonical" href="{home}">' if home else ""),
            "birds/wings/index.html": page('<p id="left"><p id="x&quot;$y">'),
            "search/index.html": page('<form data-search-index="x"></form>', script),
            'a "b".html': page(head=script),
            **dict.fromkeys(("assets/style.0123abcd.css", "assets/exit.js", "a/b c.epub"), ""),
            **dict.fromkeys(("pagefind/pagefind.js", "pagefind/index/en_1a.pf_index"), ""),
        },
    )
    (tmp_path / "old.yml").write_text(table, encoding="utf-8")
    site = read_site(root)
    assert [*redirects(site, tmp_path / "old.yml"), *headers(site)] == []
    assert site.files == set(read_all(root))
    written = [f"{file}\n\n{(root / file).read_text('utf-8')}" for file in FILES if file in site.files]
    compare(f"hosts/{name}.txt", f"\n{'=' * 80}\n".join(written), rewrite=rewrite_golden)


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_a_keeper_wrote_is_not_overwritten(tmp_path: Path, file: str) -> None:
    root = make_site(tmp_path, {"index.html": page(), file: "mine"})
    table = tmp_path / "old.yml"
    table.write_text("[{from: /b, to: index.md}]", encoding="utf-8")
    site = read_site(root)
    (fault,) = (*redirects(site, table), *headers(site))
    assert str(fault) == (
        f"{table}: OA04 `site/{file}` is there already; move what it says into this table, and take it out."
        if "redirects" in file
        else f"site/{file}: HD01 The site has a file of this name already; "
        "move what it says into scripts/finish/headers.py, and take it out."
    )
    assert (root / file).read_text(encoding="utf-8") == "mine"


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
