"""The glue: what MkDocs tells the build."""

from __future__ import annotations

from tests.building import ROOT


def test_the_glue_stays_glue() -> None:
    assert len((ROOT / "scripts/hooks.py").read_text(encoding="utf-8").splitlines()) <= 60
