"""The build: what the pages hold, what stops it, and what it says then."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from lxml import html

from tests.building import build
from tests.conftest import FIXTURE, FIXTURE_FOOT, FIXTURE_NAV
from tests.golden import compare

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


@pytest.mark.parametrize(
    "file",
    [
        "index.html",
        "help-now/index.html",
        "about/index.html",
        "looking-after-yourself/index.html",
        "articles/what-to-do-when-he-or-she-leaves/index.html",
        "articles/a-short-article/index.html",
        "404.html",
    ],
)
def test_pages_are_as_they_were_found_good(fixture_site: Path, file: str, *, rewrite_golden: bool) -> None:
    found = (fixture_site / file).read_text(encoding="utf-8")
    found = re.sub(r"assets/style\.[0-9a-f]+\.css", "assets/style.HASH.css", found)
    found = re.sub(r"mkdocs-[0-9.]+", "mkdocs-VERSION", found)
    found = re.sub(r"\d+ pages?, [0-9.]+ [kM]B", "LENGTH", found)
    compare(f"pages/{file.replace('/', '-')}", found, rewrite=rewrite_golden)


def test_hostile_titles_and_descriptions_stay_text(fixture_site: Path) -> None:
    text = (fixture_site / "articles/a-short-article/index.html").read_text(encoding="utf-8")
    page = html.document_fromstring(text)
    assert page.xpath("//script[not(@type='application/ld+json')]") == []
    assert page.findtext("head/title") == 'A "short" article & its <tags> ]]> · When They Leave'
    description = page.xpath("string(//meta[@name='description']/@content)")
    assert description == 'A page whose title and description try to break out: " <script>alert(1)</script> ]]> & more.'
    assert page.xpath("string(//p[@class='byline']/a)") == '"><script>alert(2)</script>'
    assert page.xpath("string(//p[@class='byline']/a/@href)") == 'https://original.example/archives/9001?a=1&b="2"'
    assert 'The "long" <article> & more.' in str(page.xpath("string(//section[@class='related'])"))


def test_no_page_has_a_script_but_where_it_is_the_point(fixture_site: Path) -> None:
    for file in fixture_site.rglob("*.html"):
        page = html.document_fromstring(file.read_text(encoding="utf-8"))
        scripts = page.xpath("//script[not(@type='application/ld+json')]/@src")
        address = file.parent.relative_to(fixture_site).as_posix()
        # An old address of a comment keeps what follows its #, which only a script can.
        if re.fullmatch(r"archives/1326/comment-page-[0-9]+", address):
            assert scripts == ["../../../assets/find-comment.js"]
            continue
        expected = {
            "looking-after-yourself": ["../assets/exit.js"],
            "comments/what-to-do-when-he-or-she-leaves": ["../../assets/find-comment.js"],
        }
        assert scripts == expected.get(address, []), file


def test_one_stylesheet_for_a_kind_of_pages_and_nothing_left_over(fixture_site: Path) -> None:
    files = [path for path in (fixture_site / "assets").rglob("*.*") if path.suffix not in {".br", ".gz"}]
    assets = sorted(path.relative_to(fixture_site).as_posix() for path in files)
    assert [re.sub(r"[0-9a-f]{8,}", "HASH", path) for path in assets] == [
        "assets/card.png",
        "assets/card.svg",
        "assets/exit.js",
        "assets/find-comment.js",
        "assets/from-disk.js",
        "assets/icon.svg",
        "assets/search.js",
        # One for pages of words, one for those of an archive.
        "assets/style.HASH.css",
        "assets/style.HASH.css",
    ]


# What stops a build. Each case changes one file of the fixture site and expects one line, word for word.
_STOPS = [
    pytest.param(
        "about.md",
        "description: The page of the fixture site that tells where to write, and so carries the contact address.\n",
        "",
        r'about\.md:2: FM02 "description" is missing; add it\.$',
        id="missing field",
    ),
    pytest.param(
        "_data/help-lines.yml",
        "  seen: 2026-11\n",
        "",
        r'help-lines\.yml:1: HL01 In entry 1: "seen" is missing; add it\.$',
        id="help line without date",
    ),
    pytest.param(
        "_data/help-lines.yml",
        "  hours: day and night\n",
        "  hours: day and night\n  phone: 1\n",
        r'help-lines\.yml:12: HL01 In entry 1: "phone" is not a known key; allowed are .*',
        id="unknown key in the help lines",
    ),
    pytest.param(
        "where-to-start.md",
        "[step 1](articles/what-to-do-when-he-or-she-leaves.md#step-1)",
        '<a href="../no-such-page/">step 1</a>',
        r"where-to-start\.md:10: LK\d+ .*no-such-page.*",
        id="link in raw HTML, which MkDocs does not check",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), _STOPS)
def test_a_fault_stops_the_build_with_one_line(tmp_path: Path, file: str, old: str, new: str, expected: str) -> None:
    done = _build_changed(tmp_path, {file: (old, new)})
    assert done.returncode == 1
    faults = [line for line in done.stderr.splitlines() if re.search(r": [A-Z]{2}\d\d ", line)]
    assert len(faults) == 1, done.stderr
    assert re.search(expected, faults[0]), faults[0]


def test_all_faults_of_a_run_are_shown(tmp_path: Path) -> None:
    done = _build_changed(
        tmp_path,
        {
            "about.md": ("kind: page\n", "kind: poem\n"),
            "where-to-start.md": ("title: Where to start\n", "title: Where to start\ncolour: red\n"),
            "_data/help-lines.yml": (
                "  seen: 2026-11\n  checked: 2026-11-23\n",
                "  seen: 2025\n  checked: 2025-11-22\n",
            ),
        },
    )
    assert done.returncode == 1
    for place in ("about.md:4: FM", "where-to-start.md:3: FM", "help-lines.yml:13: HL03"):
        assert place in done.stderr, done.stderr
    assert "3 errors, 0 warnings" in done.stderr
    assert "The build stopped: 3 errors, listed above." in done.stdout


def test_a_help_line_of_half_a_year_ago_is_a_warning(tmp_path: Path) -> None:
    done = _build_changed(
        tmp_path,
        {"_data/help-lines.yml": ("  seen: 2026-11\n  checked: 2026-11-23\n", "  seen: 2026\n  checked: 2026-05-01\n")},
    )
    assert done.returncode == 0, done.stderr
    assert "HL02 warning: " in done.stderr


def test_the_placeholder_contact_is_called_to_mind(tmp_path: Path) -> None:
    done = _build_changed(tmp_path, {})
    assert (
        "mkdocs.yml: extra.contact is still a placeholder; before you publish, "
        "write there the address where readers reach you."
    ) in done.stderr


def _build_changed(tmp_path: Path, changes: dict[str, tuple[str, str]]) -> subprocess.CompletedProcess[str]:
    docs = tmp_path / "docs"
    shutil.copytree(FIXTURE / "docs", docs)
    for name, (old, new) in changes.items():
        file = docs / name
        text = file.read_text(encoding="utf-8")
        assert old in text, name
        file.write_text(text.replace(old, new), encoding="utf-8")
    return build(docs, tmp_path / "site", nav=FIXTURE_NAV, extra={"foot": FIXTURE_FOOT})
