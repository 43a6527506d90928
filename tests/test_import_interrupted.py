"""Whenever an import stops, the archive is the old one or the new one, and the next run comes to the same end."""

import shutil
import signal
from itertools import count
from pathlib import Path

import pytest

from scripts.dev.sample_export import comment, export, item
from tests.exports import load
from tests.interrupting import Stopped, stopping
from tests.sites import read_all as files


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an archive, a newer export, and the archive that comes of both."""
    folder = tmp_path_factory.mktemp("interrupted")
    old = [[comment(1, "A thread."), comment(2, "Another thread.")], [comment(3, "A thread elsewhere.")]]
    newer = [[*old[0], comment(9001, "A reply that is new.", parent=1), comment(9002, "A thread that is new.")], old[1]]
    (folder / "old").mkdir()
    (folder / "old" / "index.md").write_text("# Home\n")
    load(folder / "old", _export(*old))
    # What the import knows nothing of stays as well.
    (folder / "old" / "comments" / "post-1" / "notes").mkdir()
    (folder / "old" / "comments" / "post-1" / "notes" / "mine.txt").write_text("Of my own.\n")
    (folder / "newer.xml").write_bytes(_export(*newer, [comment(9003, "New.")]))
    shutil.copytree(folder / "old", folder / "new")
    load(folder / "new", (folder / "newer.xml").read_bytes())
    assert len({path.name for path in (folder / "new" / "comments").iterdir()}) == 3
    return folder


def _export(*posts: list[str]) -> bytes:
    items = (
        item(
            *comments, guid=f"g{at}", link=f"https://blog.example/{at}/", wp_post_id=f"{at}", wp_post_name=f"post-{at}"
        )
        for at, comments in enumerate(posts, 1)
    )
    return export(*items)


def _stopped(how: str, work: Path, since: str = "") -> dict[Path, Stopped]:
    """Stop imports at every step on the disk, up to the first that comes to its end; give their folders of pages."""
    runs: dict[Path, Stopped] = {}
    export = work / "newer.xml"
    with stopping("import", export, "--into", work / "old", "--dry-run") as stop:
        for at in count(1):
            docs = shutil.copytree(work / "old", work / how / str(at) / "docs")
            run = stop(how, at, docs.parent, export, "--into", docs, since=since)
            if len(run.steps) < at:
                assert run.status == 0
                break
            runs[docs] = run
    assert len(runs) > 15
    return runs


def _assert_the_next_run_comes_to_the_end(work: Path, runs: dict[Path, Stopped]) -> None:
    """Whatever was left; what was left several times is gone on with once."""
    left: dict[str, Path] = {}
    for docs in runs:
        folders = [path.relative_to(docs.parent) for path in docs.parent.rglob("*") if path.is_dir()]
        left.setdefault(repr((files(docs.parent), sorted(folders))), docs)
    for docs in left.values():
        load(docs, (work / "newer.xml").read_bytes())
        assert files(docs.parent) == {f"docs/{name}": data for name, data in files(work / "new").items()}, runs[docs]
        assert [path.name for path in docs.parent.iterdir()] == ["docs"], runs[docs]


@pytest.mark.parametrize(
    ("how", "since", "ends"),
    [
        ("kill", "", {(-signal.SIGKILL, "")}),
        # On a file system where two folders change their names in two steps.
        ("kill-in-two-steps", "os.rename", {(-signal.SIGKILL, "")}),
        ("interrupt", "", {(1, "Aborted!")}),
        ("full", "", {(0, "written"), (1, "No space left on device. Nothing was imported.")}),
    ],
)
def test_stopped_at_any_step_the_archive_is_the_old_one_or_the_new_one(
    work: Path, how: str, since: str, ends: set[tuple[int, str]]
) -> None:
    old, new = files(work / "old"), files(work / "new")
    runs = _stopped(how, work, since)
    for docs, run in runs.items():
        # It says truly whether it is done.
        assert any(run.status == status and words in run.said for status, words in ends), run
        # Between two steps the old archive waits beside, whole.
        found = files(docs) or files(docs.parent / ".docs.old")
        assert found in (old, new), run
        assert how != "full" or (found == new) == (run.status == 0), run
    assert {run.status for run in runs.values()} == {status for status, _ in ends}
    assert {files(docs) == new for docs in runs} == {False, True}
    assert any(not files(docs) for docs in runs) == bool(since)
    _assert_the_next_run_comes_to_the_end(work, runs)
