"""The build: what the pages hold, what stops it, and what it says then."""

import re
from pathlib import Path

import pytest
from lxml import html

from tests.golden import compare
from tests.projects import Project

FAULT = r": [A-Z]{2}\d\d "
ARTICLES = ("articles/what-to-do-when-he-or-she-leaves/", "articles/a-short-article/")


@pytest.mark.parametrize("path", ["", "help-now/", "about/", "looking-after-yourself/", *ARTICLES, "404.html"])
def test_pages_are_as_they_were_found_good(fixture_site: Path, path: str, *, rewrite_golden: bool) -> None:
    file = path if path.endswith("html") else f"{path}index.html"
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


def test_how_many_comments_are_kept_is_said_once(real_site: Path, fixture_site: Path) -> None:
    for site in (real_site, fixture_site):
        index, *pages = sorted(site.glob("comments/*/**/index.html"), key=lambda file: len(file.parts))
        said = [file.read_text(encoding="utf-8").count("Comments are closed.") for file in (index, *pages)]
        # An old address leads on, and says nothing.
        assert (said[0], max(said)) == (1, 1), site


def test_one_stylesheet_for_a_kind_of_pages_and_nothing_left_over(fixture_site: Path) -> None:
    files = [path for path in (fixture_site / "assets").rglob("*.*") if path.suffix not in {".br", ".gz"}]
    assets = sorted(path.relative_to(fixture_site).as_posix() for path in files)
    scripts = ["exit.js", "find-comment.js", "from-disk.js", "icon.svg", "search.js"]
    # One stylesheet for pages of words, one for those of an archive.
    expected = ["card.png", "card.svg", *scripts, "style.HASH.css", "style.HASH.css"]
    assert [re.sub(r"[0-9a-f]{8,}", "HASH", path) for path in assets] == [f"assets/{name}" for name in expected]


def test_all_faults_before_the_pages_are_rendered_stop_the_build_one_line_each(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.change("kind: page\n", "kind: poem\n", "about.md")
    project.change("kind: help\n", "", "looking-after-yourself.md")
    project.change("title: Where to start\n", "title: Where to start\ncolour: red\n", "where-to-start.md")
    project.change("  seen: 2026-11\n", "  phone: 1\n", "_data/help-lines.yml")
    code, said = project.build()
    assert code == 1
    lines = [line for line in said.splitlines() if re.search(FAULT, line)]
    for expected in (
        r"about\.md:4: FM02 .*", r'looking-after-yourself\.md:2: FM02 "kind" is missing; add it\.',
        r"where-to-start\.md:3: FM0\d .*", r'help-lines\.yml:1: HL01 In entry 1: "seen" is missing; add it\.',
        r'help-lines\.yml:12: HL01 In entry 1: "phone" is not a known key; correct it, or take it out.*',
    ):  # fmt: skip
        assert [line for line in lines if re.search(f"/{expected}$", line)], (expected, said)
    assert len(lines) == 5
    assert "5 errors, 0 warnings" in said
    assert "The build stopped at the errors above." in said


def test_a_link_in_raw_html_which_mkdocs_does_not_check_stops_the_build(tmp_path: Path) -> None:
    project = Project(tmp_path)
    link = "[step 1](articles/what-to-do-when-he-or-she-leaves.md#step-1)"
    project.change(link, '<a href="../no-such-page/">step 1</a>', "where-to-start.md")
    code, said = project.build()
    (fault,) = [line for line in said.splitlines() if re.search(FAULT, line)]
    assert code == 1
    assert re.search(r"where-to-start\.md:10: LK01 .*no-such-page", fault)


def test_a_help_line_of_half_a_year_ago_and_a_placeholder_for_the_contact_are_called_to_mind(tmp_path: Path) -> None:
    project = Project(tmp_path)
    old, new = "  seen: 2026-11\n  checked: 2026-11-23\n", "  seen: 2026\n  checked: 2026-05-01\n"
    project.change(old, new, "_data/help-lines.yml")
    code, said = project.build()
    assert code == 0, said
    assert "HL02 warning: " in said
    assert (
        "mkdocs.yml: extra.contact is still a placeholder; before you publish, "
        "write there the address where readers reach you."
    ) in said
