"""A folder that takes the place of another one in one step, so that whoever looks finds the old one or the new one.

The two change their names by `renameat2` with `RENAME_EXCHANGE` on Linux, by `renamex_np` with `RENAME_SWAP` on macOS.
Where there is no such step, two renames stand in for it, and the next run puts the old folder back if the first was
done and not the second. What a run that was stopped left behind is removed by the next one.
"""

import contextlib
import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_AT_FDCWD: Final = -100
# RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS.
_EXCHANGE: Final = 2


class BusyFolderError(OSError):
    """The folder cannot be replaced now; the message says why and what to do."""


def beside(folder: Path) -> Path:
    """Name the folder in which the new one is made."""
    return folder.with_name(f".{folder.name}.new")


def clean(folder: Path) -> None:
    """Clean up after a run that was stopped: put an old folder back, and remove a new one that was not finished."""
    aside = _aside(folder)
    if aside.exists() and not folder.exists():
        aside.rename(folder)
    for left in (aside, beside(folder)):
        if left.exists():
            shutil.rmtree(left)


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


def swap(folder: Path, new: Path) -> None:
    """Let a new folder, all of it on the disk (`os.sync`), take the place of another one, which then stands in its.

    Raises:
        OSError: the file system refuses; the old folder is then where it was.
    """
    if not folder.exists():
        new.rename(folder)
    elif not _exchanged(folder, new):
        _exchange_in_two_steps(folder, new)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change their names in one step; say whether there is one."""
    library, names = ctypes.CDLL(None), (os.fsencode(one), os.fsencode(other))
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE) == 0)
    return hasattr(library, "renamex_np") and library.renamex_np(*names, _EXCHANGE) == 0


def _exchange_in_two_steps(folder: Path, new: Path) -> None:
    aside = _aside(folder)
    folder.rename(aside)
    try:
        new.rename(folder)
    except BaseException:
        aside.rename(folder)
        raise
    aside.rename(new)
