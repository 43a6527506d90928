from __future__ import annotations

from scripts.editions.fonts import font_folders, fonts


def test_the_fonts_are_there_with_their_licence() -> None:
    for folder in font_folders():
        assert list(folder.glob("*.ttf"))
        assert "SIL OPEN FONT LICENSE" in (folder.parent / "LICENSE").read_text(encoding="utf-8").upper()


def test_no_font_of_the_machine_is_used() -> None:
    families = set(fonts().families())
    assert {"Source Serif 4", "Atkinson Hyperlegible", "DejaVu Sans Mono"} <= families
    assert "DejaVu Serif" not in families
