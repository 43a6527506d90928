from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.dev import system_packages
from scripts.dev.system_packages import NoProgramError, need

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Give the packages that apt was asked for; it installs nothing."""
    found: list[str] = []

    def install(*packages: str) -> bool:
        found.extend(packages)
        return False

    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(system_packages, "install_with_apt", install)
    return found


def _program(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_program_that_is_there_is_taken(asked: list[str], tmp_path: Path) -> None:
    program = _program(tmp_path / "bin" / "server")
    assert need("server", "server-package") == str(program)
    assert asked == []


def test_a_program_may_lie_where_only_root_looks(asked: list[str], tmp_path: Path) -> None:
    program = _program(tmp_path / "sbin" / "server")
    assert need("server", "server-package", folders=str(tmp_path / "sbin")) == str(program)
    assert asked == []


def test_a_program_that_is_not_there_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "server"
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr(system_packages, "install_with_apt", lambda *_: bool(_program(program)))
    assert need("server", "one", "two") == str(program)


def test_if_it_cannot_be_installed_the_reason_is_a_sentence(asked: list[str]) -> None:
    with pytest.raises(NoProgramError) as raised:
        need("server", "one", "two")
    assert asked == ["one", "two"]
    assert str(raised.value) == ("server is not here and apt could not install it: install it, then run this again.")
