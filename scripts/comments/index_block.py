"""The Markdown block `/// comment-index`: counts the comments of an archive, and lists those of a long one.

/// comment-index | when-to-fold
///

The name is that of the archive's folder in `comments/`. What is printed is put aside as finished HTML, so that no
Markdown is seen in a reader's words; its links lead from the page of the index, `comments/when-to-fold/index.md`.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markdown.preprocessors import Preprocessor

from scripts.comments.archive import COMMENTS, known_situations, load, page_address
from scripts.comments.html import AUTHOR
from scripts.comments.model import situation_anchor
from scripts.common.partials import filled
from scripts.common.rendered_page import data_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scripts.comments.archive import Archive, Entry

#: Up to so many comments are listed one by one; a longer list is by pages, with the ids on each.
MOST_LISTED: Final = 500
_BLOCK: Final = re.compile(r"^/// comment-index(?: *\| *)?(.*?) *(?:\n(.*))?$", re.MULTILINE)
_FEW_WORDS: Final = 10


class CommentIndex(Preprocessor):
    """Puts the index in the place of its block."""

    def run(self, lines: list[str]) -> list[str]:
        """Replace the two lines of the block.

        Raises:
            ValueError: the block is not closed at once, or names no archive.
        """
        return _BLOCK.sub(self._index, "\n".join(lines), count=1).split("\n")

    def _index(self, block: re.Match[str]) -> str:
        name, below = block.groups()
        if (below or "").rstrip() != "///":
            raise ValueError(f"The block `/// comment-index | {name}` holds nothing; write /// on the next line.")
        folder = data_file(self.md, f"{COMMENTS}/{name}")
        if not folder.is_dir():
            raise ValueError(
                f"There is no folder {COMMENTS}/{name}; write `/// comment-index |` and the name of an archive."
            )
        return f"\n{self.md.htmlStash.store(index_html(load(folder), known_situations(folder.parents[1])))}\n"


def index_html(archive: Archive, known: Iterable[str] | None = None) -> str:
    """Print what the index of an archive says of it: how many comments are kept, and from 30 on where each is.

    Args:
        archive: the archive.
        known: the situations in the order in which they are listed; None for the order of the alphabet.

    Returns:
        HTML whose links are relative to the page of the index.
    """
    names = sorted({name for entry in archive.kept for name in entry.situations}) if known is None else known
    situations = ((name, [entry for entry in archive.kept if name in entry.situations]) for name in names)
    return filled(
        "comments/index.html",
        archive=archive,
        author=AUTHOR,
        most=MOST_LISTED,
        length=_length,
        situations=[(name, situation_anchor(name), entries) for name, entries in situations if entries],
        pages=[(number, page_address(number) or "./", _ids(page)) for number, page in archive.pages.items()],
    ).rstrip("\n")


def _length(entry: Entry) -> str:
    """Say how long a comment is, as a reader wants to know it: to the nearest ten, or fifty words."""
    if entry.words < _FEW_WORDS:
        return "a few words"
    size = 10 if entry.words < 100 else 50  # noqa: PLR2004
    return f"about {max(size, round(entry.words / size) * size):,} words"


def _ids(page: Sequence[Entry]) -> dict[str, object]:
    """Give the first and the last number on a page; and its ids for the script that finds one: `r1 7 12-15`."""
    numbers = sorted(int(entry.id) for entry in page if entry.id.isdigit())
    runs = ([number for _, number in run] for _, run in groupby(enumerate(numbers), lambda at: at[1] - at[0]))
    ranges = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return {"numbers": numbers, "ranges": " ".join([*(one.id for one in page if not one.id.isdigit()), *ranges])}
