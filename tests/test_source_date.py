from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from scripts.common.source_date import UNKNOWN, source_date

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def test_the_time_of_the_source_is_that_of_the_last_commit(tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@x.example", "-c", "commit.gpgsign=false"]
    moment = {"GIT_COMMITTER_DATE": "1700000000 +0200", "GIT_AUTHOR_DATE": "1600000000 +0200"}
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(
        [*git, "commit", "-q", "--allow-empty", "-m", "A"], cwd=tmp_path, env={**os.environ, **moment}, check=True
    )
    assert source_date(tmp_path) == 1_700_000_000


def test_the_environment_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    assert source_date(tmp_path) == 1_500_000_000


def test_a_project_that_is_not_in_git_has_the_first_day_that_a_zip_file_can_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert source_date(tmp_path) == UNKNOWN


def test_without_git_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert source_date(tmp_path) == UNKNOWN


@pytest.mark.parametrize("named", ["yesterday", "-1", "1e9", "1 "])
def test_a_time_that_is_no_number_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", named)
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH") as raised:
        source_date(tmp_path)
    assert str(raised.value) == (
        f"SOURCE_DATE_EPOCH is {named!r}, not a number of seconds since 1970: correct it, or unset it."
    )
