"""Dates as exact as they are known: a day, a month or a year."""

from __future__ import annotations

import datetime as dt


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
