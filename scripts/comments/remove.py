"""Takes a comment down at its writer's wish, or its name, or a passage; every other byte of the files stays.

First all is looked through, and nothing is changed. Then, with what the keeper chose, the files are written, the
comment's own last: whoever is stopped in between can do it again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from scripts.comments.archive import checks
from scripts.comments.form import Record, parse, removed
from scripts.comments.model import READER, Comment
from scripts.comments.repeats import Part, Repeat, repeats_of
from scripts.common.faults import shown_path
from scripts.common.files import replace_file
from scripts.common.kept import FOLDER, TAKEN_DOWN
from scripts.content.front_matter import page_files

_URL: Final = re.compile(r"^    url:.*\n", re.MULTILINE)


class CannotRemoveError(ValueError):
    """The comment cannot be taken down; the message says why and what to do."""


class Removal:
    """A comment that is to go.

    Attributes:
        own: where it stands.
        is_again: it had been taken down before.
        repeats: what else repeats what is to go.
    """

    def __init__(self, docs: Path, comment_id: str, only: str | None = None) -> None:
        """Look everything through; nothing is written.

        Args:
            docs: the folder of the pages.
            comment_id: the id.
            only: the only words that go; empty for the name and web address alone, None for all of it.

        Raises:
            CannotRemoveError: there is no such comment, there are several, or what is to go does not stand in it.
            OSError: a file cannot be read.
        """
        self._docs = docs
        self._texts = {path: _text(path.read_bytes()) for path in page_files(docs)}
        self._parts = [part for path, text in self._texts.items() for part in _parts(path, text)]
        self.own, comment = self._found(comment_id)
        own = self.own
        self.is_again = comment.removed
        self._must: list[Repeat] = []
        if only is None and not comment.removed:
            self._must = [Repeat(own, 0, len(own.source), new=Record.of(removed(comment)).source)]
        elif only == "" and not comment.removed:
            self._must = [Repeat(own, 0, own.source.index("\n"), new=f"/// comment | {READER}")]
            self._must += [Repeat(own, *url.span(), new="") for url in _URL.finditer(own.source, 0, own.body + 1)]
        names = [] if only else [comment.name, comment.url or ""]
        rest = [part for part in self._parts if only is not None or part is not own]
        repeats = repeats_of(comment, comment.text if only is None else only, names, rest)
        if only:
            self._must = [one for one in repeats if one.part is own and "\n\n" in own.source[: one.start]]
        if not (self._must or self.is_again):
            raise CannotRemoveError(f"Comment {comment_id} does not say “{only}”; copy the words from its page.")
        self.repeats = [one for one in repeats if one not in self._must]

    def do(self, cut: Iterable[Repeat] = ()) -> None:
        """Take it down, and cut what was chosen of the repeats; the next build forgets what earlier ones kept.

        Raises:
            CannotRemoveError: a file has changed since it was read, or has two kinds of line ends.
            OSError: a file cannot be read or written; each file is then as it was, or done.
        """
        changes = defaultdict(list)
        for one in [*cut, *self._must]:
            changes[one.part.path].append((one.part.start + one.start, one.part.start + one.end, one.new))
        new = {path: self._changed(path, changes[path]) for path in sorted(changes, key=self.own.path.__eq__)}
        for path, data in new.items():
            replace_file(path, data)
        if (cache := self._docs.parent / FOLDER).exists():
            (cache / TAKEN_DOWN).touch()

    def _changed(self, path: Path, changes: Iterable[tuple[int, int, str]]) -> bytes:
        """Make the changes in a page, whose line ends stay."""
        data, text = path.read_bytes(), self._texts[path]
        if _text(data) != text:
            raise CannotRemoveError(f"{shown_path(path)} has changed meanwhile; try again.")
        if (windows := data.count(b"\r\n")) not in {0, data.count(b"\n")}:
            both = "has two kinds of line ends; save it with one kind and try again."
            raise CannotRemoveError(f"{shown_path(path)} {both}")
        for start, end, words in sorted(changes, reverse=True):
            text = text[:start] + words + text[end:]
        return text.replace("\n", "\r\n" if windows else "\n").encode()

    def _found(self, comment_id: str) -> tuple[Part, Comment]:
        found = [(one, one.comment) for one in self._parts if one.comment and one.comment.id == comment_id]
        if len(found) != 1:
            fault = next((f" But mend this first: {fault}" for fault in checks(self._docs)), "")
            there = f"There are {len(found)} comments" if found else "There is no comment"
            raise CannotRemoveError(f"{there} {comment_id} in {shown_path(self._docs)}.{fault}")
        return found[0]


def _text(data: bytes) -> str:
    """Read a page with line feeds at the ends of its lines."""
    return data.decode().replace("\r\n", "\n")


def _parts(path: Path, text: str) -> Iterator[Part]:
    start, line = 0, 1
    for piece in parse(text).parts:
        source = piece if isinstance(piece, str) else piece.source
        yield Part(path, start, line, source, piece.comment if isinstance(piece, Record) else None)
        start, line = start + len(source), line + source.count("\n")
