"""A folder of files that is replaced whole or not at all, whenever the process or the machine stops.

The new folder is built beside the old one, the files that stay are linked into it, and then the two change their names
in one step of the file system (`renameat2` with `RENAME_EXCHANGE` on Linux, `renamex_np` with `RENAME_SWAP` on macOS).
Whoever looks finds the old folder or the new one. Where a file system has no such step, two renames stand in for it,
and the next run puts the old folder back if the first was done and not the second.

What a run that was stopped left behind is removed by the next one. A folder that somebody else changes meanwhile is not
replaced.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import sys
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_AT_FDCWD: Final = -100
_LINUX_EXCHANGE: Final = 2
_MACOS_SWAP: Final = 2
_NOT_THERE: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV})

_State: TypeAlias = dict[str, tuple[int, int, int]]


class BusyFolderError(OSError):
    """The folder cannot be replaced now; the message says why and what to do."""


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
    with _alone(folder.parent):
        _clean(folder)
        before = _state(folder)
        beside = _beside(folder)
        beside.mkdir()
        new = NewFolder(folder, beside)
        try:
            yield new
            if new.changed:
                _link_rest(folder, beside)
                _flush_all(beside)
                if _state(folder) != before:
                    raise BusyFolderError(
                        f"{folder} was changed by somebody else in the meantime; nothing was written, run it again."
                    )
                _swap(folder, beside)
                # It is done, whatever the disk says to this; the archive is whole either way.
                with contextlib.suppress(OSError):
                    _flush(folder.parent)
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
    with _alone(folder.parent):
        _clean(folder)


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.new")


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _clean(folder: Path) -> None:
    if _aside(folder).exists():
        if folder.exists():
            shutil.rmtree(_aside(folder))
        else:
            _aside(folder).rename(folder)
    if _beside(folder).exists():
        shutil.rmtree(_beside(folder))


@contextlib.contextmanager
def _alone(parent: Path) -> Iterator[None]:
    """Hold the lock on a folder; the system lets go of it however the process ends."""
    handle = os.open(parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyFolderError(f"Another import writes to {parent}; wait for it, and run this again.") from None
        yield
    finally:
        os.close(handle)


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


def _flush_all(folder: Path) -> None:
    """Wait until all of a folder is on the disk, so that a machine that stops keeps either folder whole."""
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(library, "syncfs"):
        # One wait instead of one for each of thousands of files.
        handle = os.open(folder, os.O_RDONLY)
        try:
            if library.syncfs(handle):
                raise _last_error(folder)
        finally:
            os.close(handle)
        return
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            _flush(path)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(folder: Path, beside: Path) -> None:
    if not folder.exists():
        beside.rename(folder)
        return
    try:
        _exchange(folder, beside)
    except OSError as error:
        if error.errno not in _NOT_THERE:
            raise
        _exchange_in_two_steps(folder, beside)


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change their names in one step."""
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _LINUX_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(*names, _MACOS_SWAP)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if failed:
        raise _last_error(one)


def _last_error(path: Path) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), str(path))


def _exchange_in_two_steps(folder: Path, beside: Path) -> None:
    aside = _aside(folder)
    folder.rename(aside)
    try:
        beside.rename(folder)
    except BaseException:
        aside.rename(folder)
        raise
    with contextlib.suppress(OSError):
        shutil.rmtree(aside)
