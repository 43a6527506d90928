from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.dev.bench import lighthouse

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

Run = tuple[list[int], list[str]]


def _runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *runs: Run) -> list[Run]:
    """Let Lighthouse give these results, one after the other; return the list of those that are left."""
    left = list(runs)
    monkeypatch.setattr(lighthouse, "find_or_install", lambda: tmp_path)
    monkeypatch.setattr(lighthouse, "_install", lambda: None)
    monkeypatch.setattr(lighthouse, "_measure", lambda *_: left.pop(0))
    return left


def test_a_page_with_full_marks_is_measured_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    left = _runs(monkeypatch, tmp_path, ([100] * 4, []), ([0] * 4, []))
    assert lighthouse.measure(tmp_path, [""]) == [[100] * 4]
    assert len(left) == 1


def test_of_three_runs_the_median_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slow: Run = ([92, 100, 100, 100], ["0.73 Total Blocking Time", "0.9 Speed Index"])
    left = _runs(monkeypatch, tmp_path, slow, ([100] * 4, []), ([99, 100, 96, 100], ["0.99 Speed Index"]))
    assert lighthouse.measure(tmp_path, ["a/"]) == [[99, 100, 100, 100]]
    assert left == []
    assert capsys.readouterr().out.splitlines()[1].split() == ["/a/", "99", "100", "100", "100"]
