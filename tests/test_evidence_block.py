from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from markdown import markdown

from scripts.content.entries import FaultyDataError

if TYPE_CHECKING:
    from pathlib import Path

DATA = """\
- id: wren-2001
  authors: Wren & Kiwi
  year: 2001
  title: Do <b>birds</b> *fly*?
  journal: Journal of Birds 1:2–3
  doi_or_pmc: PMC1
  step: 1
  finding: Birds that were _chased_ flew away.
  people: 12 birds.
  bearing: for
  sure: seen-abstract
  how_sure: Small.
  label: S
- id: owl-2002
  authors: Owl
  year: 2002
  journal: Night
  step: 2
  finding: It got dark.
  people: Nobody.
  bearing: limits
  sure: reported-by
  reported_by: a magazine
  how_sure: Hardly.
  label: "2"
- id: rook-2003
  authors: Rook
  year: 2003
  journal: Towers
  doi_or_pmc: 10.1000/182
  step: 1
  finding: It cut both ways.
  people: 3 rooks.
  bearing: both
  sure: reported-by
  reported_by: a raven
  how_sure: Fair.
  label: "2"
"""


def render(tmp_path: Path, source: str, data: str = DATA) -> str:
    file = tmp_path / "evidence.yml"
    file.write_text(data, encoding="utf-8")
    extension = "scripts.content.evidence_block"
    return markdown(dedent(source), extensions=[extension], extension_configs={extension: {"data": str(file)}})


def test_prints_the_studies_of_a_step_as_a_list(tmp_path: Path) -> None:
    source = """\
        Before.

        /// evidence
            step: 1
        ///

        After.
        """
    expected = """\
        <p>Before.</p>
        <ul class="evidence">
        <li id="wren-2001">
        <p class="finding">Birds that were _chased_ flew away.</p>
        <p class="source">Wren &amp; Kiwi, 2001, “Do &lt;b&gt;birds&lt;/b&gt; *fly*?”, Journal of Birds 1:2–3. \
<a href="https://pmc.ncbi.nlm.nih.gov/articles/PMC1/">PubMed Central PMC1</a>.</p>
        <p>Who was studied: 12 birds.</p>
        <p>Speaks for the step. How sure: Small.</p>
        </li>
        <li id="rook-2003">
        <p class="finding">It cut both ways.</p>
        <p class="source">Rook, 2003, Towers. <a href="https://doi.org/10.1000/182">DOI 10.1000/182</a>. \
Reported by a raven.</p>
        <p>Who was studied: 3 rooks.</p>
        <p>Cuts both ways. How sure: Fair.</p>
        </li>
        </ul>
        <p>After.</p>"""
    assert render(tmp_path, source) == dedent(expected)


def test_says_who_reported_a_study_that_was_not_read(tmp_path: Path) -> None:
    source = """\
        /// evidence
            step: 2
        ///
        """
    expected = """\
        <ul class="evidence">
        <li id="owl-2002">
        <p class="finding">It got dark.</p>
        <p class="source">Owl, 2002, Night. Reported by a magazine.</p>
        <p>Who was studied: Nobody.</p>
        <p>Sets a limit. How sure: Hardly.</p>
        </li>
        </ul>"""
    assert render(tmp_path, source) == dedent(expected)


def test_says_what_speaks_against(tmp_path: Path) -> None:
    printed = render(tmp_path, "/// evidence\n    step: 2\n///\n", DATA.replace("bearing: limits", "bearing: against"))
    assert "<p>Speaks against the step. How sure: Hardly.</p>" in printed


@pytest.mark.parametrize("options", ["", "    step: 5\n", "    step: one\n", "    step: [1]\n"])
def test_a_wrong_step_stops_the_build(tmp_path: Path, options: str) -> None:
    with pytest.raises(ValueError, match=r"^An evidence block needs a step; write `step: 1`, 2, 3 or 4 below its"):
        render(tmp_path, f"/// evidence\n{options}///\n")


def test_a_step_without_studies_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^No study bears on step 4; add one, or take the evidence block out\.$"):
        render(tmp_path, "/// evidence\n    step: 4\n///\n")


def test_text_in_the_block_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(
        ValueError, match=r"^An evidence block holds no text; take it out, or put it below the block\.$"
    ):
        render(tmp_path, "/// evidence\n    step: 1\n\nText.\n///\n")


def test_faulty_data_stop_the_build(tmp_path: Path) -> None:
    with pytest.raises(FaultyDataError, match=r':13: EV02 "wren-2001" has the label "K";'):
        render(tmp_path, "/// evidence\n    step: 1\n///\n", DATA.replace("label: S", "label: K"))
