"""Articles bound into one document: where their links lead on paper, and which addresses can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.common.built_pages import read_site
from scripts.editions.binding import PAGES_NAMED_HERE, bind, plain_address
from scripts.editions.plan import printable_pages
from tests.editions import MARK, whole_page
from tests.sites import make_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOME = "https://site.example/"


def _bound(
    tmp_path: Path, *bodies: str, home: str = HOME, listed: bool = True, titles: dict[str, str] | None = None
) -> Any:
    files = {
        f"{name}/index.html": whole_page(name, f'<h1 id="top">{name}</h1>{body}{MARK.format("page")}')
        for name, body in zip("abc", bodies, strict=False)
    }
    pages = printable_pages(read_site(make_site(tmp_path, files)))
    return bind([page.tree for page in pages], home, titles or {}, listed=listed)["articles"]


def _links(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for part in data:
            yield from _links(part)
    elif isinstance(data, dict):
        if data["t"] in {"link", "place"}:
            yield data
        yield from _links(data["k"])


def test_links_between_bound_pages_lead_to_their_place_on_paper(tmp_path: Path) -> None:
    data = _bound(
        tmp_path,
        '<p><a href="../b/#part">1</a><a href="../b/">2</a><a href="../b/#top">3</a><a href="#top">4</a>'
        '<a href="../b/#related">not printed</a></p>',
        '<h2 id="part">Part</h2><section class="related" id="related">x</section>',
    )
    assert [link["anchor"].replace("/index.html", "") for link in _links(data)] == ["b#part", "b#", "b#", "a#", "b#"]
    ids = [part["id"] for article in data for part in article["k"] if "id" in part]
    assert ids == ["a/index.html#", "b/index.html#", "b/index.html#part"]


def test_other_sites_are_told_in_brackets_and_numbers_are_not(tmp_path: Path) -> None:
    data = _bound(
        tmp_path,
        '<p><a href="https://x.example/a/">x</a><a href="http://y.example/">y.example</a><a href="tel:112">112</a></p>',
    )
    assert [(link["t"], link["k"]) for link in _links(data)] == [
        ("link", ["x"]),
        ("place", ["x.example/a"]),
        ("link", ["y.example"]),
        ("link", ["112"]),
    ]


def test_other_pages_of_the_site_are_listed_once_at_the_end(tmp_path: Path) -> None:
    body = '<p><a href="../z/#one">one</a> <a href="../z/#two">two</a> <a href="../y/">three</a></p>'
    article, addresses = _bound(tmp_path, body, titles={"z/index.html": "The page Z"})
    assert (addresses["t"], addresses["k"][0]) == ("addresses", PAGES_NAMED_HERE)
    assert [[part["k"] if isinstance(part, dict) else part for part in item["k"]] for item in addresses["k"][1:]] == [
        [["The page Z"], ["z/"]],
        [["site.example/y"], ["y/"]],
    ]
    assert [link["address"] for link in _links(article)][:2] == [f"{HOME}z/#one", f"{HOME}z/#two"]


def test_without_a_list_they_are_told_in_brackets(tmp_path: Path) -> None:
    data = _bound(tmp_path, '<p><a href="../z/#one">one</a></p>', listed=False)
    assert [link["k"] for link in _links(data)] == [["one"], ["site.example/z"]]


def test_a_site_without_an_address_links_to_nothing_outside_the_document(tmp_path: Path) -> None:
    assert list(_links(_bound(tmp_path, '<p><a href="../z/">one</a></p>', home=""))) == []


def test_notes_of_two_pages_do_not_meet(tmp_path: Path) -> None:
    call = '<p>x<sup><a class="footnote-ref" href="#n">1</a></sup></p>'
    note = f'{call}<div class="footnote"><ol><li id="n">N</li></ol></div>'
    notes = [article["k"][1]["k"][1]["id"] for article in _bound(tmp_path, note, note)]
    assert notes == ["a/index.html#n", "b/index.html#n"]


def test_an_address_is_shown_as_people_write_it() -> None:
    assert plain_address("https://www.example.org/a/") == "www.example.org/a"
    assert plain_address("http://example.org") == "example.org"
