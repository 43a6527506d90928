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
        root: the beginning of its thread.
        parent: what it answers; None at the beginning of a thread.
        note: why a reply stands at the beginning of a thread; None for all others.
        answered: the author of the article has answered it.
    """

    comment: Comment
    depth: int
    root: Comment
    parent: Comment | None = None
    note: Note | None = None
    answered: bool = False


def arrange(comments: Sequence[Comment]) -> list[Placed]:
    """Put comments in the order in which they are read.

    Threads stand in the given order of what begins them. Replies stand below what they answer: the author's first,
    directly under the question, then the others in the given order. A reply to something that is not there begins a
    thread; so does the first of those that answer each other in a circle. Tombstones stay where something stands below
    them.

    Args:
        comments: comments of one page. Of two with the same id, replies go to the first.

    Returns:
        All of them but the tombstones below which nothing stands. The cost grows with their number alone.
    """
    places = dict[str, int]()
    for place, comment in enumerate(comments):
        places.setdefault(comment.id, place)
    parents = [places.get(comment.reply_to or "") for comment in comments]
    cut = _cycles(parents)
    replies = defaultdict[int, list[int]](list)
    for place, parent in enumerate(parents):
        if parent is not None and place not in cut:
            replies[parent].append(place)
    placed = list(_walk(comments, parents, cut, replies))
    return [one for one, shown in zip(placed, _shown(placed), strict=True) if shown]


def _cycles(parents: Sequence[int | None]) -> set[int]:
    """Find, for each circle, the one that stands first of those in it."""
    found = set[int]()
    walk_of = [-1] * len(parents)
    for start in range(len(parents)):
        place: int | None = start
        while place is not None and walk_of[place] == -1:
            walk_of[place] = start
            place = parents[place]
        if place is None or walk_of[place] != start:
            continue
        first, around = place, parents[place]
        while around is not None and around != place:
            first, around = min(first, around), parents[around]
        found.add(first)
    return found


def _walk(
    comments: Sequence[Comment], parents: Sequence[int | None], cut: set[int], replies: dict[int, list[int]]
) -> Iterator[Placed]:
    for start, root in enumerate(comments):
        if parents[start] is not None and start not in cut:
            continue
        note: Note | None = "cycle" if start in cut else "orphan" if root.reply_to is not None else None
        waiting: list[tuple[int, int, Comment | None]] = [(start, 0, None)]
        while waiting:
            place, depth, parent = waiting.pop()
            comment = comments[place]
            below = sorted(replies.get(place, ()), key=lambda reply: comments[reply].by != "author")
            answered = any(comments[reply].by == "author" and not comments[reply].removed for reply in below)
            yield Placed(comment, depth, root, parent, None if depth else note, answered)
            waiting += [(reply, depth + 1, comment) for reply in reversed(below)]


def _shown(placed: Sequence[Placed]) -> list[bool]:
    """Tell which of the placed comments are shown: not tombstones with nothing shown below them."""
    shown = [not one.comment.removed for one in placed]
    # From the end of the page: below a comment stands what follows it and is deeper.
    depth_below = 0
    for place in range(len(placed) - 1, -1, -1):
        depth = placed[place].depth
        shown[place] = shown[place] or depth_below > depth
        if shown[place]:
            depth_below = depth
    return shown
