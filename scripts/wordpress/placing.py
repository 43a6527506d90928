"""Where comments go: whole threads, the oldest first; new replies join their thread.

Everything here works on ids alone, without recursion, in time that grows with the number of comments.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from scripts.comments.archive import ON_A_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scripts.wordpress.export_rows import Row

_One = TypeVar("_One")

#: A thread with more comments is noted. It stays whole: a reply stands on the page of what it answers.
LONG: Final = 200


@dataclass
class Places:
    """Where new comments go in one archive.

    Attributes:
        joining: by the number of a page that stands, the comments that join a thread there, parents before replies.
        threads: the other threads, the oldest first; each with parents before replies.
        cycles: those that begin a circle of replies.
        on_two_pages: those that join threads that stand on two pages.
    """

    joining: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    threads: list[list[Row]] = field(default_factory=list)
    cycles: list[Row] = field(default_factory=list)
    on_two_pages: list[Row] = field(default_factory=list)


def place(
    new: Sequence[Row],
    standing: Mapping[str, tuple[int, str | None]],
    unpublished: Iterable[tuple[str, str | None]] = (),
) -> Places:
    """Find the places of new comments.

    Args:
        new: the comments.
        standing: page and parent of each comment that the archive holds.
        unpublished: id and parent of comments that are not published; they may hold a thread together.

    Returns:
        The places. What answers the same absent comment is kept in one thread, so that the absent one could join it.
    """
    sets = _Sets()
    sets.join_all((row.id, row.reply_to) for row in new)
    sets.join_all((name, parent) for name, (_, parent) in standing.items())
    sets.join_all(unpublished)
    threads: dict[str, list[Row]] = defaultdict(list)
    for row in new:
        threads[sets.find(row.id)].append(row)
    first: dict[str, int] = {}
    asked: dict[str, set[int]] = defaultdict(set)
    for name, (page, parent) in standing.items():
        thread = sets.find(name)
        first[thread] = min(page, first.get(thread, page))
        if parent:
            asked[parent].add(page)
    places = Places()
    for thread, rows in threads.items():
        ordered = list(_ordered(rows, places.cycles))
        if thread in first:
            _join(places, ordered, first[thread], standing, asked)
        else:
            places.threads.append(ordered)
    places.threads.sort(key=lambda rows: (rows[0].at, rows[0].order))
    return places


def _join(
    places: Places,
    ordered: Iterable[Row],
    first: int,
    standing: Mapping[str, tuple[int, str | None]],
    asked: Mapping[str, set[int]],
) -> None:
    """Send each comment to the page of what it answers, of what answers it, or of the first of its thread."""
    chosen: dict[str, int] = {}
    for row in ordered:
        answers = asked.get(row.id, set())
        parent = row.reply_to or ""
        page = chosen.get(parent, standing.get(parent, (None, None))[0])
        page = min(answers, default=first) if page is None else page
        if answers - {page}:
            places.on_two_pages.append(row)
        chosen[row.id] = page
        places.joining[page].append(row)


def threads_of(comments: Sequence[tuple[str, str | None]]) -> list[list[int]]:
    """Find the threads of a page that stands.

    Args:
        comments: id and parent of its records, in their order.

    Returns:
        For each thread the places of its records; the threads in the order of what stands first in each.
    """
    sets = _Sets()
    sets.join_all(comments)
    threads: dict[str, list[int]] = defaultdict(list)
    for place, (name, _) in enumerate(comments):
        threads[sets.find(name)].append(place)
    return list(threads.values())


def pages_of(threads: Iterable[Sequence[_One]], room: int) -> list[list[_One]]:
    """Divide threads into pages.

    Args:
        threads: the threads in their order.
        room: how many comments the last page that stands can still take.

    Returns:
        What goes to that page, which may be nothing; then the new pages. A page takes whole threads up to `ON_A_PAGE`
        comments, or one longer thread.
    """
    pages: list[list[_One]] = [[]]
    left = room
    for thread in threads:
        if len(thread) > left and left != ON_A_PAGE:
            pages.append([])
            left = ON_A_PAGE
        pages[-1] += thread
        left -= len(thread)
    return pages


def insert_after(standing: Sequence[tuple[str, str | None]], joining: Sequence[Row]) -> dict[int, list[Row]]:
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
    groups: dict[str, tuple[int, int, list[Row]]] = {}
    begun: list[tuple[int, int, list[Row]]] = []
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
    found: dict[int, list[Row]] = defaultdict(list)
    # Behind the same record, the answer to the deeper one comes first.
    for place, _, rows in sorted(begun, key=lambda group: group[:2]):
        found[place] += rows
    return found


def _ordered(rows: Sequence[Row], cycles: list[Row]) -> Iterator[Row]:
    """Yield the comments of a thread, each with its replies below it: the author's answers first, then by date."""
    here = {row.id for row in rows}
    replies: dict[str, list[Row]] = defaultdict(list)
    roots: list[Row] = []
    for row in sorted(rows, key=lambda row: (row.at, row.order)):
        if row.reply_to in here:
            replies[row.reply_to].append(row)
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


def _below(roots: Sequence[Row], replies: Mapping[str, list[Row]], seen: set[str]) -> Iterator[Row]:
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

    def join_all(self, pairs: Iterable[tuple[str, str | None]]) -> None:
        for one, other in pairs:
            if other:
                self._above[self.find(one)] = self.find(other)
