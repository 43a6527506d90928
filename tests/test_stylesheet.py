from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import cssselect
import lightningcss
import material  # type: ignore[import-untyped]
import pytest
import tinycss2  # type: ignore[import-untyped]
from lxml import etree

from scripts.common.built_pages import Names, read_site
from scripts.finish.cut import Block, could_match, cut, every, parse, rebase, serialize
from scripts.finish.stylesheet import THEME_FOLDER, one_stylesheet
from tests.building import ROOT
from tests.golden import cases
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scripts.common.faults import Fault

NAMES = Names(
    tags={"main", "a", "svg", "lineargradient", "details"},
    attributes={
        "class": {"on b"},
        "id": {"top"},
        "href": {"https://a.example/", "b/"},
        "type": {"text"},
        "dir": {"ltr"},
        "lang": {"en-gb"},
        "rel": {"license nofollow"},
        "data-x": {""},
    },
)


def shortened(css: str, read_outside: Iterable[str] = ()) -> str:
    return serialize(cut([parse(css)], NAMES, read_outside)[0]).replace(";}", "}")


@pytest.mark.parametrize("selector", cases("stylesheet.yml", "kept"))
def test_a_selector_that_could_match_is_kept(selector: str) -> None:
    assert could_match(tinycss2.parse_component_value_list(selector), NAMES)


@pytest.mark.parametrize("selector", cases("stylesheet.yml", "dead"))
def test_a_selector_that_cannot_match_is_dead(selector: str) -> None:
    assert not could_match(tinycss2.parse_component_value_list(selector), NAMES)


def test_no_selector_that_matches_a_real_page_is_called_dead(real_site: Path) -> None:
    """Ask another implementation of selectors about all that Material's stylesheets and ours hold."""
    theme = Path(material.__file__).parent / "templates/assets/stylesheets"
    files = [*theme.glob("*.css"), *(ROOT / "overrides/assets").glob("*.css")]
    blocks = [node for file in files for node in every(parse(file.read_text("utf-8"))) if isinstance(node, Block)]
    pages = [page for page in read_site(real_site).pages.values() if not page.redirect][::8]
    trees = [etree.fromstring(page.data, etree.HTMLParser(encoding="utf-8")) for page in pages]
    names = Names.union(page.names for page in pages)
    # States and what stands beside an element are left out: whether the rest matches does not hang on them.
    beside = re.compile(r"::?(?:-[\w-]+|before|after|marker|placeholder|hover|focus[\w-]*|target)(?:\([^)]*\))?")
    dead = 0
    for text in {
        beside.sub("", tinycss2.serialize(selector)).strip()
        for block in blocks
        for selector in block.selectors
        if not could_match(selector, names)
    }:
        try:
            matches = etree.XPath(cssselect.HTMLTranslator().css_to_xpath(text))
        except cssselect.SelectorError:
            continue
        assert not any(matches(tree) for tree in trees), text
        dead += 1
    assert dead > 1000


@pytest.mark.parametrize(("css", "expected"), cases("stylesheet.yml", "cut"))
def test_what_matches_nothing_and_what_nothing_reads_goes(css: str, expected: str | None) -> None:
    assert shortened(css) == (css if expected is None else expected)


def test_what_is_read_in_another_stylesheet_or_outside_stays() -> None:
    first, second = cut([parse(":root{--a:1;--b:2;--c:3}"), parse("a{top:var(--a)}")], NAMES, ["--c"])
    assert serialize(first) == ":root{--a:1;--c:3;}"
    assert serialize(second) == "a{top:var(--a);}"


@pytest.mark.parametrize(("css", "expected"), cases("stylesheet.yml", "moved"))
def test_addresses_keep_pointing_to_the_same_files(css: str, expected: str | None) -> None:
    nodes = parse(css)
    rebase(nodes, "assets/stylesheets", "assets")
    assert serialize(nodes).replace(";}", "}") == (expected or css)


THEME = (
    ".top{color:red!important}.md-x{color:red}@media print{.md-x{color:red}.top{color:blue}}"
    ".top{background:url(../i.png)}"
)
OURS = """/* Ours */
.top {
  color: var(--ink);
}
:root {
  --ink: green;
  --unread: 1px;
}
.absent { color: red }
"""


def _site(folder: Path, **more: str) -> Path:
    def body(prefix: str) -> str:
        links = (
            f'\n  <link rel="stylesheet" href="{prefix}assets/stylesheets/main.1a2b.min.css">\n'
            f'  <link href="{prefix}assets/style.css?v=1" rel=stylesheet>\n'
            '  <!-- <link rel="stylesheet" href="x.css"> -->\n'
        )
        return page('<p class="top">é</p>\r\n<br/>', links)

    return make_site(
        folder,
        {
            "index.html": body(""),
            "a/b/index.html": body("../../"),
            "404.html": body("/"),
            "old/index.html": page("<p>no stylesheet</p>"),
            "assets/stylesheets/main.1a2b.min.css": THEME,
            "assets/style.css": OURS,
            "assets/i.png": "",
            **more,
        },
    )


def _finish(root: Path) -> list[Fault]:
    return list(one_stylesheet(read_site(root)))


def _finished(folder: Path, css: str, body: str = "<p>x</p>") -> str:
    """Finish a site of one page and one stylesheet; give what becomes of that."""
    root = make_site(folder, {"index.html": page(body, '<link rel="stylesheet" href="a.css">'), "a.css": css})
    assert _finish(root) == []
    (path,) = root.glob("assets/*.css")
    return path.read_text(encoding="utf-8")


def test_all_pages_get_one_small_stylesheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = _site(tmp_path)
    before, site = read_all(root), read_site(root)
    assert list(one_stylesheet(site)) == []
    after, again = read_all(root), read_site(root)
    assert site.files == again.files
    for name, found in again.pages.items():
        assert (site.pages[name].text, site.pages[name].references) == (found.text, found.references)

    (path,) = (path for path in after if path.endswith(".css"))
    css = after[path].decode()
    assert path == f"assets/style.{hashlib.sha256(after[path]).hexdigest()[:8]}.css"
    assert css == (
        "@layer theme{@media print{.top{color:#00f}}.top{background:url(i.png)}}"
        "@layer theme-important{.top{color:red}}.top{color:var(--ink)}:root{--ink:green}"
    )
    for name, prefix in (("index.html", ""), ("a/b/index.html", "../../"), ("404.html", "/")):
        old = before[name].decode()
        first = f'<link rel="stylesheet" href="{prefix}assets/stylesheets/main.1a2b.min.css">'
        second = f'<link href="{prefix}assets/style.css?v=1" rel=stylesheet>'
        new = old.replace(first, f'<link rel="stylesheet" href="{prefix}{path}">').replace(second, "")
        assert after[name].decode() == new
    assert after["old/index.html"] == before["old/index.html"]
    assert len(after) == len(before) - 1
    assert capsys.readouterr().out == (f"{path}: {len(THEME) + len(OURS)} bytes of 2 stylesheets became {len(css)}\n")


def test_pages_with_other_stylesheets_get_another_file(tmp_path: Path) -> None:
    search = page(
        '<p class="find">x</p>',
        '<link rel="stylesheet" href="../assets/style.css"><link rel="stylesheet" href="s.css">',
    )
    root = _site(tmp_path, **{"search/index.html": search, "search/s.css": ".find{top:0}.top{top:0}"})
    assert _finish(root) == []
    after = read_all(root)
    sheets = {path: data.decode() for path, data in after.items() if path.endswith(".css")}
    assert len(sheets) == 2
    (own,) = (path for path in sheets if path.encode() in after["search/index.html"])
    assert sheets[own] == ".find{top:0}"


def test_media_of_a_link_becomes_a_media_rule(tmp_path: Path) -> None:
    head = '<link rel="stylesheet" media="print" href="p.css"><link rel="stylesheet" media="all" href="a.css">'
    root = make_site(tmp_path, {"index.html": page("", head), "p.css": "p{top:0}", "a.css": "body{top:1px}"})
    (root / "index.html").write_text(page("<p>x</p>", head), encoding="utf-8")
    assert _finish(root) == []
    (path,) = root.glob("assets/*.css")
    assert path.read_text(encoding="utf-8") == "@media print{p{top:0}}body{top:1px}"


def test_a_custom_property_that_a_page_reads_is_kept(tmp_path: Path) -> None:
    body = '<svg><path fill="var(--ink)"/></svg>'
    assert _finished(tmp_path, ":root{--ink:red;--other:red}", body) == ":root{--ink:red}"


def test_a_stylesheet_that_something_else_refers_to_stays(tmp_path: Path) -> None:
    head = '<link rel="stylesheet" href="a.css"><link rel="alternate stylesheet" href="a.css" title="Other">'
    root = make_site(tmp_path, {"index.html": page("<p>x</p>", head), "a.css": "p{top:0}"})
    assert _finish(root) == []
    assert (root / "a.css").exists()


def test_fallbacks_for_older_browsers_stay(tmp_path: Path) -> None:
    css = "p{min-height:100vh;min-height:100svh;color:red;color:oklch(50% .1 200)}@media (width>=40em){p{hyphens:auto}}"
    assert _finished(tmp_path, css) == (
        "p{min-height:100vh;color:red;color:oklch(50% .1 200);min-height:100svh}"
        "@media (min-width:40em){p{-webkit-hyphens:auto;hyphens:auto}}"
    )


def test_what_the_minifier_adds_for_older_browsers_goes_if_nothing_reads_it(tmp_path: Path) -> None:
    css = ":root{color-scheme:light dark}"
    assert "--lightningcss-light" in lightningcss.process_stylesheet(css, browsers_list=["safari 15.4"])
    assert _finished(tmp_path / "unread", css) == css
    assert "var(--lightningcss-light" in _finished(tmp_path / "read", css + "p{color:light-dark(red,blue)}")


def test_the_theme_loses_its_force(tmp_path: Path) -> None:
    root = make_site(
        tmp_path,
        {
            "index.html": page('<p class="b">x</p>', f'<link rel="stylesheet" href="{THEME_FOLDER}t.css">'),
            f"{THEME_FOLDER}t.css": (
                "p{top:0!important;left:0;transition:top 1s}@media print{p{right:0!important}}.b{top:1px}@page{top:0}"
            ),
        },
    )
    assert _finish(root) == []
    (path,) = root.glob("assets/style.*.css")
    assert path.read_text(encoding="utf-8") == (
        "@layer theme{p{left:0}.b{top:1px}@page{top:0}}@layer theme-important{p{top:0}@media print{p{right:0}}}"
    )


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        (b"p{\n}\n\n.a[ {}", "4: ST01 This cannot be read as CSS: Unexpected end of input. Mend it."),
        (
            b"p{}\n.a..b{}",
            "2: ST01 This cannot be read as CSS: Expected identifier in class selector, got Delim('.'). Mend it.",
        ),
        (
            b'\n@import "b.css";',
            (
                "2: ST01 `@import` works only at the head of a file of its own, and all stylesheets become one. "
                "Write the rules here instead."
            ),
        ),
        (b"a{}\xff", " ST01 This cannot be read as CSS: invalid start byte at byte 3 of what must be UTF-8. Mend it."),
    ],
)
def test_a_damaged_stylesheet_is_a_fault_and_leaves_its_pages_alone(tmp_path: Path, css: bytes, fault: str) -> None:
    root = _site(tmp_path)
    (root / "assets/style.css").write_bytes(css)
    before = read_all(root)
    assert [str(found) for found in _finish(root)] == [f"site/assets/style.css:{fault}"]
    assert read_all(root) == before


def test_pages_that_cannot_be_read_whole_keep_all_their_rules(tmp_path: Path) -> None:
    root = _site(tmp_path)
    (root / "404.html").write_bytes((root / "404.html").read_bytes() + b"\xff")
    before = read_all(root)
    assert _finish(root) == []
    assert read_all(root) == before
