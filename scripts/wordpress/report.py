"""What an import says at its end: all that the export holds is accounted for, in numbers and one by one."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.wordpress.wxr import Damaged, Post

#: What an export holds, as the table names it.
KINDS: Final = ("posts", "pages", "pictures", "comments")
#: Why something is left out, as the table says it.
REASONS: Final = {
    "no_status": "does not say whether it was approved",
    "held": "waiting for approval",
    "trash": "in the trash",
    "spam": "marked as spam",
    "other_status": "has a state that is not known",
    "pingback": "a pingback or trackback",
    "other_type": "another type, such as that of a plugin (of posts, --types takes it)",
    "unpublished_post": "its post is not public",
    "protected_post": "its post needs a password",
    "unreadable_post": "its post could not be read",
    "duplicate": "the same a second time",
    "removed": "taken out here by its keeper",
    "has_page": "a page of this site stands for it",
    "draft": "a draft (--drafts brings it along)",
    "private": "private",
    "protected": "needs a password",
    "inner": "what WordPress keeps for itself: menus, revisions",
    "elementor": "Elementor holds its text: save the page from the old site, and write it here",
    "divi": "Divi holds its text: save the page from the old site, and write it here",
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
    """What became of one post, page, picture or comment; of one that is left out nothing is said but its number.

    Attributes:
        kind: one of `KINDS`.
        id: its id in the export; None if it has none, or none that can be read.
        outcome: `kept`, `left_out` or `damaged`.
        reason: for a kept one what was done, such as `new`; else why, as `REASONS` names it, or what is wrong.
        post: the id of the post that a comment is of, or its slug; empty if neither is known.
        page: where a post is.
        type: its type in WordPress, if it is no comment.
    """

    kind: str
    id: str | None
    outcome: str
    reason: str
    post: str = ""
    page: str = ""
    type: str = ""

    @classmethod
    def of(cls, post: Post, outcome: str, reason: str, page: str = "") -> Account:
        """Say what became of a post."""
        kind = {"post": "posts", "attachment": "pictures"}.get(post.type, "pages")
        return cls(kind, post.id or None, outcome, reason, page=page, type=post.type)


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
        accounts: what became of all that was read.
        damaged: what could not be read.
        notes: what the keeper should know about comments.
        looks: what should be looked at on the new pages.
        posts: where the comments of each post went.
        files: the paths of the files that were written, or would be, from the folder of the pages.
        blocks: of how many blocks the pages consist; `kept_html` of them stay as HTML.
        addresses: how many old addresses went into the table of redirects.
        nav: what belongs into mkdocs.yml.
        dry_run: whether nothing was to be written.
        only: `posts` or `comments`, if nothing else was loaded.
    """

    accounts: list[Account] = field(default_factory=list)
    damaged: list[Damaged] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    posts: list[PostLine] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    blocks: int = 0
    kept_html: int = 0
    addresses: int = 0
    nav: str = ""
    dry_run: bool = False
    only: str | None = None

    def of(self, kind: str) -> list[Account]:
        """Give what became of all of one kind."""
        return [account for account in self.accounts if account.kind == kind]

    def numbers(self, kind: str, key: str = "outcome", outcome: str = "") -> Counter[str]:
        """Count the accounts of one kind by a key; if an outcome is given, only those."""
        return Counter(getattr(one, key) for one in self.of(kind) if one.outcome == outcome or not outcome)

    @property
    def kinds(self) -> list[str]:
        """What was loaded."""
        return [kind for kind in KINDS if self.only is None or (kind == "comments") == (self.only == "comments")]

    def json(self) -> str:
        """Write all of it as JSON."""
        numbers = {
            kind: {
                "read": len(self.of(kind)),
                **self.numbers(kind),
                "reasons": self.numbers(kind, "reason", "left_out"),
            }
            for kind in self.kinds
        }
        damaged = [{**asdict(damage), "post": damage.post.name} for damage in self.damaged]
        notes = [{key: value for key, value in asdict(note).items() if value is not None} for note in self.notes]
        whole = {"numbers": numbers, **asdict(replace(self, damaged=[])), "damaged": damaged, "notes": notes}
        return json.dumps(whole, ensure_ascii=False, indent=1)

    def table(self) -> Iterator[str]:
        """Yield it as lines for a person to read."""
        yield from map(str, self.posts)
        for kind in self.kinds:
            yield from ("", f"{len(self.of(kind)):7} {kind} read")
            yield from (f"{number:7} kept: {state}" for state, number in self.numbers(kind, "reason", "kept").items())
            left_out = self.numbers(kind, "reason", "left_out")
            yield from (f"{left_out[reason]:7} left out: {why}" for reason, why in REASONS.items() if left_out[reason])
            yield f"{self.numbers(kind)['damaged']:7} damaged"
        if others := sorted({account.type for account in self.accounts if account.reason == "other_type"} - {""}):
            yield from ("", f"Other types: {', '.join(others)}")
        if self.blocks:
            yield from ("", f"{self.kept_html} of {self.blocks} blocks stay as HTML; {self.addresses} old addresses.")
        if self.looks:
            yield from ("", f"To be looked at: {len(self.looks)}", *_first([f"  {look}" for look in self.looks]))
        for kind, words in NOTES.items():
            notes = [note for note in self.notes if note.kind == kind]
            if notes:
                yield from ("", f"{words}: {len(notes)}", f"  {', '.join(_first([str(note.id) for note in notes]))}")
        if self.damaged:
            yield from ("", *_first([str(damage) for damage in self.damaged]))
        yield ""
        for kind in self.kinds:
            found = self.numbers(kind)
            parts = f"{found['kept']} kept + {found['left_out']} left out + {found['damaged']} damaged"
            yield f"{kind.capitalize()}: {found.total()} read = {parts}."
        verb = "would be written" if self.dry_run else "written"
        yield f"Files {verb}: {len(self.files) or 'none, all of it is here already'}."


def _first(names: list[str]) -> list[str]:
    return names if len(names) <= _SHOWN else [*names[:_SHOWN], f"and {len(names) - _SHOWN} more, see the report"]
