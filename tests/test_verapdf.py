"""veraPDF: its lines become faults, and a missing program is a sentence. `make validate` runs veraPDF itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from scripts.common.faults import Fault
from scripts.dev.validate import html_checker, programs, verapdf
from scripts.dev.validate.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# What Vera.java printed for a good file, one whose tags were taken away, and one cut off in the middle.
_CHECKED = (
    "checked\tPDFUA-1\ta/good.pdf",
    "broken\tPDFUA-1\ta/untagged.pdf\t7.1-3\t72\tContent shall be marked as Artifact\troot/document[0]/pages[0]",
    "checked\tPDFUA-1\ta/untagged.pdf",
    "unreadable\tPDFUA-1\ttorn.pdf\tDocument doesn't contain startxref keyword",
    "checked\tPDFUA-1\ttorn.pdf",
    "checked\tPDFA-2A\ta/good.pdf",
    "broken\tPDFA-2A\ta/untagged.pdf\t6.7.3.3-1\t1\tThe logical structure shall be described\troot/document[0]",
    "checked\tPDFA-2A\ta/untagged.pdf",
    "checked\tPDFA-2A\ttorn.pdf",
)


@pytest.fixture
def answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a `java` in place that prints what it is given here."""
    for program in ("java", "javac"):
        script = tmp_path / program
        script.write_text(f"#!/bin/sh\ncat {tmp_path}/answer\necho 'Killed' >&2\n", encoding="utf-8")
        script.chmod(0o755)
    for name in ("_JAR", "_JAXB"):
        (tmp_path / name).touch()
        monkeypatch.setattr(verapdf, name, tmp_path / name)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def write(text: str) -> None:
        (tmp_path / "answer").write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Make a site with three PDFs."""
    folder = tmp_path / "site"
    (folder / "a").mkdir(parents=True)
    for file in ("a/good.pdf", "a/untagged.pdf", "torn.pdf", "index.html"):
        (folder / file).touch()
    return folder


def test_broken_rules_and_broken_files_are_faults(site: Path, answer: Callable[[str], None]) -> None:
    answer("\n".join(_CHECKED))
    assert verapdf.validate(site) == [
        Fault(
            "site/a/untagged.pdf",
            0,
            "VP01",
            "PDFUA-1 7.1-3, 72 times: Content shall be marked as Artifact; first at root/document[0]/pages[0]",
        ),
        Fault(
            "site/torn.pdf",
            0,
            "VP01",
            "PDFUA-1: This is no PDF that can be read: Document doesn't contain startxref keyword",
        ),
        Fault(
            "site/a/untagged.pdf",
            0,
            "VP02",
            "PDFA-2A 6.7.3.3-1, 1 time: The logical structure shall be described; first at root/document[0]",
        ),
    ]


@pytest.mark.parametrize("missing", ["checked\tPDFA-2A\ttorn.pdf", "checked\tPDFUA-1\ta/good.pdf"])
def test_a_checker_that_leaves_a_file_out_is_not_a_clean_site(
    site: Path, answer: Callable[[str], None], missing: str
) -> None:
    answer("\n".join(line for line in _CHECKED if line != missing))
    with pytest.raises(programs.NoCheckerError) as raised:
        verapdf.validate(site)
    assert str(raised.value) == "veraPDF did not run to its end: Killed"


def test_a_site_without_pdfs_needs_no_checker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert verapdf.validate(tmp_path) == []


def test_a_missing_compiler_is_named(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "install_with_apt", lambda *_: False)
    with pytest.raises(programs.NoCheckerError) as raised:
        verapdf.validate(site)
    assert str(raised.value) == "veraPDF needs javac, which is not here: install it, then run this again."


@pytest.mark.usefixtures("answer")
def test_missing_jaxb_is_named(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_JAXB").unlink()
    monkeypatch.setattr(verapdf, "install_with_apt", lambda *_: False)
    with pytest.raises(programs.NoCheckerError) as raised:
        verapdf.validate(site)
    assert str(raised.value) == (
        f"veraPDF needs {tmp_path}/_JAXB, which is not here: install Debian's libjaxb-java, then run this again."
    )


@pytest.mark.usefixtures("answer")
def test_a_package_that_cannot_be_installed_is_said(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_JAR").unlink()
    (tmp_path / "python").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(programs.NoCheckerError) as raised:
        verapdf.validate(site)
    assert str(raised.value) == "pip could not install veraPDF: look at its message above, then run this again."


def test_the_command_runs_both_checkers_and_counts(
    site: Path, answer: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_checker(_: Path) -> list[Fault]:
        raise programs.NoCheckerError("The HTML checker did not run.")

    monkeypatch.setattr(html_checker, "validate", no_checker)
    answer("\n".join(line for line in _CHECKED if line.startswith("checked")))
    done = CliRunner().invoke(main, [str(site)])
    assert done.exit_code == 1
    assert done.stdout == "3 files checked by veraPDF, 0 messages.\n"
    assert done.stderr == "The HTML checker did not run.\n"
