"""Keeps finished work, such as editions, so that what did not change costs nothing the next time."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from scripts.common.files import replace_file

#: Where editions are kept, from the folder of the project.
FOLDER = Path(".cache/editions")
#: How many are kept; the longest unused go first.
MOST = 500
_DIGEST = 32


class Shelf:
    """A folder of files, each named by the digest of all that it was made from; it begins with that of what it holds.

    Args:
        folder: the folder; it is made when something is put there.
        looks: the digest of what all editions have in common: template, fonts, engine.
    """

    def __init__(self, folder: Path, looks: str) -> None:
        self._folder = folder
        self._looks = looks

    def get(self, document: str) -> bytes | None:
        """Give the edition of a document, if it is kept and undamaged."""
        file = self._file(document)
        try:
            kept = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        digest, data = kept[:_DIGEST], kept[_DIGEST:]
        return data if digest == hashlib.sha256(data).digest() else None

    def put(self, document: str, data: bytes) -> None:
        """Keep the edition of a document; the file is written whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        replace_file(self._file(document), hashlib.sha256(data).digest() + data)

    def tidy(self, most: int = MOST) -> None:
        """Take away all but the `most` editions that were used last."""
        kept = sorted(self._folder.glob("*.kept"), key=lambda file: (-file.stat().st_mtime_ns, file.name))
        for file in kept[most:]:
            file.unlink(missing_ok=True)

    def _file(self, document: str) -> Path:
        name = hashlib.sha256(f"{self._looks}\n{document}".encode()).hexdigest()
        return self._folder / f"{name}.kept"
