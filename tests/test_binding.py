from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from scripts.common.built_pages import read_site
from scripts.editions.binding import PAGES_NAMED_HERE, bind, shown
from scripts.editions.printable import Printable, printable_pages
from tests.editions import small_site, whole_page
from tests.sites import make_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOME = "https://site.example/"


def _pages(tmp_path: Path, *bodies: str) -> list[Printable]:
    files = {
        f"{name}/index.html": whole_page(
            name, f'<h1 id="top">{name}</h1>{body}<p class="editions" data-edition="page">'
        )
        for name, body in zip("abc", bodies, strict=False)
    }
    return list(printable_pages(read_site(make_site(tmp_path, files))))


def _links(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for part in data:
            yield from _links(part)
    elif isinstance(data, dict):
        if data["t"] in {"link", "place"}:
            yield cast("dict[str, Any]", data)
        yield from _links(data["k"])


def test_links_between_bound_pages_lead_to_their_place_on_paper(tmp_path: Path) -> None:
    pages = _pages(
        tmp_path,
        '<p><a href="../b/#part">1</a><a href="../b/">2</a><a href="../b/#top">3</a><a href="#top">4</a></p>',
        '<h2 id="part">Part</h2>',
    )
    data = bind(pages, HOME, {}, listed=True)
    assert [link["anchor"] for link in _links(data)] == [
        "b/index.html#part",
        "b/index.html#",
        "b/index.html#",
        "a/index.html#",
    ]
    ids = [part["id"] for article in cast("list[dict[str, Any]]", data) for part in article["k"] if "id" in part]
    assert ids == ["a/index.html#", "b/index.html#", "b/index.html#part"]


def test_an_anchor_that_is_not_printed_leads_to_the_beginning_of_its_page(tmp_path: Path) -> None:
    pages = _pages(
        tmp_path, '<p><a href="../b/#related">1</a></p>', '<section class="related" id="related">x</section>'
    )
    assert [link["anchor"] for link in _links(bind(pages, HOME, {}, listed=True))] == ["b/index.html#"]


def test_other_sites_are_told_in_brackets_and_numbers_are_not(tmp_path: Path) -> None:
    pages = _pages(
        tmp_path,
        '<p><a href="https://x.example/a/">x</a><a href="http://y.example/">y.example</a><a href="tel:112">112</a></p>',
    )
    assert [(link["t"], link["k"]) for link in _links(bind(pages, HOME, {}, listed=True))] == [
        ("link", ["x"]),
        ("place", ["x.example/a"]),
        ("link", ["y.example"]),
        ("link", ["112"]),
    ]


def test_other_pages_of_the_site_are_listed_once_at_the_end(tmp_path: Path) -> None:
    pages = _pages(tmp_path, '<p><a href="../z/#one">one</a> <a href="../z/#two">two</a> <a href="../y/">three</a></p>')
    (article,) = cast("list[dict[str, Any]]", bind(pages, HOME, {"z/index.html": "The page Z"}, listed=True))
    addresses = article["k"][-1]
    assert (addresses["t"], addresses["k"][0]) == ("addresses", PAGES_NAMED_HERE)
    assert [[part["k"] if isinstance(part, dict) else part for part in item["k"]] for item in addresses["k"][1:]] == [
        [["The page Z"], ": ", "site.example/z"],
        [["site.example/y"], ": ", "site.example/y"],
    ]
    assert [link["address"] for link in _links(article)][:2] == [f"{HOME}z/#one", f"{HOME}z/#two"]


def test_without_a_list_they_are_told_in_brackets(tmp_path: Path) -> None:
    pages = _pages(tmp_path, '<p><a href="../z/#one">one</a></p>')
    assert [link["k"] for link in _links(bind(pages, HOME, {}, listed=False))] == [["one"], ["site.example/z"]]


def test_a_site_without_an_address_links_to_nothing_outside_the_document(tmp_path: Path) -> None:
    pages = _pages(tmp_path, '<p><a href="../z/">one</a></p>')
    assert list(_links(bind(pages, "", {}, listed=True))) == []


def test_notes_of_two_pages_do_not_meet(tmp_path: Path) -> None:
    call = '<p>x<sup><a class="footnote-ref" href="#n">1</a></sup></p>'
    note = f'{call}<div class="footnote"><ol><li id="n">N</li></ol></div>'
    data = bind(_pages(tmp_path, note, note), HOME, {}, listed=True)
    notes = [article["k"][1]["k"][1]["id"] for article in cast("list[dict[str, Any]]", data)]
    assert notes == ["a/index.html#n", "b/index.html#n"]


def test_an_address_is_shown_as_people_write_it() -> None:
    assert shown("https://www.example.org/a/") == "www.example.org/a"
    assert shown("http://example.org") == "example.org"


def test_the_page_itself_stays_as_it_was(tmp_path: Path) -> None:
    (page,) = printable_pages(small_site(tmp_path, '<p><a href="../">home</a></p>'))
    before = page.tree.json()
    bind([page], HOME, {}, listed=True)
    assert page.tree.json() == before
