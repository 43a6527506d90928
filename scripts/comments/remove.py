"""Takes a comment down at its writer's wish, or its name, or a passage; every other byte of the files stays.

First all is looked through, and nothing is changed. Then, with what the keeper chose, the files are written, the
comment's own last: whoever is stopped in between can do it again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scripts.comments.archive import archive_folders, checks, comment_pages
from scripts.comments.form import Record, parse, removed
from scripts.comments.model import READER, Comment
from scripts.comments.repeats import Part, Repeat, repeats_of
from scripts.common.faults import shown_path
from scripts.common.files import replace_file
from scripts.common.kept import FOLDER, TAKEN_DOWN
from scripts.content.front_matter import page_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

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

    def __init__(
        self, docs: Path, comment_id: str, only: str | None = None, *, why: str | None = None, everywhere: bool = False
    ) -> None:
        """Look everything through; nothing is written.

        Args:
            docs: the folder of the pages.
            comment_id: the id.
            only: the only words that go; empty for the name and web address alone, None for all of it.
            why: a reason that readers may see in the place of all of it.
            everywhere: whether to look for repeats in the comments of all articles.

        Raises:
            CannotRemoveError: there is no such comment, there are several, or what is to go does not stand in it.
            OSError: a file cannot be read.
        """
        self._docs = docs
        pages = [path for folder in archive_folders(docs) for _, path in comment_pages(folder)]
        self._parts = [part for path in pages for part in _parts(path)]
        self.own, comment = self._found(comment_id)
        self.is_again = comment.removed
        near = [one for one in self._parts if everywhere or one.path.parent == self.own.path.parent]
        names, own = [] if only else [comment.name, comment.url or ""], self.own
        self._must: list[Repeat] = []
        if only is None and (why is not None or not comment.removed):
            self._must = [Repeat(own, 0, len(own.source), new=Record.of(removed(comment, why)).source)]
        elif only == "" and not comment.removed:
            self._must = [Repeat(own, 0, own.source.index("\n"), new=f"/// comment | {READER}")]
            self._must += [Repeat(own, *url.span(), new="") for url in _URL.finditer(own.source, 0, own.body + 1)]
        seen = [replace(one, source="") if one is own and only is None else one for one in near]
        seen += [Part(path, 0, 1, path.read_text(encoding="utf-8-sig")) for path in {*page_files(docs)} - {*pages}]
        repeats = repeats_of(comment, comment.text if only is None else only, names, seen)
        if only:
            self._must = [one for one in repeats if one.part is own and "\n\n" in own.source[: one.start]]
        if not (self._must or self.is_again):
            raise CannotRemoveError(f"Comment {comment_id} does not say “{only}”; copy the words from its page.")
        self.repeats = [one for one in repeats if one not in self._must]

    def do(self, cut: Iterable[Repeat] = ()) -> None:
        """Take it down, and cut what was chosen of the repeats; the next build forgets what earlier ones kept.

        Raises:
            CannotRemoveError: a file has changed since it was read.
            OSError: a file cannot be read or written; each file is then as it was, or done.
        """
        changes = defaultdict(list)
        for one in [*cut, *self._must]:
            changes[one.part.path].append((one.part.start + one.start, one.part.start + one.end, one.new))
        for path in sorted(changes, key=self.own.path.__eq__):
            text, line_end = _read(path)
            if text != "".join(part.source for part in self._parts if part.path == path):
                raise CannotRemoveError(f"{shown_path(path)} has changed meanwhile; try again.")
            for start, end, new in sorted(changes[path], reverse=True):
                text = text[:start] + new + text[end:]
            replace_file(path, text.replace("\n", line_end))
        if (cache := self._docs.parent / FOLDER).exists():
            (cache / TAKEN_DOWN).touch()

    def _found(self, comment_id: str) -> tuple[Part, Comment]:
        found = [(one, one.comment) for one in self._parts if one.comment and one.comment.id == comment_id]
        if len(found) != 1:
            fault = next((f" But mend this first: {fault}" for fault in checks(self._docs)), "")
            there = f"There are {len(found)} comments" if found else "There is no comment"
            raise CannotRemoveError(f"{there} {comment_id} in {shown_path(self._docs)}.{fault}")
        return found[0]


def _read(path: Path) -> tuple[str, str]:
    """Read a page; its line ends become line feeds, and what they were comes second."""
    windows = (text := path.read_bytes().decode()).count("\r\n")
    if windows not in {0, text.count("\n")}:
        raise CannotRemoveError(f"{shown_path(path)} has two kinds of line ends; save it with one kind and try again.")
    return text.replace("\r\n", "\n"), "\r\n" if windows else "\n"


def _parts(path: Path) -> Iterator[Part]:
    """Yield the parts of a page, its line ends as line feeds."""
    document = parse(_read(path)[0], shown_path(path))
    start, line = 0, 1
    for piece in document.parts:
        source = piece if isinstance(piece, str) else piece.source
        yield Part(path, start, line, source, piece.comment if isinstance(piece, Record) else None)
        start, line = start + len(source), line + source.count("\n")
