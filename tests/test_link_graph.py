from __future__ import annotations

import re
from typing import TYPE_CHECKING

from click.testing import CliRunner

from scripts.common.addresses import Inside, resolve
from scripts.common.built_pages import read_site
from scripts.dev.bench.link_graph import faults, link_graph, main
from tests.sites import make_site, page

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '<header><a href="/">Home</a> <a href="/menu/">Menu</a></header>'
FOOT = '<footer><a href="/foot/">Foot</a></footer>'


def _text(main: str) -> str:
    return page(f"{HEAD}<main>{main}</main>{FOOT}", '<link rel="canonical" href="https://a.example/">')


def _nodes(tmp_path: Path, files: dict[str, str]) -> dict[str, tuple[int, int]]:
    return link_graph(read_site(make_site(tmp_path, files)))


def test_ways_are_distinct_pages_whose_own_text_links(tmp_path: Path) -> None:
    found = _nodes(
        tmp_path,
        {
            "index.html": _text('<a href="a/">A</a> <a href="a/#x">A</a> <a href="https://a.example/b/">B</a>'),
            "a/index.html": _text(
                '<a href="#x">X</a> <a href="../b/">B</a> <a href="../c.pdf">C</a> <a href="tel:1">1</a>'
            ),
            "b/index.html": _text('<section class="related"><a href="../a/">A</a></section>'),
            "menu/index.html": _text(""),
            "c.pdf": "",
        },
    )
    assert found == {
        "index.html": (0, 2),
        "a/index.html": (2, 1),
        "b/index.html": (2, 1),
        "menu/index.html": (0, 0),
    }


def test_what_pages_share_and_what_is_computed_is_no_text_of_theirs(tmp_path: Path) -> None:
    found = _nodes(
        tmp_path,
        {
            "index.html": _text(
                '<nav class="crumbs"><ol><li><a href="a/">A</a></li></ol></nav>'
                '<section class="related"><ul><li class="onward"><a href="a/">A</a></li></ul></section>'
            ),
            "a/index.html": _text('<section class="related"><ul><li><a href="../">Home</a></li></ul></section>'),
        },
    )
    assert found == {"index.html": (1, 0), "a/index.html": (0, 1)}


def test_redirects_404_and_hidden_pages_are_left_out(tmp_path: Path) -> None:
    found = _nodes(
        tmp_path,
        {
            "index.html": _text('<a href="a/">A</a> <a href="old/">Old</a>'),
            "a/index.html": _text(""),
            "empty/index.html": "",
            "old/index.html": page(head='<meta http-equiv="refresh" content="0; url=../a/">'),
            "404.html": _text('<a href="/a/">A</a>'),
            "print/index.html": page('<main><a href="../a/">A</a></main>', '<meta name="robots" content="noindex">'),
        },
    )
    assert found == {
        "index.html": (0, 1),
        "a/index.html": (1, 0),
        "empty/index.html": (0, 0),
    }


def test_fewer_than_two_ways_are_faults_except_to_home() -> None:
    nodes = {
        "index.html": (0, 1),
        "a/index.html": (1, 0),
        "b/index.html": (0, 2),
        "c/index.html": (2, 2),
        "comments/x/page-1/index.html": (1, 2),
    }
    assert list(map(str, faults(nodes))) == [
        "index.html: LG02 Pages to which the text of this one leads: 1; link from it to at least 2.",
        "a/index.html: LG01 Pages whose text leads here: 1; link this page from at least 2.",
        "a/index.html: LG02 Pages to which the text of this one leads: 0; link from it to at least 2.",
        "b/index.html: LG01 Pages whose text leads here: 0; link this page from at least 2.",
    ]


def test_the_command_prints_the_table_and_fails_with_a_fault(tmp_path: Path) -> None:
    three = {
        "index.html": _text('<a href="a/">A</a> <a href="b/">B</a>'),
        "a/index.html": _text('<a href="../">Home</a> <a href="../b/">B</a>'),
        "b/index.html": _text('<a href="../">Home</a> <a href="../a/">A</a>'),
    }
    root = make_site(tmp_path, three)
    found = CliRunner().invoke(main, [str(root)])
    assert (found.exit_code, found.stderr) == (0, "")
    assert "| index.html | 2 | 2 |" in found.stdout.splitlines()
    (root / "b" / "index.html").write_text(_text(""), encoding="utf-8")
    found = CliRunner().invoke(main, [str(root)])
    assert found.exit_code == 1
    assert "b/index.html: LG02 " in found.stderr


def test_no_page_of_the_site_is_a_dead_end_or_hard_to_find(real_site: Path) -> None:
    nodes = link_graph(read_site(real_site))
    assert len(nodes) > 15
    assert list(map(str, faults(nodes))) == []


def test_what_the_original_article_links_to_is_linked_here(real_site: Path) -> None:
    path = "articles/what-to-do-when-he-or-she-leaves/index.html"
    text = read_site(real_site).pages[path].text.partition("</h1>")[2].partition('class="related"')[0]
    links = [resolve(address, path) for address in re.findall(r'<a href="([^"]*)"', text)]
    articles = ("when-to-fold", "reliable-membership", "using-turtle-logic", "the-two-walls", "read-the-tea-leaves")
    pages = ("print", "how-to-use-this-website", "where-to-start", "articles/map-of-relationships")
    expected = {f"{name}/index.html" for name in (*pages, *(f"articles/{article}" for article in articles))}
    assert expected - {link.path for link in links if isinstance(link, Inside)} == set()
