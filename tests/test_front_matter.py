"""Pages on disk and their front matter: the schema, and what only all pages together can break."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from scripts.common.faults import Fault
from scripts.content.before_build import faults_before_build
from scripts.content.front_matter import Entry, Page, page_files, parse_page, read_all, read_entry
from tests.golden import cases

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 11, 23)
NAMES = frozenset({"index.md", "articles/one.md", "articles/two.md", "articles/three.md"})
SOUND = {
    "article": """\
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
""",
    "help": """\
title: If you are afraid
description: A page for tests that tells in one plain sentence what it is.
kind: help
neutral_title: Looking after yourself
quick_exit: true
checked: 2026-11-23
""",
    "archive": """\
title: Comments
description: A page for tests that tells in one plain sentence what it is.
kind: archive
comments_of: articles/one.md
counted: 365
checked: 2026-11-23
""",
}


def _entry(front_matter: str) -> Entry:
    page = parse_page(f"---\n{front_matter}---\n\n# One\n", "docs/articles/one.md", "articles/one.md")
    return read_entry(page, NAMES, DAY)


@pytest.mark.parametrize(
    ("text", "front_matter", "body"),
    [
        ("---\ntitle: One\n---\n\n# One\n", "title: One", "\n\n\n\n# One\n"),
        ("--- \ntitle: One\n...\n# One", "title: One", "\n\n\n# One"),
        ("---\n---\n# One", "", "\n\n# One"),
        ("# One\n\n---\n", None, "# One\n\n---\n"),
        ("\n---\ntitle: One\n---\n", None, "\n---\ntitle: One\n---\n"),
        ("---\ntitle: One\n\n# One\n", None, "---\ntitle: One\n\n# One\n"),
        ("", None, ""),
    ],
)
def test_front_matter_stands_between_dashes(text: str, front_matter: str | None, body: str) -> None:
    assert parse_page(text, "docs/one.md", "one.md") == Page("docs/one.md", "one.md", front_matter, body)


def test_pages_are_the_markdown_files_that_are_not_hidden(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "articles/a.md", "a.md", ".two.md", ".comments.new/three.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    names = [file.relative_to(tmp_path).as_posix() for file in page_files(tmp_path)]
    assert names == ["a.md", "articles/a.md", "b.md"]


@pytest.mark.parametrize("whole", SOUND)
def test_sound_front_matter_has_no_faults(whole: str) -> None:
    assert _entry(SOUND[whole]).faults == ()


@pytest.mark.parametrize(("whole", "old", "new", "faults"), cases("front_matter.yml"))
def test_faults_of_the_schema(whole: str, old: str, new: str, faults: list[list[Any]]) -> None:
    assert old in SOUND[whole]
    found = _entry(SOUND[whole].replace(old, new)).faults
    assert [[fault.line, fault.rule, fault.message] for fault in found] == faults


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# One\n", 1, "This page has no front matter; begin the file with `---`, its keys, and `---`."),
        ("---\nkind: page\nkind: page\n---\n", 3, 'The key "kind" stands here and in line 1; keep one of them.'),
    ],
)
def test_front_matter_that_cannot_be_read(text: str, line: int, message: str) -> None:
    entry = read_entry(parse_page(text, "docs/one.md", "one.md"), NAMES, DAY)
    assert entry.faults == (Fault("docs/one.md", line, "FM01", message),)
    assert (entry.kind, entry.title, list(entry.texts())) == ("page", "", [])


def test_yaml_that_is_no_map_of_keys() -> None:
    message = "The text has to be keys with values."
    assert _entry("- title\n").faults == (Fault("docs/articles/one.md", 2, "FM02", message),)


def test_texts_that_readers_see_have_their_lines() -> None:
    assert list(_entry(SOUND["article"]).texts()) == [
        (3, "A page for tests that tells in one plain sentence what it is."),
        (12, "What comes after one."),
        (14, "What comes after two."),
    ]
    assert (5, "Looking after yourself") in list(_entry(SOUND["help"]).texts())


def test_what_only_all_pages_together_break(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sentence = "A sentence of more than fifty characters, for the first page."
    pages = {
        "a.md": f"title: One\ndescription: {sentence}\nasked: [should I text, how long]\n",
        "b.md": f'title: "one "\ndescription: Another one. {sentence}\nasked: ["Should  I TEXT", "how far"]\n',
        "c.md": f"title: Two\ndescription: {sentence.replace(' for', '  for')}\n",
        # The browser shows the neutral title of this page, so its other one may be that of page a.
        "d.md": f"title: One\ndescription: {'x' * 60}\nneutral_title: Two\n",
        # A related page may be one that cannot be read.
        "e.md": f"title: E\ndescription: {'y' * 60}\nrelated: [{{page: f.md, why: What it holds.}}]\n",
    }
    (tmp_path / "docs").mkdir()
    for name, keys in pages.items():
        text = f"---\n{keys}kind: page\nchecked: 2026-11-23\n---\n"
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    (tmp_path / "docs" / "f.md").write_bytes(b"\xff")
    found = [fault for fault in faults_before_build(tmp_path / "docs", DAY) if fault.rule.startswith("FM")]
    assert found == [
        Fault("docs/f.md", 0, "FM01", "This file is not text in UTF-8; save it as UTF-8."),
        Fault("docs/b.md", 2, "FM03", "docs/a.md has the same title; give this page its own."),
        Fault("docs/b.md", 4, "FM03", "docs/a.md has the same question in `asked`; give this page its own."),
        Fault("docs/c.md", 3, "FM03", "docs/a.md has the same description; give this page its own."),
        Fault("docs/d.md", 4, "FM03", "docs/c.md has the same title; give this page its own."),
    ]
    assert len(read_all(tmp_path / "docs", DAY)[0]) == len(pages)
    early = faults_before_build(tmp_path / "docs", DAY - dt.timedelta(1))
    assert sum(fault.rule == "FM02" for fault in early) == len(pages)
