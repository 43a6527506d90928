"""Which Chromium the tests open, and what is said when there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.dev import browser

if TYPE_CHECKING:
    from pathlib import Path


def _program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_named_program_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    named = _program(tmp_path / "my-chromium")
    _program(tmp_path / "chromium")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", str(named))
    assert browser.find() == named


def test_a_named_program_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    with pytest.raises(browser.NoBrowserError) as raised:
        browser.find()
    assert str(raised.value) == "CHROMIUM names no-such-browser, which is not a program here: correct it, or unset it."


def test_then_the_system_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chrome = _program(tmp_path / "google-chrome")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert browser.find() == chrome
    chromium = _program(tmp_path / "chromium")
    assert browser.find() == chromium


def test_without_any_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[str] = []
    monkeypatch.setattr(browser, "find", lambda: None)

    def fail(*words: str) -> bool:
        tried.append(" ".join(words))
        return False

    monkeypatch.setattr(browser, "install_with_apt", fail)
    monkeypatch.setattr(browser, "run", lambda command: fail(*command[1:]))
    with pytest.raises(SystemExit) as stopped:
        browser.main()
    assert stopped.value.code == 1
    assert tried == ["chromium", "-m playwright install chromium"]
    assert capsys.readouterr().err.splitlines()[-1] == (
        "No Chromium was found and none could be installed (tried apt-get and Playwright's download): "
        "install Chromium or Chrome, or set CHROMIUM to its path, then run this again."
    )
