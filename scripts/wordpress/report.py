"""What an import is asked, and what it says at its end: all that the export holds, in numbers and one by one."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

import yaml

from scripts.common.partials import filled
from scripts.wordpress.published import Damaged, Post

#: What an export holds, as the table names it.
KINDS: Final = ("posts", "pages", "uploads", "comments")
_WORDS: Final = yaml.safe_load(Path(__file__).with_name("report.yml").read_text(encoding="utf-8"))
#: Why something is left out, as the table says it.
REASONS: Final[dict[str, str]] = _WORDS["reasons"]


@dataclass(frozen=True)
class Options:
    """What a keeper can choose.

    Attributes:
        posts: pages for posts: by id, slug or address of the post, the page as a path from the folder of the pages.
        only: `posts` or `comments`, to load nothing else.
        types: types of plugins that become pages as well.
        drafts: whether drafts come along, to a folder that is not published.
        uploads: a copy of the blog's `wp-content/uploads`, for pictures and files.
        fetch: whether to fetch from the blog what the copy lacks.
        saved: a folder with saved pages of the old site, to hold the imported ones against.
        dry_run: whether to write nothing.
    """

    posts: Mapping[str, str] = field(default_factory=dict)
    only: str | None = None
    types: Collection[str] = ()
    drafts: bool = False
    uploads: Path | None = None
    fetch: bool = False
    saved: Path | None = None
    dry_run: bool = False


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
    def of(cls, post: Post, reason: str) -> Self:
        """Say what became of a post."""
        outcome = "damaged" if reason == "damaged" else "left_out" if reason in REASONS else "kept"
        kind = {"post": "posts", "attachment": "uploads"}.get(post.type, "pages")
        return cls(kind, post.id or None, outcome, reason, page=post.page, type=post.type)


@dataclass
class Report:
    """What an import did, or would do.

    Attributes:
        accounts: what became of all that was read.
        damaged: what could not be read.
        notes: what the keeper should know about kept comments: kind, id, post and message of each, and for a proposed
            repair the words before and after.
        looks: what should be looked at on the new pages: page, line and what.
        posts: where the comments of each post went: its number and title, folder and page of the archive.
        files: the paths of the files that were written, or would be, from the folder of the pages.
        blocks: of how many blocks the pages consist; `kept_html` of them stay as HTML.
        addresses: how many old addresses went into the table of redirects.
        nav: what belongs into mkdocs.yml.
        dry_run: whether nothing was to be written.
        only: `posts` or `comments`, if nothing else was loaded.
    """

    accounts: list[Account] = field(default_factory=list)
    damaged: list[Damaged] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)
    looks: list[dict[str, str | int]] = field(default_factory=list)
    posts: list[dict[str, str]] = field(default_factory=list)
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

    def _account(self) -> dict[str, dict[str, Any]]:
        return {
            kind: {
                "read": len(self.of(kind)),
                **{outcome: self.numbers(kind)[outcome] for outcome in ("kept", "left_out", "damaged")},
                "states": self.numbers(kind, "reason", "kept"),
                "reasons": self.numbers(kind, "reason", "left_out"),
            }
            for kind in KINDS
            if self.only is None or (kind == "comments") == (self.only == "comments")
        }

    def json(self) -> str:
        """Write all of it as JSON."""
        damaged = [{**damage._asdict(), "post": damage.post.name} for damage in self.damaged]
        whole = {"numbers": self._account(), **asdict(replace(self, damaged=[])), "damaged": damaged}
        return json.dumps(whole, ensure_ascii=False, indent=1)

    def table(self) -> str:
        """Write it for a person to read."""
        others = sorted({account.type for account in self.accounts if account.reason == "other_type"} - {""})
        return filled("wordpress/account.txt.html", report=self, account=self._account(), others=others, **_WORDS)
