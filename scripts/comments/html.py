"""Comments → HTML: flat articles, each with its own address; `overrides/comments/` has the markup.

Nothing that a reader wrote can pass for the author's or for ours: what a reader signed stands in front of "wrote" or of
"a reader", whatever it says; "Al’s answer" alone, its ground and its border come only from the account that was logged
in. Our words stand outside of the text.
"""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final, TypeAlias

from markupsafe import Markup

from scripts.comments.model import situation_anchor
from scripts.comments.text import beginning, fold, html_words, plain_characters, to_html
from scripts.common.partials import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scripts.comments.model import Comment, Date
    from scripts.comments.threads import Placed

#: How readers know the author of the article.
AUTHOR: Final = "Al"

# Reader criteria, "The comment archive", 6.
_MOST_OPEN_WORDS: Final = 400
# WordPress takes names of 245 characters; a longer first line than this one would be a text of its own.
_LONGEST_NAME: Final = 60
_FIRST_WORDS: Final = 8
# Where a note says this, a way to help stands behind it, and where it is about others, the page for who is afraid.
_OF_HELP: Final = re.compile(r"abus|assault|harm|kill|rape|suicid|violen", re.IGNORECASE)
_OF_SAFETY: Final = re.compile(r"abus|afraid|crime|follow|stalk|threat|violen", re.IGNORECASE)
# In what editors write, and nowhere else: a page of this site, never another address.
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\(([\w/.-]+\.md(?:#[\w-]+)?)\)")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# What a partial reads by name; of a dictionary Jinja would try each name as an attribute first, at twice the time.
_View: TypeAlias = SimpleNamespace


def comments_html(  # noqa: PLR0913 - all are needed, and most have a default
    placed: Iterable[Placed],
    *,
    help_url: str,
    safety_url: str,
    heading_level: int = 2,
    listed: bool = False,
    address: Callable[[str], str] = str,
) -> str:
    """Render comments.

    Args:
        placed: the comments in their order.
        help_url: the address of the page with help lines, relative to the page of the comments.
        safety_url: the same for the page for someone who is afraid.
        heading_level: the level of the comments' headings.
        listed: whether an index by situation stands one level above; situations are links to it then.
        address: gives the address of a page that an editor's note links to, `[words](articles/x.md#anchor)`, from the
            path that stands there.

    Returns:
        One `<div>`; in it an `<article>` for each comment, with the anchor that WordPress gave it.
    """
    return filled(
        "comments/comments.html",
        comments=[_view(one, address) for one in placed],
        page=_View(author=AUTHOR, help=help_url, safety=safety_url, level=heading_level, listed=listed),
    )


def _view(placed: Placed, address: Callable[[str], str]) -> _View:
    """Tell what the partial says of a comment."""
    comment = placed.comment
    told = _brief(comment, in_thread=placed.depth > 0 or placed.note is not None)
    summary, date = _line(comment.summary or ""), _date(comment.date)
    first = beginning(comment.text, _FIRST_WORDS) if not (summary or told.name) else ""
    told.__dict__.update(
        depth=placed.depth,
        note=placed.note,
        parent=_brief(placed.parent, in_thread=True) if placed.parent else None,
        answered=placed.answered,
        retold=comment.retold,
        part=comment.part,
        summary=summary,
        beginning=first,
        date=date,
        label=summary or told.name or first or (date.words if date else ""),
        mentions=_mentions(comment, address),
        ours=_note(comment.editor_note, address) if comment.editor_note else None,
        situations=[
            _View(name=name, anchor=situation_anchor(name)) for name in map(plain_characters, comment.situations)
        ],
        **_said(comment),
    )
    return told


def _brief(comment: Comment, *, in_thread: bool) -> _View:
    """Tell what an answer says of the comment that it answers."""
    if comment.by == "author":
        kind = "answer" if comment.reply_to else "comment"
    else:
        kind = "comment" if in_thread or comment.by or comment.removed else "story"
    return _View(
        anchor=comment.anchor,
        by=None if comment.removed else comment.by,
        removed=comment.removed,
        kind=kind,
        name="" if comment.by == "author" else _name(comment),
    )


def _mentions(comment: Comment, address: Callable[[str], str]) -> _View | None:
    note = (comment.content_note or "").strip().rstrip(".")
    if not note:
        return None
    told = _note(note[:1].lower() + note[1:], address, end="")
    told.help = bool(_OF_HELP.search(note))
    return told


def _note(note: str, address: Callable[[str], str], end: str = ".") -> _View:
    """Take a note of ours apart: words, and links to pages of this site."""
    line = _line(note)
    parts: list[_View] = []
    place = 0
    for link in _LINK.finditer(line):
        parts += [_View(words=line[place : link.start()], href=""), _View(words=link[1], href=address(link[2]))]
        place = link.end()
    rest = line[place:]
    parts.append(_View(words=rest if not end or line.endswith((".", "?")) else rest + end, href=""))
    return _View(parts=parts, safety=place == 0 and bool(_OF_SAFETY.search(line)))


def _name(comment: Comment) -> str:
    name = _line(comment.name)
    return name[: _LONGEST_NAME - 1] + "…" if len(name) > _LONGEST_NAME else name


def _date(date: Date | None) -> _View | None:
    if date is None:
        return None
    if isinstance(date, dt.datetime):
        date = date.astimezone(dt.UTC).replace(tzinfo=None)
        machine = f"{date.isoformat(timespec='seconds')}Z"
    else:
        machine = date.isoformat()
    return _View(machine=machine, words=f"{date.day} {_MONTHS[date.month - 1]} {date.year}")


def _line(value: str) -> str:
    return " ".join(plain_characters(value).split())


def _said(comment: Comment) -> dict[str, str]:
    """Give the text, which the sanitiser has made safe; of a long one, what stands open and what is folded."""
    written = to_html(comment.text) if comment.text else ""
    head, rest = written, ""
    # Fewer characters than that cannot be so many words, and most comments are short.
    if len(written) > 2 * _MOST_OPEN_WORDS and html_words(written) > _MOST_OPEN_WORDS:
        head, rest = fold(written)
    return {
        "open": Markup(head.rstrip("\n")),  # noqa: S704 - it comes from the sanitiser, and so does the next
        "rest": Markup(rest),  # noqa: S704
        "rest_words": _about(html_words(rest)) if rest else "",
    }


def _about(number: int) -> str:
    """Round to two digits, so that the number is one that a reader takes in."""
    return f"{round(number, 1 - len(str(number)) + 1) if number >= 100 else number:,}"  # noqa: PLR2004
