from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from scripts.common.today import today
from scripts.content import front_matter
from scripts.dev.bench.build_time import Times, build_times, table, write_articles
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
ARTICLE = (
    "---\ntitle: An article\ndescription: What it is about.\nkind: article\n"
    "asked:\n  - what is it about\n  - “what” for: whom\n---\n\n# An article\n\nText: # no heading\n"
)


def test_articles_are_copied_until_there_are_enough(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.md").write_text(ARTICLE.replace("kind: article", "kind: evidence"), encoding="utf-8")
    write_articles(tmp_path, 4)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-0.md", "a-1.md", "a.md", "b.md"]
    assert (tmp_path / "a-1.md").read_text(encoding="utf-8") == (
        "---\ntitle: Copy 1 of a\n"
        "description: Copy 1 of a, made to measure how long a build takes with many articles.\n"
        "kind: article\nedition: none\n---\n\n# Copy 1 of a\n\nText: # no heading\n"
    )


def test_enough_articles_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    write_articles(tmp_path, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_library_is_built_in_each_way() -> None:
    found = build_times(ROOT / "mkdocs.yml", 9)
    assert 0 < found.extras < found.ours
    assert found.plain > 0
    assert found.material > 0
    assert len(list((DOCS / "articles").glob("*.md"))) == 8


def test_the_copies_have_no_fault_of_their_own(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    for path in DOCS.rglob("*.md"):
        copy = docs / path.relative_to(DOCS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    write_articles(docs / "articles", 30)
    entries, faults = front_matter.read_all(docs, today())
    assert [*faults, *front_matter.not_unique(entries), *(fault for entry in entries for fault in entry.faults)] == []


def test_a_build_that_fails_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs/articles").mkdir(parents=True)
    (tmp_path / "docs/articles/a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: X\nmarkdown_extensions: [no.such.thing]\n", encoding="utf-8")
    with pytest.raises(click.ClickException, match=r"^The build failed: "):
        build_times(tmp_path / "mkdocs.yml", 1)


def test_the_table_has_a_line_for_each_number() -> None:
    assert list(table({10: Times(3.55, 0.71, 1.94, 1.31), 1000: Times(30, 12, 20, 15)})) == [
        "articles  ours, s  of it extras, s  Material, s  plain MkDocs, s  ours / plain  pages alone / plain",
        "      10  3.5      0.7              1.9          1.3              2.71          2.17",
        "    1000  30.0     12.0             20.0         15.0             2.00          1.20",
    ]
