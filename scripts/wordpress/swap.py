"""A folder whose files change all together or not at all, whenever the process or the machine stops.

The new folder is made beside the old one, and then it takes the place of the old one. A folder that somebody else
changes meanwhile is not replaced.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from scripts.common import whole_folder


@contextlib.contextmanager
def replacing(folder: Path) -> Iterator[Callable[[str, str | Path], None]]:
    """Replace files of a folder; all others stay as they are.

    If the body of the `with` raises, or writes nothing, the folder stays the old one to the last byte.

    Args:
        folder: the folder; if there is none, it is made. Its parent exists.

    Yields:
        What writes a file: its path from the folder, with forward slashes, and its text, or the file to copy.

    Raises:
        BusyFolderError: another run replaces it, or somebody changed it meanwhile.
        OSError: the disk is full, the parent may not be written to, or a file stands in the place of the folder.
    """
    with whole_folder.alone(folder.parent):
        whole_folder.clean(folder)
        before, beside = _state(folder), whole_folder.beside(folder)

        def write(name: str, content: str | Path) -> None:
            if folder.exists() and not beside.exists():
                try:
                    shutil.copytree(folder, beside, symlinks=True)
                except shutil.Error as error:
                    raise OSError(0, error.args[0][0][2].partition("] ")[2], str(folder)) from error
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                path.write_bytes(content.encode())
            else:
                shutil.copyfile(content, path)

        try:
            yield write
            if beside.exists():
                # Else a machine that stops could keep the new name without the new files.
                os.sync()
                if _state(folder) != before:
                    why = f"{folder} was changed by somebody else in the meantime; nothing was written, run it again."
                    raise whole_folder.BusyFolderError(why)
                whole_folder.swap(folder, beside)
                os.sync()
        finally:
            # What cannot be removed now is removed by the next run.
            shutil.rmtree(beside, ignore_errors=True)


def _state(folder: Path) -> set[int]:
    """Note what tells that a file was changed, as one hash: its path, its number, its time and its size."""
    files = ((path, path.lstat()) for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return {hash((str(path), status.st_ino, status.st_mtime_ns, status.st_size)) for path, status in files}
