"""The Content-Security-Policy that each page gets, by a header and in itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.common.built_pages import read_site
from scripts.finish.policy import for_meta, policies, policy_in_pages
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from pathlib import Path

USUAL = (
    "base-uri 'none'; default-src 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self' data:; "
    "style-src 'self'"
)
SCRIPTS = USUAL.replace("style-src", "script-src 'self'; style-src")
SEARCH = SCRIPTS.replace("default-src", "connect-src 'self'; default-src").replace(
    "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
)
SCRIPT = '<script src="/a.js"></script>'
FORM = '<form data-search-index="pagefind.js"></form>'


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("<p>Words</p>", USUAL),
        ('<script type="application/ld+json">{"a": 1}</script><script type="application/json">{}</script>', USUAL),
        ("<style>p{top:0}</style><script>f()</script><p style='top:0' onclick='f()'>", USUAL),
        (SCRIPT, SCRIPTS),
        (FORM + SCRIPT, SEARCH),
        (FORM, USUAL),
    ],
)
def test_a_page_may_do_no_more_than_it_needs(tmp_path: Path, text: str, policy: str) -> None:
    found = policies(read_site(make_site(tmp_path, {"index.html": page(), "a/index.html": page(text)})))
    assert (found.usual, found.of("index.html"), found.of("a/index.html")) == (USUAL, USUAL, policy)
    assert bool(found.others) == (policy != USUAL)


def test_fonts_are_allowed_where_there_are_some(tmp_path: Path) -> None:
    found = policies(read_site(make_site(tmp_path, {"fonts/a.woff2": b""})))
    assert found.usual == USUAL.replace("form-action", "font-src 'self'; form-action")


def test_each_page_can_carry_its_own_policy_before_anything_is_loaded(tmp_path: Path) -> None:
    redirect = '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Moved</title>\n'
    root = make_site(tmp_path, {"index.html": page(), "a.html": page(FORM, SCRIPT), "old/index.html": redirect})
    before = read_all(root)
    site = read_site(root)
    assert list(policy_in_pages(site)) == []
    assert site.pages == read_site(root).pages
    once = read_all(root)
    for path, policy in (("index.html", USUAL), ("a.html", SEARCH), ("old/index.html", USUAL)):
        own = policy.replace("frame-ancestors 'none'; ", "")
        assert for_meta(policy) == own
        assert once[path].decode() == before[path].decode().replace(
            '<meta charset="utf-8">',
            f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{own}">\n'
            '<meta name="referrer" content="no-referrer">',
        )
    assert list(policy_in_pages(site)) == []
    assert read_all(root) == once
