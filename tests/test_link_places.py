from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from scripts.content.__main__ import main
from scripts.content.link_places import PAGE, checks, table
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PLACES = """\
- number: 1
  place: Beginning
  topic: Printing
  goes_to: A file
  note: not yet
- number: 2
  place: Middle
  topic: Feathers
  goes_to: On Feathers
  section: wings
  page: articles/feathers.md
- number: 3
  place: End
  topic: Home
  goes_to: The Nest
  section: end
  page: nest.md#inside
"""
ARTICLE = """\
# Birds

## Wings {#wings}

### Why

See [Feathers, in short](feathers.md#down).

## End {#end}

Go to [The nest](../nest.md#inside).
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docs folder with an article, and three places of links in its original."""
    monkeypatch.chdir(tmp_path)
    article = tmp_path / "docs" / PAGE
    article.parent.mkdir(parents=True)
    article.write_text(ARTICLE, encoding="utf-8")
    file = tmp_path / "docs" / "_data" / "link-places.yml"
    file.parent.mkdir()
    file.write_text(PLACES, encoding="utf-8")
    return file


def faults(data: Path) -> list[str]:
    return [str(fault).removeprefix("docs/_data/link-places.yml") for fault in checks(data)]


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_places_with_their_links_have_no_fault(data: Path) -> None:
    assert faults(data) == []


NEEDS = "needs both `section` and `page`, or a `note` that says why there is no link."


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("  topic: Home\n", "", ':12: LP01 In entry 3: "topic" is missing; add it.'),
        ("  note: not yet\n", "", f":1: LP01 Entry 1 {NEEDS}"),
        ("  note: not yet\n", "  note: not yet\n  section: end\n  page: nest.md\n", f":1: LP01 Entry 1 {NEEDS}"),
        ("  section: wings\n", "", f":6: LP01 Entry 2 {NEEDS}"),
        ("  page: articles/feathers.md\n", "", f":6: LP01 Entry 2 {NEEDS}"),
        ("number: 3", "number: 4", ":12: LP02 This is entry 3, but its number is 4; number the entries in order."),
        ("section: end", "section: start", f':16: LP03 {PAGE} has no heading with the anchor "#start"; put it back.'),
        (
            "section: end",
            "section: wings",
            (
                f':17: LP04 The section "#wings" of {PAGE} has no link to "nest.md#inside", which the original has in '
                "place 3; put it back."
            ),
        ),
        (
            "nest.md#inside",
            "nest.md#outside",
            (
                f':17: LP04 The section "#end" of {PAGE} has no link to "nest.md#outside", which the original has in '
                "place 3; put it back."
            ),
        ),
    ],
)
def test_each_fault_has_its_line_and_sentence(data: Path, old: str, new: str, fault: str) -> None:
    replace(data, old, new)
    assert faults(data) == [fault]


def test_a_link_that_an_editor_takes_out_is_missed(data: Path) -> None:
    replace(data.parent.parent / PAGE, "[Feathers, in short](feathers.md#down)", "feathers")
    assert faults(data) == [
        (
            f':11: LP04 The section "#wings" of {PAGE} has no link to "articles/feathers.md", which the original has '
            "in place 2; put it back."
        )
    ]


def test_the_article_has_to_be_there(data: Path) -> None:
    (data.parent.parent / PAGE).unlink()
    assert faults(data) == [f': LP03 The article "{PAGE}" cannot be read; mend it.']


def test_the_table_shows_where_each_link_is_kept(data: Path) -> None:
    assert list(table(data)) == [
        "no.  place in the original  topic     leads there to  here in  leads to              link text",
        "  1  Beginning              Printing  A file          not yet",
        "  2  Middle                 Feathers  On Feathers     #wings   articles/feathers.md  Feathers, in short",
        "  3  End                    Home      The Nest        #end     nest.md#inside        The nest",
    ]


def test_the_table_has_no_text_for_a_link_that_is_not_there(data: Path) -> None:
    (data.parent.parent / PAGE).unlink()
    assert list(table(data))[-1].endswith("#end     nest.md#inside")


def test_the_command_prints_the_table_and_fails_without_a_link(data: Path) -> None:
    found = CliRunner().invoke(main, ["places"])
    assert (found.exit_code, found.stdout.splitlines(), found.stderr) == (0, list(table(data)), "")
    replace(data, "section: end", "section: wings")
    found = CliRunner().invoke(main, ["places", "--docs", str(data.parent.parent)])
    assert found.exit_code == 1
    assert found.stdout.splitlines() == list(table(data))
    assert "docs/_data/link-places.yml:17: LP04 " in found.stderr
    assert found.stderr.endswith("1 error, 0 warnings\n")


def test_the_command_without_the_file(data: Path) -> None:
    data.unlink()
    found = CliRunner().invoke(main, ["places"])
    assert found.exit_code == 1
    assert "docs/_data/link-places.yml: LP01 There is no such file; put it back.\n" in found.stderr


def test_all_eleven_places_of_the_original_are_kept() -> None:
    data = ROOT / "docs" / "_data" / "link-places.yml"
    assert [str(fault) for fault in checks(data)] == []
    lines = list(table(data))
    assert len(lines) == 12
    assert "print.md" in lines[1]
