"""The Markdown block `/// comment-index`: lists every comment of an archive, by what a reader looks for.

/// comment-index | when-to-fold
///

The name is that of the archive's folder in `comments/`. What is printed is put aside as finished HTML, so that no
Markdown is seen in a reader's words; its links lead from the page of the index, `comments/when-to-fold/index.md`.
The option `docs` says where the folder of the pages is, for generators that do not tell.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from scripts.comments.archive import COMMENTS, known_situations, load, situation_counts
from scripts.comments.model import situation_anchor
from scripts.comments.text import plain_characters
from scripts.rendered_page import rendered_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    """Print the index of an archive.

    Args:
        archive: the archive.
        known: the situations in the order in which they are listed; None for the order of the alphabet.

    Returns:
        HTML whose links are relative to the page of the index.
    """
    return "\n".join(
        [
            *_counts(archive),
            *_by_situation(archive, known),
            *_answered(archive),
            *_answers(archive),
            *_all(archive),
        ]
    )


def _counts(archive: Archive) -> Iterator[str]:
    kept = len(archive.kept)
    of = f"{kept} of {archive.counted}" if archive.counted else str(kept)
    are = "comment is" if kept == 1 and not archive.counted else "comments are"
    readers, answers = len(archive.by_readers), len(archive.answers)
    parts = [f"{readers} by {_plural(readers, 'a reader', 'readers')}"]
    if answers:
        parts.append(f"{answers} {_plural(answers, 'answer', 'answers')} by Al")
    if staff := kept - readers - answers:
        parts.append(f"{staff} by others who worked on his site")
    yield f'<p class="closed"><strong>Comments are closed.</strong> {of} {are} kept here: {", ".join(parts)}.</p>'


def _by_situation(archive: Archive, known: Iterable[str] | None) -> Iterator[str]:
    counts = situation_counts(archive)
    names = [name for name in (sorted(counts) if known is None else known) if name in counts]
    if not names:
        return
    yield '<h2 id="by-situation">By situation</h2>'
    if len(names) > 1:
        yield '<nav aria-label="Situations"><ul class="situations">'
        for name in names:
            yield f'<li><a href="#{situation_anchor(name)}">{escape(_capital(name))}</a> ({counts[name]})</li>'
        yield "</ul></nav>"
    for name in names:
        yield f'<h3 id="{situation_anchor(name)}">{escape(_capital(name))}</h3>'
        yield from _list(archive, (entry for entry in archive.kept if name in entry.situations))


def _answered(archive: Archive) -> Iterator[str]:
    yield '<h2 id="answered">Answered by the author</h2>'
    if len(archive.answered) > MOST_LISTED:
        counts = Counter(entry.page for entry in archive.answered)
        yield "<p>The answers stand directly below their questions, on these pages:</p>"
        yield '<ul class="comment-pages">'
        for page, count in sorted(counts.items()):
            yield f'<li><a href="page-{page}/">Page {page}</a>: {count} answered</li>'
        yield "</ul>"
    elif archive.answered:
        yield from _list(archive, archive.answered)
    else:
        yield "<p>None of the comments that are kept here has an answer by Al.</p>"


def _answers(archive: Archive) -> Iterator[str]:
    if not 0 < len(archive.answers) <= MOST_LISTED:
        return
    yield '<h2 id="only-the-answers">Only the answers</h2>'
    yield '<ul class="stories">'
    for answer in archive.answers:
        question = archive.by_id.get(answer.reply_to or "")
        if question is None:
            to, asked = "", ""
        elif question.removed:
            to, asked = "", ". The question was removed"
        else:
            who = f"{name}’s" if (name := _plain(question.name)) else "an unsigned"
            to, asked = f" to {who} question", f'. <a href="{question.address}">The question</a>'
        link = f'<a href="{answer.address}">Al’s answer{to}</a>'
        summary = f": {_plain(answer.line).removesuffix('.')}" if answer.summarised else ""
        yield f"<li>{link}{summary}. {_length(answer).capitalize()}{asked}.</li>"
    yield "</ul>"


def _all(archive: Archive) -> Iterator[str]:
    yield '<h2 id="all">All comments</h2>'
    compact = len(archive.kept) > MOST_LISTED
    if compact:
        yield "<p>Each page holds whole conversations, the oldest first.</p>"
        yield '<ul class="comment-pages">'
    for page in archive.pages:
        link = f'<a href="page-{page.number}/" data-ids="{_ranges(page)}">Page {page.number}</a>'
        count = len(archive.by_page[page.number])
        held = f"{count} {_plural(count, 'comment', 'comments')}{_span(page)}"
        if compact:
            yield f"<li>{link}: {held}</li>"
        else:
            yield f"<h3>Page {page.number}</h3><p>{link}: {held}</p>"
            yield from _list(archive, archive.by_page[page.number])
    if compact:
        yield "</ul>"


def _list(archive: Archive, entries: Iterable[Entry]) -> Iterator[str]:
    yield '<ul class="stories">'
    for entry in entries:
        yield f"<li>{_line(archive, entry)}</li>"
    yield "</ul>"


def _line(archive: Archive, entry: Entry) -> str:
    who = _plain(entry.name) or "Unsigned"
    if entry.by == "author":
        who = "Al’s answer"
    facts = [_length(entry)]
    if len(entry.answers):
        facts.append("answered")
    elif entry.by is None and archive.answers:
        facts.append("not answered")
    line = f"<bdi>{_plain(entry.line)}</bdi>" if entry.line else "(no words)"
    return f'<a href="{entry.address}">{line}</a> <span class="of"><bdi>{who}</bdi>, {", ".join(facts)}</span>'


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
    """Make HTML of a line: what marks Markdown's own places must not stand in it."""
    return escape(" ".join(plain_characters(words).split()))


def _plural(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
