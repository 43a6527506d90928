from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts.common.built_pages import Inline, Names, read_page, read_site
from tests.sites import make_site, page

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.common.built_pages import Page


def read(body: str, head: str = "") -> Page:
    return read_page("a/index.html", page(body, head).encode())


def test_title_and_url_of_a_page_with_drawings() -> None:
    found = read("<svg><title>Drawing</title></svg>")
    assert (found.title, found.url) == ("A page", "a/")


def test_anchors_are_ids_and_names_of_links() -> None:
    assert read('<p id="b">x</p><time id="a">x</time><a name="n"></a><map name="m"></map>').anchors == {"a", "b", "n"}


def test_references_tell_what_they_are_for() -> None:
    head = (
        '<link rel="canonical" href="c/"><link rel="Shortcut Icon" href="i.svg">'
        '<meta property="og:image" content="https://a.example/o.png"><meta property="og:type" content="website">'
    )
    found = read('<a href="b/">x</a>\n<img src="p.png" srcset="q.png 2x, r.png" alt="x">', head)
    assert [(one.tag, one.attribute, one.value, one.line, one.use, {*one.rel}) for one in found.references] == [
        ("link", "href", "c/", 3, "names", {"canonical"}),
        ("link", "href", "i.svg", 3, "loads", {"shortcut", "icon"}),
        ("meta", "content", "https://a.example/o.png", 3, "names", set()),
        ("a", "href", "b/", 5, "goes", set()),
        ("img", "src", "p.png", 6, "loads", set()),
        ("img", "srcset", "q.png", 6, "loads", set()),
        ("img", "srcset", "r.png", 6, "loads", set()),
    ]


@pytest.mark.parametrize(
    ("srcset", "addresses"),
    [
        ("a.png 1x,b.png 2x", ["a.png", "b.png"]),
        (" a.png  320w ,\n b,c.png 640w ", ["a.png", "b,c.png"]),
        ("data:image/gif;base64,AA= 1x, a 2x", ["data:image/gif;base64,AA=", "a"]),
    ],
)
def test_srcset(srcset: str, addresses: list[str]) -> None:
    assert [one.value for one in read(f'<img srcset="{srcset}">').references] == addresses


@pytest.mark.parametrize(
    ("content", "address"),
    [("0; url=../b/", "../b/"), ("0;URL='../b/'", "../b/"), ("3 , ../b/", "../b/"), ("5", None)],
)
def test_redirects(content: str, address: str | None) -> None:
    found = read("", f'<meta http-equiv="Refresh" content="{content}">').redirect
    assert (found.value if found else None) == address


def test_what_stands_in_the_page_itself() -> None:
    found = read(
        '<p style="top:0" onclick="f()">x</p><script>g()</script><script type="application/ld+json">{}</script>'
        '<style>p{}</style><script src="s.js"></script><a target="_blank">x</a><a target="_self">x</a>'
    )
    assert found.inline == (
        Inline("style", "top:0", 5),
        Inline("onclick", "f()", 5),
        Inline("<script>", "g()", 5),
        Inline("<style>", "p{}", 5),
        Inline("target", "_blank", 5),
    )


def test_names_are_all_that_a_selector_could_match() -> None:
    names = read('<p class="A b\tc" id="D" data-x="Y">x</p><svg viewBox="0 0 1 1"><use href="#D"/></svg>').names
    assert names.classes == {"a", "b", "c"}
    assert names.ids == {"d"}
    assert {"html", "head", "body", "p", "svg", "use"} <= names.tags
    assert names.attributes["data-x"] == {"y"}
    assert names.attributes["href"] == {"#d"}
    assert "viewbox" in names.attributes
    both = Names.union([names, Names({"b"}, {"class": {"z"}, "data-x": {"v"}})])
    assert both.classes == {"a", "b", "c", "z"}
    assert both.attributes["data-x"] == {"y", "v"}


def test_robots() -> None:
    assert read("", '<meta name="robots" content="noindex, follow">').noindex
    assert not read("", '<meta name="robots" content="index">').noindex


@given(st.binary())
@example(b"")
@example(b"<!-- only a comment -->")
@example(b"\xff\x00<a href=x>")
def test_no_bytes_stop_the_reader_and_none_are_lost(data: bytes) -> None:
    assert read_page("index.html", data).text.encode("utf-8", "surrogateescape") == data


def test_a_deep_page_is_read_to_its_end() -> None:
    found = read(f'<a href="x">x</a>{"<div>" * 2000}<a href="y">deep</a>')
    assert [one.value for one in found.references] == ["x", "y"]
    assert found.damage == ""


def test_a_site_knows_its_files_and_its_home(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://a.example/base/">'
    root = make_site(tmp_path, {"index.html": page("", head), "a/b.html": page(), "p.png": b"\x89"})
    site = read_site(root)
    assert site.files == {"index.html", "a/b.html", "p.png"}
    assert set(site.pages) == {"index.html", "a/b.html"}
    assert site.home == "https://a.example/base/"


def test_the_home_of_a_site_without_a_canonical_address_is_not_known(tmp_path: Path) -> None:
    assert read_site(make_site(tmp_path, {"a/index.html": page()})).home == ""
