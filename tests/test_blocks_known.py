"""What would be printed raw is named, with its line and its cure, word for word."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import pytest

from scripts.content.markup import check, checks, known_here
from tests.building import ROOT
from tests.golden import cases

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SETTINGS = """\
markdown_extensions:
  - pymdownx.blocks.admonition:
      types: [tip, do]
  - pymdownx.blocks.details
  - pymdownx.blocks.tab
"""


@pytest.fixture
def known(tmp_path: Path) -> Mapping[str, Any]:
    """Give the blocks of settings with two types of boxes."""
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    return known_here(tmp_path / "mkdocs.yml")


@pytest.mark.parametrize(
    ("line", "rule", "message"),
    cases("markup.yml"),
)
def test_a_fault_names_what_is_wrong_and_the_cure(known: Mapping[str, Any], line: str, rule: str, message: str) -> None:
    assert list(check(f"One\n\n{line}", known)) == [(3, rule, message)]


@pytest.mark.parametrize(
    "text",
    [
        "/// tip | A\n    attrs: {class: x}\n\nText\n\n//// do\nText\n////\n///",
        '!!! tip "A"\n    Text\n\n!!! tip inline end\n    Text\n\n??? "A"\n    Text\n\n=== "A"\n    Text',
        "- One\n\n    /// tip\n    Text\n    ///",
        "A heading\n===\n\nAnother\n=====",
        "```\n/// foo\n!!! bar\n```\n\n~~~~ text\n::: x\n~~~~",
        "/// comment | Ann\n    id: 1\n\n!!!\n::: x\n///",
        "[//]: # (/// foo)\n\\/// foo",
        "What??? Yes/no, 1 /// 2",
    ],
)
def test_what_is_well_is_left_alone(known: Mapping[str, Any], text: str) -> None:
    assert list(check(text, known)) == []


def test_every_fault_of_a_page_is_named(known: Mapping[str, Any], tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("---\n/// foo\n---\n/// foo\n///\n\n::: x\n", encoding="utf-8")
    assert [(fault.path, fault.line, fault.rule) for fault in checks(tmp_path, known)] == [
        (f"{tmp_path.as_posix()}/one.md", 4, "MU01"),
        (f"{tmp_path.as_posix()}/one.md", 7, "MU05"),
    ]


def test_the_settings_say_what_is_known_and_all_pages_keep_to_it() -> None:
    known = known_here()
    assert {"tip", "our-note", "details", "tab", "caption", "help-lines"} <= set(known)
    fixtures = ROOT / "tests" / "fixtures"
    assert [
        *checks(ROOT / "docs", known),
        *checks(fixtures / "site", known),
        *checks(fixtures / "toolbox", known),
    ] == []


def test_the_toolbox_of_material_is_known_whole() -> None:
    material = "note abstract info tip success question failure danger bug example quote warning"
    text = "\n".join(f"!!! {name}\n    Text\n" for name in material.split())
    assert list(check(textwrap.dedent(text), known_here())) == []
