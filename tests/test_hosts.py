"""What hosts read, for a small site and the real one. What real servers make of it: tests/browser/test_hosts.py."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from scripts.common.built_pages import read_site
from scripts.finish.hosts import headers, policy_in_pages, policy_of
from scripts.finish.redirects import redirects
from tests.golden import cases, compare, golden_data
from tests.hosts import TABLE
from tests.sites import make_site, page, read_all

HEADERS = ("_headers", "headers.nginx.conf", "server.nginx.conf", "server.caddy")
FILES = (*HEADERS, "_redirects", "redirects.nginx.conf", "redirects.caddy")


@pytest.mark.parametrize(("name", "home", "table"), cases("hosts.yml", "sites"))
def test_files_for_hosts(tmp_path: Path, name: str, home: str, table: str | None, *, rewrite_golden: bool) -> None:
    head = f'<link rel="canonical" href="{home}">' if home else ""
    root = make_site(tmp_path, {**golden_data("hosts.yml")["files"], "index.html": ["", head]})
    if table:
        (tmp_path / "old-addresses.yml").write_text(table, encoding="utf-8")
    site = read_site(root)
    assert [*redirects(site, tmp_path / "old-addresses.yml"), *headers(site)] == []
    assert site.files == set(read_all(root))
    written = [f"{file}\n\n{(root / file).read_text('utf-8')}" for file in FILES if file in site.files]
    compare(f"hosts/{name}.txt", f"\n{'=' * 80}\n".join(written), rewrite=rewrite_golden)


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_a_keeper_wrote_is_not_overwritten(tmp_path: Path, file: str) -> None:
    root = make_site(tmp_path, {"index.html": page(), file: "mine"})
    table = tmp_path / "old-addresses.yml"
    table.write_text("[{from: /b, to: index.md}]", encoding="utf-8")
    site = read_site(root)
    (fault,) = (*redirects(site, table), *headers(site))
    assert str(fault) == (
        f"site/{file}: HD01 The site has a file of this name already; move what it says into overrides/hosts/ or the "
        "table of old addresses, and take it out."
    )
    assert (root / file).read_text(encoding="utf-8") == "mine"


def _sent(text: str, path: str, *, joined: bool) -> dict[str, str]:
    """Give the headers of a path by `_headers`.

    Cloudflare joins the values of all rules, and `!` takes a header away; on Netlify the last rule stands, and a line
    without a colon is left out.
    """
    found: dict[str, str] = {}
    rule = ""
    for line in text.splitlines():
        if line.startswith("/"):
            rule = re.escape(line).replace(r"\*", ".*")
        if not line.startswith("  ") or not re.fullmatch(rule, path):
            continue
        name, _, value = line.strip().partition(": ")
        if value:
            found[name] = f"{found[name]}, {value}" if joined and name in found else value
        elif joined:
            found.pop(name.removeprefix("! "))
    return found


@pytest.mark.parametrize("joined", [True, False], ids=["cloudflare", "netlify"])
def test_every_page_gets_its_own_policy_however_a_host_reads_the_rules(real_site: Path, joined: bool) -> None:
    site = read_site(real_site)
    text = (real_site / "_headers").read_text(encoding="utf-8")
    needs = {page.url: policy_of(page) for page in site.pages.values()}
    assert set(needs.values()) == {*TABLE.policies}
    for url, policy in needs.items():
        expected = {**dict(TABLE.everywhere), "Content-Security-Policy": TABLE.policies[policy]}
        assert _sent(text, f"/{url}", joined=joined) == expected, url
    styles = list(real_site.glob("assets/style.*.css"))
    sent = (_sent(text, f"/assets/{style.name}", joined=joined) for style in styles)
    assert {headers["Cache-Control"] for headers in sent} == {TABLE.kept_cache}
    # https://developers.cloudflare.com/pages/configuration/headers/: 100 rules, 2,000 characters a line.
    rules = [line for line in text.splitlines() if line.startswith("/")]
    assert len(rules) <= 100
    assert max(map(len, text.splitlines())) <= 2000
    assert all(rule.count("*") <= 1 for rule in rules)


@pytest.mark.parametrize(("text", "policy", "more"), cases("hosts.yml", "policies"))
def test_a_page_may_do_what_it_needs_and_no_more(tmp_path: Path, text: str, policy: str, more: Sequence[str]) -> None:
    root = make_site(tmp_path, {"a.html": page(text)})
    site = read_site(root)
    assert policy_of(site.pages["a.html"]) == policy
    directives = sorted([*golden_data("hosts.yml")["usual"], *more])
    assert TABLE.policies[policy] == "; ".join(directives)
    policy_in_pages(site)
    assert site.pages == read_site(root).pages
    own = "; ".join(one for one in directives if "frame-ancestors" not in one)
    # Before anything is loaded.
    assert (root / "a.html").read_text() == page(text).replace(
        '<meta charset="utf-8">',
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{own}">\n'
        '<meta name="referrer" content="no-referrer">',
    )
    once = read_all(root)
    policy_in_pages(site)
    assert read_all(root) == once
