"""Whenever an import stops, the archive is the old one or the new one, and the next run comes to the same end."""

from __future__ import annotations

import io
import json
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from scripts.dev.sample_export import comment, export, item
from scripts.wordpress.importing import import_export
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path


class Run(NamedTuple):
    """An import that was stopped: its folder of pages, the step, the exit code or minus the signal, what it said."""

    docs: Path
    step: str
    status: int
    said: str


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an archive, a newer export, and the archive that comes of both."""
    folder = tmp_path_factory.mktemp("interrupted")
    old = [[comment(number, f"Text {number}.") for number in half] for half in (range(1, 13), range(13, 25))]
    newer = [[*old[0], comment(9001, "A reply that is new.", parent=1), comment(9002, "A thread that is new.")], old[1]]
    (folder / "old").mkdir()
    (folder / "old" / "index.md").write_text("# Home\n")
    _import(folder / "old", _export(*old))
    # What the import knows nothing of stays as well.
    (folder / "old" / "comments" / "post-1" / "notes").mkdir()
    (folder / "old" / "comments" / "post-1" / "notes" / "mine.txt").write_text("Of my own.\n")
    (folder / "newer.xml").write_bytes(_export(*newer, [comment(9003, "New.")]))
    shutil.copytree(folder / "old", folder / "new")
    _import(folder / "new", (folder / "newer.xml").read_bytes())
    assert len({path.name for path in (folder / "new" / "comments").iterdir()}) == 3
    return folder


def _export(*posts: list[str]) -> bytes:
    items = (
        item(
            *comments,
            guid=f"g{number}",
            link=f"https://blog.example/{number}/",
            wp_post_id=f"{number}",
            wp_post_name=f"post-{number}",
            title=f"Post {number}",
        )
        for number, comments in enumerate(posts, 1)
    )
    return export(*items)


def _import(docs: Path, data: bytes) -> None:
    import_export(io.BufferedReader(io.BytesIO(data)), docs)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _stopped(how: str, work: Path) -> list[Run]:
    """Stop imports at every step on the disk; leave out the last, which came to its end."""
    into = work / how
    into.mkdir()
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "tests.interrupting",
        how,
        work / "newer.xml",
        work / "old",
        into,
    ]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    runs = [Run(into / str(number) / "docs", *rest) for number, *rest in found]
    assert len(runs) > 30
    assert (runs[-1].step, runs[-1].status) == ("", 0)
    return runs[:-1]


@pytest.mark.parametrize("how", ["kill", "interrupt"])
def test_stopped_at_any_step_the_archive_is_the_old_one_or_the_new_one(how: str, work: Path) -> None:
    old, new = _files(work / "old"), _files(work / "new")
    seen = set()
    for run in _stopped(how, work):
        assert (run.status, run.said.strip()) in {(-signal.SIGKILL, ""), (1, "Aborted!")}, run
        found = _files(run.docs)
        assert found in (old, new), run
        seen.add(found == new)
        _import(run.docs, (work / "newer.xml").read_bytes())
        assert _files(run.docs) == new, run
        assert [path.name for path in run.docs.parent.iterdir()] == ["docs"], run
    assert seen == {False, True} or how != "kill"


def test_killed_where_folders_change_names_in_two_steps_the_next_run_finds_the_old_or_the_new(work: Path) -> None:
    between = 0
    for run in _stopped("kill-in-two-steps", work):
        found = _files(run.docs)
        if not found:
            # Between the two steps the old archive waits beside, whole.
            between += 1
            assert _files(run.docs.parent / ".docs.old") == _files(work / "old"), run
        else:
            assert found in (_files(work / "old"), _files(work / "new")), run
        _import(run.docs, (work / "newer.xml").read_bytes())
        assert _files(run.docs) == _files(work / "new"), run
    assert between == 1


def test_refused_at_any_step_by_a_full_disk_the_import_says_truly_whether_it_is_done(work: Path) -> None:
    old, new = _files(work / "old"), _files(work / "new")
    refused = [run for run in _stopped("full", work) if run.status]
    for run in refused:
        assert run.status == 1, run
        assert _files(run.docs) == old, run
        assert run.said.endswith("No space left on device. Nothing was imported.\n"), run
    assert len(refused) > 20
    for folder in (work / "full").glob("*/docs"):
        assert _files(folder) == (old if folder in [run.docs for run in refused] else new)
        _import(folder, (work / "newer.xml").read_bytes())
        assert _files(folder) == _files(work / "new"), folder
