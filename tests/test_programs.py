"""Programs of the system, the tests' Chromium among them: which is taken, and what is said when there is none."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scripts.dev.programs import NoProgramError, need
from tests.building import ROOT
from tests.chromium import chromium


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the only folder with programs: there is no apt."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def _program(path: Path, script: str = "") -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_program_may_lie_where_only_root_looks_or_is_installed_or_named_in_a_sentence(folder: Path) -> None:
    program = _program(folder / "sbin/server")
    assert need("server", "server-package", folders=str(folder / "sbin")) == program
    with pytest.raises(NoProgramError) as raised:
        need("server", "one", "two")
    assert str(raised.value) == (
        "server is not here and apt could not install it: install it (in Debian: one, two), then run this again."
    )
    _program(folder / "env", 'shift; exec "$@"')
    _program(folder / "sudo", '[ "$2" = true ] && exit; shift; exec "$@"')
    # As apt does, it refuses to work beside another one.
    install = f'[ "$1" = update ] || : > {folder}/server; /bin/chmod 755 {folder}/server'
    lock = f"/bin/mkdir {folder}/lock || exit 1; /bin/sleep 0.2"
    _program(folder / "apt-get", f"{lock}; {install}; /bin/rmdir {folder}/lock")
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda name: need(name, "one"), ["server", "server"])) == [str(folder / "server")] * 2


def test_the_chromium_that_is_named_comes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("google-chrome", "chromium", "chromium-headless-shell"):
        program = _program(folder / name)
        assert chromium() == program
    monkeypatch.setenv("CHROMIUM", "my-chromium")
    with pytest.raises(NoProgramError) as raised:
        chromium()
    assert str(raised.value) == "CHROMIUM names my-chromium, which is not a program here: correct it, or unset it."
    named = _program(folder / "my-chromium")
    assert chromium() == named


def test_without_any_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:1")
    # In a process of its own, for Playwright may be at work in this one.
    done = subprocess.run(
        [sys.executable, "-m", "tests.chromium"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].removeprefix("Error: ") == (
        "No Chromium was found and none could be installed (tried apt-get and Playwright's download): "
        "install Chromium or Chrome, or set CHROMIUM to its path, then run this again."
    )
