"""The Content-Security-Policy that each page gets."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest

from scripts.common.built_pages import read_site
from scripts.finish.policy import for_meta, policies
from tests.sites import make_site, page

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.finish.policy import Policies

USUAL = (
    "base-uri 'none'; default-src 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self'; style-src 'self'"
)


def found(folder: Path, files: dict[str, str | bytes]) -> Policies:
    return policies(read_site(make_site(folder, files)))


def sha(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_a_page_of_words_may_load_styles_and_pictures_from_here_and_nothing_else(tmp_path: Path) -> None:
    policy = found(tmp_path, {"index.html": page("<p>x</p>"), "a.css": "p { background: url(b.png) }"})
    assert (policy.usual, policy.others, policy.of("index.html")) == (USUAL, {}, USUAL)


def test_data_for_machines_is_no_script(tmp_path: Path) -> None:
    head = '<script type="application/ld+json">{"a": 1}</script><script type="application/json">{}</script>'
    assert found(tmp_path, {"index.html": page(head=head)}).others == {}


def test_only_a_page_that_loads_a_script_may_run_scripts(tmp_path: Path) -> None:
    policy = found(tmp_path, {"index.html": page(), "a/index.html": page(head='<script src="../exit.js"></script>')})
    assert policy.usual == USUAL
    assert policy.others == {"a/index.html": USUAL.replace("style-src", "script-src 'self'; style-src")}


def test_only_the_search_page_may_compile_a_program_and_fetch(tmp_path: Path) -> None:
    script = page(head='<script src="/search.js"></script>')
    policy = found(tmp_path, {"index.html": script, "search/index.html": script})
    assert "wasm" not in policy.of("index.html")
    assert policy.of("search/index.html") == (
        "base-uri 'none'; connect-src 'self'; default-src 'none'; form-action 'none'; frame-ancestors 'none'; "
        "img-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'"
    )
    assert found(tmp_path / "plain", {"search/index.html": page()}).others == {}


def test_what_stands_in_a_page_is_allowed_by_its_hash(tmp_path: Path) -> None:
    body = "<style>p{top:0}</style><script>f()\n</script><p style='top:0' onclick='f()'>"
    policy = found(tmp_path, {"index.html": page(body)}).of("index.html")
    assert f"; script-src {sha('f()' + chr(10))}; style-src 'self' {sha('p{top:0}')}" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "files",
    [
        {"a.css": "p { background: url(data:image/png;base64,AA) }"},
        {"a.css": "p { background: url( 'data:image/png;base64,AA') }"},
        {"index.html": page('<img src="data:image/png;base64,AA" alt="">')},
    ],
)
def test_pictures_within_the_text_are_allowed_where_there_are_some(
    tmp_path: Path, files: dict[str, str | bytes]
) -> None:
    assert "img-src 'self' data:;" in found(tmp_path, files).usual


def test_fonts_are_allowed_where_there_are_some(tmp_path: Path) -> None:
    assert "; font-src 'self'; " in found(tmp_path, {"fonts/a.woff2": b""}).usual


def test_a_page_s_own_policy_leaves_out_what_only_a_header_can_say() -> None:
    assert for_meta(USUAL) == USUAL.replace("frame-ancestors 'none'; ", "")
