"""The Markdown block `/// comment-index`: counts the comments of an archive, and lists those of a long one.

/// comment-index | when-to-fold
///

The name is that of the archive's folder in `comments/`. What is printed is put aside as finished HTML, so that no
Markdown is seen in a reader's words; its links lead from the page of the index, `comments/when-to-fold/index.md`.
The option `docs` says where the folder of the pages is, for generators that do not tell.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from scripts.comments.archive import COMMENTS, known_situations, load, page_address, situation_counts
from scripts.comments.html import AUTHOR
from scripts.comments.model import situation_anchor
from scripts.comments.text import plain_characters
from scripts.common.partials import filled
from scripts.common.rendered_page import rendered_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown import Markdown

    from scripts.comments.archive import Archive, CommentPage, Entry

NAME: Final = "comment-index"
_OPENING: Final = re.compile(rf"/// {NAME}(?: *\| *)?(.*?)\s*")
END: Final = "///"
#: Up to so many comments are listed one by one; a longer list is by pages, with the ids on each.
MOST_LISTED: Final = 500
# Right after the whitespace is normalised (30), which would break what has been put aside, and before all else.
_PRIORITY: Final = 29
_SPOKEN: Final = 10


class CommentIndex(Preprocessor):
    """Puts the index in the place of its block."""

    def __init__(self, md: Markdown, docs: str) -> None:
        super().__init__(md)
        self._docs = docs

    def run(self, lines: list[str]) -> list[str]:
        """Replace the two lines of the block.

        Raises:
            ValueError: the block is not closed at once, or names no archive.
        """
        found = ((place, _OPENING.fullmatch(line)) for place, line in enumerate(lines))
        place, name = next(((place, opening[1]) for place, opening in found if opening), (0, None))
        if name is None:
            return lines
        if [line.rstrip() for line in lines[place + 1 : place + 2]] != [END]:
            raise ValueError(f"The block `/// {NAME} | {name}` holds nothing; write /// on the next line.")
        known = rendered_page(self.md)
        docs = Path(self._docs) if self._docs or known is None else known[0]
        folder = docs / COMMENTS / name
        if not folder.is_dir():
            raise ValueError(f"There is no folder {COMMENTS}/{name}; write `/// {NAME} |` and the name of an archive.")
        stashed = self.md.htmlStash.store(index_html(load(folder), known_situations(docs)))
        return [*lines[:place], "", stashed, "", *lines[place + 2 :]]


class CommentIndexExtension(Extension):
    """Registers the block; see the docstring of this module for the option."""

    def __init__(self, **options: object) -> None:
        self.config = {"docs": ["", "The folder of the pages, if the generator does not say."]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the block."""
        index = CommentIndex(md, self.getConfig("docs"))
        md.preprocessors.register(index, "comment-index", _PRIORITY)


def makeExtension(**options: object) -> CommentIndexExtension:  # noqa: N802 - Markdown's name
    """Give Markdown the extension."""
    return CommentIndexExtension(**options)


def index_html(archive: Archive, known: Iterable[str] | None = None) -> str:
    """Print what the index of an archive says of it: how many comments are kept, and from 30 on where each is.

    Args:
        archive: the archive.
        known: the situations in the order in which they are listed; None for the order of the alphabet.

    Returns:
        HTML whose links are relative to the page of the index.
    """
    kept, readers, answers = len(archive.kept), len(archive.by_readers), len(archive.answers)
    return filled(
        "comments/index.html",
        author=AUTHOR,
        kept=kept,
        counted=archive.counted,
        readers=readers,
        answers_count=answers,
        staff=kept - readers - answers,
        indexed=archive.indexed,
        **(_lists(archive, known) if archive.indexed else {}),
    ).rstrip("\n")


def _lists(archive: Archive, known: Iterable[str] | None) -> dict[str, object]:
    counts = situation_counts(archive)
    many = len(archive.answered) > MOST_LISTED
    answered_on = Counter(entry.page for entry in archive.answered) if many else {}
    return {
        "situations": [
            {
                "title": name[:1].upper() + name[1:],
                "anchor": situation_anchor(name),
                "entries": [_line(archive, entry) for entry in archive.kept if name in entry.situations],
            }
            for name in (sorted(counts) if known is None else known)
            if name in counts
        ],
        "answered_pages": [
            {"number": number, "address": page_address(number) or "./", "count": count}
            for number, count in sorted(answered_on.items())
        ],
        "answered": [] if many else [_line(archive, entry) for entry in archive.answered],
        "answers": [] if len(archive.answers) > MOST_LISTED else [_answer(archive, entry) for entry in archive.answers],
        "compact": len(archive.kept) > MOST_LISTED,
        "pages": [_page(archive, page) for page in archive.pages],
    }


def _answer(archive: Archive, answer: Entry) -> dict[str, object]:
    question = archive.by_id.get(answer.reply_to or "")
    there = question is not None and not question.removed
    return {
        "address": answer.address,
        "question": question.address if question and there else "",
        "gone": question is not None and question.removed,
        "asked_by": _plain(question.name) if question and there else "",
        "summary": _plain(answer.line).removesuffix(".") if answer.summarised else "",
        "length": _length(answer).capitalize(),
    }


def _page(archive: Archive, page: CommentPage) -> dict[str, object]:
    entries = archive.by_page[page.number]
    return {
        "number": page.number,
        "address": page_address(page.number) or "./",
        "ids": _ranges(page),
        "held": f"{len(entries)} {'comment' if len(entries) == 1 else 'comments'}{_span(page)}",
        "entries": [_line(archive, entry) for entry in entries] if len(archive.kept) <= MOST_LISTED else [],
    }


def _line(archive: Archive, entry: Entry) -> dict[str, object]:
    asked = entry.by is None and archive.answers
    return {
        "address": entry.address,
        "line": _plain(entry.line),
        "who": f"{AUTHOR}’s answer" if entry.by == "author" else _plain(entry.name) or "Unsigned",
        "length": _length(entry),
        # Only what a reader wrote can be answered or not.
        "answered": ("answered" if entry.answers else "not answered") if asked else "",
    }


def _length(entry: Entry) -> str:
    """Say how long a comment is, as a reader wants to know it."""
    if entry.words < _SPOKEN:
        return "a few words"
    size = 10 if entry.words < 100 else 50  # noqa: PLR2004 - the nearest ten, then the nearest fifty
    return f"about {max(size, round(entry.words / size) * size):,} words"


def _span(page: CommentPage) -> str:
    numbers = sorted(int(name) for name in page.ids if name.isdigit())
    if not numbers:
        return ""
    return f", number {numbers[0]}" if len(numbers) == 1 else f", numbers {numbers[0]} to {numbers[-1]}"


def _ranges(page: CommentPage) -> str:
    """Write the ids of a page for the script that finds one: `r1 7 12-15`."""
    others = [name for name in page.ids if not name.isdigit()]
    runs: list[list[int]] = []
    for number in sorted(int(name) for name in page.ids if name.isdigit()):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return " ".join([*others, *(f"{first}-{last}" if first < last else str(first) for first, last in runs)])


def _plain(words: str) -> str:
    """Make a line of it: what marks Markdown's own places must not stand in it."""
    return " ".join(plain_characters(words).split())
