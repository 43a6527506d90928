"""Files that are replaced whole or not at all."""

import os
import shutil
from pathlib import Path


def replace_file(path: Path, content: str | bytes) -> None:
    """Write a file so that whoever looks finds the old one or the new one, never a part.

    Args:
        path: the file; its folder exists.
        content: the new content; text is written in UTF-8 with the line ends that it has.

    Raises:
        OSError: the disk is full, or the folder may not be written to; the old file is then untouched.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
