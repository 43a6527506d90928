from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts.common.built_pages import read_page, read_site
from tests.golden import cases
from tests.sites import make_site, page


@pytest.mark.parametrize(("html", "expected"), cases("built_pages.yml"))
def test_references_tell_what_they_are_for_and_what_acts_by_itself_is_named(html: str, expected: list[str]) -> None:
    found = read_page("a/index.html", html.encode())
    assert [" ".join([*map(str, one[:5]), *sorted(one.rel)]) for one in (*found.references, *found.acting)] == expected
    assert bool(found.redirect) == ("../b/" in html)


def test_a_page_has_a_title_an_address_anchors_and_names_that_a_selector_can_say() -> None:
    body = '<svg viewBox="0"><title>Drawing</title></svg><p class="A b\tc" id="D" data-x="Y">x</p><map name="m"></map>'
    found = read_page("a/index.html", page(f'{body}<a name="n"></a>').encode())
    assert (found.title, found.url, {*found.anchors}, found.noindex) == ("A page", "a/", {"D", "n"}, False)
    own = {"html", "p", "svg", ".a", ".b", ".c", "[id", "[data-x", "[data-x=y", "[viewbox", "[class=a b\tc"}
    assert own - found.names == set()
    assert read_page("a.html", b'<meta name="robots" content="noindex, follow">').noindex
    assert not read_page("a.html", b'<meta name="robots" content="index"><meta name="x" content="noindex">').noindex


@given(st.binary())
@example(b"")
@example(b"<!-- only a comment -->")
@example(b"\xff\x00<a href=x>")
def test_no_bytes_stop_the_reader_and_none_are_lost(data: bytes) -> None:
    assert read_page("index.html", data).text.encode("utf-8", "surrogateescape") == data


def test_a_deep_page_is_read_to_its_end() -> None:
    found = read_page("a.html", f'<a href="x">x</a>{"<div>" * 2000}<a href="y">deep</a>'.encode())
    assert ([one.value for one in found.references], found.damage) == (["x", "y"], "")


def test_a_site_knows_its_files_and_its_home(tmp_path: Path) -> None:
    home = page("", '<link rel="canonical" href="https://a.example/base/">')
    site = read_site(make_site(tmp_path, {"index.html": home, "a/b.html": page(), "p.png": b"\x89"}))
    assert (site.files, set(site.pages)) == ({"index.html", "a/b.html", "p.png"}, {"index.html", "a/b.html"})
    assert site.home == "https://a.example/base/"
    assert read_site(make_site(tmp_path, {"index.html": page()})).home == ""
