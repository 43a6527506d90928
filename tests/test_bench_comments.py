"""The comparison of builds with comments: what it writes, what it promises, and how it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.comments.form import parse
from scripts.dev.bench.comments import Cost, Way, broken_promises, milliseconds_a_comment, table, write_pages

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "index.md").write_text("# Home\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("way", "mark"), [("none", "Filler."), ("records", "/// comment"), ("blocks", "/// our-note")])
def test_the_same_pages_are_written_in_each_way(docs: Path, way: Way, mark: str) -> None:
    count = write_pages(docs, 1_600, way)
    pages = [
        (docs / "comments" / "sample" / f"page-{page}.md").read_text(encoding="utf-8") for page in range(1, count + 1)
    ]
    assert 64 <= count <= 100
    assert all(mark in page for page in pages)
    comments = [comment for page in pages for comment in parse(page).comments]
    assert len(comments) == (1_600 if way == "records" else 0)


def test_the_archive_has_its_index_and_home_leads_to_it(docs: Path) -> None:
    write_pages(docs, 100, "none")
    assert "/// comment-index | sample\n///\n" in (docs / "comments" / "sample" / "index.md").read_text(
        encoding="utf-8"
    )
    assert "](comments/sample/index.md)" in (docs / "index.md").read_text(encoding="utf-8")


def test_a_broken_promise_is_told_in_a_sentence() -> None:
    costs = {100: Cost(1, 80), 1_000: Cost(11, 90), 10_000: Cost(122, 1_025), 100_000: Cost(1_000, 1_024)}
    assert list(broken_promises(costs, 0.11)) == [
        "10,000 comments take 11.1 times as long as 1,000, more than 11.",
        "The build with 10,000 comments takes 1,025 MiB, more than 1,024.",
        "The extension takes 0.110 ms a comment, more than 0.1.",
    ]
    assert list(broken_promises({100: Cost(1, 80)}, 0.1)) == []


def test_the_ways_stand_side_by_side() -> None:
    found: dict[tuple[int, Way], Cost] = {
        (100, "none"): Cost(1.25, 80),
        (100, "records"): Cost(1.5, 81.6),
        (1_000, "none"): Cost(2_000, 90),
    }
    lines = list(table(found))
    assert lines[0].split("  ")[0] == "comments"
    assert [line.split() for line in lines[1:]] == [
        ["100", "1.2", "80", "1.5", "82", "–", "–"],
        ["1,000", "2,000.0", "90", "–", "–", "–", "–"],
    ]


def test_the_extension_is_measured_alone() -> None:
    assert 0 < milliseconds_a_comment(50) < 1_000
