"""The day on which a person checked a help line: the list to go through, and the new day in the data file."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import TYPE_CHECKING

from scripts.common.faults import shown_path
from scripts.common.files import replace_file
from scripts.common.yaml_lines import BadYamlError, load_with_lines
from scripts.content.help_lines import HelpLine, date_in_words, first_day, in_a_row, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class CannotCheckError(ValueError):
    """The new day cannot be written; the message says why and what to do."""


def to_go_through(path: Path) -> Iterator[str]:
    """Yield the list: what was never checked first, then what was checked longest ago.

    Raises:
        FaultyDataError: the file has a fault.
    """
    lines = read(path).all()
    for line in sorted(lines, key=lambda line: line.checked or dt.date.min):
        numbers = [*(call.number for call in line.call), *(f"text {text.to}" for text in line.text)]
        yield f"{line.service} ({', '.join(line.countries)})"
        yield f"    {', '.join(numbers) or 'no number'}"
        yield f"    {line.web}"
        yield f"    last seen {line.seen}, {f'last checked {line.checked}' if line.checked else 'never checked'}"
    never = sum(line.checked is None for line in lines)
    yield ""
    yield (
        f"{len(lines)} help lines, {never} of them never checked. Open each page or call, mend what changed, and write "
        'the day: python -m scripts.content help-lines --checked "SERVICE"'
    )


def write_checked(path: Path, service: str, day: dt.date, today: dt.date, country: str | None = None) -> str:
    """Write the day on which a help line was checked into the data file; its comments and its order stay.

    Args:
        path: the data file.
        service: its name; capitals and the kind of apostrophe do not count.
        day: the day on which it was checked.
        today: the last day that it can be.
        country: tells services of one name apart.

    Returns:
        A sentence that says what was written, and where.

    Raises:
        CannotCheckError: there is no such service, or more than one; the day cannot be; the entry cannot be changed.
        FaultyDataError: the file has a fault.
    """
    entries = read(path)
    entries.all()
    place, line = _named(list(entries.sound), service, country, shown_path(path))
    if day > today:
        raise CannotCheckError(f"{date_in_words(day.isoformat())} is in the future; give the day of the check.")
    if day < first_day(line.seen):
        raise CannotCheckError(
            f"The copy of {line.service} that we read is from {line.seen_in_words}, later than "
            f"{date_in_words(day.isoformat())}; give a later day, or correct `seen`."
        )
    text = path.read_bytes().decode()
    rows = text.split("\n")
    had = line.checked is not None
    at = entries.lines.of((place, "checked" if had else "seen")) - 1
    row = rows[at]
    if had:
        rows[at] = re.sub(r"(checked:\s*)[\d-]+", rf"\g<1>{day}", row, count=1)
    else:
        indent = " " * (len(row) - len(row.lstrip(" -")))
        rows.insert(at + 1, f"{indent}checked: {day}" + ("\r" if row.endswith("\r") else ""))
    changed = "\n".join(rows)
    if not _differs_only_in(text, changed, place, day):
        raise CannotCheckError(
            f"{shown_path(path)}:{at + 1}: this entry is written in a form that the command cannot change; "
            f"write `checked: {day}` into it by hand."
        )
    replace_file(path, changed)
    written = at + 1 if had else at + 2
    return f"{shown_path(path)}:{written}: {line.service} was checked on {date_in_words(day.isoformat())}."


def _named(lines: list[tuple[int, HelpLine]], service: str, country: str | None, file: str) -> tuple[int, HelpLine]:
    names = {_plain(line.service): line.service for _, line in lines}
    found = [
        (place, line)
        for place, line in lines
        if _plain(line.service) == _plain(service) and (country is None or country in line.countries)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        countries = in_a_row([name for _, line in found for name in line.countries], "or")
        raise CannotCheckError(
            f"{len(found)} help lines are called “{found[0][1].service}”; say which with --country: {countries}."
        )
    near = [names[name] for name in difflib.get_close_matches(_plain(service), names, n=1)]
    if country is not None and _plain(service) in names:
        raise CannotCheckError(f"“{service}” is not for country {country} in {file}; take another one.")
    cure = f"did you mean “{near[0]}”?" if near else "without --checked the command prints all names."
    raise CannotCheckError(f"There is no help line “{service}” in {file}; {cure}")


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())


def _differs_only_in(before: str, after: str, place: int, day: dt.date) -> bool:
    """Tell whether the new text holds what the old one did, but for the day."""
    try:
        old, new = (load_with_lines(text.removeprefix("\ufeff"))[0] for text in (before, after))
    except BadYamlError:
        return False
    if not isinstance(old, list):
        return False
    old[place]["checked"] = day
    return bool(old == new)
