"""The archives: which comments are kept for an article, on which page each is, and the checks across pages.

What has to hold across the pages, beside the rules of one record in `form`:

- CM11: An id stands once on the whole site: it is an address, and what `remove` goes by.
- CM12: A reply stands on the page of the comment that it answers: threads are kept whole.
- CM13: A situation is one of those in the data file; a misspelled one would be a list of its own.
- CM14: A summary has at most 20 words: it is read in a list (our acceptance criteria).
- CM15: Comments stand in an index.md with `comments_of`; those of many, in page-1.md and so on beside it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from scripts.comments.form import Record, parse
from scripts.comments.model import Comment
from scripts.comments.text import beginning, plain_line, word_count
from scripts.common.faults import Fault, shown_path
from scripts.content.front_matter import split_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: Where archives and the list of situations are in the folder of the pages.
COMMENTS: Final = "comments"
SITUATIONS: Final = Path("_data") / "situations.yml"
INDEX: Final = "index.md"
#: From so many comments on an archive has an index by situation, and pages; below it is one page, the index itself
#: (reader criteria, "The comment archive", 4).
FEWEST_WITH_INDEX: Final = 30
#: So many comments a page holds, if no thread is longer (10, there).
ON_A_PAGE: Final = 25
#: Where the import keeps which posts and comments an archive has had, beside the pages and no part of the site.
ORIGINALS: Final = ".originals"
_LONGEST_SUMMARY: Final = 20
_EXCERPT_WORDS: Final = 14

_PAGE_NAME: Final = re.compile(r"page-([1-9][0-9]{0,5})\.md")


@dataclass(frozen=True, kw_only=True)
class Entry(Comment):
    """A comment as lists know it: where it is, and without its text.

    Attributes:
        page: the number of its page; 0 for the index.
        words: how long it is.
        line: the editors' summary; without one, the beginning of the text.
        answered: the author has answered it.
    """

    page: int
    words: int
    line: str
    answered: bool

    @property
    def file(self) -> str:
        """The file of its page, in the folder of its archive."""
        return page_file(self.page)


@dataclass
class Archive:
    """All comments of one article.

    Attributes:
        name: its folder as a path from the folder of the pages, such as `comments/when-to-fold`.
        article: the page that they were written to, as a path from the folder of the pages.
        counted: how many comments the source counted, if that is known.
        pages: the comments of each page that holds any, in their order, by its number; 0 is the index.
        by_id: the comments by their ids.
        by_page: as `pages`, without those that have been removed; so are all that follow.
        kept: the comments.
        by_readers: what readers wrote.
        answers: what the author wrote.
        answered: what readers wrote and the author answered.
        noindex: the numbers of the pages that search engines are asked to leave out.
    """

    name: str
    article: str
    counted: int | None
    pages: Mapping[int, Sequence[Entry]]

    def __post_init__(self) -> None:
        self.by_id = {one.id: one for page in self.pages.values() for one in page}
        self.by_page = {number: [one for one in page if not one.removed] for number, page in self.pages.items()}
        self.kept = [one for page in self.by_page.values() for one in page]
        self.by_readers = [one for one in self.kept if one.by is None]
        self.answers = [one for one in self.kept if one.by == "author"]
        self.answered = [one for one in self.by_readers if one.answered]
        self.noindex = frozenset(one.page for one in self.kept if one.third_parties)


def archive_folders(docs: Path) -> list[Path]:
    """List the folders that hold an archive, sorted by name."""
    return sorted(path for path in (docs / COMMENTS).glob("*") if path.is_dir())


def comment_pages(folder: Path) -> list[tuple[int, Path]]:
    """List the pages of a folder that may hold comments with their numbers, in the order of these; 0 is the index."""
    found = ((page_number(f"{COMMENTS}/{path.name}"), path) for path in folder.glob("*.md"))
    return sorted((number, path) for number, path in found if number is not None)


def page_file(number: int) -> str:
    """Name the file of a page by its number."""
    return f"page-{number}.md" if number else INDEX


def front_matter(text: str) -> dict[str, Any]:
    """Read the front matter of a page; empty if there is none that can be read."""
    try:
        data = yaml.safe_load(split_page(text)[0] or "")
    except (yaml.YAMLError, ValueError):
        return {}  # FM01 says it
    return data if isinstance(data, dict) else {}


def page_number(name: str) -> int | None:
    """Tell the number of a page of comments from its path: 0 for an index, None for a page of another kind."""
    if not name.startswith(f"{COMMENTS}/"):
        return None
    file = name.rpartition("/")[2]
    found = _PAGE_NAME.fullmatch(file)
    return int(found[1]) if found else 0 if file == INDEX else None


def load(folder: Path) -> Archive:
    """Read an archive.

    Args:
        folder: the folder of the archive, two levels below that of the pages.

    Returns:
        The archive. Records with a fault are left out; `checks` names them.

    Raises:
        OSError: a file cannot be read.
        UnicodeDecodeError: a file is not text in UTF-8.
    """
    texts = {number: path.read_text(encoding="utf-8-sig") for number, path in comment_pages(folder)}
    comments = {number: parse(text).comments for number, text in texts.items()}
    written = chain.from_iterable(comments.values())
    answered = {one.reply_to for one in written if one.by == "author" and not one.removed}
    meta = front_matter(texts.get(0, ""))
    return Archive(
        name=f"{COMMENTS}/{folder.name}",
        article=str(meta.get("comments_of", "")),
        counted=meta.get("counted"),
        pages={
            number: [_entry(comment, number, answered=comment.id in answered) for comment in found]
            for number, found in comments.items()
            if found or number
        },
    )


def _entry(comment: Comment, page: int, *, answered: bool) -> Entry:
    kept = {**vars(comment), "name": plain_line(comment.name), "text": ""}
    line = plain_line(comment.summary or beginning(comment.text, _EXCERPT_WORDS))
    return Entry(**kept, page=page, words=word_count(comment.text), line=line, answered=answered)


def load_all(docs: Path) -> list[Archive]:
    """Read all archives of a site."""
    return [load(folder) for folder in archive_folders(docs)]


def noindex_pages(archives: Iterable[Archive]) -> frozenset[str]:
    """List the pages that search engines are asked to leave out, as paths from the folder of the pages."""
    return frozenset(f"{archive.name}/{page_file(number)}" for archive in archives for number in archive.noindex)


def known_situations(docs: Path) -> list[str] | None:
    """Read the situations in the order in which the index lists them.

    Args:
        docs: the folder of the pages.

    Returns:
        The situations; None if the site has no such list, and then any will do. A file that is no list of words has
        none; `checks` says it.
    """
    file = docs / SITUATIONS
    if not file.exists():
        return None
    with suppress(yaml.YAMLError):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        if isinstance(data, list) and all(isinstance(entry, str) and entry for entry in data):
            return data
    return []


def checks(docs: Path) -> Iterator[Fault]:
    """Check all archives of a site, each record and what has to hold across the pages.

    Args:
        docs: the folder of the pages.

    Yields:
        `CM01` to `CM15`, each with its file and line.
    """
    known = known_situations(docs)
    if known == []:
        message = "This file has to be a list of words, one on a line after a dash."
        yield Fault(shown_path(docs / SITUATIONS), 0, "CM13", message)
    records: list[tuple[Record, str, int, Path]] = []
    for folder in archive_folders(docs):
        yield from _names(folder)
        for number, path in comment_pages(folder):
            with suppress(UnicodeDecodeError):  # FM01 says it
                document = parse(path.read_text(encoding="utf-8-sig"), shown_path(path))
                yield from document.faults
                found = [part for part in document.parts if isinstance(part, Record)]
                records += [(record, shown_path(path), number, folder) for record in found]
    yield from _across(records, known)


def _across(records: Sequence[tuple[Record, str, int, Path]], known: Sequence[str] | None) -> Iterator[Fault]:
    """Check all records of a site, each with its file, the number of its page, and its folder."""
    home = {(folder, record.comment.id): number for record, _, number, folder in records}
    first: dict[str, str] = {}
    for record, path, number, folder in records:
        comment, fault, here = record.comment, partial(Fault, path, record.line), f"{path}:{record.line}"
        if (other := first.setdefault(comment.id, here)) != here:
            yield fault("CM11", f"The id {comment.id} stands at {other} already; give this comment its own.")
        if (at := home.get((folder, comment.reply_to or ""), number)) != number:
            yield fault("CM12", f"This answers comment {comment.reply_to}, which is on {page_file(at)}; move it there.")
        for name in comment.situations:
            if known and name not in known:
                cure = "add it there, or correct it."
                yield fault("CM13", f"There is no situation “{name}” in {SITUATIONS.name}; {cure}")
        if (words := len((comment.summary or "").split())) > _LONGEST_SUMMARY:
            yield fault("CM14", f"The summary has {words} words; keep it to {_LONGEST_SUMMARY}.")


def _names(folder: Path) -> Iterator[Fault]:
    if not (folder / INDEX).exists():
        yield Fault(shown_path(folder), 0, "CM15", f"There is no {INDEX} in this folder; write one with `comments_of`.")
    for path in sorted(folder.glob("*.md")):
        if path.name != INDEX and not _PAGE_NAME.fullmatch(path.name):
            message = f"{path.name} is no page of comments; call it page-1.md, page-2.md, …"
            yield Fault(shown_path(path), 0, "CM15", message)
