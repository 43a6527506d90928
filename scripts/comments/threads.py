"""The threads of a page: which comment stands below which, without losing any and without a limit to their depth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    Threads stand in the given order of what begins them. Replies stand below what they answer: the author's first,
    directly under the question, then the others in the given order. A reply to something that is not there begins a
    thread; so does, after all others, the first of those whose way up ends in a circle. Of two with the same id,
    replies go to the first. Tombstones stay where something stands below them; all others of them are left out. The
    cost grows with the number of comments alone.
    """
    by_id: dict[str | None, Comment] = {}
    for comment in comments:
        by_id.setdefault(comment.id, comment)
    replies: dict[int | None, list[Comment]] = defaultdict(list)
    for comment in comments:
        above = by_id.get(comment.reply_to)
        replies[id(above) if above else None].append(comment)
    placed: list[Placed] = []
    seen = set[int]()
    for start in [*replies[None], *comments]:
        note: Note | None = "cycle" if start.reply_to in by_id else "orphan" if start.reply_to else None
        waiting: list[Placed] = [Placed(start, 0, None, note)]
        while waiting:
            one = waiting.pop()
            if id(one.comment) not in seen:
                seen.add(id(one.comment))
                below = sorted(replies[id(one.comment)], key=lambda reply: reply.by != "author")
                answered = any(reply.by == "author" and not reply.removed for reply in below)
                placed.append(replace(one, answered=answered))
                waiting += [Placed(reply, one.depth + 1, one.comment) for reply in reversed(below)]
    # From the end of the page: below a comment stands what follows it and is deeper.
    kept: list[Placed] = []
    for one in reversed(placed):
        if not one.comment.removed or (kept and kept[-1].depth > one.depth):
            kept.append(one)
    return kept[::-1]
