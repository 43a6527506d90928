"""The glue: what MkDocs tells the finish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from mkdocs.config.defaults import MkDocsConfig

from scripts import hooks
from scripts.faults import ONLY_SHOWN
from scripts.source_date import VARIABLE
from tests.building import ROOT

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
    monkeypatch.setenv(ONLY_SHOWN, "")
    monkeypatch.setenv(VARIABLE, "1")
    config = MkDocsConfig(config_file_path=str(tmp_path / "mkdocs.yml"))
    config.load_dict({"site_name": "x", "site_dir": str(tmp_path), "docs_dir": str(tmp_path)})
    hooks.on_startup(command=command, dirty=False)
    hooks.on_post_build(config=config)
    assert asked == [preview]


def test_the_glue_stays_glue() -> None:
    assert len((ROOT / "scripts/hooks.py").read_text(encoding="utf-8").splitlines()) <= 60
