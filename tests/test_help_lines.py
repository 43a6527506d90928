"""Help lines: addresses that call and text, dates, who gets which line, and the command that writes a check."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scripts.content.__main__ import main
from scripts.content.help_lines import (
    COUNTRIES,
    Call,
    HelpLine,
    Text,
    checks,
    choose,
    digits,
    first_of_each_country,
    in_a_row,
    read,
)
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DATA = ROOT / "docs" / "_data"
FILE = """\
# The head, which says ‘what’ stands here.

- service: Men’s Line
  countries: [uk]
  topics: [abuse]
  for_whom: Men
  only_for: men # short
  call:
    - number: "0800 1"
  web: https://men.example/
  hours: Day
  seen: 2020-05 # the copy
  source: https://men.example/
  sure: high

# More.
- service: Emergency
  countries: [uk]
  topics: [emergency]
  for_whom: Anyone
  web: https://uk.example/
  hours: Always
  checked: 2026-06-01 # by Kim
  seen: 2026
  source: https://uk.example/
  sure: high
- {service: Emergency, countries: [ie], topics: [emergency], for_whom: Anyone, web: "https://ie.example/", hours: x,
   seen: 2026, source: "https://ie.example/", sure: high}
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a file of help lines below the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TODAY", "2026-11-20")
    file = tmp_path / "docs" / "_data" / "help-lines.yml"
    file.parent.mkdir(parents=True)
    file.write_text(FILE, encoding="utf-8")
    return file


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["help-lines", *arguments])


def _line(service: str, *countries: str, only_for: str | None = None) -> HelpLine:
    data = {"service": service, "countries": countries, "topics": ["abuse"], "for_whom": "Anyone", "only_for": only_for}
    rest = {"web": "https://a.example/", "hours": "x", "seen": 2026, "source": "https://a.example/", "sure": "high"}
    return HelpLine.model_validate({**data, **rest, "countries": list(countries)})


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("988", "tel:988"),
        ("116 123", "tel:116123"),
        ("1-800-799-7233", "tel:18007997233"),
        ("(0808) 2000.247", "tel:08082000247"),
        ("+44 20 7946 0000", "tel:+442079460000"),
        ("000", "tel:000"),
    ],
)
def test_addresses_that_call(number: str, address: str) -> None:
    assert Call(number=number).address == address


@pytest.mark.parametrize(
    ("to", "send", "address"),
    [
        ("741741", "HOME", "sms:741741?body=HOME"),
        ("988", None, "sms:988"),
        ("+1 (555) 010", "I need & want help?", "sms:+1555010?body=I%20need%20%26%20want%20help%3F"),
        ("50808", "Sláinte", "sms:50808?body=Sl%C3%A1inte"),
    ],
)
def test_addresses_that_text(to: str, send: str | None, address: str) -> None:
    assert Text(to=to, send=send).address == address


@given(st.from_regex(r"\+?[0-9]([ .()-]{0,2}[0-9]){2,14}", fullmatch=True))
def test_separators_never_change_the_digits(number: str) -> None:
    assert re.findall(r"[0-9+]", digits(number)) == re.findall(r"[0-9+]", number)


@given(st.text("0123456789 .()-+", max_size=20) | st.text())
def test_whatever_is_accepted_as_a_number_can_be_dialled(number: str) -> None:
    with contextlib.suppress(ValidationError):
        assert re.fullmatch(r"\+?[0-9]{3,15}", digits(Call(number=number).number))


def test_choosing_by_topic_and_country() -> None:
    lines = [_line("A", "uk", "ie"), _line("B", "uk")]
    assert [line.service for line in choose(lines, "abuse", "ie")] == ["A"]
    assert [line.service for line in choose(lines, None, "uk")] == ["A", "B"]
    assert choose(lines, "crisis") == []


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([("A", None), ("B", None)], ["A"]),
        ([("A", "women in England"), ("B", None), ("C", "men")], ["A", "C"]),
        ([("A", "men"), ("B", "under 19s"), ("C", "women"), ("D", "women")], ["A", "C"]),
        ([("A", "women"), ("B", "under 19s"), ("C", None)], ["A", "C"]),
        ([("A", "under 19s"), ("B", "men"), ("C", None)], ["A", "C"]),
        ([("A", "women and men"), ("B", "men"), ("C", None)], ["A", "C"]),
        ([("A", "women"), ("B", "under 19s")], ["A"]),
    ],
)
def test_a_brief_list_leaves_nobody_with_a_line_for_others_alone(
    lines: list[tuple[str, str | None]], kept: list[str]
) -> None:
    """A second line stands behind the first of a country where that one is not for everyone."""
    found = first_of_each_country([_line(name, "uk", only_for=whom) for name, whom in lines])
    assert [line.service for line in found] == kept


def test_a_brief_list_has_the_first_line_of_each_country_once() -> None:
    lines = [
        _line("A", "us"),
        _line("B", "uk", "ie", only_for="women"),
        _line("C", "us", only_for="men"),
        _line("D", "ie", "nz", only_for="men"),
        _line("E", "uk", "ie"),
    ]
    assert [line.service for line in first_of_each_country(lines)] == ["A", "B", "E", "D"]


@pytest.mark.parametrize(
    ("words", "row"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_in_a_row(words: list[str], row: str) -> None:
    assert in_a_row(words, "and") == row


def test_the_list_to_go_through_begins_with_what_was_never_checked(file: Path) -> None:  # noqa: ARG001
    result = _run()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Men’s Line (uk)",
        "    0800 1",
        "    https://men.example/",
        "    last seen 2020-05, never checked",
        "Emergency (ie)",
        "    no number",
        "    https://ie.example/",
        "    last seen 2026, never checked",
        "Emergency (uk)",
        "    no number",
        "    https://uk.example/",
        "    last seen 2026, last checked 2026-06-01",
        "",
        (
            "3 help lines, 2 of them never checked. Open each page or call, mend what changed, and write: "
            'python -m scripts.content help-lines --checked "SERVICE"'
        ),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("arguments", "old", "new", "said"),
    [
        (
            ["men's line", "--date", "2026-11-18"],
            "  seen: 2020-05 # the copy\n",
            "  seen: 2020-05 # the copy\n  checked: 2026-11-18\n",
            "docs/_data/help-lines.yml:13: Men’s Line was checked on 18 November 2026.\n",
        ),
        (
            ["Emergency (uk)"],
            "checked: 2026-06-01 # by Kim",
            "checked: 2026-11-20 # by Kim",
            "docs/_data/help-lines.yml:23: Emergency was checked on 20 November 2026.\n",
        ),
    ],
)
def test_a_check_changes_one_line_of_the_file(  # noqa: PLR0913, PLR0917 - both ways to write, on both systems
    file: Path, ending: str, arguments: list[str], old: str, new: str, said: str
) -> None:
    file.write_bytes(FILE.replace("\n", ending).encode("utf-8-sig"))
    result = _run("--checked", *arguments)
    assert (result.exit_code, result.output) == (0, said)
    assert file.read_bytes() == FILE.replace(old, new).replace("\n", ending).encode("utf-8-sig")
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["Mens Line"],
            "No help lines are called “Mens Line”; write a name as the list has it.",
        ),
        (["Emergency"], "2 help lines are called “Emergency”; write Emergency (uk) or Emergency (ie)."),
        (
            ["emergency (ie)"],
            (
                "docs/_data/help-lines.yml:28: this entry is written in a form that the command cannot change; "
                "write `checked: 2026-11-20` into it by hand."
            ),
        ),
        (
            ["Men’s Line", "--date", "2026-11-21"],
            "21 November 2026 is in the future; give the day of the check.",
        ),
        (
            ["Men’s Line", "--date", "2020-04-30"],
            (
                "The copy of Men’s Line that we read is from May 2020, later than 30 April 2020; "
                "give a later day, or correct `seen`."
            ),
        ),
    ],
)
def test_what_cannot_be_written_leaves_the_file_alone(file: Path, arguments: list[str], message: str) -> None:
    result = _run("--checked", *arguments)
    assert (result.exit_code, result.stderr) == (1, f"{message}\n")
    assert file.read_text(encoding="utf-8") == FILE


def test_nothing_is_listed_or_written_from_a_faulty_file(file: Path) -> None:
    file.write_text(FILE.replace("hours: Day\n", "hour: Day\n"), encoding="utf-8")
    for arguments in ([], ["--checked", "Men’s Line"]):
        result = _run(*arguments)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith('docs/_data/help-lines.yml:3: HL01 In entry 1: "hours" is missing; add it.\n')


def test_a_date_alone_is_no_command(file: Path) -> None:  # noqa: ARG001
    result = _run("--date", "2026-11-20")
    assert result.exit_code == 2
    assert "--date goes with --checked; name the service with it." in result.stderr


def test_the_help_lines_of_the_site_are_sound_and_every_country_has_an_emergency_number() -> None:
    # How old they are is told by every build; this test means the same in ten years.
    assert [str(fault) for fault in checks(DATA, dt.date(2026, 11, 28)) if fault.rule not in {"HL02", "HL03"}][1:] == []
    lines = read(DATA).all()
    with_number = [line for line in choose(lines, "emergency") if line.call]
    assert set(COUNTRIES) - {country for line in with_number for country in line.countries} == {"anywhere"}


def test_nobody_who_was_hurt_gets_a_line_for_others_without_a_word() -> None:
    brief = first_of_each_country(choose(read(DATA).all(), "abuse"))
    for country in ("uk", "ie", "nz"):
        words = [line.only_for or "women and men" for line in brief if country in line.countries]
        assert {"women", "men"} <= {word for only_for in words for word in only_for.split()}, country
