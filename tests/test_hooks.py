"""The glue: what MkDocs tells the finish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from mkdocs.config.defaults import MkDocsConfig

from scripts import hooks

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("command", "preview"), [("build", False), ("gh-deploy", False), ("serve", True)])
def test_only_serve_is_a_preview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Literal["build", "gh-deploy", "serve"], preview: bool
) -> None:
    asked: list[bool] = []

    def finish(*_: Any, preview: bool) -> list[Any]:
        asked.append(preview)
        return []

    monkeypatch.setattr(hooks, "finish", finish)
    monkeypatch.setattr(hooks, "_serving", False)
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "site_dir": str(tmp_path), "docs_dir": str(tmp_path)})
    hooks.on_startup(command=command, dirty=False)
    hooks.on_post_build(config=config)
    assert asked == [preview]
