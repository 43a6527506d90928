"""The files of an archive that an import writes: new pages, those that new comments join, the index, the originals."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import yaml

from scripts.comments.archive import FEWEST_WITH_INDEX, INDEX, ON_A_PAGE
from scripts.comments.form import Document, Record, parse, write
from scripts.comments.model import Comment, page_file
from scripts.common.dates import today
from scripts.wordpress.archives import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scripts.wordpress.archives import Archive

_LIST: Final = "/// comment-index"


def files_of(
    archive: Archive, new: Sequence[Record], unpublished: Mapping[str, str | None]
) -> Iterator[tuple[str, str, list[str]]]:
    """Write the files of an archive that change; what stands in them stays, to the byte.

    Args:
        archive: the archive.
        new: the new records in the order in which they are read.
        unpublished: what comments that are not published answer, by their ids; they may hold a thread together.

    Yields:
        The name of each file, its text, and the ids of the comments that come to it.
    """
    standing = [comment for page in archive.pages.values() for comment in page]
    comments = [*standing, *(record.comment for record in new)]
    tops = tops_of({**unpublished, **{comment.id: comment.reply_to for comment in comments}})
    index = archive.index or _new_page(archive, 0)
    last = max(archive.pages, default=0)
    if last:
        joined, others = joining(archive.pages, new, tops)
        # A page on which nothing was imported was written by hand, and keeps to itself.
        is_ours = any(comment.id in archive.originals for comment in archive.pages[last])
        room = max(0, ON_A_PAGE - len(archive.pages[last])) if is_ours else 0
        more, *pages = pages_of(threads_of(others, tops), room)
        joined[last] = [*joined.get(last, []), *more]
        for number, records in sorted(joined.items()):
            if records:
                name = page_file(number)
                yield name, _joined(text_of(archive.folder / name), records), _ids(records)
    elif sum(not comment.removed for comment in comments) < FEWEST_WITH_INDEX:
        pages = []
        yield INDEX, _joined(index, new), _ids(new)
    else:
        # They are too many for the index now.
        here = [part for part in parse(index).parts if isinstance(part, Record)]
        pages = pages_of(threads_of([*here, *new], tops))
        if here or not archive.index:
            yield INDEX, _without_records(index, archive.folder.name) if here else index, []
    for number, records in enumerate(pages, last + 1):
        yield page_file(number), _joined(_new_page(archive, number), records), _ids(records)


def _ids(records: Iterable[Record]) -> list[str]:
    return [record.comment.id for record in records]


def _new_page(archive: Archive, number: int) -> str:
    """Write a page without its comments; 0 is the index."""
    name, page = archive.page_title, f", page {number}" if number else ""
    link = f"“{name}”, which is not kept here" if archive.stands_alone else f"[“{name}”](../../{archive.comments_of})"
    order = ": whole threads, the oldest first." if number else ", all listed, with the answers that they got."
    title, about = f"Comments on “{name}”{page}", f"Comments that readers left on “{name}”{page}{order}"
    keys = {"title": title, "description": about, "kind": "archive", "comments_of": archive.comments_of}
    head = yaml.safe_dump({**keys, "checked": today()}, allow_unicode=True, sort_keys=False, width=1000)
    head = f"---\n{head}---\n\n# {title}\n"
    list_of_all = f"{_LIST} | {archive.folder.name}\n///\n"
    return head if number else f"{head}\nPeople left these comments below {link}.\n\n{list_of_all}"


def _joined(page: str, new: Iterable[Record]) -> str:
    """Put new records behind those of a page, or at its end; every other byte stays as it is."""
    parts = parse(page).parts
    last = max((count for count, part in enumerate(parts, 1) if isinstance(part, Record)), default=len(parts))
    above = write(Document(parts[:last]))
    end = "" if above.endswith("\n") else "\n"
    return "".join([above, end, *(f"\n{record.source}" for record in new), page[len(above) :]])


def _without_records(index: str, folder: str) -> str:
    """Take the records out of an index, and put a list of them in their place if it has none.

    All else is, to the byte, what it was, but for blank lines that stood between records.
    """
    parts = parse(index).parts
    first = next(count for count, part in enumerate(parts) if isinstance(part, Record))
    above = "".join(part for part in parts[:first] if isinstance(part, str)).rstrip("\n")
    below = [part.strip("\n") for part in parts[first:] if isinstance(part, str)]
    # What stands in a comment has gone, so this is the block.
    block = "" if any(_LIST in text for text in (above, *below)) else f"{_LIST} | {folder}\n///"
    return "\n\n".join(filter(None, [above, block, *below])) + "\n"


def tops_of(parents: Mapping[str, str | None]) -> dict[str, str]:
    """Name the thread of each comment by what stands above all others in it, which may be absent itself.

    Args:
        parents: what each comment answers, by its id; it may hold comments that are not published.
    """
    tops: dict[str, str] = {}
    for start in parents:
        passed: set[str] = set()
        name = start
        while name not in passed and name not in tops and (parent := parents.get(name)):
            passed.add(name)
            name = parent
        tops.update(dict.fromkeys([*passed, name], tops.get(name, name)))
    return tops


def threads_of(records: Iterable[Record], tops: Mapping[str, str]) -> list[list[Record]]:
    """Put records of one thread together; the threads stand in the order of what stands first in each."""
    threads: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        threads[tops[record.comment.id]].append(record)
    return list(threads.values())


def joining(
    pages: Mapping[int, Sequence[Comment]], new: Iterable[Record], tops: Mapping[str, str]
) -> tuple[dict[int, list[Record]], list[Record]]:
    """Find the new records that join a thread on a page that stands.

    Args:
        pages: what stands, by the number of its page.
        new: the new records, parents before replies.
        tops: the names of the threads.

    Returns:
        Those that join, by the number of their page: that of what they answer, or of the first of their thread; and all
        others.
    """
    page_of: dict[str, int] = {}
    thread_on: dict[str, int] = {}
    for number, comments in sorted(pages.items()):
        for comment in comments:
            page_of[comment.id] = number
            thread_on.setdefault(tops[comment.id], number)
    found: dict[int, list[Record]] = defaultdict(list)
    others: list[Record] = []
    for record in new:
        comment = record.comment
        if (first := thread_on.get(tops[comment.id])) is None:
            others.append(record)
            continue
        number = page_of.get(comment.reply_to or "", first)
        page_of[comment.id] = number
        found[number].append(record)
    return found, others


def pages_of(threads: Iterable[Sequence[Record]], room: int = ON_A_PAGE) -> list[list[Record]]:
    """Divide threads into pages; a page takes whole threads up to `ON_A_PAGE` comments, or one longer thread.

    Args:
        threads: the threads in their order.
        room: how many comments the first page can take.
    """
    pages: list[list[Record]] = [[]]
    for thread in threads:
        if len(thread) > room and room != ON_A_PAGE:
            pages.append([])
            room = ON_A_PAGE
        pages[-1] += thread
        room -= len(thread)
    return pages
