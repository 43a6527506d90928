"""Files that are replaced whole or not at all."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def replace_file(path: Path, content: str | bytes) -> bool:
    """Write a file so that whoever looks finds the old one or the new one, never a part; not at all if it is the same.

    Args:
        path: the file; its folder exists.
        content: the new content; text is written in UTF-8 with the line ends that it has.

    Returns:
        Whether anything was written.

    Raises:
        OSError: the disk is full, or the folder may not be written to; the old file is then untouched.
    """
    data = content.encode() if isinstance(content, str) else content
    if path.exists() and path.read_bytes() == data:
        return False
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return True
