from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from scripts.content.cross_links import (
    WORDS_A_MINUTE,
    CrossLinks,
    Rendered,
    cross_links,
    linked_from,
    minutes_to_read,
    rendered_pages,
)
from scripts.content.routes import Route
from tests.building import ROOT

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

START = "where-to-start.md"
HOSTILE = 'A "b" <c> & ]]>'
MAIN = "articles/main/"


# Backlinks


def test_a_page_is_linked_from_those_whose_text_links_to_it() -> None:
    assert linked_from(
        {
            "": '<a href="articles/a/">A</a> <a href="help/">Help</a>',
            "articles/a/": '<p><a href="../b/#x">B</a> <a href="../../help/">Help</a> <a href="#here">Here</a></p>',
            "articles/b/": '<a href="../a/">A</a> <a href="../a/#y">A</a> <a href="../../">Up</a> <a href="./">Me</a>',
            "help/": "",
        }
    ) == {
        "articles/a/": ["", "articles/b/"],
        "help/": ["", "articles/a/"],
        "articles/b/": ["articles/a/"],
        "": ["articles/b/"],
    }


def test_links_elsewhere_and_links_without_an_address_lead_to_no_page() -> None:
    content = (
        '<a>A</a> <a href="">B</a> <a href="https://x.example/b/">C</a> <a href="mailto:a@x.example">D</a> '
        '<a href="http://[">E</a> <a href="../none/">F</a> <link href="../b/"> <!-- <a href="../b/">G</a> -->'
    )
    assert linked_from({"a/": content, "b/": ""}) == {}


def test_links_in_drawings_count_and_pages_may_be_files() -> None:
    contents = {
        "a.html": '<svg viewBox="0 0 1 1"><a href="b.html#x"><text>B</text></a></svg>',
        "b.html": "",
    }
    assert linked_from(contents) == {"b.html": ["a.html"]}


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_every_link_between_two_pages_is_found_once(links: list[tuple[int, int]]) -> None:
    contents = {
        f"{page}/": "".join(f'<a href="../{to}/">x</a>' for source, to in links if source == page) for page in range(5)
    }
    found = {(source, target) for target, sources in linked_from(contents).items() for source in sources}
    assert found == {(f"{source}/", f"{to}/") for source, to in links if source != to}
    assert all(len(sources) == len(set(sources)) for sources in linked_from(contents).values())


# Time to read


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (1, 1), (WORDS_A_MINUTE, 1), (WORDS_A_MINUTE + 1, 2), (10 * WORDS_A_MINUTE, 10)]
)
def test_minutes_are_rounded_up(words: int, minutes: int) -> None:
    assert minutes_to_read(f"<p>{'word ' * words}</p>") == minutes


def test_what_nobody_sees_takes_no_time() -> None:
    unseen = "word " * WORDS_A_MINUTE
    content = f"<svg><title>{unseen}</title><desc>{unseen}</desc><text>seen</text></svg><!-- {unseen} -->"
    assert minutes_to_read(content) == 1
    assert minutes_to_read(f"{content}\n<p>{unseen}</p>") == 2


# All for the templates


def page(name: str, content: str = "", **keys: object) -> Rendered:
    url = name.removesuffix("index.md").removesuffix(".md")
    standard: dict[str, object] = {
        "url": f"{url}/" if url else "",
        "title": f"Title of {name}",
        "description": f"What {name} says.",
        "kind": "home" if name == "index.md" else "article",
        "related": (),
    }
    return Rendered(name=name, content=content, **{**standard, **keys})  # type: ignore[arg-type]


def route(name: str, *pages: str) -> Route:
    return Route(id=name, title=f"Route {name}", anchor=name, about="x", pages=list(pages))


def words(minutes: int) -> str:
    return "word " * (minutes * WORDS_A_MINUTE)


def test_pages_that_lead_here_stand_by_title_without_home_and_what_to_read_next() -> None:
    link = '<a href="../d/">D</a>'
    found = cross_links(
        [
            page("index.md", '<a href="d/">D</a>'),
            page("a.md", link, title="zebra"),
            page("b.md", link, title="Ape"),
            page("c.md", link),
            page("d.md", related=("c.md",)),
        ],
        [],
    )
    assert found["d.md"] == {
        "minutes": 1,
        "linked_from": [
            {"title": "Ape", "url": "b/", "description": "What b.md says."},
            {"title": "zebra", "url": "a/", "description": "What a.md says."},
        ],
        "routes": [],
        "lengths": {},
    }
    assert found["a.md"]["linked_from"] == []


def test_a_page_on_routes_gets_a_line_for_each() -> None:
    steps = f'<h1>All</h1><h2 id="step-1">Step <em>1</em>:\nstop</h2><p>{words(1)}</p><h2 id="step-2">Step 2</h2>'
    found = cross_links(
        [page(START, title="Where to start"), page("a.md", steps), page("b.md"), page("c.md")],
        [route("one", "a.md#step-1", "b.md", "c.md"), route("two", "b.md", "a.md#none")],
    )
    assert found["b.md"]["routes"] == [
        {
            "title": "Route one",
            "url": "where-to-start/#one",
            "previous": {"title": "Step 1: stop", "url": "a/#step-1"},
            "next": {"title": "Title of c.md", "url": "c/"},
        },
        {
            "title": "Route two",
            "url": "where-to-start/#two",
            "previous": None,
            "next": {"title": "Title of a.md", "url": "a/#none"},
        },
    ]
    assert [line["previous"] for line in found["a.md"]["routes"]] == [None, {"title": "Title of b.md", "url": "b/"}]
    assert [line["next"] for line in found["a.md"]["routes"]] == [{"title": "Title of b.md", "url": "b/"}, None]
    assert found[START]["routes"] == []


def test_the_page_of_the_routes_tells_how_long_each_is() -> None:
    steps = (
        f'<h1>All</h1>\n<p>{words(5)}</p>\n<h2 id="one">One</h2>\n<p>{words(1)}</p>\n'
        f'<h3 id="why">Why</h3>\n<p>{words(1)}</p>\n<h2 id="two">Two</h2>\n<p>{words(1)}</p>'
    )
    pages = [page(START), page("a.md", steps), page("b.md", words(2))]
    found = cross_links(pages, [route("x", "a.md#one", "b.md"), route("y", "a.md", "b.md"), route("z", "a.md#why")])
    assert found[START]["lengths"] == {
        "#x": {"pages": 2, "minutes": 3 + 2},
        "#y": {"pages": 2, "minutes": 9 + 2},
        "#z": {"pages": 1, "minutes": 2},
    }
    assert found["a.md"]["lengths"] == {}


def test_pages_that_are_not_there_are_passed_over() -> None:
    pages = [page(START), page("a.md"), page("b.md")]
    found = cross_links(pages, [route("x", "a.md", "none.md", "b.md")])
    assert found["a.md"]["routes"][0]["next"] == {"title": "Title of b.md", "url": "b/"}
    assert found[START]["lengths"]["#x"]["pages"] == 2
    assert cross_links(pages[1:], [route("x", "a.md", "b.md")])["a.md"]["routes"] == []


def test_takes_over_the_pages_that_mkdocs_has_rendered() -> None:
    meta = {
        "title": "A",
        "description": "About a.",
        "kind": "article",
        "related": [{"page": "b.md", "why": "B"}, {"page": "c.md", "why": "C"}],
    }
    files = [
        SimpleNamespace(src_uri="a.md", page=SimpleNamespace(url="a/", meta=meta, content="<p>A</p>")),
        SimpleNamespace(src_uri="b.md", page=SimpleNamespace(url="b/", meta={}, content="")),
        SimpleNamespace(src_uri="c.md", page=SimpleNamespace(url="c/", meta={}, content=None)),
        SimpleNamespace(src_uri="d.md", page=None),
    ]
    found = rendered_pages(cast("Files", SimpleNamespace(documentation_pages=lambda: files)))
    assert list(found) == [
        Rendered("a.md", "a/", "A", "About a.", "article", ("b.md", "c.md"), "<p>A</p>"),
        Rendered("b.md", "b/", "", "", "", (), ""),
    ]


# The template


def printed(
    around: CrossLinks | None = None, meta: dict[str, object] | None = None, url: str = "articles/a/"
) -> html.HtmlElement:
    """Print a page's part of the template as MkDocs does: nothing is escaped that the template does not escape."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "overrides"), autoescape=False)  # noqa: S701
    environment.filters["url"] = lambda address: f"/{address}"
    text = environment.get_template("partials/article.html").render(
        page=SimpleNamespace(content="<h1>T</h1>\n<p>Text.</p>", url=url, toc=SimpleNamespace(items=_toc())),
        meta={"kind": "article", "checked": dt.date(2026, 11, 23), **(meta or {})},
        title=HOSTILE,
        home="",
        nav=SimpleNamespace(items=[SimpleNamespace(url=MAIN, title="The <four> steps")]),
        config=SimpleNamespace(extra=SimpleNamespace(contact="a@b.example")),
        around=around,
    )
    return html.fragment_fromstring(text, create_parent="main")


def _toc() -> list[SimpleNamespace]:
    headings = [SimpleNamespace(url=f"#{name}", title=name) for name in ("one", "two", "three")]
    return [SimpleNamespace(url="#t", title="T", children=headings)]


def around(**keys: object) -> CrossLinks:
    return cast("CrossLinks", {"minutes": 1, "linked_from": [], "routes": [], "lengths": {}, **keys})


def line(root: html.HtmlElement, path: str) -> str:
    (found,) = root.xpath(path)
    return " ".join(found.text_content().split())


def linking(number: int) -> list[dict[str, str]]:
    return [{"title": HOSTILE, "url": f"{place}/", "description": HOSTILE} for place in range(number)]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("articles/a/", [("Home", "/"), ("The <four> steps", f"/{MAIN}"), (HOSTILE, None)]),
        (MAIN, [("Home", "/"), (HOSTILE, None)]),
        ("about/", [("Home", "/"), (HOSTILE, None)]),
    ],
)
def test_a_page_says_where_it_stands_above_its_heading(url: str, expected: list[tuple[str, str | None]]) -> None:
    root = printed(url=url)
    items = root.xpath("nav[@aria-label='You are here' and following::h1]/ol/li")
    assert [(item.text_content(), next(iter(item.xpath("a/@href")), None)) for item in items] == expected
    assert [item.get("aria-current") for item in items] == [None] * (len(items) - 1) + ["page"]


@pytest.mark.parametrize(
    ("meta", "minutes", "expected"),
    [
        ({"source": {"at_hand": "none"}}, 7, "Our own article, on a title of Al Turtle’s. 7 minutes to read"),
        ({"source": {"at_hand": "part"}}, 1, "After Al Turtle, retold. 1 minute to read"),
        ({"kind": "evidence"}, 12, "12 minutes to read"),
    ],
)
def test_the_byline_ends_with_the_time_to_read(meta: dict[str, object], minutes: int, expected: str) -> None:
    assert line(printed(around(minutes=minutes), meta), "//p[@class='byline']") == expected


@pytest.mark.parametrize("kind", ["help", "page"])
def test_pages_to_look_things_up_have_no_time_to_read(kind: str) -> None:
    assert printed(around(), {"kind": kind}).xpath("//p[@class='byline']") == []


def test_each_route_is_one_line() -> None:
    place = {"title": HOSTILE, "url": "b/#c"}
    routes = [
        {"title": HOSTILE, "url": "start/#r", "previous": None, "next": place},
        {"title": "R", "url": "start/#s", "previous": place, "next": place},
        {"title": "S", "url": "start/#t", "previous": place, "next": None},
    ]
    root = printed(around(routes=routes))
    assert [" ".join(item.text_content().split()) for item in root.xpath("//section[@class='routes']/ul/li")] == [
        f"On the route “{HOSTILE}”: next, {HOSTILE}",
        f"On the route “R”: before, {HOSTILE}; next, {HOSTILE}",
        f"On the route “S”: before, {HOSTILE}; this is the last page",
    ]
    assert root.xpath("//section[@class='routes']//li[1]/a/@href") == ["/start/#r", "/b/#c"]
    assert line(root, "//section[@class='routes']/h2") == "Your place on the routes"
    assert line(printed(around(routes=routes[:1])), "//section/h2") == "Your place on a route"


@pytest.mark.parametrize(("number", "folded"), [(1, False), (4, False), (5, True)])
def test_pages_that_lead_here_are_listed_and_folded_if_they_are_many(number: int, folded: bool) -> None:
    root = printed(around(linked_from=linking(number)))
    (section,) = root.xpath("//section[@class='linked-from']")
    assert line(section, "h2") == "Pages that lead here"
    items = section.xpath("details/ul/li" if folded else "ul/li")
    assert [item.text_content() for item in items] == [f"{HOSTILE} {HOSTILE}"] * number
    assert [item.xpath("a/@href") for item in items] == [[f"/{place}/"] for place in range(number)]
    assert section.xpath("details/summary/text()") == (["5 pages"] if folded else [])


def test_pages_for_someone_who_is_afraid_do_not_lead_back() -> None:
    assert printed(around(linked_from=linking(2)), {"quick_exit": True}).xpath("//section") == []


def test_the_list_of_routes_says_how_long_each_is() -> None:
    lengths = {"#two": {"pages": 3, "minutes": 14}}
    root = printed(around(lengths=lengths), url="where-to-start/")
    items = root.xpath("//nav[@class='contents']//li")
    assert [item.text_content() for item in items] == [
        "one",
        "two 3\N{NO-BREAK SPACE}pages, 14\N{NO-BREAK SPACE}minutes",
        "three",
    ]


def test_a_draft_without_cross_links_is_printed_all_the_same() -> None:
    root = printed(None, {"source": {"at_hand": "none"}})
    assert line(root, "//p[@class='byline']") == "Our own article, on a title of Al Turtle’s"
    assert root.xpath("//section") == []
