"""The two checkers that are not ours: their messages become faults, and a checker that does not run is no clean site.

`make validate` runs them themselves.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from scripts.common.faults import Fault
from scripts.dev.programs import NoProgramError
from scripts.dev.validate import __main__ as validate

if TYPE_CHECKING:
    from pathlib import Path

# What Vera.java prints of a good file, one whose tags were taken away, and one cut off in the middle.
LINES = (
    "checked\tPDFUA-1\ta/good.pdf",
    "fault\tPDFUA-1\ta/untagged.pdf\t7.1-3, 72 times: Content shall be marked; first at root/document[0]",
    "checked\tPDFUA-1\ta/untagged.pdf",
    "fault\tPDFUA-1\ttorn.pdf\tThis is no PDF that can be read: no startxref",
    "checked\tPDFUA-1\ttorn.pdf",
    "checked\tPDFA-2A\ta/good.pdf",
    "checked\tPDFA-2A\ta/untagged.pdf",
    "checked\tPDFA-2A\ttorn.pdf",
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a site, and a `java` that prints what the files `vnu` and `vera` hold."""
    folder = tmp_path / "site"
    (folder / "a").mkdir(parents=True)
    for file in ("index.html", "a/index.html", "icon.svg", "a/good.pdf", "a/untagged.pdf", "torn.pdf", "style.css"):
        (folder / file).touch()
    (tmp_path / "java").write_text(
        f"#!/bin/sh\n[ $1 = -jar ] && cat {tmp_path}/vnu >&2 || {{ cat {tmp_path}/vera; echo Killed >&2; }}\n",
        encoding="utf-8",
    )
    for program in ("java", "javac"):
        (tmp_path / program).touch()
        (tmp_path / program).chmod(0o755)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "vnu").write_text('{"messages": []}', encoding="utf-8")
    (tmp_path / "vera").write_text("\n".join(LINES), encoding="utf-8")
    monkeypatch.setattr(validate, "_FOLDER", tmp_path)
    monkeypatch.setattr(validate, "_INSTALLED", tmp_path)
    monkeypatch.setattr(validate, "_JAXB", tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return folder


def test_messages_of_the_html_checker_become_faults(site: Path) -> None:
    messages = [
        {"type": "error", "url": f"file:{site}/a/index.html", "lastLine": 3, "message": "Bad\n thing."},
        {"type": "info", "subType": "warning", "url": f"file:{site}/index.html", "message": "Odd thing."},
    ]
    (site.parent / "vnu").write_text(json.dumps({"messages": messages}), encoding="utf-8")
    assert validate.html_faults(site) == [
        Fault("site/a/index.html", 3, "VN01", "Bad thing."),
        Fault("site/index.html", 0, "VN02", "Odd thing."),
    ]


def test_what_vera_finds_becomes_faults(site: Path) -> None:
    assert validate.pdf_faults(site) == [
        Fault(
            "site/a/untagged.pdf",
            0,
            "VP01",
            "PDFUA-1 7.1-3, 72 times: Content shall be marked; first at root/document[0]",
        ),
        Fault("site/torn.pdf", 0, "VP01", "PDFUA-1 This is no PDF that can be read: no startxref"),
    ]


@pytest.mark.parametrize("missing", [LINES[0], LINES[-1]])
def test_a_vera_that_leaves_a_file_out_is_not_a_clean_site(site: Path, missing: str) -> None:
    (site.parent / "vera").write_text("\n".join(line for line in LINES if line != missing), encoding="utf-8")
    with pytest.raises(NoProgramError, match=r"^veraPDF did not run to its end: Killed$"):
        validate.pdf_faults(site)


def test_a_missing_program_is_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(site))
    for program, checker in (("java", validate.html_faults), ("javac", validate.pdf_faults)):
        with pytest.raises(NoProgramError, match=f"^{program} is not here and apt could not install it: install it"):
            checker(site)


def test_the_command_runs_both_checkers_and_counts(site: Path) -> None:
    (site.parent / "vnu").write_text("Unable to access jarfile", encoding="utf-8")
    (site.parent / "vera").write_text("\n".join(line for line in LINES if line.startswith("checked")), encoding="utf-8")
    done = CliRunner().invoke(validate.main, [str(site)])
    assert done.exit_code == 1
    assert done.stdout == "3 files checked by veraPDF, 0 messages.\n"
    assert done.stderr == "Error: The Nu HTML checker did not run: Unable to access jarfile\n"
