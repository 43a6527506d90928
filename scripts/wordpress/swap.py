"""A folder of files that is replaced whole or not at all, whenever the process or the machine stops.

The new folder is made beside the old one, the files that stay are linked into it, and then it takes the place of the
old one. A folder that somebody else changes meanwhile is not replaced.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from typing import TYPE_CHECKING, TypeAlias

from scripts.common import whole_folder
from scripts.common.whole_folder import BusyFolderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_State: TypeAlias = dict[str, tuple[int, int, int]]


class NewFolder:
    """The folder that takes the place of the old one.

    Attributes:
        changed: whether anything has been written to it.
    """

    def __init__(self, old: Path, beside: Path) -> None:
        self._old, self._beside = old, beside
        self._made = {beside}
        self.changed = False

    def write(self, name: str, content: str) -> None:
        """Write a file, a new one or in the place of one that there is.

        Args:
            name: its path from the folder, with forward slashes.
            content: its text; it is written in UTF-8 with the line ends that it has.

        Raises:
            OSError: the disk is full, or the folder may not be written to.
        """
        path, old = self._beside / name, self._old / name
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        path.write_bytes(content.encode())
        with contextlib.suppress(FileNotFoundError):
            path.chmod(old.stat().st_mode & 0o777)
        self.changed = True


@contextlib.contextmanager
def replacing(folder: Path) -> Iterator[NewFolder]:
    """Replace a folder; the body of the `with` writes the new files, all others stay as they are.

    If the body raises, or writes nothing, the folder stays the old one to the last byte.

    Args:
        folder: the folder; if there is none, it is made. Its parent exists.

    Yields:
        The new folder, to write to.

    Raises:
        BusyFolderError: another run replaces it, or somebody changed it meanwhile.
        NotADirectoryError: a file stands in its place.
        OSError: the disk is full, or the parent may not be written to.
    """
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "This is a file, where a folder is needed", str(folder))
    with whole_folder.alone(folder.parent):
        whole_folder.clean(folder)
        before = _state(folder)
        beside = whole_folder.beside(folder)
        beside.mkdir()
        new = NewFolder(folder, beside)
        try:
            yield new
            if new.changed:
                _link_rest(folder, beside)
                whole_folder.flush_all(beside)
                if _state(folder) != before:
                    raise BusyFolderError(
                        f"{folder} was changed by somebody else in the meantime; nothing was written, run it again."
                    )
                whole_folder.swap(folder, beside)
                # It is done, whatever the disk says to this; the archive is whole either way.
                with contextlib.suppress(OSError):
                    whole_folder.flush(folder.parent)
        finally:
            # What cannot be removed now is removed by the next run.
            with contextlib.suppress(OSError):
                shutil.rmtree(beside)


def recover(folder: Path) -> None:
    """Clean up after a run that was stopped.

    Args:
        folder: the folder that it was to replace.
    """
    folder = folder.resolve()
    with whole_folder.alone(folder.parent):
        whole_folder.clean(folder)


def _state(folder: Path) -> _State:
    """Note what tells that a file was changed: its number, its time and its size."""
    if not folder.exists():
        return {}
    found: _State = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        # Links to a file, which this run makes, change none of these.
        found[path.relative_to(folder).as_posix()] = (
            (0, 0, 0)
            if path.is_dir() and not path.is_symlink()
            else (status.st_ino, status.st_mtime_ns, status.st_size)
        )
    return found


def _link_rest(folder: Path, beside: Path) -> None:
    """Put the files that stay into the new folder, without a copy if the file system allows that."""
    if not folder.exists():
        return
    for path in sorted(folder.rglob("*")):
        target = beside / path.relative_to(folder)
        if path.is_symlink():
            if not target.exists():
                target.symlink_to(path.readlink())
        elif path.is_dir():
            target.mkdir(exist_ok=True)
            shutil.copystat(path, target)
        elif not target.exists():
            try:
                os.link(path, target)
            except OSError:
                shutil.copy2(path, target)
    shutil.copystat(folder, beside)
