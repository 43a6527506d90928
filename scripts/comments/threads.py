"""The threads of a page: which comment stands below which, without losing any and without a limit to their depth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.comments.model import Comment

#: Why a reply stands at the beginning of a thread: what it answers is not there, or answers it in turn.
Note: TypeAlias = Literal["orphan", "cycle"]


@dataclass(frozen=True)
class Placed:
    """A comment in its place.

    Attributes:
        comment: the comment.
        depth: 0 for the beginning of a thread, 1 for what answers it, and so on.
        parent: what it answers; None at the beginning of a thread.
        note: why a reply stands at the beginning of a thread; None for all others.
        answered: the author of the article has answered it.
    """

    comment: Comment
    depth: int
    parent: Comment | None = None
    note: Note | None = None
    answered: bool = False


def arrange(comments: Sequence[Comment]) -> list[Placed]:
    """Put the comments of a page in the order in which they are read.

    Tombstones stay where something stands below them; all others of them are left out.
    """
    found = list(in_threads([(one.id, one.reply_to, one.by == "author") for one in comments]))
    answered = {parent for at, _, parent, _ in found if comments[at].by == "author" and not comments[at].removed}
    placed: list[Placed] = []
    # From the end of the page: below a comment stands what follows it and is deeper.
    depth_below = 0
    for at, depth, parent, note in reversed(found):
        if not comments[at].removed or depth_below > depth:
            above = None if parent is None else comments[parent]
            placed.append(Placed(comments[at], depth, above, note, at in answered))
            depth_below = depth
    return placed[::-1]


def in_threads(comments: Sequence[tuple[str, str | None, bool]]) -> Iterator[tuple[int, int, int | None, Note | None]]:
    """Put comments in the order in which they are read.

    Threads stand in the given order of what begins them. Replies stand below what they answer: the author's first,
    directly under the question, then the others in the given order. A reply to something that is not there begins a
    thread; so does, after all others, the first of those whose way up ends in a circle. Of two with the same id,
    replies go to the first. The cost grows with their number alone.

    Args:
        comments: of each its id, the id of what it answers, and whether it is by the author.

    Yields:
        Of each its index, its depth, the index of what it answers, and why a reply begins a thread.
    """
    by_id: dict[str | None, int] = {}
    for at, (name, _, _) in enumerate(comments):
        by_id.setdefault(name, at)
    replies: dict[int | None, list[int]] = defaultdict(list)
    for at, (_, reply_to, _) in enumerate(comments):
        replies[by_id.get(reply_to)].append(at)
    seen = set[int]()
    for start in [*replies[None], *range(len(comments))]:
        reply_to = comments[start][1]
        note: Note | None = "cycle" if reply_to in by_id else "orphan" if reply_to else None
        waiting: list[tuple[int, int, int | None]] = [(start, 0, None)]
        while waiting:
            at, depth, parent = waiting.pop()
            if at not in seen:
                seen.add(at)
                yield at, depth, parent, note if depth == 0 else None
                below = sorted(replies[at], key=lambda reply: not comments[reply][2])
                waiting += [(reply, depth + 1, at) for reply in reversed(below)]
