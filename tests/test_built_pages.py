from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.common.built_pages import IdReference, Inline, Names, NewWindow, Reference, read_page, read_site
from tests.sites import make_site, page

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.common.built_pages import Page


def read(body: str, head: str = "") -> Page:
    return read_page("a/index.html", page(body, head).encode())


def test_title_and_url_of_a_page_with_drawings() -> None:
    found = read("<svg><title>Drawing</title></svg>")
    assert (found.title, found.url) == ("A page", "a/")


def test_ids_are_kept_in_their_order_with_lines_and_doubles() -> None:
    found = read(
        '<p id="b">x</p>\n<details id="a"><summary>x</summary><time id="b">x</time></details>\n<a name="n"></a>'
    )
    assert found.ids == (("b", 5), ("a", 6), ("b", 6))
    assert found.anchors == {"a", "b", "n"}


def test_references_tell_what_they_are_for() -> None:
    head = (
        '<link rel="canonical" href="c/"><link rel="Shortcut Icon" href="i.svg">'
        '<meta property="og:image" content="https://a.example/o.png"><meta property="og:type" content="website">'
    )
    found = read('<a href="b/"> the <b>name</b> </a>\n<img src="p.png" srcset="q.png 2x, r.png" alt="x">', head)
    assert [(one.tag, one.attribute, one.value, one.line, one.use, one.name) for one in found.references] == [
        ("link", "href", "c/", 3, "names", ""),
        ("link", "href", "i.svg", 3, "loads", ""),
        ("meta", "content", "https://a.example/o.png", 3, "names", ""),
        ("a", "href", "b/", 5, "goes", "the name"),
        ("img", "src", "p.png", 6, "loads", ""),
        ("img", "srcset", "q.png", 6, "loads", ""),
        ("img", "srcset", "r.png", 6, "loads", ""),
    ]
    assert found.references[1].rel == {"shortcut", "icon"}


@pytest.mark.parametrize(
    ("srcset", "addresses"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x,b.png 2x", ["a.png", "b.png"]),
        (" a.png  320w ,\n b,c.png 640w ", ["a.png", "b,c.png"]),
        ("a.png, b.png", ["a.png", "b.png"]),
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


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ('<a href="x">a <i>b</i>\n c</a>', "a b c"),
        ('<a href="x"><img alt="Picture" src="p"></a>', "Picture"),
        ('<a href="x" aria-label="Label">text</a>', "Label"),
        ('<a href="x"><svg aria-label="Drawing"></svg></a>', "Drawing"),
        ('<a href="x"><span aria-hidden="true">→</span> on</a>', "on"),
        ('<a href="x" title="Title"><span aria-hidden="true">→</span></a>', "Title"),
        ('<map name="m"><area href="x" alt="Area"></map>', "Area"),
        ('<a href="x"></a>', ""),
    ],
)
def test_the_name_of_a_link_is_what_is_read_out(link: str, name: str) -> None:
    assert [one.name for one in read(link).references if one.use == "goes"] == [name]


def test_what_stands_in_the_page_itself() -> None:
    found = read(
        '<p style="top:0" onclick="f()">x</p><script>g()</script><script type="application/ld+json">{}</script>'
        "<style>p{}</style>"
        '<a href="x" target="_blank">x</a><label for="i">x</label><svg><path fill="url(\'#g\')"/></svg>'
    )
    assert found.inline == (
        Inline("style", "top:0", 5),
        Inline("onclick", "f()", 5),
        Inline("<script>", "g()", 5),
        Inline("<style>", "p{}", 5),
    )
    assert found.new_windows == (NewWindow("_blank", 5),)
    assert found.id_references == (IdReference("for", "i", 5), IdReference("fill", "g", 5))


def test_names_are_all_that_a_selector_could_match() -> None:
    names = read('<p class="A b\tc" id="D" data-x="Y">x</p><svg viewBox="0 0 1 1"><use xlink:href="#D"/></svg>').names
    assert names.classes == {"a", "b", "c"}
    assert names.ids == {"d"}
    assert {"html", "head", "body", "p", "svg", "use"} <= names.tags
    assert names.attributes["data-x"] == {"y"}
    assert names.attributes["href"] == names.attributes["xlink:href"] == {"#d"}
    assert "viewbox" in names.attributes
    both = Names.union([names, Names(classes=frozenset({"z"}), attributes={"data-x": frozenset({"v"})})])
    assert both.classes == {"a", "b", "c", "z"}
    assert both.attributes["data-x"] == {"y", "v"}


def test_robots() -> None:
    assert read("", '<meta name="robots" content="noindex, follow">').noindex
    assert not read("", '<meta name="robots" content="index">').noindex


def _read_and_written(data: bytes) -> bytes:
    found = read_page("index.html", data)
    assert found.data == data
    return found.with_text(found.text, found.references).data


@pytest.mark.parametrize("data", [b"", b"\n", b"<!-- only a comment -->", b"\xff\x00<a href=x>"])
def test_a_damaged_page_is_read_as_far_as_it_goes(data: bytes) -> None:
    assert _read_and_written(data) == data


@given(st.binary())
def test_no_bytes_stop_the_reader_and_none_are_lost(data: bytes) -> None:
    assert _read_and_written(data) == data


def test_a_deep_page_is_read_to_its_end() -> None:
    found = read(f'<a href="x">{"<div>" * 2000}deep</a>')
    assert [(one.value, one.name) for one in found.references] == [("x", "deep")]
    assert found.damage == ""


def test_a_page_that_is_too_deep_says_so() -> None:
    assert read("<div>" * 3000).damage == "Excessive depth in document: 2048"


def test_a_site_knows_its_files_and_its_home(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://a.example/base/">'
    root = make_site(tmp_path, {"index.html": page("", head), "a/b.html": page(), "p.png": b"\x89"})
    site = read_site(root)
    assert site.files == {"index.html", "a/b.html", "p.png"}
    assert set(site.pages) == {"index.html", "a/b.html"}
    assert site.home == "https://a.example/base/"


def test_the_home_of_a_site_without_a_canonical_address_is_not_known(tmp_path: Path) -> None:
    assert read_site(make_site(tmp_path, {"a/index.html": page()})).home == ""


def test_references_can_be_compared() -> None:
    assert Reference("a", "href", "x", 1, "goes") == Reference("a", "href", "x", 1, "goes", frozenset(), "")
