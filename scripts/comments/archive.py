"""The archives: which comments are kept for an article, on which page each is, and the checks across pages.

What has to hold across the pages, beside the rules of one record in `form`:

- CM11: An id stands once on the whole site: it is an address, and what `remove` goes by.
- CM12: A reply stands on the page of the comment that it answers: threads are kept whole.
- CM13: A situation is one of those in the data file; a misspelled one would be a list of its own.
- CM14: A summary has at most 20 words: it is read in a list (our acceptance criteria).
- CM15: Comments stand in an index.md with `comments_of`; those of many, in page-1.md and so on beside it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import yaml

from scripts.comments.form import parse
from scripts.comments.model import Comment, page_file
from scripts.comments.text import plain_line
from scripts.common.dates import today
from scripts.common.faults import Fault, shown_path
from scripts.content.front_matter import read_entry, split_page

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

_PAGE: Final = re.compile(rf"{COMMENTS}/(?:.*/)?(?:index|page-([1-9][0-9]{{0,5}}))\.md")


@dataclass
class Archive:
    """All comments of one article.

    Attributes:
        name: its folder as a path from the folder of the pages, such as `comments/when-to-fold`.
        article: the page that they were written to, as a path from the folder of the pages.
        counted: how many comments the source counted, if that is known.
        pages: the comments of each page that holds any, in their order, by its number; 0 is the index.
        faults: what is wrong with its files and records.
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
    pages: Mapping[int, Sequence[Comment]]
    faults: Sequence[Fault]

    def __post_init__(self) -> None:
        self.by_id = {one.id: one for page in self.pages.values() for one in page}
        self.by_page = {number: [one for one in page if not one.removed] for number, page in self.pages.items()}
        self.kept = [one for page in self.by_page.values() for one in page]
        self.by_readers = [one for one in self.kept if one.by is None]
        self.answers = [one for one in self.kept if one.by == "author"]
        self.answered = [one for one in self.by_readers if one.answered]
        self.noindex = frozenset(one.page for one in self.kept if one.third_parties)


def comment_pages(folder: Path) -> list[tuple[int, Path]]:
    """List the pages of a folder that may hold comments with their numbers, in the order of these; 0 is the index."""
    found = ((page_number(f"{COMMENTS}/{path.name}"), path) for path in folder.glob("*.md"))
    return sorted((number, path) for number, path in found if number is not None)


def front_matter(text: str) -> dict[str, Any]:
    """Read the front matter of a page; empty if there is none that can be read."""
    # Not by its cache: a blog has thousands of pages, and what was read of them takes more memory than their texts.
    return dict(read_entry.__wrapped__(split_page(text)[0], "", "", frozenset(), today()).data)


def page_number(name: str) -> int | None:
    """Tell the number of a page of comments from its path: 0 for an index, None for a page of another kind."""
    found = _PAGE.fullmatch(name)
    return found and int(found[1] or 0)


def load(folder: Path) -> Archive:
    """Read an archive.

    Args:
        folder: the folder of the archive, two levels below that of the pages.

    Returns:
        The archive. Records with a fault are left out.

    Raises:
        OSError: a file cannot be read.
    """
    meta: dict[str, Any] = {}
    pages: dict[int, list[Comment]] = {}
    faults = list(_misnamed(folder))
    for number, path in comment_pages(folder):
        text = path.read_text(encoding="utf-8-sig", errors="replace")  # FM01 says what is not UTF-8
        meta = meta if number else front_matter(text)
        document = parse(text, shown_path(path))
        faults += document.faults
        answered = {one.reply_to for one in document.comments if one.by == "author" and not one.removed}
        found = [
            replace(one, page=number, name=plain_line(one.name), answered=one.id in answered)
            for one in document.comments
        ]
        pages |= {number: found} if found or number else {}
    name, article = f"{COMMENTS}/{folder.name}", str(meta.get("comments_of", ""))
    return Archive(name, article, meta.get("counted"), pages, faults)


def _misnamed(folder: Path) -> Iterator[Fault]:
    if not (folder / INDEX).exists():
        yield Fault(shown_path(folder), 0, "CM15", f"There is no {INDEX} in this folder; write one with `comments_of`.")
    for path in sorted({*folder.glob("*.md")} - {path for _, path in comment_pages(folder)}):
        message = f"{path.name} is no page of comments; call it page-1.md, page-2.md, …"
        yield Fault(shown_path(path), 0, "CM15", message)


def load_all(docs: Path) -> list[Archive]:
    """Read all archives of a site, sorted by the names of their folders."""
    return [load(path) for path in sorted((docs / COMMENTS).glob("*/"))]


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
    first: dict[str, str] = {}
    for archive in load_all(docs):
        yield from archive.faults
        for number, page in archive.pages.items():
            path = shown_path(docs / archive.name / page_file(number))
            for one in page:
                yield from _across(one, archive, path, known)
                if (other := first.setdefault(one.id, here := f"{path}:{one.row}")) != here:
                    message = f"The id {one.id} stands at {other} already; give this comment its own."
                    yield Fault(path, one.row, "CM11", message)


def _across(one: Comment, archive: Archive, path: str, known: Sequence[str] | None) -> Iterator[Fault]:
    fault = partial(Fault, path, one.row)
    parent = archive.by_id.get(one.reply_to or "", one)
    if parent.page != one.page:
        yield fault("CM12", f"This answers comment {parent.id}, which is on {parent.file}; move it there.")
    for name in one.situations:
        if known and name not in known:
            yield fault("CM13", f"There is no situation “{name}” in {SITUATIONS.name}; add it there, or correct it.")
    if (words := len((one.summary or "").split())) > _LONGEST_SUMMARY:
        yield fault("CM14", f"The summary has {words} words; keep it to {_LONGEST_SUMMARY}.")
