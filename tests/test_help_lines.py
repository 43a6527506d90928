"""Help lines: addresses that call and text, who gets which line, and the command that writes a check.

The faults of the data are in `fixtures/data/faults.yml`, all else is in `golden/help_lines.yml`.
"""

import contextlib
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scripts.content import help_lines
from scripts.content.__main__ import main
from scripts.content.help_lines import Call, HelpLine, Text, choose, first_of_each_country
from tests.building import ROOT
from tests.golden import golden_data
from tests.sites import write_files

DATA = ROOT / "docs" / "_data"
GOLDEN: dict[str, Any] = golden_data("help_lines.yml")
FILE = GOLDEN["file"]


@pytest.fixture
def file(docs: Path) -> Path:
    """Make a file of help lines below the folder where the command runs."""
    return write_files(docs / "_data", {"help-lines.yml": FILE}) / "help-lines.yml"


def _run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["help-lines", *arguments])
    return result.exit_code, result.stdout, result.stderr


def _line(service: str, only_for: str | None, countries: str) -> HelpLine:
    own = {"service": service, "only_for": only_for, "countries": countries.split(), "topics": ["abuse"]}
    return HelpLine.model_validate({**yaml.safe_load(FILE)[1], **own})


def test_addresses_that_call_and_text() -> None:
    for fields, address in GOLDEN["addresses"]:
        assert (Call(**fields) if "number" in fields else Text(**fields)).address == address


_LIKE_A_NUMBER = st.from_regex(r"\+?[0-9]([ .()-]{0,2}[0-9]){2,14}", fullmatch=True)


@given(_LIKE_A_NUMBER | st.text("0123456789 .()-+", max_size=20) | st.text())
def test_whatever_is_accepted_as_a_number_can_be_dialled_and_keeps_its_digits(number: str) -> None:
    with contextlib.suppress(ValidationError):
        dialled = help_lines.digits(Call(number=number).number)
        assert re.fullmatch(r"\+?[0-9]{3,15}", dialled)
        assert list(dialled) == re.findall(r"[0-9+]", number)


def test_choosing_by_topic_and_country() -> None:
    lines = [_line("A", None, "uk ie"), _line("B", None, "uk")]
    assert [line.service for line in choose(lines, "abuse", "ie")] == ["A"]
    assert [line.service for line in choose(lines, None, "uk")] == ["A", "B"]
    assert choose(lines, "crisis") == []


@pytest.mark.parametrize(("lines", "kept"), GOLDEN["brief"])
def test_a_brief_list_leaves_nobody_with_a_line_for_others_alone(lines: list[list[str]], kept: list[str]) -> None:
    assert [line.service for line in first_of_each_country([_line(*line) for line in lines])] == kept


@pytest.mark.usefixtures("file")
def test_the_list_to_go_through_begins_with_what_was_never_checked() -> None:
    assert _run() == (0, GOLDEN["listed"], "")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("case", GOLDEN["written"])
def test_a_check_changes_one_line_of_the_file(file: Path, ending: str, case: dict[str, Any]) -> None:
    file.write_bytes(FILE.replace("\n", ending).encode("utf-8-sig"))
    assert _run("--checked", case["name"]) == (0, f"{case['said']}\n", "")
    changed = FILE.replace(case["old"], case["new"])
    assert file.read_bytes() == changed.replace("\n", ending).encode("utf-8-sig")
    assert list(file.parent.iterdir()) == [file]


def test_what_cannot_be_written_leaves_the_file_alone_and_nothing_is_listed_from_a_faulty_one(file: Path) -> None:
    for case in GOLDEN["refused"]:
        assert _run("--checked", case["name"]) == (1, "", f"Error: {case['said']}\n")
    assert file.read_text(encoding="utf-8") == FILE
    file.write_text(FILE.replace("hours: Day\n", "hour: Day\n"), encoding="utf-8")
    for arguments in ([], ["--checked", "Men’s Line"]):
        code, printed, faults = _run(*arguments)
        assert (code, printed) == (1, "")
        assert faults.startswith('Error: docs/_data/help-lines.yml:3: HL01 In entry 1: "hours" is missing; add it.\n')


def test_the_help_lines_of_the_site_are_sound_and_leave_nobody_out() -> None:
    # How old they are is told by every build; this test means the same in ten years.
    assert [
        str(fault) for fault in help_lines.checks(DATA, dt.date(2026, 11, 28)) if fault.rule not in {"HL02", "HL03"}
    ][1:] == []
    lines = help_lines.read(DATA).all()
    with_number = [line for line in choose(lines, "emergency") if line.call]
    assert set(help_lines.COUNTRIES) - {country for line in with_number for country in line.countries} == {"anywhere"}
    # Nobody who was hurt gets a line for others without a word.
    brief = first_of_each_country(choose(lines, "abuse"))
    for country in ("uk", "ie", "nz"):
        words = [line.only_for or "women and men" for line in brief if country in line.countries]
        assert {"women", "men"} <= {word for only_for in words for word in only_for.split()}, country
