"""Which comment is which: duplicates are found, and an id that stands for two comments is kept by one of them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scripts.wordpress.archive_folders import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scripts.wordpress.export_rows import Export, Row
    from scripts.wordpress.standing import Archives, Folder

# Ids that we make have 16 digits: no WordPress counts so far, and no editor numbers retold comments so.
_DIGITS: Final = 10**15


def identify(export: Export, archives: Archives, folders: Mapping[int, Folder]) -> None:
    """Give each comment that may be published its id on the site, and the id of what it answers.

    Args:
        export: what was read; its rows get `id` and `reply_to`, duplicates a `reason`.
        archives: what stands already; an id there stays with the comment that has it.
        folders: the archive of each post.
    """
    by_given = _without_duplicates(export)
    renamed: dict[tuple[int, str], str] = {}
    for given, rows in by_given.items():
        owner = _owner(given, rows, archives, folders)
        for row in rows:
            if row is owner:
                continue
            row.id = _own_id(export, row)
            export.notes.append((row, "same_id", f"Comment {given} is another one; this is {row.id} here."))
            if not owner or row.post != owner.post:
                renamed.setdefault((row.post, given), row.id)
    for row in export.rows:
        if row.reason is None and row.parent:
            row.reply_to = renamed.get((row.post, row.parent), row.parent)


def _without_duplicates(export: Export) -> Mapping[str, list[Row]]:
    """Leave out what the export holds twice; the rest by the ids that it gives."""
    by_given: dict[str, list[Row]] = defaultdict(list)
    seen: set[tuple[str, str | None, str, str | None]] = set()
    posts = {number: key_of(post) for number, post in export.posts.items()}
    for row in export.rows:
        if row.reason is not None:
            continue
        key = (posts[row.post], row.given, row.fingerprint, row.parent)
        if key in seen:
            row.reason = "duplicate"
            continue
        seen.add(key)
        if row.given:
            row.id = row.given
            by_given[row.given].append(row)
        else:
            row.id = _own_id(export, row)
    return by_given


def _owner(given: str, rows: list[Row], archives: Archives, folders: Mapping[int, Folder]) -> Row | None:
    """Tell which of the comments with one id keeps it: the one that has it in the archives; else the first."""
    known = [row for row in rows if given in folders[row.post].originals]
    if known:
        same = (row for row in known if folders[row.post].originals[given] == row.fingerprint)
        return next(same, known[0])
    standing = archives.comments.get(given)
    if standing is None:
        return rows[0]
    here = next((row for row in rows if folders[row.post].name == standing.folder), None)
    return next((row for row in rows if row.fingerprint == standing.fingerprint), here)


def _own_id(export: Export, row: Row) -> str:
    """Make an id from the comment's public words, so that the next import makes the same."""
    public = "\0".join((key_of(export.posts[row.post]), row.given or "", row.parent or "", row.fingerprint))
    digest = hashlib.sha256(public.encode()).digest()
    return f"r{_DIGITS + int.from_bytes(digest[:8], 'big') % (9 * _DIGITS)}"
