"""What an earlier build made and this one need not make again, in files named by a digest of all it was made from.

It never changes a byte of the site: what is damaged is not used, and made anew.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable

#: Where things are kept, from the folder of the project; git leaves it alone.
FOLDER: Final = Path(".cache")
#: After how many seconds without use a thing goes.
LONGEST_UNUSED: Final = 30 * 86_400
_DAY: Final = 86_400
_DIGEST: Final = 32


class Kept:
    """One kind of things that are kept.

    Args:
        folder: where they are; it is made when something is put there.
        version: what all of them were made by, such as the version of a packer.
        code: the files of ours that made them.
    """

    def __init__(self, folder: Path, version: str, *code: str) -> None:
        self._folder = folder
        made_by = b"\0".join([version.encode(), *(Path(file).read_bytes() for file in code)])
        self._made_by = hashlib.sha256(made_by).digest()

    def of(self, source: bytes, make: Callable[[], bytes]) -> bytes:
        """Give what was made from a source, or make it and keep it."""
        value = self.get(source)
        if value is None:
            value = make()
            self.put(source, value)
        return value

    def get(self, source: bytes) -> bytes | None:
        """Give what was made from a source; None if it is not kept, or damaged, which is said in a line."""
        file = self._file(source)
        try:
            data = file.read_bytes()
            now = time.time()
            if now - file.stat().st_mtime > _DAY:
                os.utime(file, (now, now))
        except OSError:
            return None
        value = data[_DIGEST:]
        if hashlib.sha256(value).digest() == data[:_DIGEST]:
            return value
        click.echo(f"{file} is damaged; it is made anew.", err=True)
        return None

    def put(self, source: bytes, value: bytes) -> None:
        """Keep what was made from a source; where nothing can be written, nothing is kept."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / f"{os.getpid()}.part"
            part.write_bytes(hashlib.sha256(value).digest() + value)
            part.replace(self._file(source))
        except OSError:
            return

    def tidy(self) -> None:
        """Take away what was not used for long, and what a stopped build left half written."""
        oldest = time.time() - LONGEST_UNUSED
        for file in self._folder.glob("*"):
            if file.stat().st_mtime < oldest:
                file.unlink(missing_ok=True)

    def _file(self, source: bytes) -> Path:
        return self._folder / hashlib.sha256(self._made_by + source).hexdigest()
