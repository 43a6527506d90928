"""One small stylesheet: what is cut from the theme's and ours, and which page links what then."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import cssselect
import material  # type: ignore[import-untyped]
import pytest
import tinycss2  # type: ignore[import-untyped]
from lxml import etree

from scripts.common.built_pages import read_page, read_site
from scripts.finish.cut import could_match, cut, nameable, unread
from scripts.finish.stylesheet import THEME_FOLDER, one_stylesheet
from tests.building import ROOT
from tests.golden import cases, golden_data
from tests.sites import make_site, page, read_all

HTML = b"""<main lang="en-GB" dir="ltr"><a class="on b" id="top" href="b/" rel="license nofollow" data-x="">x</a>
<a type="text" href="https://a.example/">x</a><svg><linearGradient/></svg><details></details></main>"""
NAMES = nameable([read_page("a.html", HTML)])


@pytest.mark.parametrize("group", ["kept", "dead"])
def test_a_selector_is_dead_if_it_names_what_does_not_occur(group: str) -> None:
    for selector in cases("stylesheet.yml", group):
        tokens = tinycss2.parse_component_value_list(selector)
        assert could_match(tokens, NAMES) == (group == "kept"), selector


@pytest.mark.parametrize(("css", "expected"), cases("stylesheet.yml", "cut"))
def test_what_matches_nothing_goes(css: str, expected: str | None) -> None:
    assert cut(css, NAMES) == (css if expected is None else expected)


@pytest.mark.parametrize(("css", "names"), cases("stylesheet.yml", "unread"))
def test_what_nothing_reads_is_named(css: str, names: list[str]) -> None:
    assert unread(css, {"--out"}) == set(names)


def test_no_selector_that_matches_a_real_page_is_called_dead(real_site: Path) -> None:
    """Ask another implementation of selectors about all that Material's stylesheets and ours hold."""

    def selectors(css: Any) -> Iterator[str]:
        for rule in tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule":
                yield from re.split(r",(?![^(]*\))", tinycss2.serialize(rule.prelude))
            elif rule.lower_at_keyword in {"media", "supports"}:
                yield from selectors(rule.content)

    theme = Path(material.__file__).parent / "templates/assets/stylesheets"
    files = [*theme.glob("*.css"), *(ROOT / "overrides/assets").glob("*.css")]
    pages = [page for page in read_site(real_site).pages.values() if not page.redirect][::8]
    trees = [etree.fromstring(page.data, etree.HTMLParser(encoding="utf-8")) for page in pages]
    known = nameable(pages)
    # States and what stands beside an element are left out: whether the rest matches does not hang on them.
    beside = re.compile(r"::?(?:-[\w-]+|before|after|marker|placeholder|hover|focus[\w-]*|target)(?:\([^)]*\))?")
    dead = 0
    for text in {one for file in files for one in selectors(file.read_text("utf-8"))}:
        if could_match(tinycss2.parse_component_value_list(text), known):
            continue
        try:
            matches = etree.XPath(cssselect.HTMLTranslator().css_to_xpath(beside.sub("", text).strip()))
        except cssselect.SelectorError:
            continue
        assert not any(matches(tree) for tree in trees), text
        dead += 1
    assert dead > 1000


SITE: Final[dict[str, str]] = golden_data("stylesheet.yml")["site"]
SHEETS: Final = SITE["links"]
PREFIXES = {"index.html": "", "a/b/index.html": "../../", "404.html": "/"}


def _site(folder: Path, **more: str | bytes) -> Path:
    body = '<p class="top">é</p>\r\n<br/>'
    return make_site(
        folder,
        {
            **{path: page(body, SHEETS.format(prefix)) for path, prefix in PREFIXES.items()},
            "old/index.html": page("<p>no stylesheet</p>"),
            f"{THEME_FOLDER}main.1a2b.min.css": SITE["theme"],
            "assets/style.css": SITE["ours"],
            "assets/i.png": "",
            **more,
        },
    )


def _finished(folder: Path, css: str, link: str = "") -> str:
    """Finish a site of one page and one stylesheet; give what becomes of that."""
    head = f'<link rel="stylesheet" href="assets/css/a.css">{link}'
    root = make_site(folder, {"index.html": page(SITE["body"], head), "assets/css/a.css": css})
    assert list(one_stylesheet(read_site(root))) == []
    (file,) = root.glob("assets/style.*.css")
    return file.read_text(encoding="utf-8")


def test_all_pages_get_one_small_stylesheet(tmp_path: Path) -> None:
    root = _site(tmp_path)
    before, site = read_all(root), read_site(root)
    assert list(one_stylesheet(site)) == []
    after, again = read_all(root), read_site(root)
    assert site.files == again.files
    for name, found in again.pages.items():
        assert (site.pages[name].text, sorted(site.pages[name].references)) == (found.text, sorted(found.references))

    (path,) = after.keys() - before.keys()
    css = after[path].decode()
    assert path == f"assets/style.{hashlib.sha256(after[path]).hexdigest()[:8]}.css"
    assert css == (
        "@layer theme{.top{color:red}@media print{.top{color:#00f}}.top{background:url(i.png)}@page{top:0}}"
        ".top{color:var(--ink)}:root{--ink:green}"
    )
    for name, prefix in PREFIXES.items():
        head = f'\n<link rel="stylesheet" href="{prefix}{path}">\n  <!-- <link rel="stylesheet" href="x.css"> -->\n'
        assert after[name].decode() == before[name].decode().replace(SHEETS.format(prefix), head)
    assert after["old/index.html"] == before["old/index.html"]
    assert len(after) == len(before) + 1


def test_pages_with_other_stylesheets_get_another_file(tmp_path: Path) -> None:
    search = page(
        '<p class="find">x</p>',
        '<link rel="stylesheet" href="../assets/style.css"><link rel="stylesheet" href="s.css">',
    )
    root = _site(tmp_path, **{"search/index.html": search, "search/s.css": ".find{top:0}.top{top:0}"})
    assert list(one_stylesheet(read_site(root))) == []
    after = read_all(root)
    sheets = {path: data.decode() for path, data in after.items() if re.match(r"assets/style\.\w{8}\.css", path)}
    assert len(sheets) == 2
    (own,) = (path for path in sheets if path.encode() in after["search/index.html"])
    assert sheets[own] == ".find{top:0}"


@pytest.mark.parametrize(("css", "expected"), cases("stylesheet.yml", "finished"))
def test_a_finished_stylesheet_means_the_same(tmp_path: Path, css: str, expected: str | None) -> None:
    assert _finished(tmp_path, css) == (expected or css)


@pytest.mark.parametrize("attribute", ['rel="alternate stylesheet" title="Other"', 'rel="stylesheet" media="print"'])
def test_a_stylesheet_that_is_not_for_all_stays(tmp_path: Path, attribute: str) -> None:
    link = f'<link {attribute} href="assets/css/a.css?b">'
    assert _finished(tmp_path, "p{top:0}", link=link) == "p{top:0}"
    assert link in (tmp_path / "site/index.html").read_text()


@pytest.mark.parametrize(("css", "line", "reason"), cases("stylesheet.yml", "damaged"))
def test_a_damaged_stylesheet_is_a_fault(tmp_path: Path, css: str, line: str, reason: str) -> None:
    root = _site(tmp_path)
    (root / "assets/style.css").write_bytes(css.encode("latin-1"))
    before = read_all(root)
    assert [str(found) for found in one_stylesheet(read_site(root))] == [
        f"site/assets/style.css:{line} ST01 This cannot be read as CSS, one file with all others: {reason}. Mend it."
    ]
    assert read_all(root) == before


def test_pages_that_cannot_be_read_whole_keep_all_their_rules(tmp_path: Path) -> None:
    root = _site(tmp_path, **{"404.html": page("\udcff", SHEETS.format("/")).encode("utf-8", "surrogateescape")})
    before = read_all(root)
    assert list(one_stylesheet(read_site(root))) == []
    assert read_all(root) == before
