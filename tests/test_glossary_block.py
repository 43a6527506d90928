from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from markdown import markdown

from scripts.content.entries import FaultyDataError

if TYPE_CHECKING:
    from pathlib import Path

DATA = """\
- term: Wing
  anchor: wing
  also: [feather arm, flapper]
  meaning: What a _bird_ flies with & more.
  whose: research
  see: birds.md#left
  auto: true
- term: Beak
  anchor: beak
  meaning: What a bird eats with.
  whose: his
  auto: true
- term: Claw
  anchor: claw
  meaning: What a bird holds with.
  whose: ours
  see: birds.md
  auto: true
"""


def render(tmp_path: Path, source: str, data: str = DATA) -> str:
    file = tmp_path / "docs" / "_data" / "glossary.yml"
    file.parent.mkdir(parents=True)
    file.write_text(data, encoding="utf-8")
    (tmp_path / "docs" / "birds.md").write_text('---\ntitle: Birds & "beaks"\n---\n', encoding="utf-8")
    extension = "scripts.content.glossary_block"
    return markdown(source, extensions=[extension], extension_configs={extension: {"data": str(file)}})


def test_prints_all_terms_with_their_anchors(tmp_path: Path) -> None:
    expected = """\
        <dl class="glossary">
        <dt id="beak">Beak</dt>
        <dd>
        <p>What a bird eats with.</p>
        <p class="source">Al Turtle’s word.</p>
        </dd>
        <dt id="claw">Claw</dt>
        <dd>
        <p>What a bird holds with.</p>
        <p class="source">The meaning is ours. See <a href="birds.md">Birds &amp; "beaks"</a>.</p>
        </dd>
        <dt id="wing">Wing</dt>
        <dd>
        <p>What a _bird_ flies with &amp; more.</p>
        <p class="source">A word from research. Also: feather arm, flapper. \
See <a href="birds.md#left">Birds &amp; "beaks"</a>.</p>
        </dd>
        </dl>"""
    assert render(tmp_path, "/// glossary\n///\n") == dedent(expected)


def test_text_in_the_block_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^A glossary block holds no text; take it out, or put it below the block\.$"):
        render(tmp_path, "/// glossary\nText.\n///\n")


def test_faulty_data_stop_the_build(tmp_path: Path) -> None:
    with pytest.raises(FaultyDataError, match=r':5: GL01 In entry 1: "whose" is "mine";'):
        render(tmp_path, "/// glossary\n///\n", DATA.replace("whose: research", "whose: mine"))
