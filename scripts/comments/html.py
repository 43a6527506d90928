"""Comments → HTML: flat articles, each with its own address, and the index; `overrides/comments/` has the markup.

Nothing that a reader wrote can pass for the author's or for ours: what a reader signed stands in front of "wrote" or of
"a reader", whatever it says; "Al’s answer" alone, its ground and its border come only from the account that was logged
in, and so does the name in it where another author of a blog answered. Our words stand outside of the text.
"""

import posixpath
import re
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from types import SimpleNamespace
from typing import Final

from markupsafe import Markup

from scripts.comments.archive import FEWEST_WITH_INDEX, INDEX, Archive, page_number
from scripts.comments.model import Comment, date_in_utc, page_file, situation_anchor
from scripts.comments.text import beginning, fold, plain_line, to_html, word_count
from scripts.common.dates import date_in_words
from scripts.common.partials import filled
from scripts.common.settings import USUAL

#: How readers call the author of the article, where the settings do not say it.
AUTHOR: Final = USUAL.author.called

#: Up to so many comments are listed one by one; a longer list is by pages, with the ids on each.
MOST_LISTED: Final = 500

# Reader criteria, "The comment archive", 6.
_MOST_OPEN_WORDS: Final = 400
# WordPress takes names of 245 characters; a longer first line than this one would be a text of its own.
_LONGEST_NAME: Final = 60
_FIRST_WORDS: Final = 8
_FEW_WORDS: Final = 10
# Where a note says this, a way to help stands behind it, and where it is about others, the page for who is afraid.
_OF_HELP: Final = re.compile(r"abus|assault|harm|kill|rape|suicid|violen", re.IGNORECASE)
_OF_SAFETY: Final = re.compile(r"abus|afraid|crime|follow|stalk|threat|violen", re.IGNORECASE)
# In what editors write, and nowhere else: a page of this site, never another address.
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\((\w[\w/.-]*\.md(?:#[\w-]+)?)\)")


def comments_html(comments: Iterable[Comment], page: str, author: str = AUTHOR, **pages: str) -> str:
    """Render comments.

    Args:
        comments: the comments in their order, each with its place.
        page: their page, as a path from the folder of the pages. On one that is listed by an index, one level above,
            situations are links to it.
        author: how readers call the author.
        pages: as paths from the folder of the pages, `help` with help lines and `afraid` for someone who is
            afraid; to one that is not named there is no link.

    Returns:
        One `<div>`; in it an `<article>` for each comment, with the anchor that WordPress gave it.
    """
    index = f"{posixpath.dirname(page)}/{INDEX}" if page_number(page) else ""
    return filled("comments/comments.html", comments=[_view(one, author) for one in comments], index=index, pages=pages)


def index_html(archive: Archive, known: Iterable[str] | None = None, author: str = AUTHOR) -> str:
    """Print what the index of an archive says of it: how many comments are kept, and from 30 on where each is.

    Args:
        archive: the archive.
        known: the situations in the order in which they are listed; None for the order of the alphabet.
        author: how readers call the author.

    Returns:
        HTML whose links name the Markdown files of the pages, from home on.
    """
    names = sorted({name for entry in archive.kept for name in entry.situations}) if known is None else known
    situations = ((name, [entry for entry in archive.kept if name in entry.situations]) for name in names)
    signed = partial(_signed, author=author)
    return filled(
        "comments/index.html",
        archive=archive,
        authors=sorted({signed(answer) for answer in archive.answers}),
        signed=signed,
        indexed=len(archive.kept) >= FEWEST_WITH_INDEX or any(archive.pages),
        most=MOST_LISTED,
        length=_length,
        situations=[(name, situation_anchor(name), entries) for name, entries in situations if entries],
        pages=[(number, page_file(number), _ids(page)) for number, page in archive.pages.items()],
    ).rstrip("\n")


def _view(comment: Comment, author: str) -> SimpleNamespace:
    """Give what the partial prints of a comment; an object, for of a dictionary Jinja would try each key twice."""
    mentions = plain_line(comment.content_note).rstrip(".")
    ours = plain_line(comment.editor_note)
    name = "" if comment.by == "author" else _name(comment)
    date = comment.date and date_in_utc(comment.date)
    text = to_html(comment.text)
    # Fewer characters than that cannot be so many words, and most comments are short.
    is_long = len(text) > 2 * _MOST_OPEN_WORDS and word_count(text) > _MOST_OPEN_WORDS
    head, rest = fold(text) if is_long else (text, "")
    return SimpleNamespace(
        comment=comment,
        by=None if comment.removed else comment.by,
        name=name,
        author=_signed(comment, author),
        parent_name=_name(comment.parent) if comment.parent else "",
        parent_author=_signed(comment.parent, author) if comment.parent else "",
        summary=plain_line(comment.summary),
        beginning="" if name or comment.summary else beginning(comment.text, _FIRST_WORDS),
        date=date,
        day=date and date_in_words(date[:10]),
        mentions=_note(mentions[:1].lower() + mentions[1:]) if mentions else None,
        ours=_note(ours if ours.endswith((".", "?")) else f"{ours}.") if ours else None,
        situations=[(name, situation_anchor(name)) for name in map(plain_line, comment.situations)],
        open=Markup(head.rstrip("\n")),  # noqa: S704 - it comes from the sanitiser, and so does the next
        rest=Markup(rest),  # noqa: S704
        rest_words=f"{max(10, round(word_count(rest), -1)):,}",
    )


def _note(note: str) -> SimpleNamespace:
    """Take a note of ours apart: words, and links to pages of this site."""
    words, *links = _LINK.split(note)
    parts = [(words, "")]
    for text, target, after in zip(links[::3], links[1::3], links[2::3], strict=True):
        parts += [(text, f"/{target}"), (after, "")]
    afraid = not links and _OF_SAFETY.search(note)
    return SimpleNamespace(parts=parts, help=_OF_HELP.search(note), safety=afraid)


def _name(comment: Comment) -> str:
    name = plain_line(comment.name)
    return name[: _LONGEST_NAME - 1] + "…" if len(name) > _LONGEST_NAME else name


def _signed(comment: Comment, author: str) -> str:
    """Give whose answer it is: `author`, whose first name begins the signature, or another one of a blog of several."""
    name = _name(comment)
    return name if name and name.split()[0].casefold() != author.casefold() else author


def _length(entry: Comment) -> str:
    """Say how long a comment is, as a reader wants to know it: to the nearest ten, or fifty words."""
    if entry.words < _FEW_WORDS:
        return "a few words"
    size = 10 if entry.words < 100 else 50  # noqa: PLR2004
    return f"about {max(size, round(entry.words / size) * size):,} words"


def _ids(page: Sequence[Comment]) -> dict[str, object]:
    """Give the first and the last number on a page; and its ids for the script that finds one: `r1 7 12-15`."""
    numbers = sorted(int(entry.id) for entry in page if entry.id.isdigit())
    runs = ([number for _, number in run] for _, run in groupby(enumerate(numbers), lambda at: at[1] - at[0]))
    ranges = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return {"numbers": numbers, "ranges": " ".join([*(one.id for one in page if not one.id.isdigit()), *ranges])}
