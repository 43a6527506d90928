"""A folder that takes the place of another one in one step, so that whoever looks finds the old one or the new one.

The two change their names by `renameat2` with `RENAME_EXCHANGE` on Linux, by `renamex_np` with `RENAME_SWAP` on macOS.
Where a file system has no such step, two renames stand in for it, and the next run puts the old folder back if the
first was done and not the second. What a run that was stopped left behind is removed by the next one.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_AT_FDCWD: Final = -100
_LINUX_EXCHANGE: Final = 2
_MACOS_SWAP: Final = 2
_NOT_THERE: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV})


class BusyFolderError(OSError):
    """The folder cannot be replaced now; the message says why and what to do."""


def beside(folder: Path) -> Path:
    """Name the folder in which the new one is made."""
    return folder.with_name(f".{folder.name}.new")


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def clean(folder: Path) -> None:
    """Clean up after a run that was stopped: put an old folder back, and remove a new one that was not finished."""
    if _aside(folder).exists():
        if folder.exists():
            shutil.rmtree(_aside(folder))
        else:
            _aside(folder).rename(folder)
    if beside(folder).exists():
        shutil.rmtree(beside(folder))


@contextlib.contextmanager
def alone(parent: Path) -> Iterator[None]:
    """Hold the lock on a folder; the system lets go of it however the process ends.

    Raises:
        BusyFolderError: another run holds it.
    """
    handle = os.open(parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyFolderError(f"Another run writes to {parent}; wait for it, and run this again.") from None
        yield
    finally:
        os.close(handle)


def flush_all(folder: Path) -> None:
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
            flush(path)


def flush(path: Path) -> None:
    """Wait until a file or a folder's list of names is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def swap(folder: Path, new: Path) -> None:
    """Let a new folder take the place of another one, which then stands in its.

    Raises:
        OSError: the file system refuses; the old folder is then where it was.
    """
    if not folder.exists():
        new.rename(folder)
        return
    try:
        _exchange(folder, new)
    except OSError as error:
        if error.errno not in _NOT_THERE:
            raise
        _exchange_in_two_steps(folder, new)


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


def _exchange_in_two_steps(folder: Path, new: Path) -> None:
    aside = _aside(folder)
    folder.rename(aside)
    try:
        new.rename(folder)
    except BaseException:
        aside.rename(folder)
        raise
    with contextlib.suppress(OSError):
        shutil.rmtree(aside)
