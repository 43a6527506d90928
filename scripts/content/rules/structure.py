"""Rules on the build of a page: headings and raw HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.content.subject import Subject

LONGEST_H1: Final = 65
DEEPEST: Final = 4

_STRAIGHT: Final = str.maketrans("’‘“”", "''\"\"")


def one_h1(page: Subject) -> Iterator[tuple[int, str]]:
    """A page has one H1, before all other text, and it is the title of the front matter.

    Who jumps from heading to heading finds out where they are (NHS service manual; WCAG 1.3.1, 2.4.2).
    """
    if not page.h1s:
        yield 1, f"This page has no H1; begin the text with `# {page.title or 'The title'}`."
        return
    first, *others = page.h1s
    for block in others:
        yield block.line, f"This is another H1 beside that of line {first.line}; make it an H2."
    if page.text.blocks[0] is not first:
        yield page.text.blocks[0].line, f"This stands before the H1 of line {first.line}; move it below."
    if page.title and _plain(first.text) != _plain(page.title):
        yield (
            first.line,
            f"The H1 is “{first.text}”, the title in the front matter “{page.title}”; make them the same.",
        )


def long_h1(page: Subject) -> Iterator[tuple[int, str]]:
    """The H1 has at most 65 characters.

    A short one tells at a glance whether this is the right page (NHS service manual).
    """
    for block in page.h1s:
        if len(block.text) > LONGEST_H1:
            yield block.line, f"The H1 has {len(block.text)} characters; shorten it to {LONGEST_H1} at most."


def heading_levels(page: Subject) -> Iterator[tuple[int, str]]:
    """Headings go down one level at a time, and not below H4.

    Who hears the page has only the levels to tell what belongs where (NHS service manual; WCAG 1.3.1).
    """
    before = 1
    for block in page.text.blocks:
        if not block.level:
            continue
        if block.level > DEEPEST:
            yield (
                block.line,
                f"This heading is an H{block.level}; raise it to an H{DEEPEST} or make it a paragraph.",
            )
        elif block.level > before + 1:
            yield block.line, f"This H{block.level} comes after an H{before}; make it an H{before + 1}."
        before = block.level


def raw_html(page: Subject) -> Iterator[tuple[int, str]]:
    """Raw HTML is for pictures only, each in a `figure`; and for grids, which hold Markdown.

    The rules here do not read text in other elements, and the boxes of the site do what they would do.
    """
    for tag in page.text.tags:
        if tag.name and not tag.in_figure and "markdown" not in dict(tag.attributes):
            yield tag.line, f"There is a raw `<{tag.name}>`; write it in Markdown, or as a box of the site."


def _plain(text: str) -> str:
    return " ".join(text.translate(_STRAIGHT).split())
