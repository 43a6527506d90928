"""What an earlier build made and this one need not make again, in files named by a digest of all it was made from.

It never changes a byte of the site: what is damaged is not used, and made anew. What was not used for a month goes.
After a comment was taken down, the next build keeps only what it used itself, so that no word of the comment stays.
"""

import hashlib
import os
import pickle
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from scripts.common import ahead

#: Where things are kept, from the folder of the project; git leaves it alone.
FOLDER: Final = Path(".cache")
#: A file in that folder: a comment was taken down since the last build.
TAKEN_DOWN: Final = "taken-down"
#: After how many seconds without use a thing goes.
LONGEST_UNUSED: Final = 30 * 86_400
_DIGEST: Final = 32
_Value = TypeVar("_Value")
# By their folders, the names of what was used since this program began.
_USED: Final[defaultdict[Path, set[str]]] = defaultdict(set)


class Kept:
    """One kind of things that are kept: bytes, or any other values that can be pickled.

    Args:
        folder: where they are, or its name in `FOLDER`; it is made when something is put there.
        version: what all of them were made by, such as the version of a packer.
        code: the files of ours that made them.
    """

    def __init__(self, folder: str | Path, version: str, *code: str) -> None:
        self._folder = FOLDER / folder if isinstance(folder, str) else folder
        made_by = b"\0".join([version.encode(), *(Path(file).read_bytes() for file in (__file__, *code))])
        self._made_by = hashlib.sha256(made_by).digest()

    def of(self, source: bytes, make: Callable[[], _Value]) -> _Value:
        """Give what was made from a source, or make it and keep it."""
        value: _Value | None = self.get(source)
        if value is None:
            value = make()
            self.put(source, value)
        return value

    def get(self, source: bytes) -> Any:
        """Give what was made from a source; None if it is not kept, or damaged, which is said in a line."""
        file = self._file(source)
        try:
            data = file.read_bytes()
            if time.time() - file.stat().st_mtime > LONGEST_UNUSED / 30:
                os.utime(file)
        except OSError:
            return None
        pickled = memoryview(data)[_DIGEST:]
        if hashlib.sha256(pickled).digest() == data[:_DIGEST]:
            if ahead.is_here():
                # Here it meets the build.
                raise SystemExit
            return pickle.loads(pickled)  # noqa: S301 - of our own folder
        click.echo(f"{file} is damaged; it is made anew.", err=True)
        return None

    def put(self, source: bytes, value: object) -> None:
        """Keep what was made from a source; where nothing can be written, nothing is kept."""
        pickled = pickle.dumps(value)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._file(source)
            # Of each thing its own: several threads keep things, and another build may.
            part = file.with_name(f"{file.name}.{os.getpid()}")
            part.write_bytes(hashlib.sha256(pickled).digest() + pickled)
            part.replace(file)

    def _file(self, source: bytes) -> Path:
        name = hashlib.sha256(self._made_by + source).hexdigest()
        _USED[self._folder].add(name)
        return self._folder / name


def forget_unused(cache: Path = FOLDER) -> None:
    """Take away, of each kind of which this build used any, what it did not use and nothing has used for long."""
    mark = cache / TAKEN_DOWN
    oldest = time.time() - (0 if mark.exists() else LONGEST_UNUSED)
    # What cannot be forgotten now is forgotten by the next build, for which the mark stays.
    with suppress(OSError):
        for folder, names in _USED.items():
            for file in folder.glob("*"):
                if file.name not in names and file.stat().st_mtime <= oldest:
                    file.unlink(missing_ok=True)
        mark.unlink(missing_ok=True)
    _USED.clear()
