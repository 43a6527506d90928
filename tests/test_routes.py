from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.content.routes import Route, Stop, checks, load, stops_by_page
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ROUTES = """\
- id: fly
  title: You want to fly
  anchor: fly
  about: The first hop
  pages:
    - wings.md
    - air.md#wind
- id: land
  title: You want to land
  anchor: land
  about: The last hop
  pages:
    - air.md
    - ground.md
    - wings.md#folded
"""
PAGE = """\
# Where to start

See [the ground](ground.md).

## You want to fly {#fly}

Not [the ground](ground.md).

1. [Wings](wings.md): and [the ground](ground.md).
2. [Wind](air.md#wind): what carries you.

## You want to land {#land}

1. [Air](air.md)
2. [Ground](ground.md)
3. [Folded wings](wings.md#folded)
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docs folder with three pages, and two routes that "Where to start" tells as well."""
    monkeypatch.chdir(tmp_path)
    docs = tmp_path / "docs"
    (docs / "_data").mkdir(parents=True)
    for name in ("wings", "air", "ground"):
        (docs / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    (docs / "where-to-start.md").write_text(PAGE, encoding="utf-8")
    file = docs / "_data" / "routes.yml"
    file.write_text(ROUTES, encoding="utf-8")
    return file


def faults(data: Path) -> list[str]:
    return [str(fault).removeprefix("docs/_data/routes.yml") for fault in checks(data)]


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_sound_routes_have_no_fault(data: Path) -> None:
    assert faults(data) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  about: The first hop\n", "", [':1: RT01 In entry 1: "about" is missing; add it.']),
        (
            "  about: The first hop\n",
            "  about: The first hop\n  why: 1\n",
            [':5: RT01 In entry 1: "why" is not a known key; allowed are about, anchor, id, pages, title.'],
        ),
        (
            "id: fly",
            "id: Fly",
            [':1: RT01 In entry 1: "id" has to be small letters, digits and hyphens, such as left-last-week.'],
        ),
        (
            "anchor: fly",
            "anchor: '#fly'",
            [':3: RT01 In entry 1: "anchor" has to be small letters, digits and hyphens, such as left-last-week.'],
        ),
        (
            "    - ground.md\n",
            "    - ground.md\n    - ground.md#soft\n",
            [':12: RT01 In entry 2: "pages" names ground.md more than once; keep one of them.'],
        ),
        (
            "id: land",
            "id: fly",
            [':8: RT02 The id "fly" stands in line 1 already; give each route its own.'],
        ),
        (
            "    - ground.md\n",
            "    - sea.md\n",
            [
                ':14: RT03 There is no page "sea.md"; write the path from the folder of the pages.',
                (
                    ':12: RT04 where-to-start.md lists under "#land": air.md, ground.md, wings.md#folded; '
                    "write the same pages in the same order in both."
                ),
            ],
        ),
    ],
)
def test_each_fault_of_the_data_has_its_line_and_sentence(data: Path, old: str, new: str, expected: list[str]) -> None:
    replace(data, old, new)
    assert faults(data) == expected


def test_an_anchor_stands_once(data: Path) -> None:
    replace(data, "anchor: land", "anchor: fly")
    found = faults(data)
    assert found[0] == ':10: RT02 The anchor "fly" stands in line 3 already; give each route its own.'
    assert [fault.split()[1] for fault in found[1:]] == ["RT04", "RT04", "RT04"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "{#fly}",
            "{#flee}",
            [
                ':3: RT04 where-to-start.md has no heading with the anchor "#fly"; write the same anchor in both.',
                (
                    ': RT04 where-to-start.md tells a route under "#flee" that is not in this file; add it, or take it '
                    "out there."
                ),
            ],
        ),
        (
            "## You want to fly",
            "## You fly",
            [':2: RT04 The heading "#fly" of where-to-start.md is "You fly"; write the same title in both.'],
        ),
        (
            "1. [Air](air.md)\n2. [Ground](ground.md)",
            "1. [Ground](ground.md)\n2. [Air](air.md)",
            [
                (
                    ':12: RT04 where-to-start.md lists under "#land": ground.md, air.md, wings.md#folded; '
                    "write the same pages in the same order in both."
                )
            ],
        ),
        (
            "air.md#wind",
            "air.md",
            [
                (
                    ':5: RT04 where-to-start.md lists under "#fly": wings.md, air.md; '
                    "write the same pages in the same order in both."
                )
            ],
        ),
        (
            "1. [Wings](wings.md): and [the ground](ground.md).\n2. [Wind](air.md#wind): what carries you.\n",
            "- [Wings](wings.md)\n- [Wind](air.md#wind)\n",
            [
                (
                    ':5: RT04 where-to-start.md lists under "#fly": nothing in a numbered list; '
                    "write the same pages in the same order in both."
                )
            ],
        ),
    ],
)
def test_the_page_tells_the_same_routes(data: Path, old: str, new: str, expected: list[str]) -> None:
    replace(data.parent.parent / "where-to-start.md", old, new)
    assert faults(data) == expected


def test_the_page_tells_them_in_the_same_order(data: Path) -> None:
    first, second = ROUTES.split("- id: land")
    data.write_text(f"- id: land{second}{first}", encoding="utf-8")
    assert faults(data) == [
        ": RT04 where-to-start.md tells the routes in another order: fly, land; take the same order in both."
    ]


def test_a_route_that_does_not_fit_the_schema_is_not_missed_on_the_page(data: Path) -> None:
    replace(data, "title: You want to land", "title: 1")
    assert [fault.split()[1] for fault in faults(data)] == ["RT01"]


def test_the_page_has_to_be_there(data: Path) -> None:
    (data.parent.parent / "where-to-start.md").unlink()
    assert faults(data) == [
        ': RT04 The page "where-to-start.md", which tells these routes, cannot be read; mend it.',
    ]
    (data.parent.parent / "where-to-start.md").write_bytes(b"\xff")
    assert [fault.split()[1] for fault in faults(data)] == ["RT04"]


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        (["wings"], "has 1 page; give it 2 to 4, so that a tired reader can see its end."),
        ([], "has 0 pages; give it 2 to 4, so that a tired reader can see its end."),
        (["wings", "air", "ground", "a", "b"], "has 5 pages; give it 2 to 4, so that a tired reader can see its end."),
        (["wings", "air"], None),
        (["wings", "air", "ground", "a"], None),
    ],
)
def test_a_route_has_two_to_four_pages(data: Path, pages: list[str], message: str | None) -> None:
    docs = data.parent.parent
    for name in ("a", "b"):
        (docs / f"{name}.md").write_text("# x\n", encoding="utf-8")
    names = ", ".join(f"{page}.md" for page in pages)
    data.write_text(f"- {{id: r, title: R, anchor: r, about: x, pages: [{names}]}}\n", encoding="utf-8")
    listed = "\n".join(f"1. [x]({page}.md)" for page in pages)
    (docs / "where-to-start.md").write_text(f"# W\n\n## R {{#r}}\n\n{listed}\n", encoding="utf-8")
    assert faults(data) == ([f':1: RT05 The route "r" {message}'] if message else [])


def test_each_page_knows_its_neighbours(data: Path) -> None:
    fly, land = load(data)
    assert stops_by_page([fly, land]) == {
        "wings.md": [Stop(fly, None, "air.md#wind"), Stop(land, "ground.md", None)],
        "air.md": [Stop(fly, "wings.md", None), Stop(land, None, "ground.md")],
        "ground.md": [Stop(land, "air.md", "wings.md#folded")],
    }


def test_loads_what_fits_the_schema(data: Path) -> None:
    replace(data, "title: You want to fly", "title: 1")
    assert [route.id for route in load(data)] == ["land"]
    data.unlink()
    assert load(data) == ()


def test_a_route_alone_has_no_neighbours() -> None:
    route = Route(id="a", title="A", anchor="a", about="x", pages=["a.md"])
    assert stops_by_page([route]) == {"a.md": [Stop(route, None, None)]}


def test_the_routes_of_the_site_keep_the_rules() -> None:
    assert [str(fault) for fault in checks(ROOT / "docs" / "_data" / "routes.yml")] == []


def test_the_routes_of_the_site_are_the_situations_that_were_planned() -> None:
    assert [route.id for route in load(ROOT / "docs" / "_data" / "routes.yml")] == [
        "left-last-week",
        "still-here",
        "talk-again",
        "it-is-over",
        "i-left",
        "friend",
    ]
