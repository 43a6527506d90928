from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.common.built_pages import read_site
from scripts.finish.frame import frame, without_dead_parts
from tests.sites import make_site, page

if TYPE_CHECKING:
    from pathlib import Path


def test_what_only_scripts_use_goes() -> None:
    assert without_dead_parts(
        '<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">\n'
        '<label class="md-overlay" for="__drawer"></label>\n'
        '<div data-md-component="announce">\n\n</div>\n'
        '<main class="md-main" data-md-component="main">\n\n   <p>A <b>b</b></p>\n<pre>x\n\n  y</pre>\n'
        '<label class="md-nav__title" for="__toc">\n<span class="md-nav__icon md-icon"></span>\nOn this page</label>\n'
        '<ul class="md-nav__list" data-md-component="toc" data-md-scrollfix><li></li></ul></main>\n'
        '<div class="md-dialog" data-md-component="dialog">\n<div class="md-dialog__inner md-typeset"></div>\n</div>'
    ) == (
        '\n<main class="md-main">\n<p>A <b>b</b></p>\n<pre>x\n\n  y</pre>\n'
        '<p class="md-nav__title">\nOn this page</p>\n<ul class="md-nav__list"><li></li></ul></main>\n'
    )


@pytest.mark.parametrize(
    ("path", "there", "link", "expected"),
    [
        ("a/b/index.html", "help/index.html", "/help.md#uk", "../../help/#uk"),
        ("a/b.html", "help.html", "/help.md#uk", "../help.html#uk"),
        ("help/index.html", "help/index.html", "/help.md", "./"),
        ("a.html", "help.html", "/index.md", "./"),
        ("a/b.html", "help.html", "/website.zip", "../website.zip"),
        ("404.html", "help/index.html", "/help.md", "/base/help/"),
        ("404.html", "help/index.html", "/base/help/", "/base/help/"),
        ("a.html", "help.html", "/gone.md", "/gone.md"),
        ("a.html", "help.html", "//help.md", "//help.md"),
        ("a.html", "de/index.html", "/de/", "/de/"),
    ],
)
def test_an_address_from_home_becomes_one_from_the_page(
    tmp_path: Path, path: str, there: str, link: str, expected: str
) -> None:
    home = page("<main class='md-main'></main>", '<link rel="canonical" href="https://x.example/base/">')
    code = '<code>&lt;a href="/help.md"></code>'
    linking = page(f'<main class="md-main"><a href="{link}">x</a>{code}</main>')
    root = make_site(tmp_path, {"index.html": home, there: "", path: linking})
    frame(root)
    assert f'<main class="md-main"><a href="{expected}">x</a>{code}</main>' in (root / path).read_text("utf-8")


def test_a_page_that_is_not_of_the_theme_stays() -> None:
    text = '<input id="__drawer">\n\n<p data-md-component="x">A</p>'
    assert without_dead_parts(text) == text


def test_the_head_of_a_page_moves_below_its_heading() -> None:
    head = '<header class="page-head"><p>Ours</p></header>'
    around = '<main class="md-main">{}<h1>A</h1>{}<p>B</p></main>'
    assert without_dead_parts(around.format(head, "")) == around.format("", "\n" + head)
    assert without_dead_parts(around.format('<header class="page-head">\n</header>', "")) == around.format("", "")
    no_heading = f'<main class="md-main">{head}<p>B</p></main>'
    assert without_dead_parts(no_heading) == no_heading


@pytest.mark.parametrize(
    ("canonical", "top"),
    [("", "/"), ('<link rel="canonical" href="https://x.example/project/">', "/project/")],
)
def test_styles_in_a_page_become_a_file_and_again_changes_nothing(tmp_path: Path, canonical: str, top: str) -> None:
    text = page("<main class='md-main'></main>", "<style>:root{--a:1}</style>")
    home = page("<main class='md-main'></main>", f"{canonical}<style>:root{{--a:1}}</style>")
    root = make_site(tmp_path, {"index.html": home, "a/index.html": text, "404.html": text})
    frame(root)
    site = read_site(root)
    (file,) = root.glob("assets/stylesheets/inline.*.min.css")
    assert file.read_text("utf-8") == ":root{--a:1}"
    for name, up in (("index.html", ""), ("a/index.html", "../"), ("404.html", top)):
        assert f'<link rel="stylesheet" href="{up}assets/stylesheets/{file.name}">' in (root / name).read_text("utf-8")
        assert site.pages[name].acting == ()
    once = {path: page.data for path, page in site.pages.items()}
    frame(root)
    assert once == {path: page.data for path, page in read_site(root).pages.items()}


@pytest.mark.parametrize(
    ("tag", "open_tag"),
    [
        ("<br />", "<br>"),
        ('<img alt="" src="../x.svg"/>', '<img alt="" src="../x.svg">'),
        ('<input type="checkbox" disabled checked/>', '<input type="checkbox" disabled checked>'),
        ("<img src=x/>", "<img src=x/>"),
        ('<path d="x"/>', '<path d="x"/>'),
    ],
)
def test_elements_that_are_never_closed_have_no_stroke(tag: str, open_tag: str) -> None:
    assert without_dead_parts(f'<main class="md-main">{tag}') == f'<main class="md-main">{open_tag}'
