from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from scripts.common.built_pages import read_site
from scripts.editions.printable import MOST_PAGES_OF_COMMENTS, archives, printable_pages
from tests.editions import FIXTURE, small_site, whole_page
from tests.sites import make_site

if TYPE_CHECKING:
    from pathlib import Path


def test_pages_that_ask_for_an_edition_are_read() -> None:
    pages = list(printable_pages(read_site(FIXTURE)))
    assert [(page.path, page.layout, page.title, page.heading, page.checked) for page in pages] == [
        (
            "everything/index.html",
            "page",
            "Everything “that” has a form",
            "Everything “that” has a form",
            dt.date(2026, 11, 23),
        ),
        ("index.html", "page", "Home", "Home", dt.date(2026, 11, 20)),
        ("other/index.html", "page", "Looking after yourself", "The other page", dt.date(2026, 11, 21)),
        ("sheet/index.html", "large-type", "A sheet", "A sheet", dt.date(2026, 11, 22)),
    ]
    assert {(page.language, page.flaws) for page in pages} == {("en", ())}
    assert pages[0].description == "A page with every element that has a form on paper."


def test_the_pages_of_an_archive_are_bound_in_their_order(tmp_path: Path) -> None:
    numbers = ["", "page-1/", "page-2/", "page-10/"]
    files = {f"comments/x/{number}index.html": whole_page("x", f"<h1>x {number}</h1>") for number in reversed(numbers)}
    files["comments/x/page-3/index.html"] = '<meta http-equiv="refresh" content="0; url=../">'
    files["comments/index.html"] = whole_page("All", "<h1>All</h1>")
    ((name, pages),) = archives(read_site(make_site(tmp_path, files)))
    assert name == "x"
    assert [page.path for page in pages] == [f"comments/x/{number}index.html" for number in numbers]


def test_the_day_of_an_archive_is_what_its_pages_say() -> None:
    ((_, pages),) = archives(read_site(FIXTURE))
    assert [page.checked for page in pages] == [None, dt.date(2026, 11, 19)]


def test_a_page_without_a_heading_is_a_flaw(tmp_path: Path) -> None:
    site = small_site(tmp_path, "<p>x</p>")
    text = (site.root / "a/index.html").read_text(encoding="utf-8").replace("<h1>A</h1>", "")
    (site.root / "a/index.html").write_text(text, encoding="utf-8")
    (page,) = printable_pages(read_site(site.root))
    assert [(flaw.rule, flaw.message) for flaw in page.flaws] == [
        ("ED08", "This page has no heading, and its edition needs a title; begin it with one.")
    ]


def test_a_date_that_is_none_is_no_date(tmp_path: Path) -> None:
    site = small_site(tmp_path, "<p>x</p>")
    text = (site.root / "a/index.html").read_text(encoding="utf-8").replace("2026-11-23", "yesterday")
    (site.root / "a/index.html").write_text(text, encoding="utf-8")
    (page,) = printable_pages(read_site(site.root))
    assert page.checked is None


def test_a_page_without_the_element_has_no_edition(tmp_path: Path) -> None:
    site = read_site(make_site(tmp_path, {"a/index.html": whole_page("A", "<h1>A</h1>")}))
    assert list(printable_pages(site)) == []


def test_an_archive_of_thousands_is_no_booklet(tmp_path: Path) -> None:
    last = MOST_PAGES_OF_COMMENTS
    files = {f"comments/x/page-{number}/index.html": whole_page("x", "<h1>x</h1>") for number in range(1, last + 1)}
    ((_, pages),) = archives(read_site(make_site(tmp_path / "a", files)))
    assert len(pages) == last
    files[f"comments/x/page-{last + 1}/index.html"] = whole_page("x", "<h1>x</h1>")
    assert list(archives(read_site(make_site(tmp_path / "b", files)))) == []
