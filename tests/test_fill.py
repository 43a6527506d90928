"""The step that fills the places which templates leave free: over a tiny site of plain files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.finish.around import minutes_to_read
from scripts.finish.fill import fill
from tests.golden import compare
from tests.sites import make_site, page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

HEAD = '<meta name="fill" content="head">'
ARTICLE = """\
<main><article>
<h1 id="x">X</h1>
<p>After Al Turtle. <span data-fill="minutes"></span></p>
<p>Words.</p>
<div class="wide" data-fill="stories"></div>
<div data-fill="read-next"></div>
</article></main>"""
COMMENTS = """\
<main><article><h1>Comments</h1>
<div data-fill="archive-status"></div>
<nav data-fill="archive-pages" aria-label="Pages"></nav>
</article></main>"""
ROUTES = """\
<main><article><h1>Where to start</h1><p><span data-fill="minutes"></span></p>
<ol><li><a href="../articles/b/">B</a> is no route: no heading is above it.</li></ol>
<h2 id="sad">You are sad</h2><ol>
<li><p><a href="../articles/steps/">Steps</a>, then <a href="../">home</a>.</p></li>
<li><a href="../articles/b/#deep">Deep in <em>B</em></a></li>
</ol>
<h2 id="glad">You are <em>glad</em></h2>
<ol><li><a href="../articles/steps/#a">A</a></li><li><a href="../articles/b/">B</a></li>
<li><a href="https://elsewhere.example/">Elsewhere</a></li><li><a href="../about/">About</a></li></ol>
</article></main>"""
QUESTION = Comment(id="1", name="Ann", text="Why?", summary="Asks why")
ANSWER = Comment(id="2", name="Someone", text="So.", reply_to="1", by="author")
BUILT = {
    "index.html": page("<p>Home</p>", f'<link rel="canonical" href="https://x.example/">{HEAD}'),
    "404.html": page('<div data-fill="read-next"></div>\n<div data-fill="all-pages"></div>', HEAD),
    "about/index.html": page("<p>About</p>", HEAD),
    "where-to-start/index.html": page(ROUTES, HEAD),
    "articles/steps/index.html": page(ARTICLE, HEAD),
    "articles/b/index.html": page(ARTICLE, HEAD),
}


def _md(title: str, kind: str, *more: str) -> str:
    lines = [f"title: {title}", f"description: {title} {'in some words ' * 4}.", f"kind: {kind}", "checked: 2026-01-02"]
    return "\n".join(["---", *lines, *more, "---", ""])


DOCS = {
    "index.md": _md("Hello", "home"),
    "about.md": _md("About <us>", "page"),
    "where-to-start.md": _md("Where to start", "evidence"),
    "articles/steps.md": _md(
        "The steps",
        "evidence",
        "related:",
        "  - {page: about.md, why: Who we are & why.}",
        "  - {page: index.md, why: H.}",
    ),
    "articles/b.md": _md("B", "evidence"),
}
SETTINGS = """\
site_name: !ENV [NO_SUCH_NAME, A & B]
extra: {pages: {start: where-to-start.md, contact: about.md}}
theme: {name: material, icon: !!python/name:x.y ""}
nav:
  - Read:
    - The four steps: articles/steps.md
    - about.md
"""


def _filled(
    folder: Path,
    built: Mapping[str, str] = BUILT,
    docs: Mapping[str, str] = DOCS,
    archive: Sequence[Sequence[Comment]] = (),
) -> tuple[Path, list[str]]:
    pages, texts = dict(built), dict(docs)
    if archive:
        of = "comments_of: articles/steps.md"
        texts["comments/steps/index.md"] = _md("Comments", "archive", of, "counted: 9")
        pages["comments/steps/index.html"] = page(COMMENTS, HEAD)
        for number, comments in enumerate(archive, 1):
            records = "".join(Record.of(comment).source for comment in comments)
            texts[f"comments/steps/page-{number}.md"] = _md(f"Comments {number}", "archive", of) + records
            pages[f"comments/steps/page-{number}/index.html"] = page(COMMENTS, HEAD)
    for name, text in texts.items():
        file = folder / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    root = make_site(folder, pages)
    return root, [str(fault) for fault in fill(root, folder / "docs", folder / "mkdocs.yml")]


ARCHIVES = {
    "whole": [[QUESTION, ANSWER], [Comment(id="3", text="And?")], [Comment(id="4")]],
    # What was removed is in nothing that machines read, and a page with wrongs of others is kept from them.
    "removed": [[Comment(id="1", removed=True), ANSWER], [Comment(id="9", text="He stole.", third_parties=True)]],
    # An article with many comments only counts them.
    "many": [[Comment(id=str(number), text="x") for number in range(1, 12)]],
}


@pytest.mark.parametrize(
    ("archive", "path"),
    [
        ("whole", "articles/steps/index.html"),
        ("whole", "articles/b/index.html"),
        ("whole", "comments/steps/index.html"),
        ("whole", "comments/steps/page-1/index.html"),
        ("whole", "comments/steps/page-2/index.html"),
        ("whole", "404.html"),
        ("whole", "sitemap.xml"),
        ("removed", "articles/steps/index.html"),
        ("removed", "comments/steps/page-2/index.html"),
        ("removed", "sitemap.xml"),
        ("many", "articles/steps/index.html"),
    ],
)
def test_a_filled_file(tmp_path: Path, archive: str, path: str, rewrite_golden: bool) -> None:
    root, faults = _filled(tmp_path, archive=ARCHIVES[archive])
    assert faults == []
    name = path.removesuffix("/index.html").replace("/", "-").replace(".", "-")
    compare(f"fill/{archive}-{name}", (root / path).read_text(encoding="utf-8"), rewrite=rewrite_golden)


def test_a_page_that_is_a_file_of_its_own_name_is_filled_as_well(tmp_path: Path) -> None:
    built = {path.replace("/index.html", ".html"): text for path, text in BUILT.items()}
    root, faults = _filled(tmp_path, built)
    assert faults == []
    assert '<a href="../about.html">About &lt;us&gt;</a>' in (root / "articles/steps.html").read_text()


PLACES = "all-pages, archive-pages, archive-status, head, minutes, read-next, stories"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (
            'data-fill="related">',
            f'FL01 Nothing fills the place "related"; write one of these into the template: {PLACES}.',
        ),
        (
            'data-fill="read-next">Soon',
            'FL02 The place "read-next" is not empty; write nothing between its tags, for it would be lost.',
        ),
    ],
)
def test_a_place_that_nothing_fills_is_a_fault(tmp_path: Path, body: str, fault: str) -> None:
    root, faults = _filled(tmp_path, {**BUILT, "about/index.html": page(f"<div {body}</div>", HEAD)})
    assert faults == [f"site/about/index.html:5: {fault}"]
    assert body in (root / "about/index.html").read_text()


def test_a_place_that_a_template_lacks_is_a_fault(tmp_path: Path) -> None:
    bare = {path: page("<article>No places</article>", HEAD if path != "404.html" else "") for path in BUILT}
    bare["index.html"], bare["about/index.html"] = (
        BUILT[f"{page}index.html"].replace(HEAD, "") for page in ("", "about/")
    )
    _, faults = _filled(tmp_path, bare, archive=[[QUESTION], [ANSWER]])
    lost = "so what belongs there is lost; write an empty element with `data-fill="
    assert faults == [
        (
            'site/about/index.html: FL03 The template of this page (and of 1 more) has no place "head", '
            "so what belongs there is lost; write its `meta` into the head."
        ),
        f'site/articles/steps/index.html: FL03 The template of this page has no place "read-next", {lost}"read-next"`.',
        f'site/articles/steps/index.html: FL03 The template of this page has no place "stories", {lost}"stories"`.',
    ]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("One.", 1),
        ("word " * 200, 1),
        ("word " * 200 + "</p><p>more", 2),
        ("word " * 200 + "</p><nav>no more</nav><!-- nor --><svg><title>this</title></svg><script>x y</script>", 1),
        ("in<em>s</em>ide " * 200, 1),
        ("a&nbsp;b " * 101, 2),
    ],
)
def test_minutes_to_read(text: str, minutes: int) -> None:
    assert minutes_to_read(f"<p>{text}") == minutes
