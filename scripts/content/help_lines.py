"""Help lines: who helps, for whom, how to reach them, and when that was last checked.

They are data, so that one correction reaches every page, and so that no number grows old unseen.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic needs it at run time
import functools
import re
from typing import TYPE_CHECKING, Annotated, Literal, get_args
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from scripts.faults import Fault, shown_path
from scripts.yaml_lines import BadYamlError, Lines, faults_of, load_with_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

Topic = Literal["emergency", "crisis", "abuse", "own-behaviour", "stalking", "children", "anywhere"]
Country = Literal["us", "uk", "ie", "eu", "ca", "au", "nz", "in", "anywhere"]

TOPICS: tuple[str, ...] = get_args(Topic)
COUNTRIES: tuple[str, ...] = get_args(Country)

#: Re-check every 6 months; over a year an entry is not to be trusted (our acceptance criteria for safety).
WARN_AFTER_DAYS = 180
FAIL_AFTER_DAYS = 365

_Words = Annotated[str, StringConstraints(min_length=1)]
_NUMBER = re.compile(r"\+?\d{3,15}")
_SEPARATORS = re.compile(r"[\s().-]+")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Call(_Strict):
    """A number to call, as it is shown, and what to know about it."""

    number: _Words
    note: _Words | None = None


class Text(_Strict):
    """A number to text, and the word to send first if there is one."""

    to: _Words
    send: _Words | None = None


class HelpLine(_Strict):
    """One service. `source` is the page on which the numbers were seen, `sure` how far that page is trusted."""

    service: _Words
    countries: Annotated[list[Country], Field(min_length=1)]
    topics: Annotated[list[Topic], Field(min_length=1)]
    for_whom: _Words
    call: list[Call] = []
    text: list[Text] = []
    web: _Words
    hours: _Words
    cost: _Words | None = None
    languages: _Words | None = None
    checked: Annotated[dt.date, Field(strict=True)]
    source: _Words
    sure: Literal["high", "good"]


class HelpLinesError(ValueError):
    """The file of help lines cannot be used.

    Attributes:
        faults: why, at least one.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def load(path: Path) -> list[HelpLine]:
    """Read the help lines in the order of the file.

    Args:
        path: the YAML file, a list of entries.

    Returns:
        The help lines, at least one.

    Raises:
        HelpLinesError: the file is missing, is no YAML, or an entry is not as it has to be.
    """
    lines, _, faults = _read(path)
    if faults:
        raise HelpLinesError(faults)
    return [line for _, line in lines]


def checks(path: Path, today: dt.date) -> Iterator[Fault]:
    """Check the file of help lines.

    Args:
        path: the YAML file.
        today: the day from which the age of an entry is counted.

    Yields:
        HL01 faults of the data; HL02 (a warning) older than 180 days; HL03 older than 365 days; HL04 checked in
        the future; HL05 a number that cannot be called or texted; HL06 an address that is not https.
    """
    found, lines, faults = _read(path)
    yield from faults
    name = shown_path(path)
    for index, entry in found:
        line = lines.of((index, "checked"))
        yield from (Fault(name, line, *age) for age in _age(entry, today))
        for loc, message in _unusable_numbers(entry):
            yield Fault(name, lines.of((index, *loc)), "HL05", message)
        for key in ("web", "source"):
            if not _is_https(getattr(entry, key)):
                yield Fault(
                    name,
                    lines.of((index, key)),
                    "HL06",
                    f'{entry.service}: "{getattr(entry, key)}" is no https address; write the page\'s whole '
                    "address, https:// included.",
                )


def tel_address(number: str) -> str:
    """Make the address that calls a number (RFC 3966, without its separators).

    Args:
        number: as it is shown: a short code, a national number, or an international one with `+`.

    Returns:
        For example `tel:116123` for `116 123`.

    Raises:
        ValueError: the number is not 3 to 15 digits (ITU-T E.164 allows 15).
    """
    return f"tel:{_digits(number)}"


def sms_address(to: str, send: str | None = None) -> str:
    """Make the address that writes a text message (RFC 5724).

    Args:
        to: the number, as it is shown.
        send: the words to send; none leaves the message empty.

    Returns:
        For example `sms:741741?body=HOME`.

    Raises:
        ValueError: the number is not 3 to 15 digits.
    """
    return f"sms:{_digits(to)}" + (f"?body={quote(send, safe='')}" if send else "")


def choose(lines: Iterable[HelpLine], topic: str | None = None, country: str | None = None) -> list[HelpLine]:
    """Keep the help lines that are for a topic and for a country, each only if it is given."""
    return [
        line
        for line in lines
        if (topic is None or topic in line.topics) and (country is None or country in line.countries)
    ]


def date_in_words(day: dt.date) -> str:
    """Write a date as readers read it: `23 November 2026` (NHS service manual: months in full)."""
    return f"{day.day} {day:%B %Y}"


def _read(path: Path) -> tuple[list[tuple[int, HelpLine]], Lines, list[Fault]]:
    """Read what can be read: the good entries with their places in the list, the lines, the faults of the rest."""
    name, nothing = shown_path(path), Lines(None)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return [], nothing, [Fault(name, 0, "HL01", "This file of help lines is missing; put it back.")]
    except UnicodeDecodeError:
        return [], nothing, [Fault(name, 0, "HL01", "This file is not text in UTF-8; save it as UTF-8.")]
    return _understood(text, name)


# Every page with help lines asks for them, and a thousand pages find the same text.
@functools.lru_cache(maxsize=8)
def _understood(text: str, name: str) -> tuple[list[tuple[int, HelpLine]], Lines, list[Fault]]:
    try:
        data, lines = load_with_lines(text)
    except BadYamlError as error:
        return [], Lines(None), list(error.faults(name, "HL01"))
    try:
        entries = _entries.validate_python(data)
    except ValidationError as error:
        bad = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
        good = [
            (index, HelpLine.model_validate(entry))
            for index, entry in enumerate(data if isinstance(data, list) else [])
            if index not in bad
        ]
        return good, lines, list(faults_of(error, lines, name, "HL01", model=list[HelpLine]))
    if not entries:
        return [], lines, [Fault(name, 0, "HL01", "There is no help line in this file; enter at least one.")]
    return list(enumerate(entries)), lines, []


_entries = TypeAdapter(list[HelpLine])


def _age(entry: HelpLine, today: dt.date) -> Iterator[tuple[str, str, Literal["error", "warning"]]]:
    days = (today - entry.checked).days
    when = f"{entry.service} was last checked on {date_in_words(entry.checked)}"
    compare = "compare it with its source and set a new date"
    if days < 0:
        yield "HL04", f"{when}, which is in the future; write the day on which it was checked.", "error"
    elif days > FAIL_AFTER_DAYS:
        why = f"over {FAIL_AFTER_DAYS} days no number is printed"
        yield "HL03", f"{when}, {days} days ago, and {why}; {compare}, or take it out.", "error"
    elif days > WARN_AFTER_DAYS:
        yield "HL02", f"{when}, {days} days ago; {compare}.", "warning"


def _unusable_numbers(entry: HelpLine) -> Iterator[tuple[tuple[int | str, ...], str]]:
    numbers: list[tuple[tuple[int | str, ...], str]] = [
        *((("call", place, "number"), call.number) for place, call in enumerate(entry.call)),
        *((("text", place, "to"), text.to) for place, text in enumerate(entry.text)),
    ]
    for loc, number in numbers:
        try:
            _digits(number)
        except ValueError as error:
            yield loc, f"{entry.service}: {error}"


def _digits(number: str) -> str:
    digits = _SEPARATORS.sub("", number)
    if not number.isascii() or not _NUMBER.fullmatch(digits):
        raise ValueError(
            f'"{number}" makes no phone address; write 3 to 15 digits, with spaces or hyphens between them if you '
            "like, and + only in front."
        )
    return digits


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and not re.search(r"\s", address)
