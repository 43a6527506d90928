"""Which page Markdown is rendering, and where the data of its site are: each generator tells it in its own way."""

from pathlib import Path
from typing import Any

from markdown import Markdown


def rendered_page(md: Markdown) -> tuple[Path, str] | None:
    """Find the page that is being rendered; it is known once the rendering has begun.

    MkDocs and ProperDocs register what checks the links of a page as the tree processor `relpath`, which holds the
    file; Zensical registers a preprocessor `rendering_context`, which holds the page and the settings.

    Args:
        md: the Markdown that renders.

    Returns:
        The folder of the pages, and the page as a path from there; None if the generator does not say.
    """
    file = getattr(md.treeprocessors["relpath"], "file", None) if "relpath" in md.treeprocessors else None
    if file is not None and file.abs_src_path:
        return Path(file.abs_src_path).parents[file.src_uri.count("/")], str(file.src_uri)
    if "rendering_context" in md.preprocessors:
        context: Any = md.preprocessors["rendering_context"]
        docs = Path(context.config.get("root_dir", "."), context.config.get("docs_dir", "docs"))
        return docs, str(context.page.path)
    return None


def data_folder(md: Markdown) -> Path:
    """Give the folder of the data files: that of the site whose page is rendered, or else that in `docs`."""
    known = rendered_page(md)
    return (known[0] if known else Path("docs")) / "_data"
