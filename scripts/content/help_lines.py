"""Help lines: who helps, for whom, how to reach them, from how old a copy we have it, and when a person checked it.

They are data, so that one correction reaches every page, and so that no number grows old unseen.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import quote

import click
from pydantic import BeforeValidator, Field

from scripts.common.dates import date_in_words, first_day
from scripts.common.faults import Fault, shown_path
from scripts.common.files import replace_file
from scripts.common.settings import USUAL, Extra
from scripts.content.data_files import Entries, Strict, Words, fits, read_entries, refuse

Topic = Literal["emergency", "crisis", "abuse", "own-behaviour", "stalking", "children", "anywhere"]
Country = Literal["us", "uk", "ie", "eu", "ca", "au", "nz", "in", "anywhere"]

TOPICS: tuple[str, ...] = get_args(Topic)
COUNTRIES: tuple[str, ...] = get_args(Country)


def digits(number: str) -> str:
    """Take the separators out of a number."""
    return re.sub(r"[^0-9+]", "", number)


def _day_month_or_year(value: object) -> str:
    with suppress(ValueError):
        first_day(str(value))
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", str(value)):
            return str(value)
    raise ValueError("has to be a date such as 2026-11-23, 2026-11 or 2026")


_SAYS_FOR_WHOM = refuse(
    lambda value, info: not value and not re.match(r"(?i)(any|every)one\b", info.data.get("for_whom", "")),
    "is missing; the line is not for anyone, so say in a word or two whom it is for, such as women",
    "HL10",
)
# ITU-T E.164 allows 15 digits.
_DIGITS = r"[ ().-]*\+?([ ().-]*[0-9]){3,15}[ ().-]*"
_Number = Annotated[str, fits(_DIGITS, "has to be 3 to 15 digits, with spaces or hyphens between, and + only in front")]
_Address = Annotated[str, fits(r"https://[\w-]+(\.[\w-]+)+([/?#]\S*)?", "has to be a whole address with https://")]
_OnlyFor = Annotated[str, Field(min_length=1, max_length=30)] | None


class Call(Strict):
    """A number to call, as it is shown, and what to know about it."""

    number: _Number
    note: Words | None = None

    @property
    def address(self) -> str:
        """What calls it (RFC 3966, without its separators): `tel:116123`."""
        return f"tel:{digits(self.number)}"


class Text(Strict):
    """A number to text, and the word to send first if there is one."""

    to: _Number
    send: Words | None = None

    @property
    def address(self) -> str:
        """What writes the message (RFC 5724): `sms:741741?body=HOME`."""
        return f"sms:{digits(self.to)}" + (f"?body={quote(self.send, safe='')}" if self.send else "")


class HelpLine(Strict):
    """One service; the head of the data file says what each key holds."""

    service: Words
    countries: Annotated[list[Country], Field(min_length=1)]
    topics: Annotated[list[Topic], Field(min_length=1)]
    for_whom: Words
    only_for: Annotated[_OnlyFor, _SAYS_FOR_WHOM, Field(validate_default=True)] = None
    call: list[Call] = Field(default=[])
    text: list[Text] = Field(default=[])
    web: _Address
    hours: Words
    cost: Words | None = None
    languages: Words | None = None
    seen: Annotated[str, BeforeValidator(_day_month_or_year)]
    checked: dt.date | None = None
    source: _Address
    sure: Literal["high", "good"]

    @property
    def name(self) -> str:
        """What tells it from others of the same name: `Emergency services (us)`."""
        return f"{self.service} ({', '.join(self.countries)})"

    @property
    def seen_in_words(self) -> str:
        """The date of the copy, as exact as it is known."""
        return date_in_words(self.seen)

    @property
    def checked_in_words(self) -> str:
        """The day on which it was checked; empty if it never was."""
        return date_in_words(str(self.checked)) if self.checked else ""


def read(data: Path) -> Entries[HelpLine]:
    """Read the help lines of a folder of data: HL01 the data do not fit; HL10 one for a group that it does not name."""
    return read_entries(data / "help-lines.yml", HelpLine, "HL01")


def checks(data: Path, today: dt.date, extra: Extra = USUAL) -> Iterator[Fault]:
    """Check the help lines.

    Args:
        data: the folder of data.
        today: the day from which the age of an entry is counted.
        extra: how old it may be.

    Yields:
        HL01 and HL10 faults of the data; HL02 (a warning) checked too many days ago to be sure of it; HL03 too many to
        be printed; HL04 a date in the future; HL08 (a warning) how many were never checked; HL09 checked before the
        copy was made.
    """
    entries = read(data)
    yield from entries.faults
    for place, line in enumerate(entries.sound):
        for key, rule, message in _faults_of_dates(line, today, extra):
            yield entries.fault(place, key, rule, message, "warning" if rule == "HL02" else "error")
    never = sum(line.checked is None for line in entries.sound)
    if never:
        cure = "go through them with `python -m scripts.content help-lines`"
        message = f"{never} of {len(entries.sound)} help lines were never checked by a person; {cure}."
        yield Fault(entries.path, 0, "HL08", message, "warning")


def _faults_of_dates(line: HelpLine, today: dt.date, extra: Extra) -> Iterator[tuple[str, str, str]]:
    if first_day(line.seen) > today:
        message = f"The copy of {line.service} is from {line.seen_in_words}, which is in the future; correct the date."
        yield "seen", "HL04", message
    if line.checked is None:
        return
    days = (today - line.checked).days
    cure = "open the service's own page, and write the new date"
    copy = f"before the copy that we read was made ({line.seen_in_words})"
    old = f"{days} days ago, and over {extra.refuse_after_days} days no number is printed"
    for wrong, rule, why in (
        (days < 0, "HL04", "which is in the future; write the day on which it was checked"),
        (line.checked < first_day(line.seen), "HL09", f"{copy}; correct one of the two"),
        (days > extra.refuse_after_days, "HL03", f"{old}; {cure}, or take it out"),
        (days > extra.remind_after_days, "HL02", f"{days} days ago; {cure}"),
    ):
        if wrong:
            yield "checked", rule, f"{line.service} was last checked on {line.checked_in_words}, {why}."
            return


def choose(lines: Sequence[HelpLine], topic: str | None = None, country: str | None = None) -> list[HelpLine]:
    """Keep the help lines that are for a topic and for a country, each only if it is given."""
    return [line for line in lines if topic in {None, *line.topics} and country in {None, *line.countries}]


def first_of_each_country(lines: Sequence[HelpLine]) -> list[HelpLine]:
    """Keep the first line for each country; behind one that not everyone can call, the first for the others.

    A man who was hurt does not get a women's line alone, if there is another.
    """
    kept: list[HelpLine] = []
    for line in lines:
        for country in line.countries:
            there = choose(lines, country=country)
            if there[0] is line:
                kept += [one for one in (line, *_for_the_others(line, there)) if one not in kept]
    return kept


def _for_the_others(first: HelpLine, there: Sequence[HelpLine]) -> list[HelpLine]:
    """Find a line for those who cannot call the first one of a country: made for them, or for everyone."""
    if first.only_for is None:
        return []
    theirs = {"men", "women"} - set(re.findall(r"\w+", first.only_for))
    of_both = [line for line in there if len(theirs) == 1 and theirs & set(re.findall(r"\w+", line.only_for or ""))]
    return [*of_both, *(line for line in there if line.only_for is None)][:1]


def to_go_through(data: Path) -> Iterator[str]:
    """Yield the list: what was never checked first, then what was checked longest ago.

    Raises:
        FaultyDataError: the file has a fault.
    """
    lines = read(data).all()
    for line in sorted(lines, key=lambda line: line.checked or dt.date.min):
        numbers = [*(call.number for call in line.call), *(f"text {text.to}" for text in line.text)]
        checked = f"last checked {line.checked}" if line.checked else "never checked"
        yield f"{line.name}\n    {', '.join(numbers) or 'no number'}\n    {line.web}"
        yield f"    last seen {line.seen}, {checked}"
    never = sum(line.checked is None for line in lines)
    yield f"\n{len(lines)} help lines, {never} never checked. Open each page or call, mend what changed, and write:"
    yield '    python -m scripts.content help-lines --checked "SERVICE"'


def write_checked(data: Path, name: str, day: dt.date) -> str:
    """Write the day on which a help line was checked into the data file; its comments and its order stay.

    Args:
        data: the folder of data.
        name: its name as the list has it, or without its countries; capitals and the kind of apostrophe do not count.
        day: the day on which it was checked.

    Returns:
        A sentence that says what was written, and where.

    Raises:
        ClickException: there is no such service, or more than one; the entry cannot be changed; the file has a fault.
    """
    path = data / "help-lines.yml"
    entries = read(data)
    place, line = _named(entries.all(), name)
    rows = path.read_bytes().decode().split("\n")
    at = entries.lines.of((place, "checked" if line.checked else "seen")) - 1
    row = re.fullmatch(r"([ -]*)(?:checked|seen): *[\d'\"-]+(\s.*)?", rows[at])
    if row is None or "{" in rows[entries.lines.of((place,)) - 1]:
        where = f"{shown_path(path)}:{at + 1}"
        raise click.ClickException(
            f"{where}: this entry has a form of its own; write `checked: {day}` into it by hand."
        )
    if line.checked:
        rows[at] = f"{row[1]}checked: {day}{row[2] or ''}"
    else:
        at += 1
        rows.insert(at, f"{' ' * len(row[1])}checked: {day}" + "\r" * rows[at - 1].endswith("\r"))
    replace_file(path, "\n".join(rows))
    return f"{shown_path(path)}:{at + 1}: {line.service} was checked on {date_in_words(str(day))}."


def _named(lines: Sequence[HelpLine], name: str) -> tuple[int, HelpLine]:
    found = [one for one in enumerate(lines) if _plain(name) in {_plain(one[1].service), _plain(one[1].name)}]
    if len(found) == 1:
        return found[0]
    names = " or ".join(line.name for _, line in found) or "a name as the list has it"
    raise click.ClickException(f"{len(found) or 'No'} help lines are called “{name}”; write {names}.")


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())
