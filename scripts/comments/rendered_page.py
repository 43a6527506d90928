"""Which page Markdown is rendering: generators that check links themselves tell their own extension."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown import Markdown


def rendered_page(md: Markdown) -> tuple[Path, str] | None:
    """Find the page that is being rendered.

    MkDocs and ProperDocs register what checks the links of a page as the tree processor `relpath`; it holds the file.

    Args:
        md: the Markdown that renders.

    Returns:
        The folder of the pages, and the page as a path from there; None if the generator does not say.
    """
    file = getattr(md.treeprocessors["relpath"], "file", None) if "relpath" in md.treeprocessors else None
    if file is None or not file.abs_src_path:
        return None
    name = str(file.src_uri)
    return Path(file.abs_src_path).parents[name.count("/")], name
