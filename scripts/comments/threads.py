"""The threads of a page: which comment stands below which, without losing any and without a limit to their depth."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from scripts.comments.model import Comment, Note


def arrange(comments: Sequence[Comment]) -> list[Comment]:
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
    placed: list[Comment] = []
    seen = set[int]()
    for start in [*replies[None], *comments]:
        waiting: list[tuple[Comment, int, Comment | None]] = [(start, 0, None)]
        while waiting:
            one, depth, parent = waiting.pop()
            if id(one) in seen:
                continue
            seen.add(id(one))
            below = sorted(replies[id(one)], key=lambda reply: reply.by != "author")
            answered = any(reply.by == "author" and not reply.removed for reply in below)
            note: Note | None = None if parent or not one.reply_to else "cycle" if one.reply_to in by_id else "orphan"
            placed.append(replace(one, depth=depth, parent=parent, note=note, answered=answered))
            waiting += [(reply, depth + 1, one) for reply in reversed(below)]
    # From the end of the page: below a comment stands what follows it and is deeper.
    kept: list[Comment] = []
    for one in reversed(placed):
        if not one.removed or (kept and kept[-1].depth > one.depth):
            kept.append(one)
    return kept[::-1]
