"""The text of new pages of an archive: front matter, heading, and the records."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt

_LONGEST: Final = 38
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9./_-]*(?: [\w“][\w ./,“”‘’'…-]*)?")
# All that means something in Markdown, in a block or in a template, and what makes a question of a heading, which our
# rules of prose do not allow; a title is only a name here.
_MARKS: Final = re.compile(r"<[^<>]*>|[^\w\s,.;:()'’‘“”&–—-]")


def name_of(title: str) -> str:
    """Make a title fit to be named in the title of another page: one line of plain words, at most 38 characters."""
    words = " ".join(_MARKS.sub(" ", html.unescape(title)).replace("“", "‘").replace("”", "’").split())
    if len(words) <= _LONGEST:
        return words
    return words[: _LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,.;:?(–—-") + "…"


def index_page(folder: str, name: str, comments_of: str, link: str | None, day: dt.date) -> str:
    """Write the index of a new archive.

    Args:
        folder: the name of the archive's folder.
        name: what the page is called that was commented on, as `name_of` gives it.
        comments_of: that page, as a path from the folder of the pages.
        link: the same as a path from the index; None if there is no such page but this one.
        day: the day of the import.

    Returns:
        The page.
    """
    title = f"Comments on “{name}”"
    description = f"Comments that readers left on “{name}”, all listed, with the answers that they got."
    where = f"[“{name}”]({link})" if link else f"“{name}”, which is not kept here"
    return (
        _head(title, description, comments_of, day)
        + f"People left these comments below {where}.\n\n/// comment-index | {folder}\n///\n"
    )


def comment_page(name: str, number: int, comments_of: str, day: dt.date) -> str:
    """Write the beginning of a new page of comments; the records follow, a blank line before each."""
    title = f"Comments on “{name}”, page {number}"
    description = f"Comments that readers left on “{name}”, page {number}: whole threads, the oldest first."
    return _head(title, description, comments_of, day).rstrip("\n") + "\n"


def _head(title: str, description: str, comments_of: str, day: dt.date) -> str:
    keys = {"title": title, "description": description, "kind": "archive", "comments_of": comments_of}
    # What JSON quotes, YAML reads alike (YAML 1.2, 1.3); a writer of YAML would take as long as all the rest.
    written = "".join(f"{key}: {_plain_or_quoted(value)}\n" for key, value in keys.items())
    return f"---\n{written}checked: {day}\n---\n\n# {title}\n\n"


def _plain_or_quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
