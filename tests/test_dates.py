"""Dates in words, the day of the checks, and the time of the source."""

import datetime as dt
import os
import re
import subprocess
from pathlib import Path

import pytest

from scripts.common.dates import UNKNOWN, date_in_words, first_day, source_date, today


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SOURCE_DATE_EPOCH", "TODAY"):
        monkeypatch.delenv(name, raising=False)


def test_dates_are_as_exact_as_they_are_known() -> None:
    written = ("2026-11-03", "2026-11", "2026")
    assert [date_in_words(date) for date in written] == ["3 November 2026", "November 2026", "2026"]
    assert [first_day(date).isoformat() for date in written] == ["2026-11-03", "2026-11-01", "2026-01-01"]


def test_today_is_the_day_that_is_named_or_no_place_on_earth_is_a_day_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    assert today() - dt.datetime.now(dt.UTC).date() in (dt.timedelta(0), dt.timedelta(days=1))
    monkeypatch.setenv("TODAY", "2031-02-03")
    assert str(today()) == "2031-02-03"
    monkeypatch.setenv("TODAY", "tomorrow")
    with pytest.raises(ValueError, match="tomorrow"):
        today()


def test_the_time_of_the_source_is_that_of_the_last_commit_or_the_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@x.example", "-c", "commit.gpgsign=false"]
    moment = {"GIT_COMMITTER_DATE": "1700000000 +0200", "GIT_AUTHOR_DATE": "1600000000 +0200"}
    # Outside of git, before the first commit, and without git it is the first day that a zip file can tell.
    with monkeypatch.context() as outside:
        outside.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        assert source_date(tmp_path) == UNKNOWN
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    assert source_date(tmp_path) == UNKNOWN
    commit = [*git, "commit", "-q", "--allow-empty", "-m", "A"]
    subprocess.run(commit, cwd=tmp_path, env={**os.environ, **moment}, check=True)
    assert source_date(tmp_path) == 1_700_000_000
    monkeypatch.setenv("PATH", str(tmp_path))
    assert source_date(tmp_path) == UNKNOWN
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    assert source_date(tmp_path) == 1_500_000_000
    for named in ("yesterday", "-1", "1e9", "1 "):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", named)
        words = f"SOURCE_DATE_EPOCH is {named!r}, not a number of seconds since 1970: correct it, or unset it."
        with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
            source_date(tmp_path)
