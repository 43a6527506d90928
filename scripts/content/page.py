"""A page on disk: its front matter, and its body with the lines where they are in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# The lines that MkDocs goes by: `---` as the very first, then `---` or `...`.
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


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


def parse_page(text: str, path: str, name: str) -> Page:
    """Take a page apart.

    Args:
        text: the whole file, its lines ended by newline characters.
        path: the file as faults name it.
        name: the path from the folder of the pages.
    """
    found = _FRONT_MATTER.match(text)
    if found is None:
        return Page(path, name, None, text)
    return Page(path, name, found["yaml"].removesuffix("\n"), "\n" * found[0].count("\n") + text[found.end() :])
