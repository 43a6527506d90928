from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from scripts.dev.bench.comment_import import Cost, Measured, main, measure, passed_limits, table

if TYPE_CHECKING:
    from pathlib import Path


def _measured(comments: int, read: float, first: float, memory: float = 50) -> Measured:
    return Measured(
        comments, comments * 1500, Cost(read, read, 15), Cost(first, first * 2, memory), Cost(first / 2, 1, memory)
    )


def test_an_import_is_measured_beside_a_read_of_the_same_file(tmp_path: Path) -> None:
    found = measure(30, 2, tmp_path)
    assert (found.comments, found.size) == (30, (tmp_path / "export.xml").stat().st_size)
    assert min(found.read.seconds, found.first.seconds, found.again.seconds) > 0
    # A Python that does nothing holds some MiB.
    assert min(found.read.memory, found.first.memory, found.again.memory) > 5
    assert (tmp_path / "docs" / "comments" / "sample-1" / "index.md").exists()


def test_the_table_has_a_line_a_size() -> None:
    assert list(table([_measured(1000, 0.02, 0.1), _measured(100_000, 2, 10, 120.4)])) == [
        "comments  MB     read s  import s  times  MB/s  clock s  again s  MiB",
        "1,000     1.5    0.02    0.10      5.0    15.0  0.20     0.05     50",
        "100,000   150.0  2.00    10.00     5.0    15.0  20.00    5.00     120",
    ]


def test_what_passes_no_limit_is_passed_in_silence() -> None:
    assert not list(passed_limits([_measured(1000, 0.02, 0.1), _measured(10_000, 0.2, 1), _measured(100_000, 2, 12)]))


def test_each_limit_that_is_passed_is_named() -> None:
    rows = [_measured(1000, 0.1, 2.6), _measured(10_000, 1, 2), _measured(100_000, 10, 32, 1025)]
    assert list(passed_limits(rows)) == [
        "1,000 comments: 26.0 times the plain read; the limit is 25.",
        "100,000 comments: 1025 MiB; the limit is 1024.",
        "100,000 comments: 1.6 times as long for each as with 10,000; the limit is 1.5.",
    ]


def test_the_command_prints_the_sizes_that_it_is_given() -> None:
    done = CliRunner().invoke(main, ["20", "10", "--posts", "2"])
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["comments", "10", "20"]
