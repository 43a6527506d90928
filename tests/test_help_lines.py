"""Help lines: addresses that call and text, dates, who gets which line, and the command that writes a check.

The faults of the data are in `fixtures/data/faults.yml`, the command's file and sentences in `golden/help_lines.yml`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner
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
from tests.golden import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

DATA = ROOT / "docs" / "_data"
GOLDEN: dict[str, Any] = yaml.safe_load((FOLDER / "help_lines.yml").read_text(encoding="utf-8"))
FILE = GOLDEN["file"]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a file of help lines below the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TODAY", "2026-11-20")
    file = tmp_path / "docs" / "_data" / "help-lines.yml"
    file.parent.mkdir(parents=True)
    file.write_text(FILE, encoding="utf-8")
    return file


def _run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["help-lines", *arguments])
    return result.exit_code, result.stdout, result.stderr


def _line(service: str, *countries: str, only_for: str | None = None) -> HelpLine:
    data = {"service": service, "countries": [*countries], "topics": ["abuse"], "for_whom": "Anyone", "seen": 2026}
    rest = {"web": "https://a.example/", "hours": "x", "source": "https://a.example/", "sure": "high"}
    return HelpLine.model_validate({**data, **rest, "only_for": only_for})


@pytest.mark.parametrize(
    ("line", "address"),
    [
        (Call(number="988"), "tel:988"),
        (Call(number="1-800-799-7233"), "tel:18007997233"),
        (Call(number="(0808) 2000.247"), "tel:08082000247"),
        (Call(number="+44 20 7946 0000"), "tel:+442079460000"),
        (Text(to="741741", send="HOME"), "sms:741741?body=HOME"),
        (Text(to="988"), "sms:988"),
        (Text(to="+1 (555) 010", send="I need & want?"), "sms:+1555010?body=I%20need%20%26%20want%3F"),
        (Text(to="50808", send="Sláinte"), "sms:50808?body=Sl%C3%A1inte"),
    ],
)
def test_addresses_that_call_and_text(line: Call | Text, address: str) -> None:
    assert line.address == address


@given(st.from_regex(r"\+?[0-9]([ .()-]{0,2}[0-9]){2,14}", fullmatch=True))
def test_separators_never_change_the_digits(number: str) -> None:
    assert re.findall(r"[0-9+]", digits(number)) == re.findall(r"[0-9+]", number)


@given(st.text("0123456789 .()-+", max_size=20) | st.text())
def test_whatever_is_accepted_as_a_number_can_be_dialled(number: str) -> None:
    with contextlib.suppress(ValidationError):
        assert re.fullmatch(r"\+?[0-9]{3,15}", digits(Call(number=number).number))


def test_words_in_a_row() -> None:
    assert [in_a_row("abc"[:count], "and") for count in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_choosing_by_topic_and_country() -> None:
    lines = [_line("A", "uk", "ie"), _line("B", "uk")]
    assert [line.service for line in choose(lines, "abuse", "ie")] == ["A"]
    assert [line.service for line in choose(lines, None, "uk")] == ["A", "B"]
    assert choose(lines, "crisis") == []


@pytest.mark.parametrize(("lines", "kept"), GOLDEN["brief"])
def test_a_brief_list_leaves_nobody_with_a_line_for_others_alone(lines: list[list[str]], kept: list[str]) -> None:
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


@pytest.mark.usefixtures("file")
def test_the_list_to_go_through_begins_with_what_was_never_checked() -> None:
    assert _run() == (0, GOLDEN["listed"], "")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("case", GOLDEN["written"])
def test_a_check_changes_one_line_of_the_file(file: Path, ending: str, case: dict[str, Any]) -> None:
    file.write_bytes(FILE.replace("\n", ending).encode("utf-8-sig"))
    assert _run("--checked", *case["arguments"]) == (0, f"{case['said']}\n", "")
    changed = FILE.replace(case["old"], case["new"])
    assert file.read_bytes() == changed.replace("\n", ending).encode("utf-8-sig")
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("case", GOLDEN["refused"])
def test_what_cannot_be_written_leaves_the_file_alone(file: Path, case: dict[str, Any]) -> None:
    assert _run("--checked", *case["arguments"]) == (1, "", f"{case['said']}\n")
    assert file.read_text(encoding="utf-8") == FILE


def test_nothing_is_listed_or_written_from_a_faulty_file(file: Path) -> None:
    file.write_text(FILE.replace("hours: Day\n", "hour: Day\n"), encoding="utf-8")
    for arguments in ([], ["--checked", "Men’s Line"]):
        code, printed, faults = _run(*arguments)
        assert (code, printed) == (1, "")
        assert faults.startswith('docs/_data/help-lines.yml:3: HL01 In entry 1: "hours" is missing; add it.\n')


@pytest.mark.usefixtures("file")
def test_a_date_alone_is_no_command() -> None:
    code, _, faults = _run("--date", "2026-11-20")
    assert (code, "--date goes with --checked; name the service with it." in faults) == (2, True)


def test_the_help_lines_of_the_site_are_sound_and_leave_nobody_out() -> None:
    # How old they are is told by every build; this test means the same in ten years.
    assert [str(fault) for fault in checks(DATA, dt.date(2026, 11, 28)) if fault.rule not in {"HL02", "HL03"}][1:] == []
    lines = read(DATA).all()
    with_number = [line for line in choose(lines, "emergency") if line.call]
    assert set(COUNTRIES) - {country for line in with_number for country in line.countries} == {"anywhere"}
    # Nobody who was hurt gets a line for others without a word.
    brief = first_of_each_country(choose(lines, "abuse"))
    for country in ("uk", "ie", "nz"):
        words = [line.only_for or "women and men" for line in brief if country in line.countries]
        assert {"women", "men"} <= {word for only_for in words for word in only_for.split()}, country
