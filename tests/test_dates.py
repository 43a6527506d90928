"""Dates in words."""

from __future__ import annotations

from scripts.common.dates import date_in_words, first_day


def test_dates_are_as_exact_as_they_are_known() -> None:
    written = ("2026-11-03", "2026-11", "2026")
    assert [date_in_words(date) for date in written] == ["3 November 2026", "November 2026", "2026"]
    assert [first_day(date).isoformat() for date in written] == ["2026-11-03", "2026-11-01", "2026-01-01"]
