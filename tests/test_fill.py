"""The step that fills the places which templates leave free: over a tiny site of plain files."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.common.settings import read_settings
from scripts.finish.around import minutes_to_read
from scripts.finish.fill import fill
from tests.golden import cases, compare, golden_data
from tests.sites import make_site, page, read_all, write_files

DATA: dict[str, Any] = golden_data("fill.yml")
HEAD = "<!--fill head-->"
CANONICAL = '<link rel="canonical" href="https://x.example/">'
BUILT = {path: page(body, f"{CANONICAL if path == 'index.html' else ''}{HEAD}") for path, body in DATA["built"].items()}


def _md(title: str, kind: str, *more: str) -> str:
    lines = [f"title: {title}", f"description: {title} {'in some words ' * 4}.", f"kind: {kind}"]
    lines += [] if "checked" in "".join(more) else ["checked: 2026-01-02"]
    return "\n".join(["---", *lines, *more, "---", ""])


def _filled(folder: Path, archive: str = "none", built: Mapping[str, str] = BUILT) -> tuple[Path, list[str]]:
    pages, texts = dict(built), {name: _md(*page) for name, page in DATA["docs"].items()}
    of = "comments_of: articles/steps.md"
    for number, comments in enumerate(DATA["archives"][archive], 1):
        texts["comments/steps/index.md"] = _md("Comments", "archive", of, "counted: 9")
        records = "".join(Record.of(Comment(**comment)).source for comment in comments)
        texts[f"comments/steps/page-{number}.md"] = _md(f"Comments {number}", "archive", of) + records
        for name in ("", f"page-{number}/"):
            pages[f"comments/steps/{name}index.html"] = page(DATA["comments"], HEAD)
    write_files(folder / "docs", {**texts, "../mkdocs.yml": DATA["settings"]})
    root = make_site(folder, pages)
    return root, [str(fault) for fault in fill(root, folder / "docs", read_settings(folder / "mkdocs.yml"))]


@pytest.mark.parametrize(("archive", "path"), cases("fill.yml", "filled"))
def test_a_filled_file(tmp_path: Path, archive: str, path: str, rewrite_golden: bool) -> None:
    root, faults = _filled(tmp_path, archive)
    assert faults == []
    name = path.removesuffix("/index.html").replace("/", "-").replace(".", "-")
    compare(f"fill/{archive}-{name}", (root / path).read_text(encoding="utf-8"), rewrite=rewrite_golden)


def test_a_place_that_nothing_fills_is_a_fault(tmp_path: Path) -> None:
    _, faults = _filled(tmp_path, built={**BUILT, "about/index.html": page("<!--fill related-->", HEAD)})
    known = "all-pages, archive-pages, archive-status, head, minutes, read-next, stories"
    rule = f'FL01 Nothing fills the place "related"; write one of these into the template: {known}.'
    assert faults == [f"site/about/index.html:5: {rule}"]


def test_a_place_that_a_template_lacks_is_a_fault(tmp_path: Path) -> None:
    bare = {path: page("<article>No places</article>", HEAD if path != "404.html" else "") for path in BUILT}
    bare |= {path: BUILT[path].replace(HEAD, "") for path in ("index.html", "about/index.html")}
    _, faults = _filled(tmp_path, "whole", bare)
    lost = "so what belongs there is lost; write `<!--fill"
    assert faults == [
        f'site/{path}/index.html: FL03 The template of this page{more} has no place "{place}", {lost} {place}-->`.'
        for path, more, place in (
            ("about", " (and of 1 more)", "head"),
            ("articles/steps", "", "read-next"),
            ("articles/steps", "", "stories"),
        )
    ]


def test_without_the_site_s_address_nothing_is_written_that_needs_it(tmp_path: Path) -> None:
    built = {path: text.replace(CANONICAL, "") for path, text in BUILT.items()}
    root, faults = _filled(tmp_path, built=built)
    assert faults == []
    head = (root / "about/index.html").read_text(encoding="utf-8").partition("</head>")[0]
    assert not re.search(r"og:|application/(?:ld\+json|atom)", head)
    assert {path for path in read_all(root) if not path.endswith(".html")} == {"robots.txt"}
    assert (root / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"


@pytest.mark.parametrize(("text", "minutes"), cases("fill.yml", "minutes"))
def test_minutes_to_read(text: str, minutes: int) -> None:
    assert minutes_to_read(f"<p>{text.replace('WORDS', 'word ' * 199)}") == minutes
