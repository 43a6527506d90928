"""Titles of boxes are headings of named regions (scripts/content/toolbox.py)."""

from __future__ import annotations

import re

import markdown

BOXES = {"types": ["do", "our-note", "warning"]}


def _roles(source: str) -> list[str]:
    html = markdown.markdown(
        source,
        extensions=["attr_list", "toc", "pymdownx.blocks.admonition", "scripts.content.extension"],
        extension_configs={"pymdownx.blocks.admonition": BOXES},
    )
    return re.findall(r'<(?:h\d|div|p)[^>]*(?:role|id)="[^>]*>', html)


def test_a_box_is_a_region_that_its_title_names() -> None:
    assert _roles("# A\n\n/// do | Tonight\nText.\n///") == [
        '<h1 id="a">',
        '<div aria-labelledby="box-1" class="admonition do" role="region">',
        '<p aria-level="2" class="admonition-title" id="box-1" role="heading">',
    ]


def test_what_the_editors_add_is_a_note() -> None:
    assert 'role="note"' in _roles("# A\n\n/// our-note | Our note: this is ours\nText.\n///")[1]


def test_a_title_is_one_level_below_the_heading_before_it_and_never_below_the_fourth() -> None:
    source = "".join(f"{'#' * level} A\n\n/// warning | B\nText.\n///\n\n" for level in (2, 3, 4))
    assert re.findall(r'aria-level="(\d)"', "".join(_roles(source))) == ["3", "4", "4"]


def test_each_box_has_an_id_of_its_own() -> None:
    found = re.findall(r'<p[^>]* id="([^"]*)"', "".join(_roles("/// do | A\nx\n///\n\n/// do | B\nx\n///")))
    assert found == ["box-1", "box-2"]


def test_a_box_without_a_title_stays_as_it_is() -> None:
    assert not [tag for tag in _roles('<div class="admonition do"><p>Text.</p></div>') if "role" in tag]
