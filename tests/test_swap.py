"""A folder that is replaced whole or not at all."""

import ctypes
import re
from pathlib import Path

import pytest

from scripts.common.whole_folder import BusyFolderError
from scripts.wordpress.swap import replacing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "comments"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "page-1.md").write_text("old")
    (folder / "a" / "page-2.md").write_text("stays")
    (folder / "a" / "page-2.md").chmod(0o640)
    (folder / "link").symlink_to("a/page-2.md")
    return folder


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)


OLD = {"a/page-1.md": "old", "a/page-2.md": "stays", "link": "stays"}
NEW = {"a/page-1.md": "new", "a/page-2.md": "stays", "b/index.md": "too", "link": "stays"}


def test_a_folder_that_is_not_there_is_made_and_nothing_written_leaves_the_very_folder(tmp_path: Path) -> None:
    new = tmp_path / "new"
    with replacing(new) as write:
        write("a/page-1.md", "first")
    before = new.stat().st_ino
    with replacing(new):
        pass
    assert (new.stat().st_ino, tree(new), left_behind(new)) == (before, {"a/page-1.md": "first"}, [])


def test_a_change_by_somebody_else_is_kept(folder: Path) -> None:
    words = re.escape(f"{folder} was changed by somebody else in the meantime; nothing was written, run it again.")
    with pytest.raises(BusyFolderError, match=words), replacing(folder) as write:  # noqa: PT012 - the end of the body fails
        write("a/page-1.md", "new")
        (folder / "a" / "page-2.md").write_text("edited meanwhile")
    assert tree(folder) == {**OLD, "a/page-2.md": "edited meanwhile", "link": "edited meanwhile"}
    assert left_behind(folder) == []


def test_two_runs_at_once_are_refused(folder: Path) -> None:
    words = re.escape(f"Another run writes to {folder.parent}; wait for it, and run this again.")
    with replacing(folder), pytest.raises(BusyFolderError, match=words), replacing(folder):
        pass
    assert tree(folder) == OLD


@pytest.mark.parametrize("gone", [[], ["renameat2"], ["renameat2", "renamex_np"]])
def test_all_files_change_together_and_the_others_stay_with_the_call_of_a_system_or_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch, gone: list[str]
) -> None:
    library = ctypes.CDLL(None, use_errno=True)

    class Without:
        def __getattr__(self, name: str) -> object:
            if name in gone:
                raise AttributeError(name)
            # What the other system has in its place, on a disk that cannot do it.
            return (lambda *_: -1) if name == "renamex_np" else getattr(library, name)

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Without())
    with replacing(folder) as write:
        write("a/page-1.md", "new")
        write("b/index.md", "too")
        assert tree(folder) == OLD
    assert (tree(folder), left_behind(folder)) == (NEW, [])
    assert (folder / "link").is_symlink()
    assert (folder / "a" / "page-2.md").stat().st_mode & 0o777 == 0o640
