"""Dates: in words, as exact as they are known; the day on which checks are made; the time of what is built."""

import datetime as dt
import os
import subprocess
from contextlib import suppress
from pathlib import Path

VARIABLE = "SOURCE_DATE_EPOCH"
#: 1 January 1980, the first day that a zip file can tell: for a project that is not in git.
UNKNOWN = 315532800
# Where each day begins first: a keeper anywhere on earth who writes their own date never writes tomorrow's.
_FIRST_ZONE = dt.timezone(dt.timedelta(hours=14))


def first_day(date: str) -> dt.date:
    """Give the first day of a day, a month or a year: `2026-11` is 1 November 2026.

    Raises:
        ValueError: it is none of these.
    """
    return dt.date.fromisoformat(f"{date}-01-01"[:10])


def date_in_words(date: str) -> str:
    """Write a day, a month or a year as readers read it: `23 November 2026` (NHS service manual: months in full)."""
    day = first_day(date)
    month = f"{day:%B} {day.year}"
    return {len("2026"): date, len("2026-11"): month}.get(len(date), f"{day.day} {month}")


def today() -> dt.date:
    """Return the day to measure ages of checked dates by.

    It is the latest day that has begun anywhere on earth, or the day that the environment variable `TODAY` names
    (YYYY-MM-DD), with which an old state of the site can be built again long after its help lines went out of date.

    Raises:
        ValueError: if `TODAY` is set and is not a date of that form.
    """
    named = os.environ.get("TODAY")
    return dt.date.fromisoformat(named) if named else dt.datetime.now(_FIRST_ZONE).date()


def source_date(project: Path) -> int:
    """Return the time of which all that is built says it was made, in seconds since 1970; not that of the build.

    It is what the environment variable `SOURCE_DATE_EPOCH` says, else the time of the last commit, else 1980: one
    commit gives the same bytes on every day and machine (https://reproducible-builds.org/specs/source-date-epoch/).

    Args:
        project: the project's folder.

    Raises:
        ValueError: if `SOURCE_DATE_EPOCH` is set and is no whole number.
    """
    if named := os.environ.get(VARIABLE):
        if not named.isdecimal():
            raise ValueError(f"{VARIABLE} is {named!r}, not a number of seconds since 1970: correct it, or unset it.")
        return int(named)
    # Without git, outside of it, or before the first commit.
    with suppress(OSError, ValueError):
        command = ["git", "log", "-1", "--format=%ct"]
        return int(subprocess.run(command, cwd=project, capture_output=True, check=False).stdout)  # noqa: S603 - our own words only
    return UNKNOWN
