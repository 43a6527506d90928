"""Pages on disk and their front matter: golden/front_matter.yml has front matter, pages, and their faults."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.content.before_build import faults_before_build
from scripts.content.front_matter import Entry, page_files, read_all, read_entry, split_page
from tests.golden import cases, golden_data
from tests.sites import write_files

DAY = dt.date(2026, 11, 23)
NAMES = frozenset({"index.md", "articles/one.md", "articles/two.md", "articles/three.md"})
GOLDEN: dict[str, Any] = golden_data("front_matter.yml")
SOUND: dict[str, str] = GOLDEN["sound"]


def _entry(front_matter: str | None) -> Entry:
    return read_entry(front_matter, "docs/articles/one.md", "articles/one.md", NAMES, DAY)


def _found(entry: Entry) -> list[list[Any]]:
    return [[fault.line, fault.rule, fault.message] for fault in entry.faults]


def test_front_matter_stands_between_dashes_and_the_body_keeps_its_lines() -> None:
    for case in GOLDEN["pages"]:
        assert split_page(case["text"]) == (case["yaml"], case["body"])


def test_pages_are_the_markdown_files_that_are_not_hidden(tmp_path: Path) -> None:
    write_files(tmp_path, dict.fromkeys(["b.md", "a.txt", "articles/a.md", "a.md", ".two.md", ".new/three.md"], ""))
    names = [file.relative_to(tmp_path).as_posix() for file in page_files(tmp_path)]
    assert names == ["a.md", "articles/a.md", "b.md"]


def test_sound_front_matter_has_no_faults() -> None:
    assert {name: _found(_entry(text)) for name, text in SOUND.items()} == {name: [] for name in SOUND}


def test_the_day_of_a_blog_stands_for_that_of_a_check() -> None:
    days = {"": "2011-02-03", "modified: 2012-03-04\n": "2012-03-04", "checked: 2013-04-05\n": "2013-04-05"}
    metas = {more: _entry(SOUND["imported"] + more).meta for more in days}
    assert {more: str(meta and meta.checked) for more, meta in metas.items()} == days


@pytest.mark.parametrize(("whole", "old", "new", "faults"), cases("front_matter.yml", "faults"))
def test_faults_of_the_schema(whole: str, old: str, new: str, faults: list[list[Any]]) -> None:
    assert SOUND[whole].count(old) == 1
    assert _found(_entry(SOUND[whole].replace(old, new))) == faults


def test_front_matter_that_cannot_be_read() -> None:
    for case in GOLDEN["unread"]:
        entry = _entry(case["yaml"])
        assert [str(fault) for fault in entry.faults] == [f"docs/articles/one.md:{case['line']}: {case['says']}"]
        assert (entry.kind, entry.title, list(entry.texts())) == ("page", "", [])


def test_texts_that_readers_see_have_their_lines() -> None:
    sentence = "A page for tests that tells in one plain sentence what it is."
    texts = [(3, sentence), (12, "What comes after one."), (14, "What comes after two.")]
    assert list(_entry(SOUND["article"]).texts()) == texts
    assert list(_entry(SOUND["help"]).texts()) == [(3, sentence), (5, "Looking after yourself")]


def test_what_only_all_pages_together_break(docs: Path) -> None:
    pages = GOLDEN["together"]["pages"]
    for name, keys in pages.items():
        text = yaml.safe_dump({**keys, "kind": "page", "checked": DAY}, sort_keys=False, width=999)
        (docs / name).write_text(f"---\n{text}---\n", encoding="utf-8")
    (docs / "f.md").write_bytes(b"\xff")
    found = [str(fault) for fault in faults_before_build(docs, DAY) if fault.rule.startswith("FM")]
    assert sorted(found) == GOLDEN["together"]["faults"]
    assert len(read_all(docs, DAY)[0]) == len(pages)
    early = faults_before_build(docs, DAY - dt.timedelta(1))
    assert sum(fault.rule == "FM02" for fault in early) == len(pages)
