"""Front matter: the schema, and what only all pages together can break."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent, indent
from typing import TYPE_CHECKING

import pytest

from scripts.common.faults import Fault
from scripts.content.before_build import front_matter_faults
from scripts.content.front_matter import Around, Entry, parse_page, read_all, read_entry
from tests.golden import cases

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 11, 23)
NAMES = frozenset({"index.md", "articles/one.md", "articles/two.md", "articles/three.md"})
ARTICLE = """\
title: One
description: A page for tests that tells in one plain sentence what it is.
kind: article
source:
  title: The One
  address: https://example.org/one
  year: "1998"
  at_hand: part
related:
  - page: articles/two.md
    why: What comes after one.
  - page: articles/three.md
    why: What comes after two.
situations:
  - they left last week
checked: 2026-11-23
"""
HELP = """\
title: If you are afraid
description: A page for tests that tells in one plain sentence what it is.
kind: help
neutral_title: Looking after yourself
quick_exit: true
checked: 2026-11-23
"""


def _entry(front_matter: str) -> Entry:
    text = f"---\n{front_matter}---\n\n# One\n"
    return read_entry(
        parse_page(text, "docs/articles/one.md", "articles/one.md"), Around("articles/one.md", NAMES, DAY)
    )


def _faults(front_matter: str) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.rule, fault.message) for fault in _entry(front_matter).faults]


ARCHIVE = """\
title: Comments
description: A page for tests that tells in one plain sentence what it is.
kind: archive
comments_of: articles/one.md
counted: 365
checked: 2026-11-23
"""


@pytest.mark.parametrize("front_matter", [ARTICLE, HELP, ARCHIVE])
def test_good_front_matter_has_no_faults(front_matter: str) -> None:
    assert _faults(front_matter) == []


@pytest.mark.parametrize(
    ("whole", "old", "new", "line", "message"),
    cases("front_matter.yml"),
)
def test_faults_of_the_schema(whole: str, old: str, new: str, line: int, message: str) -> None:
    sound = {"article": ARTICLE, "help": HELP, "archive": ARCHIVE}[whole]
    assert old in sound
    assert _faults(sound.replace(old, new)) == [(line, "FM02", message)]


def test_an_article_needs_source_and_related_pages() -> None:
    bare = "".join([*ARTICLE.splitlines(keepends=True)[:3], "checked: 2026-11-23\n"])
    assert _faults(bare) == [
        (
            2,
            "FM02",
            ('"source" is missing; an article says what it is drawn from (`at_hand: none` if it was not read).'),
        ),
        (2, "FM02", '"related" has 0 entries; an article names 2 to 4 pages to read next.'),
    ]
    assert _faults(bare.replace("kind: article", "kind: evidence")) == []


def test_all_faults_of_a_page_are_shown() -> None:
    faults = _faults(ARTICLE.replace("title: One\n", "titel: One\n").replace("2026-11-23", "2027-01-01"))
    assert [line for line, _, _ in faults] == [2, 17, 2]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "# One\n",
            1,
            "This page has no front matter; begin the file with `---`, its keys, and `---`.",
        ),
        (
            "---\ntitle: One\nkind: page\ntitle: Two\n---\n",
            4,
            'The key "title" stands here and in line 1; keep one of them.',
        ),
    ],
)
def test_front_matter_that_cannot_be_read(text: str, line: int, message: str) -> None:
    entry = read_entry(parse_page(text, "docs/one.md", "one.md"), Around("one.md", NAMES, DAY))
    assert entry.faults == (Fault("docs/one.md", line, "FM01", message),)
    assert (entry.kind, entry.title, list(entry.texts())) == ("page", "", [])


def test_yaml_that_is_no_map_of_keys() -> None:
    assert _faults("- title\n") == [(2, "FM02", "The text is a list; it has to be keys with values.")]


def test_texts_that_readers_see_have_their_lines() -> None:
    assert list(_entry(ARTICLE).texts()) == [
        (3, "A page for tests that tells in one plain sentence what it is."),
        (12, "What comes after one."),
        (14, "What comes after two."),
    ]
    assert (5, "Looking after yourself") in list(_entry(HELP).texts())


def _write(docs: Path, name: str, **changes: str) -> None:
    front_matter = HELP.replace("neutral_title: Looking after yourself\nquick_exit: true\n", "")
    for key, value in changes.items():
        lines = [line for line in front_matter.splitlines() if not line.startswith(f"{key}:")]
        front_matter = "\n".join([*lines, f"{key}: {value}", ""])
    file = docs / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{front_matter}---\n", encoding="utf-8")


def test_titles_and_descriptions_are_unique(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    docs = tmp_path / "docs"
    _write(docs, "a.md", title="One", description="A sentence of more than fifty characters, for the first page.")
    _write(docs, "b.md", title="one ", description="Another sentence of more than fifty characters, for the second.")
    _write(docs, "c.md", title="Two", description="A sentence of more than fifty characters,  for the first page.")
    # The browser shows the neutral title of this page, so its other one may be that of page a.
    _write(docs, "d.md", title="One", neutral_title="Two", description="x" * 60)
    assert list(front_matter_faults(docs, DAY)) == [
        Fault("docs/b.md", 4, "FM03", "docs/a.md has the same title; give this page its own."),
        Fault("docs/c.md", 5, "FM03", "docs/a.md has the same description; give this page its own."),
        Fault("docs/d.md", 5, "FM03", "docs/c.md has the same title; give this page its own."),
    ]


def test_faults_of_all_files_come_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _write(tmp_path / "docs", "a.md")
    (tmp_path / "docs" / "b.md").write_bytes(b"\xff")
    (tmp_path / "docs" / "c.md").write_text("# One\n", encoding="utf-8")
    assert [
        (fault.path, fault.line, fault.rule) for fault in front_matter_faults(tmp_path / "docs", DAY - dt.timedelta(1))
    ] == [
        ("docs/b.md", 0, "FM01"),
        ("docs/a.md", 5, "FM02"),
        ("docs/c.md", 1, "FM01"),
    ]


def test_a_related_page_may_be_one_that_cannot_be_read(tmp_path: Path) -> None:
    related = indent(dedent("""\
        related:
          - page: b.md
            why: What the other page holds.
        """), "")  # fmt: skip
    _write(tmp_path, "a.md")
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    (tmp_path / "a.md").write_text(text.replace("kind:", f"{related}kind:"), encoding="utf-8")
    (tmp_path / "b.md").write_bytes(b"\xff")
    entries, faults = read_all(tmp_path, DAY)
    assert [entry.faults for entry in entries] == [()]
    assert [fault.rule for fault in faults] == ["FM01"]


def test_a_question_leads_to_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    docs = tmp_path / "docs"
    _write(docs, "a.md", title="One", description="One " * 20, asked="[should I text, how long]")
    _write(docs, "b.md", title="Two", description="Two " * 20, asked='["Should  I TEXT", "how far"]')
    message = "docs/a.md has the same question in `asked`; give this page its own."
    assert list(front_matter_faults(docs, DAY)) == [Fault("docs/b.md", 6, "FM03", message)]
