"""Where records go: whole threads, the oldest first; a new reply goes to the page of what it answers.

Everything here works on ids alone, without recursion, in time that grows with the number of records.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scripts.comments.archive import ON_A_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scripts.comments.form import Record
    from scripts.comments.model import Comment


def tops_of(parents: Mapping[str, str | None]) -> dict[str, str]:
    """Name the thread of each comment by what stands above all others in it, which may be absent itself.

    Args:
        parents: what each comment answers, by its id; it may hold comments that are not published.
    """
    tops: dict[str, str] = {}
    for start in parents:
        above: dict[str, None] = {}
        name: str | None = start
        top = start
        while name is not None and name not in above:
            top = tops.get(name, name)
            above[name] = None
            name = parents.get(name) if name not in tops else None
        tops.update(dict.fromkeys(above, name or top))
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
