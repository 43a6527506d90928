"""What of a comment in an export is published: its name, its text, its date; and how its original is told again."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scripts.wordpress.masking import mask, mask_name

if TYPE_CHECKING:
    from scripts.comments.model import Comment, Date
    from scripts.wordpress.import_report import Reason
    from scripts.wordpress.wxr import Post, RawComment

_MOMENT: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)", re.ASCII)
_NUMBER: Final = re.compile(r"0*([1-9][0-9]{0,18})", re.ASCII)
_PINGS: Final = frozenset({"pingback", "trackback"})
_STATES: Final[dict[str, Reason]] = {
    "": "no_status",
    "0": "held",
    "hold": "held",
    "trash": "trash",
    "post-trashed": "trash",
    "spam": "spam",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The published part of a comment: name, text, date, its writer's own address; how many addresses were masked."""

    name: str
    text: str
    date: Date | None
    url: str | None
    masked: int

    @property
    def fingerprint(self) -> str:
        """A short hash of name, date and text as they are published, and so of nothing that is not public."""
        return fingerprint(self.name, self.date, self.text)


def words_of(raw: RawComment) -> Words:
    """Take what is published out of a comment; addresses typed into name or text are masked."""
    name, in_name = mask_name(" ".join((raw.name or "").split()))
    text, in_text = mask((raw.text or "").replace("\r\n", "\n").replace("\r", "\n"))
    url = " ".join((raw.url or "").split())
    return Words(" ".join(name.split()), text, _date(raw), url or None, in_name + in_text)


def fingerprint(name: str, date: Date | None, text: str) -> str:
    """Hash the public words of a comment, so that a change in WordPress can be told from a change here."""
    public = "\0".join((name, date.isoformat() if date else "", text))
    return hashlib.sha256(public.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def fingerprint_of(comment: Comment) -> str:
    """Hash the public words of a comment as it stands in the archive."""
    return fingerprint(comment.name, comment.date, comment.text)


def number(value: str | None) -> str | None:
    """Read an id of WordPress: a whole number above 0, without zeros before it; None for anything else."""
    found = _NUMBER.fullmatch(value or "")
    return found[1] if found else None


def reason_of_comment(raw: RawComment) -> Reason | None:
    """Say why a comment itself is not published; None if only its post can be in the way."""
    if raw.status != "1":
        return _STATES.get(raw.status or "", "other_status")
    if raw.type in _PINGS:
        return "pingback"
    return None if raw.type in {None, "", "comment"} else "other_type"


def reason_of_post(post: Post | None) -> Reason | None:
    """Say why the comments of a post are not published; None if they are."""
    if post is None or post.damage:
        return "unreadable_post"
    if post.status != "publish":
        return "unpublished_post"
    return "protected_post" if post.password else None


def _date(raw: RawComment) -> Date | None:
    """Read the date: the moment in UTC; without one, the day on the clock of the blog, whose zone is not known."""
    moment = _moment(raw.date)
    if moment:
        return moment.replace(tzinfo=dt.UTC)
    local = _moment(raw.local_date)
    return local.date() if local else None


def _moment(value: str | None) -> dt.datetime | None:
    found = _MOMENT.fullmatch(value or "")
    if not found:
        return None
    try:
        return dt.datetime(*map(int, found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 - the zone is the caller's
    except ValueError:
        return None
