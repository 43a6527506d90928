"""Which page is rendered, as each generator tells it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markdown import Markdown

from scripts.content.rendered_page import data_folder, rendered_page


def test_each_generator_tells_it_in_its_own_way_or_nobody_does() -> None:
    mkdocs, zensical, alone = Markdown(), Markdown(), Markdown()
    file: Any = SimpleNamespace(src_uri="articles/b.md", abs_src_path="/site/docs/articles/b.md")
    mkdocs.treeprocessors.register(SimpleNamespace(file=file), "relpath", 0)  # type: ignore[arg-type]
    context: Any = SimpleNamespace(
        page=SimpleNamespace(path="articles/b.md"), config={"root_dir": "/site", "docs_dir": "docs"}
    )
    zensical.preprocessors.register(context, "rendering_context", 0)
    assert rendered_page(mkdocs) == rendered_page(zensical) == (Path("/site/docs"), "articles/b.md")
    assert data_folder(mkdocs) == Path("/site/docs/_data")
    assert (rendered_page(alone), data_folder(alone)) == (None, Path("docs/_data"))
