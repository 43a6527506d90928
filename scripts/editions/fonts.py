"""The fonts of the editions: Source Serif 4 for text, Atkinson Hyperlegible for headings, tables and the margins.

Both are under the SIL Open Font License 1.1, whose text is in the packages that they come in. They are pinned there by
version and hash, so the files are as sure as a copy of ours, and cost the repository nothing.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

_PACKAGES = ("fontpkg_source_serif_4", "fontpkg_atkinson_hyperlegible")


def font_folders() -> tuple[Path, ...]:
    """Give the folders that hold the font files."""
    return tuple(Path(str(files(package))) / "files" for package in _PACKAGES)


@cache
def fonts() -> typst.Fonts:
    """Load the fonts, and those that the engine carries for code; never those of the machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder) for folder in font_folders()]
    )
