"""The day by which ages are measured."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from scripts.common.today import today


def test_a_named_day_is_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TODAY", "2031-02-03")
    assert today() == date(2031, 2, 3)


def test_without_a_name_no_place_on_earth_is_a_day_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TODAY")
    assert today() - datetime.now(UTC).date() in (timedelta(0), timedelta(days=1))


def test_a_name_that_is_no_date_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TODAY", "tomorrow")
    with pytest.raises(ValueError, match="tomorrow"):
        today()
