"""What an import says at its end: all that the export holds is accounted for, in numbers and one by one."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scripts.wordpress.wxr import Damaged, Post

#: Why a comment is left out, as the table says it.
REASONS: Final = {
    "no_status": "does not say whether it was approved",
    "held": "waiting for approval",
    "trash": "in the trash",
    "spam": "marked as spam",
    "other_status": "has a state that is not known",
    "pingback": "a pingback or trackback",
    "other_type": "another type, such as a review or an order note",
    "unpublished_post": "its post is not public",
    "protected_post": "its post needs a password",
    "unreadable_post": "its post could not be read",
    "duplicate": "the same comment a second time",
    "removed": "taken out here by its keeper",
}
#: Why a post does not become a page, as the table says it.
REASONS_OF_POSTS: Final = {
    "has_page": "a page of this site stands for it",
    "removed": REASONS["removed"],
    "draft": "a draft (--drafts brings it along)",
    "private": "private",
    "protected": "needs a password",
    "trash": "in the trash",
    "other_status": "has a state that is not known",
    "other_type": "another type (--types takes it)",
    "inner": "what WordPress keeps for itself: menus, revisions",
    "elementor": "Elementor holds its text: save the page from the old site, and write it here",
    "divi": "Divi holds its text: save the page from the old site, and write it here",
    "duplicate": "the same post a second time",
    "hidden": "its post is not public",
    "not_shown": "on no page that was imported",
    "not_at_hand": "not at hand (--media names the folder of the uploads)",
}
#: What a note is about, as the table says it, and in brackets what to do about it.
NOTES: Final = {
    "no_text": "has no text (look at it, and remove it if it is empty)",
    "healed": "held characters that XML forbids; they were mended (look at it)",
    "markup": "held markup that was not escaped; only its words are kept (compare it with the export)",
    "unreadable_characters": "holds characters that could not be read (compare it with the export)",
    "garbled": "looks garbled (compare before and after in the report, and mend it here)",
    "masked": "held e-mail addresses; they were masked (look at it)",
}


_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one comment.

    Attributes:
        id: its id in the export; None if it has none, or none that can be read.
        post: the id of its post, or its slug; empty if neither is known.
        outcome: `kept`, `left_out` or `damaged`.
        reason: for a kept one `new` or `already here`, else why.
    """

    id: str | None
    post: str
    outcome: str
    reason: str


@dataclass(frozen=True)
class Note:
    """Something about a kept comment that its keeper should know; `before` and `after` are of a proposed repair."""

    kind: str
    id: str | None
    post: str
    message: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class PostLine:
    """A post with comments: where they went."""

    post: str
    title: str
    folder: str
    page: str
    new: int
    already: int

    def __str__(self) -> str:
        """Say it in a line."""
        where = f"{self.folder}/, {self.page or f'no page here (if it has one: --post {self.post}=PAGE.md)'}"
        return f"post {self.post}, {self.title}: {where}: {self.new} new, {self.already} already here"


@dataclass(frozen=True)
class PostAccount:
    """What became of one post: `page` is where it is; `kind` is `posts`, `pictures`, or `pages` for all else."""

    post: str
    kind: str
    outcome: str
    reason: str
    page: str = ""
    type: str = ""

    @classmethod
    def of(cls, post: Post, outcome: str, reason: str, page: str = "") -> PostAccount:
        """Say what became of a post; of one that is left out nothing is said but its number and its type."""
        kind = {"post": "posts", "attachment": "pictures"}.get(post.type, "pages")
        outcome = "damaged" if reason == "damaged" else outcome
        return cls(post.id or f"number {post.number} of the file", kind, outcome, reason, page, post.type)


@dataclass(frozen=True)
class Look:
    """Something on a new page that its keeper should look at."""

    page: str
    line: int
    what: str

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.page}:{self.line}: {self.what}"


@dataclass
class Report:
    """What an import did, or would do.

    Attributes:
        only: `posts` or `comments`, if nothing else was loaded.
        pages: what became of each post and page, those that are kept first.
        looks: what should be looked at on the pages.
        blocks: of how many blocks the pages consist; `kept_html` of them stay as HTML.
        addresses: how many old addresses went into the table of redirects.
        nav: what belongs into mkdocs.yml.
        comments: what became of each comment, in the order of the export.
        damaged: what could not be read.
        notes: what the keeper should know.
        posts: where the comments of each post went.
        files: the paths of the files that were written, or would be, from the folder of the pages.
        dry_run: whether nothing was to be written.
    """

    only: str | None = None
    pages: list[PostAccount] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    blocks: int = 0
    kept_html: int = 0
    addresses: int = 0
    nav: str = ""
    comments: list[Account] = field(default_factory=list)
    damaged: list[Damaged] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    posts: list[PostLine] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    dry_run: bool = False

    @property
    def kept(self) -> int:
        """The number of comments of the export that are in the archives now."""
        return sum(account.outcome == "kept" for account in self.comments)

    @property
    def left_out(self) -> Counter[str]:
        """The numbers of comments that were left out, by reason."""
        return Counter(account.reason for account in self.comments if account.outcome == "left_out")

    @property
    def broken(self) -> int:
        """The number of comments that could not be read."""
        return sum(account.outcome == "damaged" for account in self.comments)

    def json(self) -> str:
        """Write all of it as JSON."""
        left_out = self.left_out
        numbers = {
            "read": len(self.comments),
            "kept": self.kept,
            "left_out": {reason: left_out[reason] for reason in REASONS},
        }
        damaged = [{**asdict(damage), "post": damage.post.name} for damage in self.damaged]
        notes = [{key: value for key, value in asdict(note).items() if value is not None} for note in self.notes]
        return json.dumps({**numbers, **asdict(self), "damaged": damaged, "notes": notes}, ensure_ascii=False, indent=1)

    def table(self) -> Iterator[str]:
        """Yield it as lines for a person to read."""
        if self.only != "comments":
            yield from self._table_of_posts()
        if self.only != "posts":
            yield from self._table_of_comments()
        if self.damaged:
            yield from ("", *_first([str(damage) for damage in self.damaged]))
        yield ""
        for kind in ("posts", "pages", "pictures"):
            if self.only != "comments":
                yield f"{kind.capitalize()}: {_sum(one.outcome for one in self.pages if one.kind == kind)}"
        if self.only != "posts":
            begin = "" if self.only else "Comments: "
            yield begin + _sum(one.outcome for one in self.comments)
        verb = "would be written" if self.dry_run else "written"
        yield f"Files {verb}: {len(self.files) or 'none, all of it is here already'}."

    def _table_of_posts(self) -> Iterator[str]:
        for kind in ("posts", "pages", "pictures"):
            found = [one for one in self.pages if one.kind == kind]
            yield f"{len(found):7} {kind} read"
            states = Counter(one.reason for one in found if one.outcome == "kept")
            yield from (f"{number:7} kept: {state}" for state, number in states.items())
            for reason, words in REASONS_OF_POSTS.items():
                if of_it := [one for one in found if one.outcome == "left_out" and one.reason == reason]:
                    types = sorted({one.type for one in of_it}) if reason == "other_type" else []
                    yield f"{len(of_it):7} left out: {words}{': ' if types else ''}{', '.join(types)}"
            yield f"{sum(one.outcome == 'damaged' for one in found):7} damaged"
            yield ""
        if self.blocks:
            yield f"{self.kept_html} of {self.blocks} blocks stay as HTML; {self.addresses} old addresses are new."
        if self.looks:
            yield from (f"To be looked at: {len(self.looks)}", *_first([f"  {look}" for look in self.looks]))
        yield ""

    def _table_of_comments(self) -> Iterator[str]:
        yield from map(str, self.posts)
        left_out = self.left_out
        reasons = ((left_out[reason], f"left out: {words}") for reason, words in REASONS.items() if left_out[reason])
        yield ""
        for number, words in ((len(self.comments), "read"), (self.kept, "kept"), *reasons, (self.broken, "damaged")):
            yield f"{number:7} {words}"
        for kind, words in NOTES.items():
            notes = [note for note in self.notes if note.kind == kind]
            if notes:
                yield from ("", f"{words}: {len(notes)}", f"  {', '.join(_first([str(note.id) for note in notes]))}")


def _sum(outcomes: Iterable[str]) -> str:
    found = Counter(outcomes)
    return f"{found.total()} read = {found['kept']} kept + {found['left_out']} left out + {found['damaged']} damaged."


def _first(names: list[str]) -> list[str]:
    return names if len(names) <= _SHOWN else [*names[:_SHOWN], f"and {len(names) - _SHOWN} more, see the report"]
