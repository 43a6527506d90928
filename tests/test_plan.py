from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from scripts.common.built_pages import read_site
from scripts.editions.plan import in_words, plan
from tests.editions import FIXTURE, fixture_copy, small_site, whole_page
from tests.sites import make_site

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_each_page_the_booklet_and_the_archive_on_two_papers() -> None:
    planned, pages = plan(read_site(FIXTURE))
    assert [edition.path for edition in planned] == [
        f"{base}-{paper}.pdf"
        for base in (
            "home",
            "other/other",
            "everything/everything",
            "sheet/sheet",
            "print/booklet",
            "comments/everything/comments-on-everything",
        )
        for paper in ("a4", "letter")
    ]
    assert [page.path for page in pages] == [
        "index.html",
        "other/index.html",
        "everything/index.html",
        "sheet/index.html",
        "comments/everything/index.html",
        "comments/everything/page-1/index.html",
    ]


def test_the_booklet_has_the_pages_in_the_order_of_the_home_page() -> None:
    planned, _ = plan(read_site(FIXTURE))
    booklet = next(edition for edition in planned if edition.document.layout == "booklet")
    assert [page.path for page in booklet.pages] == ["other/index.html", "everything/index.html"]
    assert booklet.document.title == 'A site & its "pages"'
    assert booklet.document.description == "The home page of the site that tests the editions."
    assert booklet.document.foot == ("site.example", "Checked 23 November 2026")


def test_the_booklet_has_the_sign_of_the_site_on_its_title_page(tmp_path: Path) -> None:
    site = fixture_copy(tmp_path)
    (site.root / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    home = site.root / "index.html"
    text = home.read_text(encoding="utf-8").replace("</head>", '<link rel="icon" href="icon.svg"></head>')
    home.write_text(text, encoding="utf-8")
    planned, _ = plan(read_site(site.root))
    assert {one.document.layout for one in planned if one.document.emblem} == {"booklet"}


def test_no_page_that_lists_it_no_booklet(tmp_path: Path) -> None:
    planned, _ = plan(small_site(tmp_path, "<p>x</p>"))
    assert [edition.path for edition in planned] == ["a/a-a4.pdf", "a/a-letter.pdf"]


def test_a_page_tells_its_address_and_day_at_the_foot(tmp_path: Path) -> None:
    planned, _ = plan(small_site(tmp_path, "<p>x</p>"))
    document = planned[0].document
    assert document.foot == ("site.example/a", "Checked 23 November 2026")
    assert (document.site, document.title, document.language) == ("The site", "A", "en-GB")
    assert document.day == dt.date(2026, 11, 23)


def test_a_neutral_title_is_the_title_of_the_file() -> None:
    planned, _ = plan(read_site(FIXTURE))
    assert {one.document.title for one in planned if one.path.startswith("other/")} == {"Looking after yourself"}


def test_a_page_with_flaws_has_no_edition_and_is_told(tmp_path: Path) -> None:
    planned, pages = plan(small_site(tmp_path, "<video></video>"))
    assert planned == []
    assert [[flaw.rule for flaw in page.flaws] for page in pages] == [["ED01"]]


def test_an_unknown_day_is_never_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = '<p class="editions" data-edition="page"></p>'
    site = read_site(make_site(tmp_path, {"a.html": whole_page("A", f"<h1>A</h1>{mark}")}))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    planned, _ = plan(site)
    assert (planned[0].path, planned[0].document.day) == ("a-a4.pdf", dt.date(1970, 1, 1))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    planned, _ = plan(site)
    assert planned[0].document.day == dt.date(2026, 11, 23)
    assert planned[0].document.foot == ()


def test_a_day_is_written_as_people_do() -> None:
    assert in_words(dt.date(2026, 11, 3)) == "3 November 2026"
