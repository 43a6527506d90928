"""What a visit weighs and how long a build takes: what is counted, what is built, and where the tables go."""

from pathlib import Path

import brotli  # type: ignore[import-untyped]
import click
import pytest
from click.testing import CliRunner

from scripts.common.dates import today
from scripts.content import front_matter
from scripts.dev.bench import __main__ as bench
from scripts.dev.bench.building import build, library, material_settings, table
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
    assert [path for path in bench.PAGES if not (real_site / path).exists()] == []


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
    titles, _, row = bench.time_table([4])
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


def test_a_table_is_markdown_and_the_command_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(table(["a", "b"], [["x", 1000], ["\\1", "2.0 s"]])) == [
        *("| a | b |", "| --- | --: |", "| x | 1,000 |", "| \\1 | 2.0 s |")
    ]
    monkeypatch.setattr(bench, "visit_table", lambda site: [site.name])
    monkeypatch.setattr(bench, "time_table", lambda numbers: map(str, numbers))
    done = CliRunner().invoke(bench.main, [str(tmp_path), "--write", str(tmp_path / "measured.md")])
    assert done.stdout == f"{tmp_path.name}\n\n10\n100\n1000\n"
    head = (ROOT / ".github/MEASURED.md").read_text(encoding="utf-8").partition("|")[0]
    assert (tmp_path / "measured.md").read_text(encoding="utf-8") == head + done.stdout


def test_the_tables_that_are_kept_are_those_that_the_command_writes() -> None:
    lines = (ROOT / ".github/MEASURED.md").read_text(encoding="utf-8").splitlines()[4:]
    pages = [f"| /{page}" for page in bench.PAGES]
    begin = ["| page", "| ---", *pages, "", "| articles", "| ---", "| 10", "| 100", "| 1,000"]
    assert [line.split(" | ")[0] for line in lines] == begin
