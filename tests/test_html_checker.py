"""The HTML checker: its messages become faults, and a missing program is a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scripts.common.faults import Fault
from scripts.dev.validate import html_checker, programs

if TYPE_CHECKING:
    from pathlib import Path

MESSAGES = {
    "messages": [
        {"type": "error", "url": "file:/tmp/x/site/a/index.html", "lastLine": 3, "message": "Bad\n thing."},
        {"type": "info", "subType": "warning", "url": "file:/tmp/x/site/index.html", "message": "Odd thing."},
    ]
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a site, and a `java` that answers what the file `answer` holds."""
    folder = tmp_path / "site"
    (folder / "a").mkdir(parents=True)
    for file in ("index.html", "a/index.html", "icon.svg", "style.css"):
        (folder / file).touch()
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\ncat {tmp_path}/answer >&2\n", encoding="utf-8")
    java.chmod(0o755)
    jar = tmp_path / "vnu.jar"
    jar.touch()
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(html_checker, "_JAR", jar)
    return folder


def test_messages_become_faults(site: Path) -> None:
    (site.parent / "answer").write_text(json.dumps(MESSAGES), encoding="utf-8")
    assert html_checker.validate(site) == [
        Fault("site/a/index.html", 3, "VN01", "Bad thing."),
        Fault("site/index.html", 0, "VN02", "Odd thing."),
    ]


def test_pages_and_pictures_are_looked_at(site: Path) -> None:
    found = sorted(path.relative_to(site).as_posix() for path in html_checker.pages(site))
    assert found == ["a/index.html", "icon.svg", "index.html"]


def test_a_checker_that_does_not_run_is_not_a_clean_site(site: Path) -> None:
    (site.parent / "answer").write_text("Unable to access jarfile", encoding="utf-8")
    with pytest.raises(programs.NoCheckerError) as raised:
        html_checker.validate(site)
    assert str(raised.value) == "The HTML checker did not run: Unable to access jarfile"


def test_a_missing_program_is_named(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "java").unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "install_with_apt", lambda *_: False)
    with pytest.raises(programs.NoCheckerError) as raised:
        html_checker.validate(site)
    assert str(raised.value) == "The HTML checker needs java, which is not here: install it, then run this again."
