"""Help lines: the schema, the ages, the addresses that call and text."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from pathlib import Path
from textwrap import dedent, indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.content import help_lines
from scripts.content.help_lines import HelpLinesError, checks, choose, load, sms_address, tel_address
from scripts.faults import Fault

TODAY = dt.date(2026, 11, 23)
NAME = "help-lines.yml"
ENTRY = dedent("""\
    service: Samaritans
    countries: [uk, ie]
    topics: [crisis]
    for_whom: Anyone
    call:
      - number: 116 123
    text:
      - to: "85258"
    web: https://www.samaritans.org/
    hours: Day and night
    checked: 2026-11-23
    source: https://www.samaritans.org/contact
    sure: high
""")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of help lines, in the folder in which the check runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / NAME


def _write(data: Path, *entries: str) -> None:
    data.write_text("".join(f"- {indent(entry, '  ')[2:]}" for entry in entries), encoding="utf-8")


def _found(data: Path) -> list[Fault]:
    return list(checks(data, TODAY))


def test_a_good_file_has_no_faults_and_is_read_in_its_order(data: Path) -> None:
    _write(data, ENTRY, ENTRY.replace("Samaritans", "Shout"))
    assert _found(data) == []
    assert [line.service for line in load(data)] == ["Samaritans", "Shout"]
    assert load(data)[0].call[0].number == "116 123"


def test_what_may_be_left_out(data: Path) -> None:
    _write(data, re.sub(r"(?s)call:.*?(?=web:)", "", ENTRY))
    [line] = load(data)
    assert (line.call, line.text, line.cost, line.languages) == ([], [], None, None)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("checked: 2026-11-23\n", "", 1, 'In entry 1: "checked" is missing; add it.'),
        (
            "checked: 2026-11-23",
            "checked: last week",
            11,
            'In entry 1: "checked" is "last week"; it has to be a date such as 2026-11-23, without quotation marks.',
        ),
        (
            "checked: 2026-11-23",
            "checked: 20261123",
            11,
            (
                'In entry 1: "checked" is the number 20261123; it has to be a date such as 2026-11-23, '
                "without quotation marks."
            ),
        ),
        ("service: Samaritans", "service: ''", 1, 'In entry 1: "service" has 0 characters; it has to have at least 1.'),
        ("[crisis]", "[]", 3, 'In entry 1: "topics" has 0 entries; it has to have at least 1.'),
        (
            "[crisis]",
            "[crises]",
            3,
            (
                'In entry 1: topics 1 is "crises"; it has to be one of emergency, crisis, abuse, own-behaviour, '
                "stalking, children or anywhere."
            ),
        ),
        (
            "[uk, ie]",
            "[gb]",
            2,
            'In entry 1: countries 1 is "gb"; it has to be one of us, uk, ie, eu, ca, au, nz, in or anywhere.',
        ),
        (
            'to: "85258"',
            "to: 85258",
            8,
            'In entry 1, text 1: "to" is the number 85258; it has to be text: put it in quotation marks.',
        ),
        ("sure: high", "sure: check", 13, 'In entry 1: "sure" is "check"; it has to be one of high or good.'),
        (
            "hours: Day and night",
            "open: Day and night",
            10,
            (
                'In entry 1: "open" is not a known key; allowed are call, checked, cost, countries, for_whom, hours, '
                "languages, service, source, sure, text, topics, web."
            ),
        ),
    ],
)
def test_faults_of_the_data(data: Path, old: str, new: str, line: int, message: str) -> None:
    _write(data, ENTRY.replace(old, new))
    assert Fault(NAME, line, "HL01", message) in _found(data)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, "The text is empty; it has to be a list."),
        (b"service: One\n", 1, "The text is a map of keys; it has to be a list."),
        (b"[]\n", 0, "There is no help line in this file; enter at least one."),
        (b"- a: \xff\n", 0, "This file is not text in UTF-8; save it as UTF-8."),
        (b"- a: 1\n  a: 2\n", 2, 'The key "a" stands here and in line 1; keep one of them.'),
        (
            b"- [a\n",
            2,
            (
                "This is no YAML that can be read: while parsing a flow sequence, "
                "expected ',' or ']', but got '<stream end>'."
            ),
        ),
    ],
)
def test_files_that_hold_no_list_of_help_lines(data: Path, content: bytes, line: int, message: str) -> None:
    data.write_bytes(content)
    assert _found(data) == [Fault(NAME, line, "HL01", message)]
    with pytest.raises(HelpLinesError) as raised:
        load(data)
    assert raised.value.faults == (Fault(NAME, line, "HL01", message),)


def test_a_missing_file(data: Path) -> None:
    fault = Fault(NAME, 0, "HL01", "This file of help lines is missing; put it back.")
    assert _found(data) == [fault]
    with pytest.raises(HelpLinesError, match=re.escape(str(fault))):
        load(data)


def test_all_faults_of_a_run_are_shown(data: Path) -> None:
    _write(data, ENTRY.replace("sure: high\n", ""), ENTRY.replace("2026-11-23", "2020-01-01").replace("https", "http"))
    assert sorted((fault.line, fault.rule) for fault in _found(data)) == [
        (1, "HL01"),
        (21, "HL06"),
        (23, "HL03"),
        (24, "HL06"),
    ]


def _aged(data: Path, days: int) -> list[Fault]:
    day = TODAY - dt.timedelta(days=days)
    _write(data, ENTRY.replace("2026-11-23", day.isoformat()))
    return _found(data)


@pytest.mark.parametrize("days", [0, 1, 180])
def test_a_young_entry_is_no_fault(data: Path, days: int) -> None:
    assert _aged(data, days) == []


@pytest.mark.parametrize(("days", "checked"), [(181, "26 May 2026"), (365, "23 November 2025")])
def test_an_old_entry_is_a_warning(data: Path, days: int, checked: str) -> None:
    assert _aged(data, days) == [
        Fault(
            NAME,
            11,
            "HL02",
            f"Samaritans was last checked on {checked}, {days} days ago; "
            "compare it with its source and set a new date.",
            "warning",
        )
    ]


@pytest.mark.parametrize(("days", "checked"), [(366, "22 November 2025"), (4000, "11 December 2015")])
def test_a_very_old_entry_is_an_error(data: Path, days: int, checked: str) -> None:
    assert _aged(data, days) == [
        Fault(
            NAME,
            11,
            "HL03",
            f"Samaritans was last checked on {checked}, {days} days ago, and over 365 days no number is printed; "
            "compare it with its source and set a new date, or take it out.",
        )
    ]


@pytest.mark.parametrize(("days", "checked"), [(-1, "24 November 2026"), (-400, "28 December 2027")])
def test_a_date_in_the_future_is_an_error(data: Path, days: int, checked: str) -> None:
    assert _aged(data, days) == [
        Fault(
            NAME,
            11,
            "HL04",
            f"Samaritans was last checked on {checked}, which is in the future; write the day on which it was checked.",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "shown"),
    [
        ("116 123", "116 ABC", 6, "116 ABC"),
        ("116 123", '"12"', 6, "12"),
        ("116 123", '"1234567890123456"', 6, "1234567890123456"),
        ("116 123", "44+116123", 6, "44+116123"),
        ("116 123", "١١٦١٢٣", 6, "١١٦١٢٣"),
        ('"85258"', "SHOUT", 8, "SHOUT"),
    ],
)
def test_numbers_that_make_no_address(data: Path, old: str, new: str, line: int, shown: str) -> None:
    _write(data, ENTRY.replace(old, new))
    assert _found(data) == [
        Fault(
            NAME,
            line,
            "HL05",
            f'Samaritans: "{shown}" makes no phone address; write 3 to 15 digits, with spaces or hyphens between '
            "them if you like, and + only in front.",
        )
    ]


@pytest.mark.parametrize(
    "address",
    ["http://www.samaritans.org/", "www.samaritans.org", "https:/samaritans.org", "https://samaritans", "https://[::1"],
)
@pytest.mark.parametrize(("key", "line"), [("web", 9), ("source", 12)])
def test_addresses_that_are_not_https(data: Path, key: str, line: int, address: str) -> None:
    _write(data, re.sub(rf"{key}: .*", f'{key}: "{address}"', ENTRY))
    assert _found(data) == [
        Fault(
            NAME,
            line,
            "HL06",
            f'Samaritans: "{address}" is no https address; write the page\'s whole address, https:// included.',
        )
    ]


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
    assert tel_address(number) == address


@pytest.mark.parametrize(
    ("to", "send", "address"),
    [
        ("741741", "HOME", "sms:741741?body=HOME"),
        ("988", None, "sms:988"),
        ("0477 13 11 14", None, "sms:0477131114"),
        ("+1 (555) 010", "I need & want help?", "sms:+1555010?body=I%20need%20%26%20want%20help%3F"),
        ("50808", "Sláinte", "sms:50808?body=Sl%C3%A1inte"),
    ],
)
def test_addresses_that_text(to: str, send: str | None, address: str) -> None:
    assert sms_address(to, send) == address


@given(st.from_regex(r"\+?[0-9]([ .()-]{0,2}[0-9]){2,14}", fullmatch=True))
def test_separators_never_change_the_digits(number: str) -> None:
    assert re.findall(r"[0-9+]", tel_address(number)) == re.findall(r"[0-9+]", number)


@given(st.text())
def test_whatever_is_written_makes_an_address_of_digits_or_a_value_error(number: str) -> None:
    with contextlib.suppress(ValueError):
        assert re.fullmatch(r"tel:\+?[0-9]{3,15}", tel_address(number))


def test_choosing_by_topic_and_country(data: Path) -> None:
    other = ENTRY.replace("Samaritans", "Refuge").replace("[uk, ie]", "[uk]").replace("[crisis]", "[abuse, crisis]")
    _write(data, ENTRY, other)
    lines = load(data)

    def names(topic: str | None, country: str | None) -> list[str]:
        return [line.service for line in choose(lines, topic, country)]

    assert names("crisis", None) == ["Samaritans", "Refuge"]
    assert names("abuse", None) == ["Refuge"]
    assert names(None, "ie") == ["Samaritans"]
    assert names("abuse", "ie") == []


def test_the_help_lines_of_the_site_are_sound_and_every_country_has_an_emergency_number() -> None:
    file = Path(help_lines.__file__).parents[2] / "docs/_data/help-lines.yml"
    assert [fault for fault in checks(file, TODAY) if fault.rule not in {"HL02", "HL03", "HL04"}] == []
    lines = load(file)
    without = [
        country
        for country in help_lines.COUNTRIES
        if not any(line.call for line in choose(lines, "emergency", country))
    ]
    assert without == ["anywhere"]
