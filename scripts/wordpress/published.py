"""What is read of an export: posts, comments, damage. What of a comment is published, and why another one is not."""

import contextlib
import datetime as dt
import hashlib
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import ftfy

from scripts.comments.model import By, Date

#: Nothing else is taken out of a comment.
FIELDS: Final = ("id", "author", "date", "date_gmt", "content", "approved", "type", "parent", "user_id")
_NUMBER: Final = re.compile(r"0*([1-9][0-9]{0,18})", re.ASCII)
_STATES = {"": "no_status", "0": "held", "hold": "held", "trash": "trash", "post-trashed": "trash", "spam": "spam"}
_TYPES = {"": None, "comment": None, "pingback": "pingback", "trackback": "pingback"}
#: What stands in the place of an address.
MASK: Final = "[e-mail address removed]"

# Possessive quantifiers, each begun where no such character stands before it: one pass over any text.
_LINK: Final = re.compile(r"<a\s[^<>]*?mailto:[^<>]*+>([^<]*+)</a\s*>", re.IGNORECASE)
_LOCAL: Final = r"(?<![\w.+%-])[\w.+%-]++"
_AT: Final = r"(?:@|&\#0*64;|&\#x0*40;|\ ?[\[({]\ ?at\ ?[\])}]\ ?)"
_DOT: Final = r"(?:\.|\ ?[\[({]\ ?dot\ ?[\])}]\ ?)"
_ADDRESS: Final = re.compile(
    rf"{_LOCAL}{_AT}[\w-]++(?:{_DOT}[\w-]++)++"
    rf"|(?<![\w.+-])[\w.+-]++%40[\w-]++(?:{_DOT}[\w-]++)++"
    # Between blanks it is mostly the time of day, unless a word follows a dot.
    rf"|{_LOCAL}\ @\ (?=[\w.-]*\.[^\W\d_]{{2}})[\w-]++(?:\.[\w-]++)++"
    rf"|{_LOCAL}\ at\ (?:[\w-]++\ dot\ )++[a-z]{{2,24}}\b",
    re.IGNORECASE,
)

# Ids that we make have 16 digits: no WordPress counts so far, and no editor numbers retold comments so.
_DIGITS: Final = 10**15


@dataclass(slots=True, eq=False)
class Post:
    """A post, page or other thing that can be commented on; whole behind its comments, for fields may follow them.

    Attributes:
        number: which item of the file it is, counted from 1; 0 stands for what is outside of all items.
        id: its number in WordPress.
        slug: the last part of its address.
        title: its title.
        link: its address.
        guid: its permanent name, mostly its address in another form.
        creator: the login of its author.
        status: `publish` if it is public.
        password: what protects it; empty if nothing does.
        type: `post`, `page`, `attachment`, or a type of a plugin.
        parent: the number of the page above it, or of the post that a file was loaded up for.
        date: when it was published, on the clock of the blog.
        modified: when it was last changed.
        text: its text; so is `excerpt`, by hand.
        file: the address of a file.
        terms: its categories and tags: domain, slug and name.
        meta: what plugins say of it, as far as we ask.
        damage: why its fields could not be read; None if they could.
        why: why nothing of it is written, as `report.REASONS` names it; None if its page is. This and all that follows
            is what the import makes of it (`posts`).
        page: the path of its page from the folder of the pages; empty if it has none.
        record: the name by which the next import knows it again.
        headings: the places in it that other pages may link to.
    """

    number: int
    id: str = ""
    slug: str = ""
    title: str = ""
    link: str = ""
    guid: str = ""
    creator: str = ""
    status: str = ""
    password: str = ""
    type: str = "post"
    parent: str = ""
    date: str = ""
    modified: str = ""
    text: str = ""
    excerpt: str = ""
    file: str = ""
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    damage: str | None = None
    why: str | None = None
    page: str = ""
    record: str = ""
    headings: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """A name that stays the same from export to export."""
        return " ".join((self.guid or self.id or self.slug or self.link or f"item {self.number}").split())

    @property
    def name(self) -> str:
        """What a person finds it by."""
        return self.id or self.slug


@dataclass(slots=True, eq=False)
class Row:
    """A comment of an export, as far as it may be published.

    Attributes:
        post: its post.
        given: the id that it had; None if it has none, or none that can be read.
        parent: the id of the comment that it answers.
        user: the number of the account that was logged in.
        reason: why it is left out, as `report.REASONS` names it; None if it is kept.
        words: name, date and text.
        notes: what its keeper should know, by its kind: a message, and the words before and after a proposed repair.
        id: its id on the site.
        reply_to: the id on the site of the comment that it answers.
        by: whose it is.
        is_new: it was not here before.
    """

    post: Post
    given: str | None
    parent: str | None
    user: str
    reason: str | None
    words: tuple[str, Date | None, str] = ("", None, "")
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    id: str = ""
    reply_to: str | None = None
    by: By | None = None
    is_new: bool = False

    @property
    def own_id(self) -> str:
        """An id made of its public words, so that the next import makes the same."""
        name, date, text = self.words
        words = _digest(name, date.isoformat() if date else "", text).hex()[:16]
        digest = _digest(self.post.key, self.given or "", self.parent or "", words)
        return f"r{_DIGITS + int.from_bytes(digest[:8], 'big') % (9 * _DIGITS)}"


class Damaged(NamedTuple):
    """A comment that cannot be read, or a stretch between comments.

    Attributes:
        post: its post.
        line: the line on which it begins; 0 if it is about the file as a whole.
        id: its id, if that can be seen.
        why: what is wrong, to go on after "The comment", without a full stop.
        comment: whether it is a comment.
    """

    post: Post
    line: int
    id: str | None
    why: str
    comment: bool = True

    def __str__(self) -> str:
        """Say it in a sentence."""
        what = f"comment {self.id}" if self.id else "a comment" if self.comment else "between comments"
        return f"line {self.line}: {what}: {self.why}." if self.line else f"{self.why}."


def row_of(post: Post, fields: Mapping[str, str], line: int, healed: set[str]) -> Row:
    """Take what is published out of a comment; addresses typed into name or text are masked.

    Args:
        post: its post.
        fields: all of `FIELDS`; blanks at the ends are cut, and what is missing is empty.
        line: the line on which it begins.
        healed: what was done to make it readable, where a word or a mark of it may be gone.
    """
    status, kind = fields["approved"], fields["type"]
    reason = _STATES.get(status, "other_status") if status != "1" else _TYPES.get(kind, "other_type")
    row = Row(post, number(fields["id"]), number(fields["parent"]), fields["user_id"], reason)
    if reason is None:
        name, in_name = mask(html.unescape(" ".join(fields["author"].split())))
        text, in_text = mask(fields["content"].replace("\r\n", "\n").replace("\r", "\n"))
        # Without a moment, the day on the clock of the blog, whose zone is not known.
        local = _moment(fields["date"])
        row.words = " ".join(name.split()), _moment(fields["date_gmt"]) or (local and local.date()), text
        row.notes |= _notes(row, f"It begins in line {line} of the export", healed, in_name + in_text)
        if row.parent == row.given:
            row.parent = None
    return row


def number(value: str) -> str | None:
    """Read an id of WordPress: a whole number above 0, without zeros before it; None for anything else."""
    found = _NUMBER.fullmatch(value)
    return found[1] if found else None


def reason_of_post(post: Post) -> str | None:
    """Say why the comments of a post are not published; None if they are."""
    unreadable, unpublished = post.damage or not post.number, post.status != "publish"
    reasons = {"unreadable_post": unreadable, "unpublished_post": unpublished, "protected_post": post.password}
    return next((reason for reason, holds in reasons.items() if holds), None)


def _notes(row: Row, where: str, healed: set[str], masked: int) -> Iterator[tuple[str, dict[str, str]]]:
    name, _, text = row.words
    if "\ufffd" in f"{text}{name}":
        healed |= {"characters that could not be read"}
    if not text:
        yield "no_text", {"message": f"{where}."}
    if healed:
        yield "healed", {"message": f"{where}: {', '.join(sorted(healed))}."}
    if masked:
        yield "masked", {"message": f"{masked} masked."}
    if value := next(filter(mended, (text, name)), ""):
        yield "garbled", {"message": "Its characters look garbled.", "before": value, "after": mended(value)}


def mended(text: str) -> str:
    """Propose what garbled characters were; nothing if none are."""
    return better if not text.isascii() and (better := ftfy.fix_encoding(text)) != text else ""


def _digest(*values: str) -> bytes:
    return hashlib.sha256("\0".join(values).encode("utf-8", "surrogatepass")).digest()


def _moment(value: str) -> dt.datetime | None:
    with contextlib.suppress(ValueError):
        return dt.datetime.fromisoformat(f"{value}Z")
    return None


def mask(text: str) -> tuple[str, int]:
    """Mask the addresses in a text.

    Written out with "at" and "dot", in brackets or spelled, they are addresses all the same.

    Args:
        text: what somebody wrote, with or without tags.

    Returns:
        The text with `MASK` in the place of each address and without links to write to one, and their number.
    """
    text, links = _LINK.subn(r"\1", text)
    text, addresses = _ADDRESS.subn(MASK, text)
    return text, links + addresses
