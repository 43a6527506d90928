"""Where a person mends what is wrong in a built page: the Markdown file and the line in it, if they can be told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.common.addresses import INDEX
from scripts.common.faults import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.common.built_pages import Site


def place(site: Site, path: str, line: int, needles: Sequence[str], repeat: int = 0) -> tuple[str, int]:
    """Find the place to mend.

    Args:
        site: the site; its `sources` say which Markdown file a page was made from.
        path: the built file.
        line: the line in it.
        needles: what the fault may look like in Markdown, the surest first; none for a fault of the whole page.
        repeat: how many times the same thing stands on the page before this one.

    Returns:
        The Markdown file and a line in it (0 for the whole page); or the built file and its line where Markdown says
        nothing of the kind, because a template or a data file wrote it.
    """
    source = site.sources.get(path)
    if source is not None:
        if not needles:
            return shown(source), 0
        text = _text(source)
        for needle in needles:
            lines = list(_lines(text, needle))
            if lines:
                return shown(source), lines[min(repeat, len(lines) - 1)]
    return f"{site.root.name}/{path}", line


def shown(source: str) -> str:
    """Write the path of a source as a person in the working folder would."""
    path = Path(source)
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.as_posix()


def page_sources(docs: Path) -> dict[str, str]:
    """Tell from which file of a docs folder each file of the site was made, as MkDocs names them.

    Args:
        docs: the folder of the Markdown files.

    Returns:
        From the path of the built file to the path of its source; for all files, not only for pages.
    """
    sources: dict[str, str] = {}
    for source in sorted(docs.rglob("*")):
        path = source.relative_to(docs)
        if path.suffix != ".md":
            built = path
        elif path.stem in {"index", "README"}:
            built = path.with_name(INDEX)
        else:
            built = path.with_suffix("") / INDEX
        if source.is_file():
            sources[built.as_posix()] = shown_path(source)
    return sources


def address_needles(address: str) -> list[str]:
    """Give the forms in which Markdown may write an address of a built page: `../b/#c` was `b.md#c`."""
    path, mark, fragment = address.partition("#")
    steps = [step for step in path.split("/") if step not in {"", ".", "..", "index.html"}]
    needles = [address]
    if steps:
        last = steps[-1]
        needles.append(f"{last}{mark}{fragment}" if "." in last else f"{last}.md{mark}{fragment}")
    return needles


def _text(source: str) -> str:
    try:
        return Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _lines(text: str, needle: str) -> Iterator[int]:
    """Yield the line of each occurrence that is not part of a longer word."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(needle)}(?![\w-])")
    for number, line in enumerate(text.splitlines(), start=1):
        for _ in pattern.finditer(line):
            yield number
