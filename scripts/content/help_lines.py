"""Help lines: who helps, for whom, how to reach them, from how old a copy we have it, and when a person checked it.

They are data, so that one correction reaches every page, and so that no number grows old unseen.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Literal, get_args
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from scripts.common.faults import Fault
from scripts.content.entries import Entries, read_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Topic = Literal["emergency", "crisis", "abuse", "own-behaviour", "stalking", "children", "anywhere"]
Country = Literal["us", "uk", "ie", "eu", "ca", "au", "nz", "in", "anywhere"]

TOPICS: tuple[str, ...] = get_args(Topic)
COUNTRIES: tuple[str, ...] = get_args(Country)

#: Re-check every 6 months; over a year an entry is not to be trusted (our acceptance criteria for safety).
WARN_AFTER_DAYS = 180
FAIL_AFTER_DAYS = 365

_PLACES: dict[Country, str] = {
    "us": "United States",
    "uk": "UK",
    "ie": "Ireland",
    "eu": "European Union",
    "ca": "Canada",
    "au": "Australia",
    "nz": "New Zealand",
    "in": "India",
    "anywhere": "anywhere",
}
_EVERYONE = re.compile(r"(?:anyone|everyone)\b", re.IGNORECASE)
# Who a line is for that someone else cannot call, and whom they need a line for then.
_OTHERS = ((re.compile(r"\bwomen\b"), re.compile(r"\bmen\b")), (re.compile(r"\bmen\b"), re.compile(r"\bwomen\b")))


def digits(number: str) -> str:
    """Take the separators out of a number that can be dialled.

    Args:
        number: as it is shown: a short code, a national number, or an international one with `+`.

    Raises:
        ValueError: it is not 3 to 15 digits (ITU-T E.164 allows 15).
    """
    bare = re.sub(r"[\s().-]+", "", number)
    if not number.isascii() or not re.fullmatch(r"\+?\d{3,15}", bare):
        raise ValueError(
            "has to be 3 to 15 digits, with spaces or hyphens between them if you like, and + only in front"
        )
    return bare


def _phone(number: str) -> str:
    digits(number)
    return number


def _https(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme != "https" or "." not in host or re.search(r"\s", address):
        raise ValueError("has to be the page's whole address, https:// included")
    return address


def _day_month_or_year(value: object) -> str:
    text = str(value) if isinstance(value, (dt.date, int, str)) else ""
    try:
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
            first_day(text)
            return text
    except ValueError:
        pass
    raise ValueError("has to be a date such as 2026-11-23, 2026-11 or 2026")


_Words = Annotated[str, StringConstraints(min_length=1)]
_Number = Annotated[str, AfterValidator(_phone)]
_Address = Annotated[str, AfterValidator(_https)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Call(_Strict):
    """A number to call, as it is shown, and what to know about it."""

    number: _Number
    note: _Words | None = None

    @property
    def address(self) -> str:
        """What calls it (RFC 3966, without its separators): `tel:116123`."""
        return f"tel:{digits(self.number)}"


class Text(_Strict):
    """A number to text, and the word to send first if there is one."""

    to: _Number
    send: _Words | None = None

    @property
    def address(self) -> str:
        """What writes the message (RFC 5724): `sms:741741?body=HOME`."""
        return f"sms:{digits(self.to)}" + (f"?body={quote(self.send, safe='')}" if self.send else "")


class HelpLine(_Strict):
    """One service; the head of the data file says what each key holds."""

    service: _Words
    countries: Annotated[list[Country], Field(min_length=1)]
    topics: Annotated[list[Topic], Field(min_length=1)]
    for_whom: _Words
    only_for: Annotated[str, StringConstraints(min_length=1, max_length=30)] | None = None
    call: list[Call] = []
    text: list[Text] = []
    web: _Address
    hours: _Words
    cost: _Words | None = None
    languages: _Words | None = None
    seen: Annotated[str, BeforeValidator(_day_month_or_year)]
    checked: Annotated[dt.date, Field(strict=True)] | None = None
    source: _Address
    sure: Literal["high", "good"]

    @property
    def place(self) -> str:
        """Where it helps, in words."""
        return in_a_row([_PLACES[country] for country in self.countries], "and")

    @property
    def seen_in_words(self) -> str:
        """The date of the copy, as exact as it is known."""
        return date_in_words(self.seen)

    @property
    def checked_in_words(self) -> str:
        """The day on which it was checked; empty if it never was."""
        return date_in_words(self.checked.isoformat()) if self.checked else ""


def read(path: Path) -> Entries[HelpLine]:
    """Read the help lines; HL01 are the faults of the data."""
    return read_entries(path, list[HelpLine], "HL01")


def checks(path: Path, today: dt.date) -> Iterator[Fault]:
    """Check the file of help lines.

    Args:
        path: the YAML file.
        today: the day from which the age of an entry is counted.

    Yields:
        HL01 faults of the data; HL02 (a warning) checked more than 180 days ago; HL03 more than 365; HL04 a date in
        the future; HL08 (a warning) how many were never checked; HL09 checked before the copy was made; HL10 a line
        for one group that does not say so in brief.
    """
    entries = read(path)
    yield from entries.faults
    for place, line in entries.sound:
        for key, found in _faults_of_dates(line, today):
            yield Fault(entries.path, entries.lines.of((place, key)), *found)
        if not line.only_for and not _EVERYONE.match(line.for_whom):
            message = (
                f"{line.service} is not for anyone; say in `only_for`, in a word or two, whom it is for, such as women."
            )
            yield entries.fault(place, "for_whom", "HL10", message)
    never = sum(line.checked is None for _, line in entries.sound)
    if never:
        message = (
            f"{never} of {len(entries.sound)} help lines were never checked by a person; "
            "go through them with `python -m scripts.content help-lines`."
        )
        yield Fault(entries.path, 0, "HL08", message, "warning")


def _faults_of_dates(
    line: HelpLine, today: dt.date
) -> Iterator[tuple[str, tuple[str, str, Literal["error", "warning"]]]]:
    if first_day(line.seen) > today:
        message = f"The copy of {line.service} is from {line.seen_in_words}, which is in the future; correct the date."
        yield "seen", ("HL04", message, "error")
    if line.checked is None:
        return
    days = (today - line.checked).days
    when = f"{line.service} was last checked on {line.checked_in_words}"
    cure = "open the service's own page, and write the new date"
    if days < 0:
        message = f"{when}, which is in the future; write the day on which it was checked."
        yield "checked", ("HL04", message, "error")
    elif line.checked < first_day(line.seen):
        message = f"{when}, before the copy that we read was made ({line.seen_in_words}); correct one of the two."
        yield "checked", ("HL09", message, "error")
    elif days > FAIL_AFTER_DAYS:
        why = f"over {FAIL_AFTER_DAYS} days no number is printed"
        yield "checked", ("HL03", f"{when}, {days} days ago, and {why}; {cure}, or take it out.", "error")
    elif days > WARN_AFTER_DAYS:
        yield "checked", ("HL02", f"{when}, {days} days ago; {cure}.", "warning")


def choose(lines: Sequence[HelpLine], topic: str | None = None, country: str | None = None) -> list[HelpLine]:
    """Keep the help lines that are for a topic and for a country, each only if it is given."""
    return [
        line
        for line in lines
        if (topic is None or topic in line.topics) and (country is None or country in line.countries)
    ]


def first_of_each_country(lines: Sequence[HelpLine]) -> list[HelpLine]:
    """Keep the first line for each country; behind one that not everyone can call, the first for the others.

    A man who was hurt does not get a women's line alone, if there is another.
    """
    met: set[str] = set()
    kept: list[HelpLine] = []
    for line in lines:
        for country in line.countries:
            if country not in met:
                met.add(country)
                found = (line, _for_the_others(line, choose(lines, country=country)))
                kept += [one for one in found if one is not None and one not in kept]
    return kept


def _for_the_others(first: HelpLine, lines: Sequence[HelpLine]) -> HelpLine | None:
    """Find the line for those who cannot call the first one of a country: made for them, or for everyone."""
    if first.only_for is None:
        return None
    for ours, theirs in _OTHERS:
        if ours.search(first.only_for) and not theirs.search(first.only_for):
            for line in lines:
                if theirs.search(line.only_for or ""):
                    return line
    return next((line for line in lines if line.only_for is None), None)


def first_day(date: str) -> dt.date:
    """Give the first day of a day, a month or a year: `2026-11` is 1 November 2026."""
    return dt.date.fromisoformat(f"{date}-01-01"[:10])


def date_in_words(date: str) -> str:
    """Write a day, a month or a year as readers read it: `23 November 2026` (NHS service manual: months in full)."""
    day = first_day(date)
    return date if len(date) == len("2026") else f"{f'{day.day} ' if len(date) > len('2026-11') else ''}{day:%B %Y}"


def in_a_row(words: Sequence[str], last: str) -> str:
    """Put words in a row: `a, b and c`; an empty text for none."""
    *first, end = words or [""]
    return f"{', '.join(first)} {last} {end}" if first else end
