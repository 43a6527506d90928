"""The archive of one article's comments: which pages it has, what is on them, and what has to hold across them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from scripts.comments.form import Record, parse
from scripts.comments.text import beginning
from scripts.comments.text import words as count_words
from scripts.common.faults import Fault, shown_path
from scripts.content.page import parse_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scripts.comments.form import Document
    from scripts.comments.model import By, Comment, Date

#: Where archives and the list of situations are in the folder of the pages.
COMMENTS: Final = "comments"
SITUATIONS: Final = Path("_data") / "situations.yml"
INDEX: Final = "index.md"
#: From so many comments on an archive has an index by situation, and pages; below it is one page, the index itself
#: (reader criteria, "The comment archive", 4).
FEWEST_WITH_INDEX: Final = 30
#: So many comments a page holds, if no thread is longer (10, there).
ON_A_PAGE: Final = 25
#: What the import keeps of each comment's original, beside the pages and no part of the site.
ORIGINALS: Final = ".originals"

#: What has to hold across the pages, by id; the rules of one record are those of `form`.
RULES: Final = {
    "CM11": "An id stands once on the whole site: it is an address, and what `remove` goes by.",
    "CM12": "A reply stands on the page of the comment that it answers: threads are kept whole.",
    "CM13": "A situation is one of those in the data file; a misspelled one would be a list of its own.",
    "CM14": "A summary has at most 20 words: it is read in a list (our acceptance criteria).",
    "CM15": "Comments stand in an index.md with `comments_of`; those of many, in page-1.md and so on beside it.",
}
_LONGEST_SUMMARY: Final = 20
_EXCERPT_WORDS: Final = 14

_PAGE_NAME: Final = re.compile(r"page-([1-9][0-9]{0,5})\.md")


@dataclass(frozen=True)
class Entry:
    """What the index says of a comment.

    Attributes:
        id: its id.
        anchor: its anchor on its page.
        page: the number of its page; 0 for the index.
        name: how its writer signed; empty if unsigned.
        by: `author`, `staff`, or None for a reader.
        date: when it was published, if that is known.
        reply_to: the id of the comment that it answers.
        words: how long it is.
        line: the editors' summary; without one, the beginning of the text.
        summarised: whether `line` is a summary.
        situations: the situations it is listed under.
        answers: the ids of the author's answers to it.
        removed: taken down.
        part: only a part of it was at hand.
    """

    id: str
    anchor: str
    page: int
    name: str
    by: By | None
    date: Date | None
    reply_to: str | None
    words: int
    line: str
    summarised: bool
    situations: tuple[str, ...]
    answers: tuple[str, ...]
    removed: bool
    part: bool = False

    @property
    def address(self) -> str:
        """Its address, as it stands in a link on the index page."""
        return f"{page_address(self.page)}#{self.anchor}"


@dataclass(frozen=True)
class CommentPage:
    """A page of comments.

    Attributes:
        number: its number, from 1; 0 for the index.
        ids: the ids on it in their order, without those of readers' comments that were removed.
        noindex: whether a comment on it tells of wrongs of people who cannot answer.
    """

    number: int
    ids: tuple[str, ...]
    noindex: bool


@dataclass(frozen=True)
class Archive:
    """All comments of one article.

    Attributes:
        name: its folder as a path from the folder of the pages, such as `comments/when-to-fold`.
        article: the page that they were written to, as a path from the folder of the pages.
        counted: how many comments the source counted, if that is known.
        entries: the comments in the order of the pages.
        pages: the pages that hold comments; for an archive of one page, the index alone.
    """

    name: str
    article: str
    counted: int | None
    entries: tuple[Entry, ...]
    pages: tuple[CommentPage, ...]

    # Each of them is asked for by every page of the archive.
    @cached_property
    def kept(self) -> tuple[Entry, ...]:
        """The comments that have not been removed."""
        return tuple(entry for entry in self.entries if not entry.removed)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """All comments by their ids."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def by_page(self) -> Mapping[int, Sequence[Entry]]:
        """The comments that have not been removed, by the number of their page."""
        found: dict[int, list[Entry]] = {page.number: [] for page in self.pages}
        for entry in self.kept:
            found[entry.page].append(entry)
        return found

    @cached_property
    def by_readers(self) -> tuple[Entry, ...]:
        """What readers wrote."""
        return tuple(entry for entry in self.kept if entry.by is None)

    @cached_property
    def answers(self) -> tuple[Entry, ...]:
        """What the author wrote."""
        return tuple(entry for entry in self.kept if entry.by == "author")

    @cached_property
    def answered(self) -> tuple[Entry, ...]:
        """The readers' comments that the author answered."""
        return tuple(entry for entry in self.by_readers if entry.answers)

    @cached_property
    def indexed(self) -> bool:
        """Whether the stories are too many to be looked through, so that an index by situation stands before them."""
        return len(self.kept) >= FEWEST_WITH_INDEX or any(page.number for page in self.pages)

    @cached_property
    def noindex(self) -> frozenset[int]:
        """The numbers of the pages that search engines are asked to leave out."""
        return frozenset(page.number for page in self.pages if page.noindex)


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


def page_address(number: int) -> str:
    """Give the address of a page by its number, as it stands in a link on the index."""
    return f"page-{number}/" if number else ""


def front_matter(text: str) -> dict[str, object]:
    """Read the front matter of a page; empty if there is none that can be read."""
    try:
        data = yaml.safe_load(parse_page(text, "", "").front_matter or "")
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
    """Read an archive; a second time only if a file has changed.

    Args:
        folder: the folder of the archive, two levels below that of the pages.

    Returns:
        The archive. Records with a fault are left out; `checks` names them.

    Raises:
        OSError: a file cannot be read.
        UnicodeDecodeError: a file is not text in UTF-8.
    """
    files = [path for _, path in comment_pages(folder)]
    state = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    return _load(folder, state)


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
        The situations; None if the site has no such list, and then any will do.

    Raises:
        ValueError: the file is not a list of words; `checks` says it with the line.
    """
    file = docs / SITUATIONS
    if not file.exists():
        return None
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(data, list) or not all(isinstance(entry, str) and entry for entry in data):
        raise ValueError(f"{shown_path(file)} has to be a list of words, one on a line after a dash.")
    return data


def checks(docs: Path) -> Iterator[Fault]:
    """Check all archives of a site, each record and what has to hold across the pages.

    Args:
        docs: the folder of the pages.

    Yields:
        `CM01` to `CM15`, each with its file and line.
    """
    try:
        known = known_situations(docs)
    except (ValueError, yaml.YAMLError):
        message = "This file has to be a list of words, one on a line after a dash."
        yield Fault(shown_path(docs / SITUATIONS), 0, "CM13", message)
        known = None
    across = _Across(known)
    for folder in archive_folders(docs):
        yield from _names(folder)
        home: dict[str, int] = {}
        documents: list[tuple[int, str, Document]] = []
        for number, path in comment_pages(folder):
            try:
                text = path.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError:
                continue  # FM01 says it
            document = parse(text, shown_path(path))
            documents.append((number, shown_path(path), document))
            home.update((comment.id, number) for comment in document.comments)
            yield from document.faults
        for number, path_name, document in documents:
            for part in document.parts:
                if isinstance(part, Record):
                    yield from across.faults(part, path_name, number, home)


def _names(folder: Path) -> Iterator[Fault]:
    if not (folder / INDEX).exists():
        yield Fault(shown_path(folder), 0, "CM15", f"There is no {INDEX} in this folder; write one with `comments_of`.")
    for path in sorted(folder.glob("*.md")):
        if path.name != INDEX and not _PAGE_NAME.fullmatch(path.name):
            yield Fault(
                shown_path(path), 0, "CM15", f"{path.name} is no page of comments; call it page-1.md, page-2.md, …"
            )


@dataclass
class _Across:
    """What a record is compared with: the ids so far with their places, and the situations that there are."""

    known: Sequence[str] | None
    places: dict[str, str] = field(default_factory=dict)

    def faults(self, record: Record, path: str, number: int, home: Mapping[str, int]) -> Iterator[Fault]:
        """Check one record on page `number`; `home` has the pages of the ids in its folder."""
        comment = record.comment
        place = f"{path}:{record.line}"
        if (first := self.places.setdefault(comment.id, place)) != place:
            message = f"The id {comment.id} stands at {first} already; give this comment its own."
            yield Fault(path, record.line, "CM11", message)
        elsewhere = home.get(comment.reply_to or "")
        if elsewhere is not None and elsewhere != number:
            message = f"This answers comment {comment.reply_to}, which is on {page_file(elsewhere)}; move it there."
            yield Fault(path, record.line, "CM12", message)
        for situation in comment.situations:
            if self.known is not None and situation not in self.known:
                message = f"There is no situation “{situation}” in {SITUATIONS.name}; add it there, or correct it."
                yield Fault(path, record.line, "CM13", message)
        if (words := len((comment.summary or "").split())) > _LONGEST_SUMMARY:
            message = f"The summary has {words} words; keep it to {_LONGEST_SUMMARY}."
            yield Fault(path, record.line, "CM14", message)


@lru_cache(maxsize=64)
def _load(folder: Path, state: tuple[tuple[Path, int, int], ...]) -> Archive:
    """Read an archive; `state` is the key of the cache and names the files."""
    comments: list[tuple[int, Comment]] = []
    pages: list[CommentPage] = []
    meta: Mapping[str, object] = {}
    for path, *_ in state:
        text = path.read_text(encoding="utf-8-sig")
        if path.name == INDEX:
            meta = front_matter(text)
        here = parse(text).comments
        if path.name == INDEX and not here:
            continue
        number = page_number(f"{COMMENTS}/{path.name}") or 0
        comments += [(number, comment) for comment in here]
        pages.append(
            CommentPage(
                number,
                tuple(comment.id for comment in here),
                any(comment.third_parties for comment in here),
            )
        )
    counted = meta.get("counted")
    return Archive(
        name=f"{folder.parent.name}/{folder.name}",
        article=str(meta.get("comments_of", "")),
        counted=counted if isinstance(counted, int) else None,
        entries=tuple(_entries(comments)),
        pages=tuple(pages),
    )


def _entries(comments: Iterable[tuple[int, Comment]]) -> Iterator[Entry]:
    kept = list(comments)
    answers: dict[str, list[str]] = {}
    for _, comment in kept:
        if comment.by == "author" and comment.reply_to and not comment.removed:
            answers.setdefault(comment.reply_to, []).append(comment.id)
    for number, comment in kept:
        yield Entry(
            id=comment.id,
            anchor=comment.anchor,
            page=number,
            name=comment.name,
            by=comment.by,
            date=comment.date,
            reply_to=comment.reply_to,
            words=count_words(comment.text),
            line=comment.summary or beginning(comment.text, _EXCERPT_WORDS),
            summarised=comment.summary is not None,
            situations=comment.situations,
            answers=tuple(answers.get(comment.id, ())),
            removed=comment.removed,
            part=comment.part,
        )


def situation_counts(archive: Archive) -> Counter[str]:
    """Count the kept comments of each situation; one comment may count in several."""
    return Counter(situation for entry in archive.kept for situation in entry.situations)
