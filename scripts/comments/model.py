"""What a comment is, apart from how it is written on disk or shown on a page: the one form that it has in between."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from scripts.comments.text import beginning, plain_line, word_count

By: TypeAlias = Literal["author", "staff"]

#: How a comment is signed whose writer wished the name to go and the words to stay.
READER: Final = "A reader"

#: Why a reply begins a thread: what it answers is not there, or answers it in turn.
Note: TypeAlias = Literal["orphan", "cycle"]

_EXCERPT_WORDS: Final = 14

#: A moment in UTC; or a day alone, where only the local time of an unknown zone was kept.
Date: TypeAlias = dt.datetime | dt.date


@dataclass(frozen=True, kw_only=True)
class Comment:
    """One reader's comment, or an answer to one.

    Attributes:
        id: the number that WordPress gave it; `r` and a number where that is not known.
        name: how its writer signed; empty if unsigned.
        text: what was written, as WordPress stored it: blank lines between paragraphs, a few HTML tags.
        date: when it was published, if that is known.
        reply_to: the id of the comment that it answers.
        by: `author` for the author of the article, `staff` for another who works on the site; None for a reader.
            It is known from the account that was logged in, never from the name.
        url: the address that its writer gave as their own.
        removed: taken down; name and text are gone, the place is kept.
        retold: the words are the editors', not the writer's.
        part: only a part of it was at hand.
        summary: the editors' line on what it tells.
        situations: the situations it is listed under, as named in the data file of situations.
        content_note: what it mentions that may hurt, as the editors say it.
        editor_note: a sentence that the editors add below it.
        third_parties: it tells of wrongs of people who cannot answer; search engines are asked to stay away.
        page: the number of the page on which it stands; 0 for the index of its archive.
        row: the line of that file on which it begins, counted from 1.
        depth: 0 for the beginning of a thread, 1 for what answers it, and so on.
        parent: what it answers; None at the beginning of a thread.
        note: why a reply stands at the beginning of a thread; None for all others.
        answered: the author of the article has answered it.
    """

    id: str
    name: str = ""
    text: str = ""
    date: Date | None = None
    reply_to: str | None = None
    by: By | None = None
    url: str | None = None
    removed: bool = False
    retold: bool = False
    part: bool = False
    summary: str | None = None
    situations: tuple[str, ...] = ()
    content_note: str | None = None
    editor_note: str | None = None
    third_parties: bool = False
    # Where it stands; no part of what it is.
    page: int = field(default=0, compare=False)
    row: int = field(default=0, compare=False)
    depth: int = field(default=0, compare=False)
    parent: "Comment | None" = field(default=None, compare=False)
    note: Note | None = field(default=None, compare=False)
    answered: bool = field(default=False, compare=False)

    @property
    def anchor(self) -> str:
        """The anchor of the comment on its page, the one that WordPress gave it."""
        return f"comment-{self.id}"

    @property
    def file(self) -> str:
        """The file of its page, in the folder of its archive."""
        return page_file(self.page)

    @property
    def words(self) -> int:
        """How long it is."""
        return word_count(self.text)

    @property
    def line(self) -> str:
        """The line that lists have of it: the editors' summary; without one, the beginning of the text."""
        return plain_line(self.summary or beginning(self.text, _EXCERPT_WORDS))


def page_file(number: int) -> str:
    """Name the file of a page of comments by its number."""
    return f"page-{number}.md" if number else "index.md"


def date_in_utc(date: Date) -> str:
    """Write a date as machines read it, such as `2019-05-04T10:11:00Z` or `2019-05-04`."""
    if isinstance(date, dt.datetime):
        return date.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    return date.isoformat()


def situation_anchor(situation: str) -> str:
    """Give the anchor of a situation's list in the index of an archive."""
    words = "".join(letter if letter.isalnum() else " " for letter in situation.casefold())
    return f"about-{'-'.join(words.split())}"
