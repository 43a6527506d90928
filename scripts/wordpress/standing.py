"""The archives as they stand before an import: which comments they hold, and what these were in WordPress.

Beside its pages each archive has a file `.originals`, which the site leaves out: the posts that it holds, and for each
comment a short hash of the name, date and text that the last import saw. With it a change in WordPress can be told from
a change here, and a record that somebody deleted is not brought back. The hash is of public words alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scripts.comments.archive import INDEX, ORIGINALS, comment_pages, front_matter
from scripts.comments.form import Record, parse
from scripts.common.faults import shown_path
from scripts.wordpress.published import fingerprint_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: In the place of a hash, for a comment that was deleted here.
GONE: Final = "-"

_HEAD: Final = """\
# Made by the import, and not a part of the site: the posts that this archive holds, and for each of their comments
# a hash of its name, date and text in WordPress. It tells a change there from a change here.
"""


class FaultyArchiveError(ValueError):
    """A page of an archive cannot be read, so nothing can be added to it; the message says where and why."""


@dataclass(slots=True)
class Standing:
    """A comment in an archive: its folder and page, what it answers, and the hash of what it says now."""

    folder: str
    page: int
    reply_to: str | None
    removed: bool
    fingerprint: str


@dataclass
class Folder:
    """One archive.

    Attributes:
        name: its folder.
        comments_of: the page that it belongs to; empty if there is no index that says so.
        title: the title of its index.
        pages: how many records each of its pages holds, by the page's number; 0 is the index, if it holds any.
        by_hand: the numbers of the pages on which no record came from an import.
        posts: the keys of the posts that it holds.
        originals: the hash of each comment at the last import, by id.
        has_index: whether there is an index.
    """

    name: str
    comments_of: str = ""
    title: str = ""
    pages: dict[int, int] = field(default_factory=dict)
    by_hand: set[int] = field(default_factory=set)
    posts: set[str] = field(default_factory=set)
    originals: dict[str, str] = field(default_factory=dict)
    has_index: bool = False

    def originals_text(self) -> str:
        """Write the file of the originals."""
        lines = [f"post\t{post}\n" for post in sorted(self.posts)]
        by_id = sorted(self.originals.items(), key=lambda pair: (len(pair[0]), pair[0]))
        return _HEAD + "".join([*lines, *(f"{name}\t{value}\n" for name, value in by_id)])


@dataclass
class Archives:
    """All archives: their folders by name, and their comments by id."""

    folders: dict[str, Folder] = field(default_factory=dict)
    comments: dict[str, Standing] = field(default_factory=dict)


def read_archives(into: Path) -> Archives:
    """Read all archives in a folder, one page at a time.

    Args:
        into: the folder of the archives; it need not exist.

    Returns:
        What they hold, without the texts.

    Raises:
        FaultyArchiveError: a page has a fault, so that it is not known which comments it holds.
        OSError: a file cannot be read.
    """
    found = Archives()
    for path in sorted(into.glob("*/")):
        folder = Folder(path.name)
        found.folders[path.name] = folder
        _read_index(path / INDEX, folder)
        _read_originals(path / ORIGINALS, folder)
        for number, page in comment_pages(path):
            ids = []
            for record in records(page):
                comment = record.comment
                ids.append(comment.id)
                found.comments.setdefault(
                    comment.id,
                    Standing(path.name, number, comment.reply_to, comment.removed, fingerprint_of(comment)),
                )
            if not (number or ids):
                continue
            folder.pages[number] = len(ids)
            if not any(name in folder.originals for name in ids):
                folder.by_hand.add(number)
    return found


def records(page: Path) -> Iterator[Record]:
    """Read the records of a page.

    Raises:
        FaultyArchiveError: the page has a fault.
    """
    document = parse(page_text(page), shown_path(page))
    if document.faults:
        raise FaultyArchiveError(f"{document.faults[0]} Nothing was imported; mend it first.")
    return (part for part in document.parts if isinstance(part, Record))


def page_text(page: Path) -> str:
    """Read a page with the line ends that it has.

    Raises:
        FaultyArchiveError: it is not text in UTF-8.
    """
    try:
        return page.read_bytes().decode()
    except UnicodeDecodeError:
        raise FaultyArchiveError(f"{shown_path(page)} is not text in UTF-8; save it so, then import.") from None


def _read_index(index: Path, folder: Folder) -> None:
    if index.exists():
        data = front_matter(page_text(index))
        folder.has_index = True
        folder.comments_of, folder.title = str(data.get("comments_of", "")), str(data.get("title", ""))


def _read_originals(path: Path, folder: Folder) -> None:
    if not path.exists():
        return
    for line in page_text(path).splitlines():
        name, tab, value = line.partition("\t")
        if name.startswith("#") or not tab:
            continue
        if name == "post":
            folder.posts.add(value)
        else:
            folder.originals[name] = value
