from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from scripts.common.built_pages import read_site
from scripts.finish.links import RULES, check
from scripts.finish.places import page_sources
from tests.sites import make_site, page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scripts.common.faults import Fault

MISSING = "which is not on the site; correct the address, or take it out."
HOME = '<link rel="canonical" href="https://a.example/base/">'


def faults(folder: Path, files: Mapping[str, str | bytes], sources: Mapping[str, str] | None = None) -> list[Fault]:
    return list(check(read_site(make_site(folder, files), sources)))


def said(folder: Path, body: str, more: Mapping[str, str | bytes] | None = None, head: str = "") -> list[str]:
    """Check a home page with this body and a second page `b/` (anchor `here`) that is linked from it."""
    body += '\n<a href="b/">B</a>'
    files = {"index.html": page(body, head), "b/index.html": page('<h1 id="here">B</h1><a href="../">Home</a>')}
    return [str(fault) for fault in faults(folder, {**files, **(more or {})})]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="b/">x</a> <a href="b/index.html">x</a> <a href="./b/?q=1#here">x</a> <a href="/b/">x</a>',
        '<a href="#">x</a> <a href="#top">x</a> <a href="#TOP">x</a> <a href="b/#:~:text=B">x</a>',
        '<p id="ä b">x</p><a href="#%C3%A4%20b">x</a> <p id="%41">x</p><a href="#%41">x</a>',
        '<a name="old"></a><a href="#old">x</a> <a href="?q#top">x</a> <a id="no-link">x</a>',
        '<img src="p.png" srcset="p.png 1x, p.png 2x" alt=""> <img src="p%2Epng" alt="">',
        '<img src="data:image/gif;base64,AA" alt=""> <a href="b/"><img src="p.png" alt="A picture"></a>',
        '<a href="b/" aria-label="B"></a> <a href="b/"><svg><title>B</title></svg></a>',
        '<a href="tel:116123">x</a> <a href="tel:+44-(0)20.79460000;ext=1">x</a> <a href="tel:999">x</a>',
        '<a href="sms:741741?body=HOME">x</a> <a href="sms:85258">x</a>',
        '<a href="mailto:a@b.example?subject=x">x</a> <a href="mailto:a@b.example">x</a>',
        '<a href="http://old.example/?p=1">x</a> <a href="//c.example/">x</a>',
        '<svg role="img" aria-labelledby="t d"><title id="t">T</title><desc id="d">D</desc></svg>',
        '<svg><g id="g"/><path fill="url(#g)"/><use xlink:href="#g"/><a href="b/"><text>B</text></a></svg>',
        '<script type="application/ld+json">{"url": "https://elsewhere.example/"}</script>',
        '<script src="s.js" defer></script> <details open><summary>x</summary></details>',
        '<label for="i">x</label><input id="i">',
        '<a href="b/" target="_self">x</a> <blockquote cite="https://c.example/">x</blockquote>',
        "<a href='\n b/ \n'>x</a>",
    ],
)
def test_what_is_right_is_passed_over(tmp_path: Path, body: str) -> None:
    assert said(tmp_path, body, {"p.png": b"", "s.js": ""}) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="c/">x</a>', f"“c/” leads to `c/index.html`, {MISSING}"),
        ('<a href="../b/">x</a>', f"“../b/” leads to `../b/index.html`, {MISSING}"),
        (
            '<img src="P.png" alt="">',
            "“P.png” differs from the file `p.png` in capitals; write both in the same letters.",
        ),
        ('<a href="b">x</a>', "“b” leads to a folder; end the address with a slash."),
        ('<img src="p.png" srcset="p.png 1x,q.png 2x" alt="">', f"“q.png” leads to `q.png`, {MISSING}"),
        ('<video src="p.png" poster="q.png"></video>', f"“q.png” leads to `q.png`, {MISSING}"),
        ('<script src="q.js"></script>', f"“q.js” leads to `q.js`, {MISSING}"),
        ('<svg><image xlink:href="q.png"/></svg>', f"“q.png” leads to `q.png`, {MISSING}"),
        ('<svg><a href="c/"><text>C</text></a></svg>', f"“c/” leads to `c/index.html`, {MISSING}"),
        ('<form action="c/"></form>', f"“c/” leads to `c/index.html`, {MISSING}"),
    ],
)
def test_lk01_missing_file(tmp_path: Path, body: str, expected: str) -> None:
    assert said(tmp_path, body, {"p.png": b""}) == [f"site/index.html:5: LK01 {expected}"]


@pytest.mark.parametrize(
    ("head", "value"),
    [
        ('<link rel="stylesheet" href="q.css">', "q.css"),
        ('<link rel="icon" href="q.css">', "q.css"),
        ('<link rel="alternate" href="q.css">', "q.css"),
        ('<meta http-equiv="refresh" content="3; url=q.css">', "q.css"),
    ],
)
def test_lk01_in_the_head(tmp_path: Path, head: str, value: str) -> None:
    assert said(tmp_path, "", head=head) == [f"site/index.html:3: LK01 “{value}” leads to `q.css`, {MISSING}"]


def test_lk01_addresses_that_begin_with_the_sites_own_are_inside(tmp_path: Path) -> None:
    body = (
        '<a href="https://a.example/base/b/#here">x</a> <a href="/base/b/">x</a> <a href="https://a.example/other/">x</a>\n'
        '<a href="https://a.example/base/c/">x</a>\n<a href="/b/">x</a>'
    )
    head = HOME + '<meta property="og:image" content="https://a.example/base/og.png">'
    assert said(tmp_path, body, head=head) == [
        f"site/index.html:3: LK01 “https://a.example/base/og.png” leads to `og.png`, {MISSING}",
        f"site/index.html:6: LK01 “https://a.example/base/c/” leads to `c/index.html`, {MISSING}",
        f"site/index.html:7: LK01 “/b/” leads to `/b/index.html`, {MISSING}",
    ]


def test_lk01_and_lk08_in_a_stylesheet(tmp_path: Path) -> None:
    css = "a { background: url(p.png) }\nb { background: url('q.png'), url(https://c.example/r.png) }\n"
    head = '<link rel="stylesheet" href="assets/s.css">'
    assert said(tmp_path, "", {"assets/s.css": css, "assets/p.png": b""}, head) == [
        f"site/assets/s.css:2: LK01 “q.png” leads to `assets/q.png`, {MISSING}",
        (
            "site/assets/s.css:2: LK08 “https://c.example/r.png” is loaded from another host, "
            "which then knows the reader; keep a copy here, or take it out."
        ),
    ]


@pytest.mark.parametrize(
    ("value", "fragment", "path"),
    [
        ("#gone", "gone", "index.html"),
        ("b/#Here", "Here", "b/index.html"),
        ("b/#h%65re!", "h%65re!", "b/index.html"),
    ],
)
def test_lk02_missing_anchor(tmp_path: Path, value: str, fragment: str, path: str) -> None:
    assert said(tmp_path, f'<a href="{value}">x</a>') == [
        (
            f"site/index.html:5: LK02 “{value}” leads to the anchor “{fragment}”, which `{path}` does not have; "
            f"correct it, or write `{{#{fragment}}}` after the heading there."
        )
    ]


@pytest.mark.parametrize(
    ("body", "attribute"),
    [
        ('<svg aria-labelledby="t gone"><title id="t">T</title></svg>', "aria-labelledby"),
        ('<p aria-describedby="gone">x</p>', "aria-describedby"),
        ('<button aria-controls="gone">x</button>', "aria-controls"),
        ('<label for="gone">x</label>', "for"),
        ('<svg><path fill="url(#gone)"/></svg>', "fill"),
    ],
)
def test_lk03_missing_id(tmp_path: Path, body: str, attribute: str) -> None:
    assert said(tmp_path, body) == [
        (
            f"site/index.html:5: LK03 `{attribute}` names the id “gone”, which this page does not have; "
            "correct it, or give the element that is meant this id."
        )
    ]


def test_lk04_duplicate_id(tmp_path: Path) -> None:
    assert said(tmp_path, '<p id="a">x</p>\n<p id="A">x</p>\n<svg><title id="a">x</title></svg>') == [
        "site/index.html:7: LK04 The id “a” stands on this page more than once; give each element its own."
    ]


@pytest.mark.parametrize(
    ("body", "tag", "attribute"),
    [('<a href="">x</a>', "a", "href"), ('<img src=" " alt="">', "img", "src"), ('<img src alt="">', "img", "src")],
)
def test_lk05_empty_address(tmp_path: Path, body: str, tag: str, attribute: str) -> None:
    assert said(tmp_path, body) == [
        f"site/index.html:5: LK05 The `{attribute}` of this `<{tag}>` is empty; write an address, or take it out."
    ]


@pytest.mark.parametrize(
    "inner", ["", " \n ", '<img src="p.png" alt="">', '<span aria-hidden="true">x</span>', "<svg><path/></svg>"]
)
def test_lk06_nameless_link(tmp_path: Path, inner: str) -> None:
    assert [fault.partition(": ")[2] for fault in said(tmp_path, f'<a href="b/#here">{inner}</a>', {"p.png": b""})] == [
        "LK06 The link to “b/#here” has no text, so nobody can tell where it leads; write some."
    ]


@pytest.mark.parametrize(
    ("value", "cure"),
    [
        ("tel:0808 2000 247", "is no number that a phone can call; write `tel:` and its digits, without spaces."),
        ("tel:", "is no number that a phone can call; write `tel:` and its digits, without spaces."),
        ("tel:12", "is no number that a phone can call; write `tel:` and its digits, without spaces."),
        ("tel:+1234567890123456", "is no number that a phone can call; write `tel:` and its digits, without spaces."),
        ("tel:1-800-HOTLINE", "is no number that a phone can call; write `tel:` and its digits, without spaces."),
        ("sms:HOME", "is no number that a phone can text; write `sms:` and its digits, without spaces."),
        ("sms:74 17 41", "is no number that a phone can text; write `sms:` and its digits, without spaces."),
        ("mailto:jo", "is no e-mail address; write `mailto:` and one like name@host.example."),
        ("mailto:jo@", "is no e-mail address; write `mailto:` and one like name@host.example."),
    ],
)
def test_lk07_unusable_contact(tmp_path: Path, value: str, cure: str) -> None:
    assert said(tmp_path, f'<a href="{value}">x</a>') == [f"site/index.html:5: LK07 “{value}” {cure}"]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://c.example/x" alt="">',
        '<img src="//c.example/x" alt="">',
        '<img src="p.png" srcset="https://c.example/x 2x" alt="">',
        '<script src="https://c.example/x"></script>',
        '<iframe src="https://c.example/x"></iframe>',
        '<link rel="stylesheet" href="https://c.example/x">',
        '<link rel="preload" as="font" href="https://c.example/x">',
        '<link rel="preconnect" href="https://c.example/x">',
        '<svg><use href="https://c.example/x#a"/></svg>',
        '<object data="https://c.example/x"></object>',
        '<video poster="https://c.example/x"></video>',
        '<a href="b/" ping="https://c.example/x">B</a>',
    ],
)
def test_lk08_other_host(tmp_path: Path, body: str) -> None:
    (fault,) = said(tmp_path, body, {"p.png": b""})
    assert fault.replace("“//c", "“https://c").startswith("site/index.html:5: LK08 “https://c.example/x")
    assert fault.endswith(
        "” is loaded from another host, which then knows the reader; keep a copy here, or take it out."
    )


def test_lk09_inline_script(tmp_path: Path) -> None:
    message = "LK09 A script stands in the page, which the site's headers block; move it to a file."
    assert said(tmp_path, '<script>1</script>\n<script type="module">1</script>') == [
        f"site/index.html:5: {message}",
        f"site/index.html:6: {message}",
    ]


def test_lk10_inline_style(tmp_path: Path) -> None:
    assert said(tmp_path, '<p style="color: red">x</p>\n<p onclick="f()">x</p>\n<svg><style>a {}</style></svg>') == [
        "site/index.html:5: LK10 The attribute `style` is blocked by the site's headers; move it to the stylesheet.",
        "site/index.html:6: LK10 The attribute `onclick` is blocked by the site's headers; move it to a script's file.",
        (
            "site/index.html:7: LK10 A `<style>` stands in the page, which the site's headers block; "
            "move it to the stylesheet."
        ),
    ]


def test_lk11_three_links_from_home(tmp_path: Path) -> None:
    def to(*paths: str, head: str = "") -> str:
        return page("".join(f'<a href="/{path}/">x</a>' for path in paths), head)

    found = faults(
        tmp_path,
        {
            "index.html": to("1", "old"),
            "1/index.html": to("2"),
            "2/index.html": to("3"),
            "3/index.html": to("4"),
            "4/index.html": to("1"),
            # A redirect costs no click of its own: home, old, 6, 7, 8 are three.
            "old/index.html": page('<a href="/6/">x</a>', '<meta http-equiv="refresh" content="0; url=/6/">'),
            "6/index.html": to("7"),
            "7/index.html": to("8"),
            "8/index.html": to("7"),
            "island/index.html": to("1"),
            "hidden/index.html": to("1", head='<meta name="robots" content="noindex, follow">'),
            "unlinked-redirect/index.html": page('<a href="/1/">x</a>', '<meta http-equiv=refresh content="0;/1/">'),
            "404.html": to("1"),
        },
        {"4/index.html": "docs/4.md"},
    )
    assert [str(fault) for fault in found] == [
        "docs/4.md: LK11 This page is 4 links away from home; link it from a page that is nearer (3 are allowed).",
        "site/island/index.html: LK11 No links lead from home to this page; link it from a page that readers reach.",
    ]


def test_lk11_without_a_home_page(tmp_path: Path) -> None:
    assert [str(fault) for fault in faults(tmp_path, {"a/index.html": page()})] == [
        "site/index.html: LK11 The site has no home page; add `index.md` to the folder of the Markdown files."
    ]


def test_lk12_dead_end(tmp_path: Path) -> None:
    end = page('<a href="#top">Top</a> <a href="https://c.example/">Elsewhere</a> <a href="/end/">Itself</a>')
    assert said(tmp_path, '<a href="end/">x</a>', {"end/index.html": end}) == [
        "site/end/index.html: LK12 No link leads from this page to another of the site; add one, at least home."
    ]


@pytest.mark.parametrize("target", ["_blank", "other"])
def test_lk13_new_window(tmp_path: Path, target: str) -> None:
    assert said(tmp_path, f'<a href="https://c.example/" target="{target}">x</a>') == [
        f'site/index.html:5: LK13 `target="{target}"` opens a new tab or window; take it out.'
    ]


def test_lk14_base_element(tmp_path: Path) -> None:
    assert said(tmp_path, "", head='<base href="b/">') == [
        "site/index.html:3: LK14 A `<base>` changes where every address of the page leads; take it out."
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '<a href="javascript:void(0)">x</a>',
            (
                "“javascript:void(0)” begins with `javascript:`, which no page of ours may use; "
                "write an address that begins with one of http, https, mailto, sms, tel."
            ),
        ),
        (
            '<img src="blob:x" alt="">',
            (
                "“blob:x” begins with `blob:`, which no page of ours may use; "
                "write an address that begins with one of data, http, https."
            ),
        ),
        ('<a href="https://[c/">x</a>', "“https://[c/” is no address (Invalid IPv6 URL); correct it."),
    ],
)
def test_lk15_unknown_scheme(tmp_path: Path, body: str, expected: str) -> None:
    assert said(tmp_path, body) == [f"site/index.html:5: LK15 {expected}"]


def test_lk16_relative_on_404(tmp_path: Path) -> None:
    body = '<a href="/">x</a> <a href="#top">x</a> <a href="https://a.example/base/b/">x</a>\n<a href="b/">x</a>'
    assert said(tmp_path, "", {"404.html": page(body.replace('"/"', '"/base/"'))}, HOME) == [
        "site/404.html:6: LK16 “b/” is relative, but a host shows 404.html at any address; begin it with a slash."
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (page("\u00e9").encode("latin-1"), "Invalid bytes in character encoding"),
        (page("<div>" * 3000).encode(), "Excessive depth in document: 2048"),
    ],
)
def test_lk17_damaged_page(tmp_path: Path, data: bytes, reason: str) -> None:
    (fault,) = (one for one in said(tmp_path, '<a href="c/">C</a>', {"c/index.html": data}) if "LK17" in one)
    assert fault == (f"site/c/index.html: LK17 This page cannot be read to its end ({reason}); mend what writes it.")


def test_every_rule_says_why_and_has_a_test() -> None:
    names = " ".join(name for name in globals() if name.startswith("test_lk"))
    for rule, find in RULES.items():
        assert find.__doc__, rule
        assert rule.lower() in names, rule


def test_faults_name_the_markdown_file_and_the_line_of_each_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    markdown = """\
        # A { #a }

        [one](b.md#gone) and [two][ref].
        Again [three](b.md#gone), <a href="nope/">four</a>.

        ![five](../p.png)

        ## B {#a}

        [ref]: https://c.example
        """
    (tmp_path / "docs/articles").mkdir(parents=True)
    (tmp_path / "docs/articles/x.md").write_text(textwrap.dedent(markdown), encoding="utf-8")
    (tmp_path / "docs/index.md").write_text("[x](articles/x.md)", encoding="utf-8")
    (tmp_path / "docs/articles/b.md").write_text("# B", encoding="utf-8")
    body = """<h1 id="a">A</h1><a href="../b/#gone">one</a> <a href="../b/#gone">three</a> <a href="nope/">four</a>
        <img src="../../p.png" alt="five"><h2 id="a">B</h2><a href="/made-by-a-template/">x</a>"""
    found = faults(
        tmp_path,
        {
            "index.html": page('<a href="articles/x/">x</a>'),
            "articles/x/index.html": page(body),
            "articles/b/index.html": page('<a href="../x/">x</a>'),
        },
        page_sources(tmp_path / "docs"),
    )
    assert [str(fault).partition(" leads ")[0] for fault in sorted(found)] == [
        "docs/articles/x.md:3: LK02 “../b/#gone”",
        "docs/articles/x.md:4: LK01 “nope/”",
        "docs/articles/x.md:4: LK02 “../b/#gone”",
        "docs/articles/x.md:6: LK01 “../../p.png”",
        "docs/articles/x.md:8: LK04 The id “a” stands on this page more than once; give each element its own.",
        "site/articles/x/index.html:6: LK01 “/made-by-a-template/”",
    ]


def test_sources_of_a_docs_folder(tmp_path: Path) -> None:
    for path in ("index.md", "a/README.md", "a/b.md", "a/p.png"):
        (tmp_path / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / path).write_text("x", encoding="utf-8")
    docs = tmp_path / "docs"
    assert page_sources(docs) == {
        "index.html": f"{docs}/index.md",
        "a/index.html": f"{docs}/a/README.md",
        "a/b/index.html": f"{docs}/a/b.md",
        "a/p.png": f"{docs}/a/p.png",
    }


def test_what_a_strict_build_of_mkdocs_passes(tmp_path: Path) -> None:
    project = {
        "mkdocs.yml": """\
            site_name: X
            strict: true
            nav: [index.md, b.md]
            not_in_nav: /excluded.md
            exclude_docs: /excluded.md
            plugins: []
            theme: {name: null, custom_dir: theme}
            hooks: [hook.py]
            validation: {links: {anchors: warn, absolute_links: warn, unrecognized_links: warn}}
            """,
        "theme/main.html": '<html lang="en"><head><title>x</title></head><body>{{ page.content }}</body></html>',
        "hook.py": """\
            def on_page_content(html, **_):
                return html.replace("MADE", '<a href="b/#comment-9">Comment 9</a>')
            """,
        "docs/index.md": """\
            # X

            [B](b.md) MADE

            <a href="nope/">in raw HTML</a> <img src="nope.png" alt="also raw">

            [left out](excluded.md)
            """,
        "docs/b.md": "# B\n\n[X](index.md)\n",
        "docs/excluded.md": "# Excluded\n",
    }
    for path, text in project.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(textwrap.dedent(text), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    sources = page_sources(tmp_path / "docs")
    found = sorted(check(read_site(tmp_path / "site", sources)))
    docs = (tmp_path / "docs").as_posix()
    assert [str(fault) for fault in found] == [
        f"{docs}/index.md:5: LK01 “nope.png” leads to `nope.png`, {MISSING}",
        f"{docs}/index.md:5: LK01 “nope/” leads to `nope/index.html`, {MISSING}",
        f"{docs}/index.md:7: LK01 “excluded/” leads to `excluded/index.html`, {MISSING}",
        (
            f"site/index.html:2: LK02 “b/#comment-9” leads to the anchor “comment-9”, "
            f"which `{docs}/b.md` does not have; correct it, or write `{{#comment-9}}` after the heading there."
        ),
    ]
