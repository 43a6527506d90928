"""Dates in words."""

from __future__ import annotations

import datetime as dt

import pytest

from scripts.common.dates import date_in_words, first_day


@pytest.mark.parametrize(
    ("date", "words", "day"),
    [
        ("2026-11-03", "3 November 2026", dt.date(2026, 11, 3)),
        ("2026-11", "November 2026", dt.date(2026, 11, 1)),
        ("2026", "2026", dt.date(2026, 1, 1)),
    ],
)
def test_dates_as_exact_as_they_are_known(date: str, words: str, day: dt.date) -> None:
    assert (date_in_words(date), first_day(date)) == (words, day)
