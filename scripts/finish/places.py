"""Where a person mends what is wrong in a built page: the Markdown file and the line in it, if they can be told."""

import re
from collections.abc import Sequence
from pathlib import Path

from scripts.common.addresses import INDEX, built_path
from scripts.common.built_pages import Site
from scripts.common.faults import shown_path


def places(site: Site, path: str, line: int, needles: Sequence[str]) -> list[tuple[str, int]]:
    """Find where to mend what is wrong at a line of a built file: the files and lines of all places that look like it.

    Args:
        site: the site; its `sources` say which Markdown file a page was made from.
        path: the built file.
        line: the line in it.
        needles: what the fault may look like in Markdown, the surest first; none for a fault of the whole page.

    Returns:
        Lines of the Markdown file (0 for the whole page); or the built file and its line where Markdown says nothing
        of the kind, because a template or a data file wrote it.
    """
    source = site.sources.get(path, "")
    if source and not needles:
        return [(source, 0)]
    lines = Path(source).read_text("utf-8", "replace").splitlines() if source else []
    for needle in needles:
        word = re.compile(rf"(?<![\w-]){re.escape(needle)}(?![\w-])")
        if found := [(source, number) for number, text in enumerate(lines, 1) if word.search(text)]:
            return found
    return [(f"{site.root.name}/{path}", line)]


def page_sources(docs: Path, root: Path) -> dict[str, str]:
    """Tell from which file of a docs folder each file of the site was made, pages and others."""
    sources: dict[str, str] = {}
    for source in sorted(path for path in docs.rglob("*") if path.is_file()):
        path = source.relative_to(docs).as_posix()
        built = built_path(path, lambda path: (root / path).is_file()) if path.endswith(".md") else path
        sources[built] = shown_path(source)
    return sources


def address_needles(address: str) -> list[str]:
    """Give the forms in which Markdown may write an address of a built page: `../b/#c` was `b.md#c`."""
    path, mark, fragment = address.partition("#")
    name = path.removesuffix(INDEX).removesuffix(".html").strip("/").rpartition("/")[2].strip(".")
    if not name:
        return [address or "()", '=""']
    return [address, f"{name}{'' if '.' in name else '.md'}{mark}{fragment}"]
