"""A page on disk: its front matter, and its body with the lines where they are in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.common.faults import shown_path

if TYPE_CHECKING:
    from pathlib import Path

#: How many lines of a file come before the YAML of its front matter.
FRONT_MATTER_OFFSET = 1

_OPENING = re.compile(r"---[ \t]*")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*")


class UnreadablePageError(ValueError):
    """The file cannot be read as a page; the message says why and what to do."""


@dataclass(frozen=True)
class Page:
    """One Markdown page.

    Attributes:
        path: the file as faults name it.
        name: the path from the folder of the pages, such as `articles/when-to-fold.md`.
        front_matter: the YAML between the two lines of dashes; None if the file does not begin with it.
        body: the whole text with blank lines in place of the front matter, so that its lines are the file's.
    """

    path: str
    name: str
    front_matter: str | None
    body: str


def page_files(docs: Path) -> list[Path]:
    """List the Markdown files in a folder and below, sorted by path; like MkDocs, leave out what is hidden."""
    found = ((path, path.relative_to(docs).parts) for path in docs.rglob("*.md"))
    return sorted(path for path, names in found if not any(name.startswith(".") for name in names))


def read_page(file: Path, docs: Path) -> Page:
    """Read a page.

    Args:
        file: the Markdown file.
        docs: the folder of the pages, which holds the file.

    Returns:
        The page.

    Raises:
        UnreadablePageError: the file is not text in UTF-8.
        OSError: the file cannot be opened.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadablePageError("This file is not text in UTF-8; save it as UTF-8.") from error
    return parse_page(text, shown_path(file), file.relative_to(docs).as_posix())


def parse_page(text: str, path: str, name: str) -> Page:
    """Take a page apart at the lines that MkDocs goes by: `---` as the very first, then `---` or `...`.

    Args:
        text: the whole file, its lines ended by newline characters.
        path: the file as faults name it.
        name: the path from the folder of the pages.

    Returns:
        The page.
    """
    lines = text.split("\n")
    if _OPENING.fullmatch(lines[0]):
        for place, line in enumerate(lines[1:], 1):
            if _CLOSING.fullmatch(line):
                body = [""] * (place + 1) + lines[place + 1 :]
                return Page(path, name, "\n".join(lines[1:place]), "\n".join(body))
    return Page(path, name, None, text)
