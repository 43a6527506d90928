"""Comments → HTML: flat articles, each with its own address.

Nothing that a reader wrote can pass for the author's or for ours: what a reader signed stands in front of "wrote" and
above the word "Reader", whatever it says; "Al’s answer" alone, its ground and its border come only from the account
that was logged in. Our words stand outside of the text.
"""

from __future__ import annotations

import datetime as dt
import re
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from scripts.comments.model import situation_anchor
from scripts.comments.text import fold, html_words, plain_characters, to_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scripts.comments.model import Comment, Date
    from scripts.comments.threads import Placed

#: How readers know the author of the article.
AUTHOR: Final = "Al"

# Reader criteria, "The comment archive", 6.
_MOST_OPEN_WORDS: Final = 400
# WordPress takes names of 245 characters; a longer first line than this one would be a text of its own.
_LONGEST_NAME: Final = 60
_OF_SAFETY: Final = re.compile(r"abus|afraid|crime|follow|stalk|threat|violen", re.IGNORECASE)
# In what editors write, and nowhere else: a page of this site, never another address.
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\(([\w/.-]+\.md(?:#[\w-]+)?)\)")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NOTES: Final = {
    "orphan": "A reply to a comment that is not kept here.",
    "cycle": "A reply in a circle of comments that answer each other; it stands first here.",
}


def comments_html(
    placed: Iterable[Placed],
    *,
    help_url: str,
    safety_url: str,
    heading_level: int = 2,
    address: Callable[[str], str] = str,
) -> str:
    """Render comments.

    Args:
        placed: the comments in their order.
        help_url: the address of the page with help lines, relative to the page of the comments.
        safety_url: the same for the page for someone who is afraid.
        heading_level: the level of the comments' headings.
        address: gives the address of a page that an editor's note links to, `[words](articles/x.md#anchor)`, from the
            path that stands there.

    Returns:
        One `<div>`; in it an `<article>` for each comment, with the anchor that WordPress gave it.
    """
    writer = _Writer(help_url, safety_url, f"h{heading_level}", address)
    articles = "\n".join("\n".join(writer.article(one)) for one in placed)
    return f'<div class="comments">\n{articles}\n</div>'


class _Writer:
    def __init__(self, help_url: str, safety_url: str, heading: str, address: Callable[[str], str]) -> None:
        self._help = f'<a href="{escape(help_url)}">Get help now</a>'
        self._safety = f'<a href="{escape(safety_url)}">If you are afraid</a>'
        self._heading = heading
        self._address = address

    def article(self, placed: Placed) -> Iterator[str]:
        comment = placed.comment
        anchor = escape(comment.anchor)
        yield f'<article class="{_classes(placed)}" id="{anchor}" aria-labelledby="{anchor}-by">'
        yield f'<{self._heading} id="{anchor}-by">{_title(placed)}</{self._heading}>'
        answered = ' data-pagefind-filter="answered:yes"' if placed.answered and not comment.removed else ""
        yield f'<p class="of"{answered}>{" · ".join(_origin(placed))} {_permalink(comment)}</p>'
        yield from (f'<p class="ours">{note}</p>' for note in self._notes_above(placed))
        if comment.text:
            yield f'<div class="said" dir="auto">\n{_said(comment)}\n</div>'
        elif not comment.removed:
            yield '<p class="ours">No words of this comment are kept.</p>'
        if comment.editor_note:
            yield f'<p class="ours">{self._noted("Our note", comment.editor_note)}</p>'
        if comment.situations:
            # The index of the archive is the folder that its pages lie in; the search takes its filters from here.
            similar = ", ".join(
                f'<a href="../#{escape(situation_anchor(name))}" data-pagefind-filter="situation">{escape(name)}</a>'
                for name in map(plain_characters, comment.situations)
            )
            yield f'<p class="similar">Similar stories: {similar}</p>'
        yield "</article>"

    def _notes_above(self, placed: Placed) -> Iterator[str]:
        comment = placed.comment
        if placed.note:
            yield _NOTES[placed.note]
        kept = [
            self._noted("Our summary", comment.summary) if comment.summary else "",
            "Retold in our words." if comment.retold else "",
            "Only a part of it is kept." if comment.part else "",
        ]
        if any(kept):
            yield " ".join(filter(None, kept))
        if comment.content_note:
            yield f"{self._noted('Before you read', comment.content_note)} {self._help}"

    def _noted(self, whose: str, note: str) -> str:
        text = _LINK.sub(self._link, _line(note))
        end = "" if text.endswith((".", "?")) else "."
        own = _LINK.search(note) or not _OF_SAFETY.search(note)
        return f"{whose}: {text}{end}" + ("" if own else f" {self._safety}")

    def _link(self, found: re.Match[str]) -> str:
        return f'<a href="{escape(self._address(unescape(found[2])))}">{found[1]}</a>'


def _classes(placed: Placed) -> str:
    comment = placed.comment
    marks = {
        "comment": True,
        "reply": placed.depth > 0,
        "answer": comment.by == "author" and not comment.removed,
        "removed": comment.removed,
        "retold": comment.retold,
    }
    return " ".join(name for name, is_so in marks.items() if is_so)


def _title(placed: Placed) -> str:
    comment = placed.comment
    if comment.removed:
        return "Comment removed"
    if comment.by == "author":
        return f"{AUTHOR}’s {'answer' if comment.reply_to else 'comment'}"
    if comment.by == "staff":
        return f"{_name(comment) or 'Someone'}, who worked on the site"
    name = _name(comment)
    return f"{name} wrote" if name else "Unsigned"


def _name(comment: Comment) -> str:
    name = " ".join(plain_characters(comment.name).split())
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME - 1] + "…"
    return f"<bdi>{escape(name, quote=False)}</bdi>" if name else ""


def _origin(placed: Placed) -> Iterator[str]:
    comment = placed.comment
    if not comment.removed:
        yield {"author": "By the author of the article", "staff": "Staff", None: "Reader"}[comment.by]
    if comment.date:
        yield _time(comment.date)
    if placed.parent:
        yield f'in reply to <a href="#{escape(placed.parent.anchor)}">{_referred(placed.parent)}</a>'


def _permalink(comment: Comment) -> str:
    return f'<a class="permalink" href="#{escape(comment.anchor)}">Link to comment {escape(comment.id)}</a>'


def _referred(comment: Comment) -> str:
    if comment.removed:
        return "a removed comment"
    if comment.by == "author":
        return f"{AUTHOR}’s {'answer' if comment.reply_to else 'comment'}"
    name = _name(comment)
    if not name:
        return "an unsigned comment"
    return name if comment.by else f"what {name} wrote"


def _time(date: Date) -> str:
    if isinstance(date, dt.datetime):
        date = date.astimezone(dt.UTC).replace(tzinfo=None)
        machine = f"{date.isoformat(timespec='seconds')}Z"
    else:
        machine = date.isoformat()
    return f'<time datetime="{machine}">{date.day} {_MONTHS[date.month - 1]} {date.year}</time>'


def _line(value: str) -> str:
    return escape(" ".join(plain_characters(value).split()), quote=False)


def _said(comment: Comment) -> str:
    written = to_html(comment.text)
    # Fewer characters than that cannot be so many words, and most comments are short.
    if len(written) <= 2 * _MOST_OPEN_WORDS or html_words(written) <= _MOST_OPEN_WORDS:
        return written
    head, rest = fold(written)
    if not rest:
        return written
    summary = f"<summary>Read the rest (about {_about(html_words(rest))} words)</summary>"
    return f"{head}\n<details>{summary}\n{rest}\n</details>"


def _about(number: int) -> str:
    """Round to two digits, so that the number is one that a reader takes in."""
    return f"{round(number, 1 - len(str(number)) + 1) if number >= 100 else number:,}"  # noqa: PLR2004
