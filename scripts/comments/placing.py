"""Where comments go: whole threads, the oldest first, about 25 comments a page; new replies join their thread.

Everything here works on ids alone, without recursion, in time that grows with the number of comments.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: How many comments a page holds, if no thread is longer.
FULL: Final = 25
#: A thread with more comments is noted. It stays whole: a reply stands on the page of what it answers.
LONG: Final = 200


class Placeable(Protocol):
    """A new comment, as far as its place goes: its id, what it answers, when it was written, and who wrote it."""

    id: str
    reply_to: str | None
    at: float
    order: int
    by: str | None


_Row = TypeVar("_Row", bound=Placeable)


@dataclass
class Places(Generic[_Row]):
    """Where new comments go in one archive.

    Attributes:
        joining: by the number of a page that stands, the comments that join a thread there, parents before replies.
        threads: the other threads, the oldest first; each with parents before replies.
        cycles: those that begin a circle of replies.
        on_two_pages: those that join threads that stand on two pages.
    """

    joining: dict[int, list[_Row]] = field(default_factory=lambda: defaultdict(list))
    threads: list[list[_Row]] = field(default_factory=list)
    cycles: list[_Row] = field(default_factory=list)
    on_two_pages: list[_Row] = field(default_factory=list)


def place(
    new: Sequence[_Row],
    standing: Mapping[str, tuple[int, str | None]],
    unpublished: Iterable[tuple[str, str]] = (),
) -> Places[_Row]:
    """Find the places of new comments.

    Args:
        new: the comments.
        standing: page and parent of each comment that the archive holds.
        unpublished: id and parent of comments that are not published; they may hold a thread together.

    Returns:
        The places. What answers the same absent comment is kept in one thread, so that the absent one could join it.
    """
    sets = _Sets()
    for row in new:
        if row.reply_to:
            sets.join(row.id, row.reply_to)
    for name, (_, parent) in standing.items():
        if parent:
            sets.join(name, parent)
    for name, parent in unpublished:
        sets.join(name, parent)
    threads: dict[str, list[_Row]] = defaultdict(list)
    for row in new:
        threads[sets.find(row.id)].append(row)
    first: dict[str, int] = {}
    asked: dict[str, set[int]] = defaultdict(set)
    for name, (page, parent) in standing.items():
        if (thread := sets.find(name)) in threads:
            first[thread] = min(page, first.get(thread, page))
        if parent:
            asked[parent].add(page)
    places = Places[_Row]()
    for thread, rows in threads.items():
        ordered = list(_ordered(rows, places.cycles))
        if thread not in first:
            places.threads.append(ordered)
            continue
        chosen: dict[str, int] = {}
        for row in ordered:
            answers = asked.get(row.id, set())
            parent = row.reply_to or ""
            page = chosen.get(parent) or standing.get(parent, (0, None))[0] or min(answers, default=first[thread])
            if answers - {page}:
                places.on_two_pages.append(row)
            chosen[row.id] = page
            places.joining[page].append(row)
    places.threads.sort(key=lambda rows: (rows[0].at, rows[0].order))
    return places


def pages_of(threads: Iterable[list[_Row]], room: int) -> list[list[_Row]]:
    """Divide threads into pages.

    Args:
        threads: the threads in their order.
        room: how many comments the last page that stands can still take.

    Returns:
        What goes to that page, which may be nothing; then the new pages. A page takes whole threads up to `FULL`
        comments, or one longer thread.
    """
    pages: list[list[_Row]] = [[]]
    left = room
    for thread in threads:
        if len(thread) > left and left != FULL:
            pages.append([])
            left = FULL
        pages[-1] += thread
        left -= len(thread)
    return pages


def insert_after(standing: Sequence[tuple[str, str | None]], joining: Sequence[_Row]) -> dict[int, list[_Row]]:
    """Find the places of comments that join a page.

    Args:
        standing: id and parent of the records of the page, in their order.
        joining: the new ones, parents before replies.

    Returns:
        For the place of a record, the new ones that go directly behind it; -1 stands for the beginning. A reply goes
        behind the last one that answers its parent or what is below it; a comment that others here answer, before them.
    """
    at = {name: place for place, (name, _) in enumerate(standing)}
    last = list(range(len(standing)))
    asked: dict[str, int] = {}
    for place in range(len(standing) - 1, -1, -1):
        parent = standing[place][1]
        if parent is None:
            continue
        asked[parent] = place
        if (above := at.get(parent, place)) < place:
            last[above] = max(last[above], last[place])
    groups: dict[str, tuple[int, int, list[_Row]]] = {}
    begun: list[tuple[int, int, list[_Row]]] = []
    for row in joining:
        parent = row.reply_to or ""
        group = groups.get(parent)
        if group is None:
            if parent in at:
                group = (last[at[parent]], -at[parent], [])
            else:
                group = (asked[row.id] - 1 if row.id in asked else len(standing) - 1, 1, [])
            begun.append(group)
        group[2].append(row)
        groups[row.id] = group
    found: dict[int, list[_Row]] = defaultdict(list)
    # Behind the same record, the answer to the deeper one comes first.
    for place, _, rows in sorted(begun, key=lambda group: group[:2]):
        found[place] += rows
    return found


def _ordered(rows: Sequence[_Row], cycles: list[_Row]) -> Iterator[_Row]:
    """Yield the comments of a thread, each with its replies below it: the author's answers first, then by date."""
    here = {row.id for row in rows}
    replies: dict[str, list[_Row]] = defaultdict(list)
    roots = list[_Row]()
    for row in sorted(rows, key=lambda row: (row.at, row.order)):
        if row.reply_to in here:
            replies[row.reply_to].append(row)  # type: ignore[index]  # what is in `here` is not None
        else:
            roots.append(row)
    for answers in replies.values():
        answers.sort(key=lambda row: row.by != "author")
    seen = set[str]()
    yield from _below(roots, replies, seen)
    if len(seen) < len(rows):
        for row in sorted(rows, key=lambda row: (row.at, row.order)):
            if row.id not in seen:
                cycles.append(row)
                yield from _below([row], replies, seen)


def _below(roots: Sequence[_Row], replies: Mapping[str, list[_Row]], seen: set[str]) -> Iterator[_Row]:
    waiting = list(reversed(roots))
    while waiting:
        row = waiting.pop()
        if row.id in seen:
            continue
        seen.add(row.id)
        yield row
        waiting += reversed(replies.get(row.id, ()))


class _Sets:
    """Sets of ids that belong together."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, name: str) -> str:
        top = name
        while (above := self._above.get(top, top)) != top:
            top = above
        while name != top:
            self._above[name], name = top, self._above[name]
        return top

    def join(self, one: str, other: str) -> None:
        self._above[self.find(one)] = self.find(other)
