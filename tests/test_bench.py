"""What a visit weighs and how long a build takes: what is counted, what is built, and where the tables go."""

from pathlib import Path

import brotli  # type: ignore[import-untyped]
import click
import pytest
from click.testing import CliRunner

from scripts.dev.bench import __main__ as bench
from scripts.dev.bench import many_comments
from scripts.dev.bench.building import Cost, build, material_settings, table
from scripts.dev.bench.first_visit import BUDGET, Visit, visits
from tests.building import ROOT
from tests.projects import Project
from tests.sites import make_site, page

CSS = "p { color: red }\n" * 50


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
    assert visits(make_site(tmp_path, files)) == {"": Visit(first, whole, requests=5)}


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
    assert (home.requests, home.first > BUDGET) == (5, True)
    with pytest.raises(click.ClickException, match=r"(?s)^`-m mkdocs build` failed: .*no_such_extension"):
        build({**settings, "markdown_extensions": ["no_such_extension"]}, tmp_path)


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


def test_the_tables_that_are_kept_are_those_that_the_command_writes(real_site: Path) -> None:
    lines = (ROOT / ".github/MEASURED.md").read_text(encoding="utf-8").splitlines()[4:]
    pages = [f"| /{page}" for page in bench.PAGES]
    begin = ["| page", "| ---", *pages, "", "| articles", "| ---", "| 10", "| 100", "| 1,000"]
    assert [line.split(" | ")[0] for line in lines] == begin
    assert [path for path in bench.PAGES if not (real_site / path).exists()] == []


def test_import_and_build_of_comments_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Project(tmp_path).folder)
    for options, more in ((["10"], "build | remove | build again |"), (["10", "40", "--import-only"], "remove |")):
        done = CliRunner().invoke(many_comments.main, options)
        assert done.exit_code == 0, done.output
        titles, _, *rows = done.stdout.splitlines()
        assert titles == f"| comments | import | import again | {more}"
        assert [row.split(" | ")[0] for row in rows] == [f"| {size}" for size in options[:2]]


def test_a_broken_promise_is_told_in_a_sentence() -> None:
    found = {
        1_000: {"import": Cost(1, 200), "build": Cost(10, 300)},
        10_000: {"import": Cost(11, 201), "build": Cost(112, 1_024)},
        100_000: {"import": Cost(120, 1_024), "remove": Cost(61, 1_024), "build": Cost(900, 1_025)},
    }
    found[100_000]["build again"] = Cost(226, 1)
    assert list(many_comments.broken_promises(found)) == [
        "import: 10,000 comments take 201.0 MiB, more than 200.",
        "build: 10,000 comments take 11.2 times as long as 1,000, more than 11.",
        "remove: 100,000 comments take 61.0 s, more than 60.",
        "build: 100,000 comments take 1,025.0 MiB, more than 1,024.",
        "build again: 100,000 comments take 25.1 % of the first time, more than 25.",
    ]
