"""A page on disk: its front matter, and its body with the lines where they are in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"---[ \t]*")


class UnreadablePageError(ValueError):
    """The file cannot be read as a page; the message says why and what to do."""


@dataclass(frozen=True)
class Page:
    """One Markdown page.

    Attributes:
        path: the file as faults name it, with forward slashes.
        name: the path from the folder of the pages, such as `articles/when-to-fold.md`.
        front_matter: the YAML between the two `---` lines; None if the page does not begin with them.
        body: the whole text with the front matter as blank lines, so that its lines are those of the file.
    """

    path: str
    name: str
    front_matter: str | None
    body: str

    #: How many lines of the file come before the YAML of the front matter.
    FRONT_MATTER_OFFSET = 1


def read_page(file: Path, docs: Path) -> Page:
    """Read a page.

    Args:
        file: the Markdown file.
        docs: the folder of the pages, which holds the file.

    Returns:
        The page; `path` is the file as it was given.

    Raises:
        UnreadablePageError: the file is not text in UTF-8.
        OSError: the file cannot be opened.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadablePageError(
            f"This file is not text in UTF-8 (byte {error.start}); save it as UTF-8."
        ) from error
    return parse_page(text, file.as_posix(), file.relative_to(docs).as_posix())


def parse_page(text: str, path: str, name: str) -> Page:
    """Take a page apart, by the same two lines as MkDocs: `---` as the first line, and the next one.

    Args:
        text: the whole file.
        path: the file as faults name it.
        name: the path from the folder of the pages.

    Returns:
        The page.
    """
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return Page(path, name, None, text)
    for number, line in enumerate(lines[1:], 1):
        if re.fullmatch(r"(---|\.\.\.)[ \t]*", line):
            blank = [""] * (number + 1)
            return Page(path, name, "\n".join(lines[1:number]), "\n".join(blank + lines[number + 1 :]))
    return Page(path, name, None, text)


def page_files(docs: Path) -> list[Path]:
    """List the pages of a folder, sorted by path."""
    return sorted(docs.rglob("*.md"))
