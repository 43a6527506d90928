"""The measurement of many comments: what it runs, and what it says of a broken promise."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.bench.building import Cost
from scripts.dev.bench.many_comments import broken_promises, main
from tests.projects import Project


@pytest.mark.parametrize("options", [["10"], ["10", "40", "--import-only"]])
def test_import_and_build_are_measured_for_each_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.chdir(Project(tmp_path).folder)
    done = CliRunner().invoke(main, options)
    assert done.exit_code == 0, done.output
    titles, _, *rows = done.stdout.splitlines()
    assert (
        titles
        == f"| comments | import | import again |{' remove |' if options[1:] else ' build | remove | build again |'}"
    )
    assert [row.split(" | ")[0] for row in rows] == [f"| {size}" for size in options[:2]]


def test_a_broken_promise_is_told_in_a_sentence() -> None:
    found = {
        1_000: {"import": Cost(1, 200), "build": Cost(10, 300)},
        10_000: {"import": Cost(11, 201), "build": Cost(112, 1_024)},
        100_000: {
            "import": Cost(120, 1_024),
            "remove": Cost(61, 1_024),
            "build": Cost(900, 1_025),
            "build again": Cost(226, 1),
        },
    }
    assert list(broken_promises(found)) == [
        "import: 10,000 comments take 201.0 MiB, more than 200.",
        "build: 10,000 comments take 11.2 times as long as 1,000, more than 11.",
        "remove: 100,000 comments take 61.0 s, more than 60.",
        "build: 100,000 comments take 1,025.0 MiB, more than 1,024.",
        "build again: 100,000 comments take 25.1 % of the first time, more than 25.",
    ]
