"""The four checkers that are not ours: their messages become faults, and a checker that does not run is no clean site.

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
    """Make a site, and a `java` and an Ace that say what the files `vnu`, `vera` and `said` hold."""
    folder = tmp_path / "site"
    (folder / "a").mkdir(parents=True)
    for file in (
        "index.html",
        "a/index.html",
        "icon.svg",
        "a/good.pdf",
        "a/untagged.pdf",
        "torn.pdf",
        "style.css",
        "a/b.epub",
    ):
        (folder / file).touch()
    (tmp_path / "java").write_text(
        f"#!/bin/sh\ncase $2 in *vnu.jar) cat {tmp_path}/vnu >&2 ;; *epubcheck.jar) cat {tmp_path}/said ;;"
        f" *) cat {tmp_path}/vera; echo Killed >&2 ;; esac\n",
        encoding="utf-8",
    )
    ace = tmp_path / "ace/node_modules/.bin/ace-cli"
    for installed in (tmp_path / "node_modules", ace.parent, tmp_path / "verapdf", tmp_path / "epubcheck"):
        installed.mkdir(parents=True)
    ace.write_text(f'#!/bin/sh\ncp {tmp_path}/said "$4/report.json" || echo No browser >&2\n', encoding="utf-8")
    for program in (tmp_path / "java", tmp_path / "javac", tmp_path / "chromium", ace):
        program.touch()
        program.chmod(0o755)
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


def test_the_command_runs_all_checkers_and_counts(site: Path) -> None:
    (site.parent / "vnu").write_text("Unable to access jarfile", encoding="utf-8")
    (site.parent / "vera").write_text("\n".join(line for line in LINES if line.startswith("checked")), encoding="utf-8")
    done = CliRunner().invoke(validate.main, [str(site)])
    assert done.exit_code == 1
    assert done.stdout == "3 files checked by veraPDF, 0 messages.\n"
    ace = f"cp: cannot stat '{site.parent}/said': No such file or directory\nNo browser"
    assert done.stderr == (
        "Error: The Nu HTML checker did not run: Unable to access jarfile\n"
        f"Error: EPUBCheck did not run: cat: {site.parent}/said: No such file or directory\n"
        f"Error: Ace did not run: {ace}\n"
    )


def test_what_is_said_of_an_e_book_becomes_faults(site: Path) -> None:
    place = {"path": "book/contents.xhtml", "line": 7}
    messages = [
        {"ID": "PKG-005", "severity": "ERROR", "message": "No mimetype.", "locations": []},
        {"ID": "HTM-025", "severity": "WARNING", "message": "Odd scheme.", "locations": [place, place]},
    ]
    failed = {"earl:test": {"dct:title": "image-alt"}, "earl:result": {"dct:description": "No alt\nNo title"}}
    documents = [{"earl:testSubject": {"url": "title.xhtml"}, "assertions": [failed]}]
    (site.parent / "said").write_text(json.dumps({"messages": messages, "assertions": documents}), encoding="utf-8")
    assert [str(fault) for fault in (*validate.epub_faults(site), *validate.access_faults(site))] == [
        "site/a/b.epub: VE01 PKG-005 No mimetype.",
        "site/a/b.epub: VE01 book/contents.xhtml HTM-025 Odd scheme.",
        "site/a/b.epub: VE02 title.xhtml image-alt: No alt No title",
    ]
