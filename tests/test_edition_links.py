from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scripts.common.built_pages import read_site
from scripts.editions.edition_links import link_editions
from scripts.editions.plan import E_BOOK, Edition
from tests.editions import fixture_copy, small_site, whole_page
from tests.sites import make_site, read_all

if TYPE_CHECKING:
    from pathlib import Path


_BOOKS = ("booklet", "comments")


def _editions(layout: str, title: str, base: str, *pages: str) -> list[Edition]:
    return [
        Edition(f"{base}-a4.pdf", layout, title, "A4", pages, sheets=4, size=81_600),
        Edition(f"{base}-letter.pdf", layout, title, "US Letter", pages, sheets=1, size=1_240_000),
        *([Edition(f"{base}.epub", layout, title, E_BOOK, pages, size=78_000)] if layout in _BOOKS else []),
    ]


def test_a_page_links_to_its_own_editions_in_words(tmp_path: Path) -> None:
    site = fixture_copy(tmp_path)
    link_editions(site, _editions("page", "Everything", "everything/everything", "everything/index.html"))
    assert (
        '<p class="editions" data-edition="page" data-words="Print this article" data-checked="2026-11-23">'
        '<a href="everything-a4.pdf">Print this article (PDF, A4, 4 pages, 82 kB)</a> '
        '<a href="everything-letter.pdf">On US Letter (PDF, 1 page, 1.2 MB)</a></p>\n'
    ) in (site.root / "everything/index.html").read_text(encoding="utf-8")
    assert "everything-a4.pdf" in site.pages["everything/index.html"].text


def test_a_page_of_lists_has_each_edition_in_its_list(tmp_path: Path) -> None:
    site = fixture_copy(tmp_path)
    editions = [
        *_editions("large-type", "A sheet", "sheet/sheet", "sheet/index.html"),
        *_editions("booklet", "The site", "print/booklet", "a", "b"),
        *_editions("page", 'A & "B"', "a b/a b", "a b/index.html"),
        *_editions("comments", "Comments on A", "comments/a/comments-on-a", "comments/a/index.html"),
    ]
    link_editions(site, editions)
    text = (site.root / "print/index.html").read_text(encoding="utf-8")
    lists = text.split('data-list="')[1:]
    assert [part[: part.index('"')] for part in lists] == ["sheets", "booklet", "pages"]
    assert lists[0].startswith(
        'sheets"><ul>\n<li><span>A sheet:</span> '
        '<a href="../sheet/sheet-a4.pdf" aria-label="A sheet: A4, 4 pages, 82 kB">A4, 4 pages, 82 kB</a> '
        '<a href="../sheet/sheet-letter.pdf" aria-label="A sheet: US Letter, 1 page, 1.2 MB">'
        "US Letter, 1 page, 1.2 MB</a></li>\n</ul></div>"
    )
    assert 'href="booklet-a4.pdf"' in lists[1]
    assert (
        '<a href="booklet.epub" aria-label="The site: e-book (EPUB), 78 kB">e-book (EPUB), 78 kB</a></li>' in lists[1]
    )
    assert '<li><span>A &amp; &#34;B&#34;:</span> <a href="../a%20b/a%20b-a4.pdf"' in lists[2]
    assert "<li><span>Comments on A:</span> " in lists[2]


def test_a_comment_page_links_to_the_edition_of_its_archive(tmp_path: Path) -> None:
    site = fixture_copy(tmp_path)
    link_editions(site, _editions("comments", "Comments", "comments/everything/c", "comments/everything/index.html"))
    text = (site.root / "comments/everything/index.html").read_text(encoding="utf-8")
    assert '<a href="c-a4.pdf">Print all comments (PDF, A4, 4 pages, 82 kB)</a> ' in text
    assert ' <a href="c.epub">As an e-book (EPUB, 78 kB)</a></p>' in text


def test_a_page_may_offer_the_booklet_as_an_e_book(tmp_path: Path) -> None:
    site = small_site(tmp_path, '<p class="editions" data-list="e-book" data-words="Read it &amp; rest"></p>')
    category = _editions("booklet", "Grief", "print/booklet-on-grief", "a/index.html")
    link_editions(site, [*_editions("booklet", "The site", "print/booklet", "a/index.html"), *category])
    assert '<a href="../print/booklet.epub">Read it &amp; rest (EPUB, 78 kB)</a></p>' in site.pages["a/index.html"].text
    assert not re.search("booklet-a4.pdf|grief", site.pages["a/index.html"].text)


def test_without_editions_the_places_are_taken_out(tmp_path: Path) -> None:
    site = small_site(tmp_path, "<p>x</p>")
    link_editions(site, [])
    assert (site.root / "a/index.html").read_text(encoding="utf-8") == whole_page("A", "<h1>A</h1>\n<p>x</p>", "a/")


def test_what_was_filled_is_filled_anew(tmp_path: Path) -> None:
    site = fixture_copy(tmp_path)
    editions = [
        *_editions("page", "Everything", "everything/everything", "everything/index.html"),
        *_editions("booklet", "The site", "print/booklet", "a", "b"),
    ]
    link_editions(site, editions)
    once = read_all(site.root)
    link_editions(read_site(site.root), editions)
    assert read_all(site.root) == once


def test_a_page_that_is_no_utf_8_keeps_its_bytes(tmp_path: Path) -> None:
    data = whole_page("A", '<h1>A</h1>\n<p class="editions"></p>').encode().replace(b"About A", b"About \xff")
    site = read_site(make_site(tmp_path, {"a.html": data}))
    link_editions(site, [])
    assert (site.root / "a.html").read_bytes() == data.replace(b'\n<p class="editions"></p>', b"")


def test_what_there_is_for_a_country_stands_in_one_line(tmp_path: Path) -> None:
    site = fixture_copy(tmp_path)
    page = site.root / "print/index.html"
    text = page.read_text(encoding="utf-8").replace('data-list="sheets"', 'data-list="countries"')
    text = text.replace('data-list="pages"', 'data-list="uk" data-words="On paper"')
    page.write_text(text, encoding="utf-8")
    sheet, card, other = (
        Edition(f"sheet/{kind}-{code}-a4.pdf", kind, name, "A4", ("sheet/index.html",), code, sheets=1, size=900)
        for kind, code, name in (("handout", "uk", "UK"), ("card", "uk", "UK"), ("card", "ie", "Ireland"))
    )
    link_editions(read_site(site.root), [sheet, card, other])
    lists = page.read_text(encoding="utf-8").split('data-list="')[1:]
    assert re.findall(r"<span>(.*?):</span>|>([^<>]+)</a>", lists[0].partition("</ul>")[0]) == [
        ("Ireland", ""), ("", "cards, A4, 1 page, 1 kB"),
        ("UK", ""), ("", "sheet, A4, 1 page, 1 kB"), ("", "cards, A4, 1 page, 1 kB"),
    ]  # fmt: skip
    assert 'aria-label="On paper: sheet, A4, 1 page, 1 kB"' in lists[1]
    # The page itself links to none of them, and still asks for them.
    assert 'data-checked="2026-11-22"></p>' in (site.root / "sheet/index.html").read_text(encoding="utf-8")
