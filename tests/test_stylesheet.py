from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, TypeAlias

import cssselect
import lightningcss
import pytest
import tinycss2  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from scripts.common.built_pages import Names, read_page, read_site
from scripts.finish.cut import StylesheetError, cut, in_layers, parse, rebase, serialize
from scripts.finish.selectors import could_match
from scripts.finish.stylesheet import one_stylesheet
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from scripts.common.faults import Fault

NAMES = Names(
    tags=frozenset({"main", "a", "svg", "lineargradient", "details"}),
    classes=frozenset({"on", "b"}),
    ids=frozenset({"top"}),
    attributes={
        "href": frozenset({"https://a.example/", "b/"}),
        "type": frozenset({"text"}),
        "dir": frozenset({"ltr"}),
        "lang": frozenset({"en-gb"}),
        "rel": frozenset({"license nofollow"}),
        "data-x": frozenset({""}),
    },
)


def shortened(css: str, names: Names = NAMES, read_outside: Iterable[str] = ()) -> str:
    return serialize(cut([parse(css)], names, read_outside)[0])


def matches(selector: str, names: Names = NAMES) -> bool:
    return could_match(tinycss2.parse_component_value_list(selector), names)


@pytest.mark.parametrize(
    "selector",
    [
        "main .on > a#top[href]:hover::before",
        "MAIN",
        "linearGradient",
        "*",
        "*|a",
        "svg|a",
        # Selectors match these also where a page leaves the element out, and where a reader opens one.
        "main tbody tr",
        "html body",
        "details[open]",
        '[href^="https:"]',
        '[href$="/"]',
        '[href*="example"]',
        "[lang|=en]",
        "[rel~=nofollow]",
        "[type=TEXT i]",
        "[data-x]",
        '[data-x=""]',
        "main:not(.off)",
        ":not(.off):not(nav)",
        ":is(.off, .on)",
        ":where(.off, nav, .on)",
        ":-webkit-any(.off, a)",
        "main:has(> .on)",
        "main:has(+ .off, ~ .on)",
        ":nth-child(2n + 1)",
        ":nth-child(2n + 1 of .off, .on)",
        ":lang(fr)",
        ":host(.off)",
        "::slotted(.off)",
        "::part(off)",
        "::highlight(off)",
        ":unheard-of(.off)",
        "& .on",
        "> a",
        ".\\6F n",
        "#top",
        ".ON",
    ],
)
def test_a_selector_that_could_match_is_kept(selector: str) -> None:
    assert matches(selector)


@pytest.mark.parametrize(
    "selector",
    [
        ".off",
        "nav",
        "svg|nav",
        "#bottom",
        "[title]",
        "[xlink|title]",
        "[type=checkbox]",
        "[dir=rtl]",
        "[lang|=fr]",
        '[href^="tel:"]',
        '[href$=".pdf"]',
        '[href*="wiki"]',
        "[type~=checkbox]",
        ".on .off",
        ".on.off",
        "main > nav",
        ":is(.off, nav)",
        ":is()",
        "main:where(.off)",
        ":is(:is(.off, #bottom), nav)",
        "main:has(> .off)",
        ":nth-last-child(even of .off)",
        "a:hover .off::before",
    ],
)
def test_a_selector_that_cannot_match_is_dead(selector: str) -> None:
    assert matches(selector) == (selector == ":is()")


# A small world in which the same names meet again and again.
_TAGS = ("a", "p", "div", "nav")
_CLASSES = ("x", "y", "z")
_IDS = ("i", "j")
_VALUES = ("", "v", "v-w", "v w")

_attributes = st.fixed_dictionaries(
    {"title": st.sampled_from(_VALUES)},
    optional={
        "class": st.lists(st.sampled_from(_CLASSES), max_size=2).map(" ".join),
        "id": st.sampled_from(_IDS),
        "lang": st.sampled_from(_VALUES),
    },
)


def _written(tag: str, attributes: dict[str, str], inner: list[str]) -> str:
    words = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{words}>{''.join(inner)}</{tag}>"


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(_written, st.sampled_from(("div", "nav")), _attributes, st.lists(children, max_size=3))


_leaves = st.builds(_written, st.just("div"), _attributes, st.just([]))
_bodies = st.lists(st.recursive(_leaves, _element, max_leaves=6), min_size=1, max_size=3).map("".join)

#: A selector and the names in it, each with its kind.
_Selector: TypeAlias = tuple[str, frozenset[tuple[str, str]]]


def _named(kind: str, form: str, names: Sequence[str]) -> st.SearchStrategy[_Selector]:
    return st.sampled_from(names).map(lambda name: (form.format(name), frozenset({(kind, name)})))


_simple: st.SearchStrategy[_Selector] = st.one_of(
    _named("class", ".{}", _CLASSES),
    _named("id", "#{}", _IDS),
    _named("attribute", "[{}]", ("title", "lang", "class", "id")),
    st.builds(
        lambda name, operator, value: (f"[{name}{operator}'{value}']", frozenset({("attribute", name)})),
        st.sampled_from(("title", "lang", "class", "id")),
        st.sampled_from(("=", "~=", "|=", "^=", "$=", "*=")),
        st.sampled_from((*_VALUES, "x")),
    ),
    st.sampled_from((":first-child", ":empty", ":nth-child(2n+1)")).map(lambda text: (text, frozenset())),
)


def _together(*parts: _Selector) -> _Selector:
    return "".join(text for text, _ in parts), frozenset().union(*(names for _, names in parts))


def _compound(*more: st.SearchStrategy[_Selector]) -> st.SearchStrategy[_Selector]:
    tags = st.one_of(st.just(("*", frozenset[tuple[str, str]]())), _named("tag", "{}", _TAGS))
    return st.builds(lambda tag, rest: _together(tag, *rest), tags, st.lists(st.one_of(_simple, *more), max_size=2))


def _complex(*more: st.SearchStrategy[_Selector]) -> st.SearchStrategy[_Selector]:
    combinators: st.SearchStrategy[_Selector] = st.sampled_from((" ", " > ", " + ", " ~ ")).map(
        lambda text: (text, frozenset())
    )
    steps = st.lists(st.builds(_together, combinators, _compound(*more)), max_size=1)
    return st.builds(lambda first, rest: _together(first, *rest), _compound(*more), steps)


_functions: st.SearchStrategy[_Selector] = st.one_of(
    st.builds(
        lambda name, inner: (f":{name}({', '.join(text for text, _ in inner)})", frozenset()),
        st.sampled_from(("is", "where")),
        st.lists(_compound(), min_size=1, max_size=3),
    ),
    # The matcher that we ask knows only one selector in these.
    st.builds(lambda name, inner: (f":{name}({inner[0]})", frozenset()), st.sampled_from(("not", "has")), _compound()),
)


def _matched(selector: str, html: str) -> bool:
    """Ask another implementation whether a selector matches any element of a page."""
    path = cssselect.HTMLTranslator().css_to_xpath(selector)
    return bool(etree.fromstring(html, etree.HTMLParser()).xpath(path))


@given(
    body=_bodies,
    selectors=st.lists(st.one_of(_simple, _functions, _complex(_functions)), min_size=10, max_size=20),
)
def test_whatever_matches_an_element_is_never_called_dead(body: str, selectors: list[_Selector]) -> None:
    html = page(body)
    names = read_page("index.html", html.encode()).names
    for selector, _ in selectors:
        if _matched(selector, html):
            assert matches(selector, names)
            assert shortened(f".gone, {selector} {{ color: red }}", names) != ""


@given(body=_bodies, selector=_complex())
def test_a_selector_is_dead_if_a_name_in_it_is_absent(body: str, selector: _Selector) -> None:
    names = read_page("index.html", page(body).encode()).names
    present = {
        *(("class", name) for name in names.classes),
        *(("id", name) for name in names.ids),
        *(("tag", name) for name in (*names.tags, "p")),  # a browser makes a <p> of itself
        *(("attribute", name) for name in names.attributes),
    }
    if not selector[1] <= present:
        assert not matches(selector[0], names)


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (".on,.off{color:red}", ".on{color:red}"),
        (".off{color:red}", ""),
        ("@media print{.off{color:red}}", ""),
        ("@media print{.on{color:red}.off{color:red}}", "@media print{.on{color:red}}"),
        ("@supports (gap:1px){@media print{.off{color:red}}}", ""),
        ("@container (width>1px){.on{color:red}}", "@container (width>1px){.on{color:red}}"),
        # An emptied layer still has its place in the order of layers.
        ("@layer a{.off{color:red}}@layer b{.on{color:red}}", "@layer a;@layer b{.on{color:red}}"),
        ("@layer{.off{color:red}}", ""),
        ("@layer a,b;", "@layer a,b;"),
        # Nested rules go with their parent; `&` keeps the weight of its whole list.
        (".off{& .on{color:red}}", ""),
        (".on{color:red;& .off{color:red}}", ".on{color:red}"),
        (".on,#bottom{& a{color:red}}", ".on,#bottom{& a{color:red}}"),
        (".on{a:hover{color:red}@media print{color:blue}}", ".on{a:hover{color:red}@media print{color:blue}}"),
        # A browser that does not know ::-moz-x drops the whole list: it must not come to life.
        (".on,.off::-moz-x{color:red}", ".on,.off::-moz-x{color:red}"),
        (".on,.off::before{color:red}", ".on{color:red}"),
        ("@page{margin:1cm}", "@page{margin:1cm}"),
        ('@charset "utf-8";a{color:red}', "a{color:red}"),
        (".on{}", ""),
    ],
)
def test_rules_that_match_nothing_go(css: str, expected: str) -> None:
    assert shortened(css).removesuffix(";") == expected.removesuffix(";")


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("@keyframes x{to{top:0}}a{animation:x 1s}", None),
        ("@keyframes x{to{top:0}}.off{animation:x 1s}", ""),
        ("@-webkit-keyframes x{to{top:0}}a{animation-name:y}", "a{animation-name:y}"),
        ('@keyframes "x y"{to{top:0}}a{animation:"x y" 1s}', None),
        ('@font-face{font-family:"X Y";src:url(x)}a{font:1em x y,serif}', None),
        ('@font-face{font-family:X Y;src:url(x)}a{font-family:"X Y"}', None),
        ("@font-face{font-family:X Y;src:url(x)}a{font-family:X,Y}", "a{font-family:X,Y}"),
        (":root{--a:red;--b:blue}a{color:var(--a)}", ":root{--a:red}a{color:var(--a)}"),
        (":root{--a:var(--b);--b:red}a{color:var(--a)}", None),
        (":root{--a:var(--b);--b:red}a{color:red}", "a{color:red}"),
        # A circle that nothing outside it reads.
        (":root{--a:var(--b);--b:var(--a)}a{color:red}", "a{color:red}"),
        ("a{color:var(--a,var(--b))}:root{--b:red}", None),
        ("@property --a{syntax:'*';inherits:false}:root{--a:1}a{color:red}", "a{color:red}"),
        ("@container style(--a:1){a{color:red}}:root{--a:1}", None),
        # Through a custom property to an animation and to a font.
        ("@keyframes x{to{top:var(--t)}}:root{--m:x 1s;--t:0}a{animation:var(--m)}", None),
        ("@keyframes x{to{top:var(--t)}}:root{--m:x 1s;--t:0}a{animation:none}", "a{animation:none}"),
        ("@font-face{font-family:X;src:url(x)}:root{--f:X}a{font-family:var(--f)}", None),
    ],
)
def test_what_nothing_reads_goes(css: str, expected: str | None) -> None:
    assert shortened(css) == (css if expected is None else expected)


def test_what_is_read_in_another_stylesheet_or_outside_stays() -> None:
    first, second = cut([parse(":root{--a:1;--b:2;--c:3}"), parse("a{top:var(--a)}")], NAMES, ["--c"])
    assert serialize(first) == ":root{--a:1;--c:3}"
    assert serialize(second) == "a{top:var(--a)}"


def test_the_theme_goes_into_layers_and_loses_its_force() -> None:
    css = "a{top:0!important;left:0}@media print{a{--x:1!important}}.b{top:0}@page{margin:0}"
    assert serialize(in_layers(parse(css), "theme")) == (
        "@layer theme{a{left:0}.b{top:0}@page{margin:0}}@layer theme-important{a{top:0}@media print{a{--x:1}}}"
    )
    assert in_layers([], "theme") == []


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a{background:url(../p.png)}", 'a{background:url("p.png")}'),
        ("a{background:url('q.png?x#y')}", 'a{background:url("stylesheets/q.png?x#y")}'),
        ('a{--i:image-set("q.png",url(r.png))}', 'a{--i:image-set("stylesheets/q.png",url("stylesheets/r.png"))}'),
        ("@font-face{font-family:x;src:url(f.woff2)}", '@font-face{font-family:x;src:url("stylesheets/f.woff2")}'),
        ("a{--i:url(q.png)}", 'a{--i:url("stylesheets/q.png")}'),
        ("a{background:url(/p.png),url(#g),url(data:image/gif;base64,AA),url(https://a.example/p.png)}", None),
        ('a{content:"q.png"}', None),
    ],
)
def test_addresses_keep_pointing_to_the_same_files(css: str, expected: str | None) -> None:
    nodes = parse(css)
    rebase(nodes, "assets/stylesheets", "assets")
    assert serialize(nodes) == (expected or css)


@pytest.mark.parametrize(
    ("css", "line", "message"),
    [
        (
            '\n@import "b.css";',
            2,
            (
                "`@import` works only at the head of a file of its own, and all stylesheets become one. "
                "Write the rules here instead."
            ),
        ),
        ("a{}\n\nb", 3, "This cannot be read as CSS: EOF reached before {} block for a qualified rule. Mend it."),
    ],
)
def test_what_cannot_be_used_is_said_with_its_line(css: str, line: int, message: str) -> None:
    with pytest.raises(StylesheetError) as error:
        parse(css)
    assert (error.value.line, str(error.value)) == (line, message)


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


def test_all_pages_get_one_small_stylesheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = _site(tmp_path)
    before = read_all(root)
    assert _finish(root) == []
    after = read_all(root)

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
    said = capsys.readouterr().out
    assert re.fullmatch(
        rf"{path}: {len(THEME) + len(OURS)} bytes of 2 stylesheets became {len(css)} "
        r"\(in brotli: \d+ became \d+\)\n",
        said,
    )


def test_the_pages_in_memory_know_the_new_stylesheet(tmp_path: Path) -> None:
    site = read_site(_site(tmp_path))
    assert list(one_stylesheet(site)) == []
    again = read_site(site.root)
    assert site.files == again.files
    for path, found in again.pages.items():
        assert (site.pages[path].text, site.pages[path].references) == (found.text, found.references)


def test_a_second_run_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = _site(tmp_path)
    assert _finish(root) == []
    once = read_all(root)
    capsys.readouterr()
    assert _finish(root) == []
    assert read_all(root) == once
    assert capsys.readouterr().out == ""


def test_the_name_tells_the_content(tmp_path: Path) -> None:
    roots = [
        _site(tmp_path / name, **more) for name, more in (("x", {}), ("y", {}), ("z", {"assets/style.css": "p{}"}))
    ]
    for root in roots:
        assert _finish(root) == []
    same, again, other = ({path for path in read_all(root) if path.endswith(".css")} for root in roots)
    assert same == again != other


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


def test_names_that_a_script_adds_are_kept(tmp_path: Path) -> None:
    site = read_site(_site(tmp_path))
    assert list(one_stylesheet(site, Names(classes=frozenset({"absent"})))) == []
    (path,) = site.root.glob("assets/*.css")
    assert ".absent{color:red}" in path.read_text(encoding="utf-8")


def test_a_custom_property_that_a_page_reads_is_kept(tmp_path: Path) -> None:
    head = '<link rel="stylesheet" href="a.css">'
    body = '<svg><path fill="var(--ink)"/></svg>'
    root = make_site(tmp_path, {"index.html": page(body, head), "a.css": ":root{--ink:red;--other:red}"})
    assert _finish(root) == []
    (path,) = root.glob("assets/*.css")
    assert path.read_text(encoding="utf-8") == ":root{--ink:red}"


def test_a_stylesheet_that_something_else_refers_to_stays(tmp_path: Path) -> None:
    head = '<link rel="stylesheet" href="a.css"><link rel="alternate stylesheet" href="a.css" title="Other">'
    root = make_site(tmp_path, {"index.html": page("<p>x</p>", head), "a.css": "p{top:0}"})
    assert _finish(root) == []
    assert (root / "a.css").exists()


def test_fallbacks_for_older_browsers_stay(tmp_path: Path) -> None:
    css = "p{min-height:100vh;min-height:100svh;color:red;color:oklch(50% .1 200)}@media (width>=40em){p{hyphens:auto}}"
    root = make_site(tmp_path, {"index.html": page("<p>x</p>", '<link rel="stylesheet" href="a.css">'), "a.css": css})
    assert _finish(root) == []
    (path,) = root.glob("assets/*.css")
    assert path.read_text(encoding="utf-8") == (
        "p{min-height:100vh;color:red;color:oklch(50% .1 200);min-height:100svh}"
        "@media (min-width:40em){p{-webkit-hyphens:auto;hyphens:auto}}"
    )


def test_what_the_minifier_adds_for_older_browsers_goes_if_nothing_reads_it(tmp_path: Path) -> None:
    css = ":root{color-scheme:light dark}"
    assert "--lightningcss-light" in lightningcss.process_stylesheet(css, browsers_list=["safari 15.4"])
    root = make_site(tmp_path, {"index.html": page("", '<link rel="stylesheet" href="a.css">'), "a.css": css})
    assert _finish(root) == []
    (path,) = root.glob("assets/*.css")
    assert path.read_text(encoding="utf-8") == css


@pytest.mark.parametrize(
    ("css", "line", "reason"),
    [
        (".top {\n  color: red;\n}\n\n.a[ { color: red }\n", 5, "EOF reached before {} block for a qualified rule"),
        (
            ".top {\n  color: red;\n}\n\n.a..b { color: red }\n",
            5,
            "Expected identifier in class selector, got Delim('.')",
        ),
    ],
)
def test_a_damaged_stylesheet_is_a_fault_and_leaves_its_pages_alone(
    tmp_path: Path, css: str, line: int, reason: str
) -> None:
    root = _site(tmp_path, **{"assets/style.css": css})
    before = read_all(root)
    (fault,) = _finish(root)
    assert str(fault) == f"site/assets/style.css:{line}: ST01 This cannot be read as CSS: {reason}. Mend it."
    assert read_all(root) == before


def test_a_stylesheet_that_is_not_utf_8_is_a_fault(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"index.html": page("", '<link rel="stylesheet" href="a.css">'), "a.css": b"a{}\xff"})
    assert [str(fault) for fault in _finish(root)] == [
        "site/a.css: ST01 This cannot be read as CSS: invalid start byte at byte 3 of what must be UTF-8. Mend it."
    ]


def test_pages_that_cannot_be_read_whole_keep_all_their_rules(tmp_path: Path) -> None:
    root = _site(tmp_path)
    (root / "404.html").write_bytes((root / "404.html").read_bytes() + b"\xff")
    before = read_all(root)
    assert _finish(root) == []
    assert read_all(root) == before
