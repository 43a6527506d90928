"""What a visit weighs and how long a build takes: what is counted, what is built, and where the tables go."""

from pathlib import Path

import brotli  # type: ignore[import-untyped]
import click
import pytest
from click.testing import CliRunner

from scripts.common.dates import today
from scripts.content import front_matter
from scripts.dev.bench.__main__ import BEGIN, END, main, time_table, with_tables
from scripts.dev.bench.building import DATA, build, library, material_settings, table
from scripts.dev.bench.first_visit import BUDGET, Visit, visits
from tests.building import ROOT
from tests.projects import Project
from tests.sites import make_site, page

CSS = "p { color: red }\n" * 50
ARTICLE = (
    "---\ntitle: An article\ndescription: What it is about.\nkind: article\n"
    "asked:\n  - what is it about\n  - “what” for: whom\n---\n\n# An article\n\nText: # no heading\n"
)


def _packed(text: str) -> int:
    return len(brotli.compress(text.encode(), quality=11))


def test_a_visit_is_the_page_and_what_it_loads_from_here_once(tmp_path: Path) -> None:
    html = page(
        '<img src="p.png" srcset="q.png 2x" alt=""><img src="p.png" alt=""><svg><use href="#x"/></svg>'
        '<img src="data:image/gif;base64,AA" alt=""><a href="b/">B</a><img src="absent.png" alt="">',
        '<link rel="stylesheet" href="s.css"><link rel="icon" href="/i.svg"><link rel="canonical" href="https://a.example/">'
        '<link rel="preconnect" href="https://c.example"><link rel="stylesheet" href="https://c.example/f.css">',
    )
    files: dict[str, str | bytes] = {"index.html": html, "s.css": CSS, "i.svg": "<svg/>", "p.png": b"\0" * 500}
    files |= {"q.png": b"\0" * 900, "old/index.html": page("", '<meta http-equiv="refresh" content="0; url=/">')}
    first = _packed(html) + _packed(CSS)
    # Text counts packed, pictures as they are; a page that only leads on is no visit.
    whole = first + _packed("<svg/>") + 500
    assert visits(make_site(tmp_path, files)) == {"": Visit(first, whole, requests=5, foreign=1)}


def test_each_type_of_page_is_on_the_site(real_site: Path) -> None:
    assert [path for path in DATA["pages"].values() if not (real_site / path).exists()] == []


def test_material_builds_the_same_docs_by_itself_and_a_build_that_fails_says_why(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# X\n\nText.\n", encoding="utf-8")
    config = tmp_path / "ours.yml"
    config.write_text(
        "site_name: X\nsite_url: !ENV [NO_SUCH_NAME, 'https://a.example/']\nplugins: []\nhooks: [ours.py]\n"
        "theme: {name: material, custom_dir: overrides, font: false}\n",
        encoding="utf-8",
    )
    settings = material_settings(config, tmp_path / "docs")
    cost = build(settings, tmp_path)
    assert (cost.seconds > 0, cost.memory > 20) == (True, True)
    home = visits(tmp_path / "site")[""]
    # Page, stylesheet, script, icon; the fonts' stylesheet comes from another host.
    assert (home.requests, home.foreign, home.first > BUDGET) == (5, 1, True)
    with pytest.raises(click.ClickException, match=r"(?s)^`-m mkdocs build` failed: .*no_such_extension"):
        build({**settings, "markdown_extensions": ["no_such_extension"]}, tmp_path)


def test_articles_are_copied_until_there_are_enough_and_the_copies_have_no_fault_of_their_own(tmp_path: Path) -> None:
    articles = tmp_path / "docs/articles"
    articles.mkdir(parents=True)
    (articles / "a.md").write_text(ARTICLE, encoding="utf-8")
    (articles / "b.md").write_text(ARTICLE.replace("kind: article", "kind: evidence"), encoding="utf-8")
    copy = library(tmp_path / "docs", tmp_path / "new", 4)
    names = ["a-0.md", "a-1.md", "a.md", "b.md"]
    assert sorted(path.name for path in (copy / "articles").iterdir()) == names
    assert (copy / "articles/a-1.md").read_text(encoding="utf-8") == (
        "---\ntitle: Copy 1 of a\n"
        "description: Copy 1 of a, made to measure how long a build takes with many articles.\n"
        "kind: article\nedition: none\n---\n\n# Copy 1 of a\n\nText: # no heading\n"
    )
    assert sorted(path.name for path in (library(copy, tmp_path / "newer", 2) / "articles").iterdir()) == names
    entries, faults = front_matter.read_all(library(ROOT / "docs", tmp_path / "ours", 30), today())
    assert [*faults, *front_matter.not_unique(entries), *(fault for entry in entries for fault in entry.faults)] == []


def test_a_library_is_built_in_each_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path)
    with (project.docs / "index.md").open("a", encoding="utf-8") as home:
        for copy in ("a-short-article-0", "what-to-do-when-he-or-she-leaves-1"):
            home.write(f"\n[A copy](articles/{copy}.md)\n")
    monkeypatch.chdir(project.folder)
    titles, _, row = time_table([4])
    assert titles.startswith(
        "| articles | plain MkDocs | Material | ours, pages alone | ours, all | ours, all, one page"
    )
    number, *seconds, alone, ours, again = row.strip("| ").split(" | ")
    assert number == "4"
    plain, _, *site = (float(one.removesuffix(" s")) for one in seconds)
    assert plain > 0
    # Told to a tenth: each ratio is one of the site's times against MkDocs' own.
    for ratio, took in zip((alone, ours, again), site, strict=True):
        assert float(ratio) == pytest.approx(took / plain, rel=0.2)


def test_the_tables_stand_between_their_lines_and_nothing_else_changes() -> None:
    rows = "\n".join(table(["a", "b"], [["x", 1000], ["\\1", "2.0 s"]]))
    assert rows == "| a | b |\n| --- | --: |\n| x | 1,000 |\n| \\1 | 2.0 s |"
    new = with_tables(f"# Title\n\n{BEGIN}\nold\n{END}\n\nThe end\n", rows)
    assert new == f"# Title\n\n{BEGIN}\n\n{rows}\n\n{END}\n\nThe end\n"
    assert with_tables(new, rows) == new


@pytest.mark.parametrize("text", ["", f"{BEGIN}\n", f"{END}\n{BEGIN}\n", f"{BEGIN}\n{END}\n" * 2])
def test_a_file_without_a_place_is_told_before_anything_is_measured(tmp_path: Path, text: str) -> None:
    file = tmp_path / "handbook.md"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, [str(make_site(tmp_path, {"index.html": page()})), "--write", str(file)])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: The tables have no place: write the lines “<!-- Written by")


def test_the_handbook_has_the_tables_that_the_command_writes() -> None:
    inside = (ROOT / ".github/HANDBOOK.md").read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    first = [line.split(" | ")[0] for line in inside.strip().splitlines()]
    assert first == [
        *("| page", "| ---", *(f"| {kind}" for kind in DATA["pages"])),
        *("", "| articles", "| ---", "| 10", "| 100", "| 1,000"),
    ]
