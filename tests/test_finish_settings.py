"""What the finish reads from the settings of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.common.settings import Settings, read_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_settings_are_inherited_part_by_part(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text(
        'site_name: !ENV [NO_SUCH_NAME, A]\ncopyright: C\ntheme: {name: x, language: de}\nicon: !!python/name:x.y ""\n'
    )
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_description: D\ntheme: {name: y}\nnav: [a.md]\n")
    assert read_settings(tmp_path / "mkdocs.yml") == Settings("A", "D", "C", "de", "a.md", "")


@pytest.mark.parametrize(
    ("nav", "title", "main"),
    [
        ("[{The steps: a.md}, b.md]", "The steps", "a.md"),
        ("[{Read: [{The steps: a.md}, b.md]}]", "The steps", "a.md"),
        ("[{Read: [a.md]}]", "", "a.md"),
        ("[{Home: index.md}, {Read: [a.md]}, b.md]", "", "a.md"),
        ("[]", "", ""),
        ("", "", ""),
    ],
)
def test_the_first_page_of_the_menu_is_the_main_one(tmp_path: Path, nav: str, title: str, main: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"nav: {nav}\n")
    found = read_settings(tmp_path / "mkdocs.yml")
    assert (found.main_title, found.main) == (title, main)
