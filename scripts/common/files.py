"""Files that are replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
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
    with contextlib.suppress(FileNotFoundError):
        if path.read_bytes() == data:
            return False
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part = Path(name)
        # mkstemp gives a file that nobody else may read.
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        part.replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
