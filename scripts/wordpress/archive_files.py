"""The files of one archive that an import changes: pages that stand and new ones, the index, the originals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import ftfy

from scripts.comments.archive import INDEX, ON_A_PAGE, ORIGINALS, page_file
from scripts.comments.form import Broken, Record, parse, write
from scripts.comments.model import Comment
from scripts.common.today import today
from scripts.wordpress.archive_pages import comment_page, index_page
from scripts.wordpress.placing import insert_after, pages_of, threads_of
from scripts.wordpress.standing import page_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scripts.wordpress.export_rows import Export, Row
    from scripts.wordpress.standing import Folder


_LIST: Final = "comment-index"


@dataclass
class Target:
    """An archive, and what goes there.

    Attributes:
        folder: the archive as it stands, or will.
        own: whether it belongs to a post that has no page here.
        name: what the page is called that was commented on.
        rows: the new comments.
        joining: those that go to a page that stands, or to the index, by its number, which is 0 for the index.
        laid_out: whether all that the index holds then goes to pages of its own.
        pages: those that go to new pages.
        repaired: by the number of a page, the ids of the comments on it whose characters are repaired.
    """

    folder: Folder
    own: bool
    name: str = ""
    rows: list[Row] = field(default_factory=list)
    joining: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    laid_out: bool = False
    pages: list[list[Row]] = field(default_factory=list)
    repaired: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def files_of(target: Target, export: Export, into: Path, repair: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Write the files of an archive that change.

    Args:
        target: the archive.
        export: where the words of the new comments are.
        into: the folder of the archives.
        repair: the ids of the new comments whose characters are to be repaired.

    Yields:
        The path of each file from the folder of the archives, and its text; a page at a time.

    Raises:
        OSError: a page cannot be read.
    """
    writer = _Writer(target, export, into, repair)
    folder = target.folder
    for number in sorted({*target.joining, *target.repaired}):
        text = writer.joined(number)
        if number == 0 and target.laid_out:
            text, pages = _laid_out(text, folder.name)
            yield from (
                (f"{folder.name}/{page_file(place)}", writer.page(place, on_it)) for place, on_it in enumerate(pages, 1)
            )
        yield f"{folder.name}/{page_file(number)}", text
    following = max(folder.pages, default=0) + 1
    for number, rows in enumerate(target.pages, following):
        yield f"{folder.name}/{page_file(number)}", writer.page(number, map(writer.record, rows))
    if target.pages and not folder.has_index:
        yield f"{folder.name}/{INDEX}", writer.index()
    originals = into / folder.name / ORIGINALS
    text = folder.originals_text()
    if folder.originals and not (originals.exists() and page_text(originals) == text):
        yield f"{folder.name}/{ORIGINALS}", text


@dataclass(frozen=True)
class _Writer:
    target: Target
    export: Export
    into: Path
    repair: frozenset[str]

    def record(self, row: Row) -> Record:
        """Write a new comment."""
        name, text, date, url = self.export.words(row)
        comment = Comment(id=row.id, name=name, text=text, date=date, reply_to=row.reply_to, by=row.by, url=url)
        record = Record.of(comment)
        return _repaired(record) if row.id in self.repair else record

    def index(self) -> str:
        """Write the beginning of an archive, before any comment."""
        target, folder = self.target, self.target.folder
        link = None if target.own else f"../../{folder.comments_of}"
        return index_page(folder.name, target.name, folder.comments_of, link, today())

    def page(self, number: int, records: Iterable[Record]) -> str:
        """Write a new page."""
        head = comment_page(self.target.name, number, self.target.folder.comments_of, today())
        return head + "".join(f"\n{record.source}" for record in records)

    def joined(self, number: int) -> str:
        """Write a page that stands, with what joins it; every other byte stays as it is."""
        folder = self.target.folder
        is_new = number == 0 and not folder.has_index
        document = parse(self.index() if is_new else page_text(self.into / folder.name / page_file(number)))
        standing = [(comment.id, comment.reply_to) for comment in document.comments]
        behind = insert_after(standing, self.target.joining.get(number, []))
        parts = list[str | Record | Broken]()
        place = -1
        for part in document.parts:
            if isinstance(part, Record) and place < 0:
                for row in behind.get(-1, []):
                    parts += [self.record(row), "\n"]
            if isinstance(part, Record):
                place += 1
                repaired = part.comment.id in self.target.repaired.get(number, ())
                parts.append(_repaired(part) if repaired else part)
                parts += self._behind(part, behind.get(place, []))
            else:
                parts.append(part)
        if place < 0:
            parts += self._behind(None, behind.get(-1, []))
        return write(replace(document, parts=tuple(parts)))

    def _behind(self, record: Record | None, rows: list[Row]) -> Iterator[str | Record]:
        ends_line = record is None or record.source.endswith("\n")
        for row in rows:
            yield "\n" if ends_line else "\n\n"
            yield self.record(row)
            ends_line = True


def _laid_out(index: str, folder: str) -> tuple[str, list[list[Record]]]:
    """Divide an index that holds too many comments.

    Returns:
        The index without them, with a list of them in their place; and the pages. Every record is, to the byte, what it
        was; so is all else, but for blank lines that stood between records.
    """
    parts = parse(index).parts
    records = [part for part in parts if isinstance(part, Record)]
    first = parts.index(records[0])
    above = "".join(part for part in parts[:first] if isinstance(part, str))
    # What stands in a comment has gone, so this is the block.
    listed = any(isinstance(part, str) and f"/// {_LIST}" in part for part in parts)
    below = [part.strip("\n") for part in parts[first:] if isinstance(part, str)]
    blocks = [above.rstrip("\n"), "" if listed else f"/// {_LIST} | {folder}\n///", *below]
    threads = threads_of([(record.comment.id, record.comment.reply_to) for record in records])
    pages = pages_of(threads, ON_A_PAGE)
    whole = [replace(one, source=one.source if one.source.endswith("\n") else f"{one.source}\n") for one in records]
    return "\n\n".join(filter(None, blocks)) + "\n", [[whole[place] for place in page] for page in pages]


def _repaired(record: Record) -> Record:
    comment = record.comment
    better = replace(comment, name=ftfy.fix_encoding(comment.name), text=ftfy.fix_encoding(comment.text))
    return record if better == comment else Record.of(better)
