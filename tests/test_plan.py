"""Which pages of a site have an edition for paper, and what each edition is made from."""

import json
import re
import shutil
from collections.abc import Iterable
from html import escape
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest

from scripts.common.built_pages import read_site
from scripts.editions.engine import typeset
from scripts.editions.plan import (
    MOST_PAGES_OF_BOOKLET,
    MOST_PAGES_OF_COMMENTS,
    MOST_SHORT_ARCHIVES,
    Edition,
    plan,
    printable_pages,
)
from tests.editions import FIXTURE, MARK, fixture_copy, small_site, whole_page
from tests.golden import FOLDER, compare
from tests.sites import change, make_site


def _written(editions: Iterable[Edition]) -> str:
    """Write down what each edition is, and what stands in its document beside the text."""
    text = ""
    for one in editions:
        document = json.loads(one.document)
        said = [document.get(key) for key in ("title", "description", "lang", "region", "date", "foot", "size")]
        text += f"{one.path}\n  {one.layout}, {one.title}, {one.paper}: {', '.join(one.pages)}\n  {said}\n"
    return text


def test_what_is_planned_is_what_was_found_good(rewrite_golden: bool) -> None:
    editions, flaws = plan(read_site(FIXTURE))
    assert flaws == []
    compare("plan/fixture.txt", _written(editions), rewrite=rewrite_golden)


def test_of_many_pages_each_category_has_a_booklet(tmp_path: Path, rewrite_golden: bool) -> None:
    site = fixture_copy(tmp_path)
    other = (site.root / "other" / "index.html").read_text(encoding="utf-8")
    filed = [["Grief & hope", "C++"], ["C", "Alone"], ["C", "C++", "Grief & hope"]]
    for number in range(MOST_PAGES_OF_BOOKLET - 2):
        names = filed[number] if number < len(filed) else []
        marks = [("section", escape(name)) for name in names] + [("published_time", f"2019-05-0{9 - number % 9}")]
        head = "".join(f'<meta property="article:{key}" content="{value}">' for key, value in marks)
        file = site.root / f"more-{number}" / "index.html"
        file.parent.mkdir()
        file.write_text(other.replace("</head>", f"{head}</head>"), encoding="utf-8")
    editions, _ = plan(read_site(site.root))
    booklets = [one for one in editions if one.layout == "booklet"]
    # The whole one has those that the home page names.
    compare("plan/categories.txt", _written(booklets), rewrite=rewrite_golden)
    assert f"more-{number}/more-{number}-a4.pdf" in {edition.path for edition in editions}
    pdf = pdfium.PdfDocument(typeset(booklets[3].document))
    words = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert "Colophon" in words
    assert not re.search("Before you take|Index", words)
    # One page fewer, and the booklet has them all.
    shutil.rmtree(file.parent)
    editions, _ = plan(read_site(site.root))
    assert {one.title for one in editions if one.layout == "booklet"} == {'A site & its "pages"'}


def test_the_booklet_has_the_sign_of_the_site_on_its_title_page(tmp_path: Path) -> None:
    site = fixture_copy(tmp_path)
    (site.root / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    change(site.root / "index.html", "</head>", '<link rel="icon" href="icon.svg"></head>')
    editions, _ = plan(read_site(site.root))
    assert {one.layout for one in editions if json.loads(one.document)["emblem"]} == {"booklet", "folded"}


def test_a_page_without_a_heading_is_a_flaw(tmp_path: Path) -> None:
    site = read_site(make_site(tmp_path, {"a.html": whole_page("A", f"<p>x</p>{MARK.format('page')}")}))
    assert [str(flaw) for flaw in plan(site)[1]] == [
        "a.html: ED08 This page has no heading, and its edition needs a title; begin it with one."
    ]


@pytest.mark.parametrize("mark", ["", MARK.format("none"), '<p data-edition="page"></p>'])
def test_a_page_that_asks_for_no_edition_has_none(tmp_path: Path, mark: str) -> None:
    site = read_site(make_site(tmp_path, {"a/index.html": whole_page("A", f"<h1>A</h1>{mark}")}))
    assert list(printable_pages(site)) == []


@pytest.mark.parametrize("mark", ['<p class="editions" data-edition="page">', MARK.format("page")])
def test_an_unknown_day_is_never_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    mark = mark.replace("2026-11-23", "yesterday")
    site = read_site(make_site(tmp_path, {"a.html": whole_page("A", f"<h1>A</h1>{mark}")}))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    document = json.loads(plan(site)[0][0].document)
    assert (document["date"], document["foot"]) == ([2026, 11, 23], [])


def test_the_pages_of_an_archive_are_bound_in_their_order(tmp_path: Path) -> None:
    numbers = ["", "page-1/", "page-2/", "page-10/"]
    files = {f"comments/x/{number}index.html": whole_page("x", f"<h1>x {number}</h1>") for number in reversed(numbers)}
    files["comments/x/page-3/index.html"] = '<meta http-equiv="refresh" content="0; url=../">'
    files["comments/index.html"] = whole_page("All", "<h1>All</h1>")
    edition, *_ = plan(read_site(make_site(tmp_path, files)))[0]
    assert edition.pages == tuple(f"comments/x/{number}index.html" for number in numbers)


def test_an_archive_of_thousands_is_no_booklet(tmp_path: Path) -> None:
    last = MOST_PAGES_OF_COMMENTS
    files = {f"comments/x/page-{number}/index.html": whole_page("x", "<h1>x</h1>") for number in range(1, last + 1)}
    edition, *_ = plan(read_site(make_site(tmp_path / "a", files)))[0]
    assert len(edition.pages) == last
    files[f"comments/x/page-{last + 1}/index.html"] = whole_page("x", "<h1>x</h1>")
    assert plan(read_site(make_site(tmp_path / "b", files))) == ([], [])


def test_of_many_archives_those_of_one_page_have_no_edition(tmp_path: Path) -> None:
    files = {f"comments/{name}/index.html": whole_page("x", "<h1>x</h1>") for name in range(MOST_SHORT_ARCHIVES)}
    assert len(plan(read_site(make_site(tmp_path / "a", files)))[0]) == 3 * MOST_SHORT_ARCHIVES
    files |= {f"comments/long/{name}index.html": whole_page("x", "<h1>x</h1>") for name in ("", "page-1/")}
    found = plan(read_site(make_site(tmp_path / "b", files)))[0]
    assert {edition.pages for edition in found} == {("comments/long/index.html", "comments/long/page-1/index.html")}


@pytest.mark.parametrize(
    ("size", "length"),
    [(1, "1 page, 1 kB"), (81_600, "2 pages, 82 kB"), (999_400, "2 pages, 999 kB"), (1_240_000, "2 pages, 1.2 MB")],
)
def test_a_length_is_told_as_readers_know_it(size: int, length: str) -> None:
    assert Edition("", "page", "", "A4", (), sheets=min(size, 2), size=size).length == length


@pytest.mark.parametrize(("layout", "for_all"), [("handout", ["a-a4", "a-letter"]), ("card", [])])
def test_each_country_has_a_sheet_with_its_lines(tmp_path: Path, layout: str, for_all: list[str]) -> None:
    lines = (FOLDER / "plan/countries.html").read_text(encoding="utf-8")
    editions, _ = plan(small_site(tmp_path, lines, layout))
    assert [one.path for one in editions] == [f"a/{name}.pdf" for name in (*for_all, "a-us-letter", "a-uk-a4")]
    assert [(one.title, one.country) for one in editions[-2:]] == [("United States", "us"), ("UK", "uk")]
    said = [set(re.findall(r'" ?(one|two|three|four|five|six|Also:)"', one.document)) for one in editions[-2:]]
    assert said == [{"one", "four", "Also:", "five", "six"}, {"two", "three", "four", "six"}]
    assert json.loads(editions[-1].document)["title"] == "A: UK"


def test_a_large_page_is_also_made_in_two_large_sizes(tmp_path: Path, rewrite_golden: bool) -> None:
    # No page lists a booklet.
    editions, _ = plan(small_site(tmp_path, "<p>x</p>", "large"))
    compare("plan/large.txt", _written(editions), rewrite=rewrite_golden)
