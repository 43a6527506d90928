"""Which page is rendered, as each generator tells it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from scripts.common.rendered_page import data_folder, rendered_page


class _RelPath(Treeprocessor):
    """What MkDocs and ProperDocs register."""

    file = SimpleNamespace(src_uri="articles/b.md", abs_src_path="/site/docs/articles/b.md")


class _Context(Preprocessor):
    """What Zensical registers."""

    page = SimpleNamespace(path="articles/b.md")
    config = {"root_dir": "/site", "docs_dir": "docs"}  # noqa: RUF012 - as it has it


def test_mkdocs_and_properdocs_tell_it_by_the_links() -> None:
    md = Markdown()
    md.treeprocessors.register(_RelPath(md), "relpath", 0)
    assert rendered_page(md) == (Path("/site/docs"), "articles/b.md")
    assert data_folder(md) == Path("/site/docs/_data")


def test_zensical_tells_it_by_the_context() -> None:
    md = Markdown()
    md.preprocessors.register(_Context(md), "rendering_context", 0)
    assert rendered_page(md) == (Path("/site/docs"), "articles/b.md")


def test_nobody_tells_it() -> None:
    assert rendered_page(Markdown()) is None
    assert data_folder(Markdown()) == Path("docs/_data")
