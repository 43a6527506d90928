"""The four checkers that are not ours: the files that each is given; one that does not run makes no clean site.

`make validate` runs them themselves.
"""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.dev.validate import __main__ as validate
from tests.golden import cases, golden_data
from tests.sites import make_site

FILES = ("index.html", "a/index.html", "icon.svg", "style.css", "a/b.pdf", "a/b-to-fold-a4.pdf", "a/b.epub", "c.epub")
CLEAN = golden_data("checkers.yml")["clean"]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a site, and programs that write down what they are given, and fail if that matches the file `faulty`."""
    script = f'#!/bin/sh\necho "$@" >> {tmp_path}/given\n! echo "$0 $@" | grep -qf {tmp_path}/faulty\n'
    (tmp_path / "faulty").write_text("no such file\n", encoding="utf-8")
    for program in ("java", "javac", "npm", "chromium", "ace/node_modules/.bin/ace-cli"):
        (tmp_path / program).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / program).write_text(script, encoding="utf-8")
        (tmp_path / program).chmod(0o755)
    for installed in ("node_modules", "verapdf", "epubcheck"):
        (tmp_path / installed).mkdir()
    (tmp_path / "jaxb").touch()
    for name, path in {"_FOLDER": tmp_path, "_CACHE": tmp_path, "_JAXB": tmp_path / "jaxb"}.items():
        monkeypatch.setattr(validate, name, path)
    monkeypatch.setenv("CHROME_PATH", str(tmp_path / "chromium"))
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return make_site(tmp_path, dict.fromkeys(FILES, ""))


def test_each_checker_is_given_its_files_and_counts_them(site: Path) -> None:
    done = CliRunner().invoke(validate.main, [str(site)])
    assert (done.exit_code, done.stdout) == (0, CLEAN)
    given = (site.parent / "given").read_text(encoding="utf-8").replace(f"{site.parent}/", "").splitlines()
    ends = ["--Werror --also-check-svg a/index.html icon.svg index.html", ":jaxb Vera.java a/b.pdf"]
    ends += [f"{end} {file}" for end in ("--quiet", "--outdir ace") for file in ("a/b.epub", "c.epub")]
    assert all(line.endswith(end) for line, end in zip(given, ends, strict=True)), given


@pytest.mark.parametrize(("faulty", "name"), cases("checkers.yml", "faulty"))
def test_a_checker_that_finds_a_fault_or_does_not_run_fails(site: Path, faulty: str, name: str) -> None:
    (site.parent / "faulty").write_text(f"{faulty}\n", encoding="utf-8")
    done = CliRunner().invoke(validate.main, [str(site)])
    faults = [line.replace("no fault", "faults, named above") if name in line else line for line in CLEAN.splitlines()]
    assert (done.exit_code, done.stdout.splitlines()) == (1, faults)


def test_a_missing_program_is_named_and_the_others_run(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site.parent / "javac").unlink()
    monkeypatch.setenv("PATH", str(site.parent))
    monkeypatch.setattr(validate, "_CACHE", site.parent / "none")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    done = CliRunner().invoke(validate.main, [str(site)])
    assert done.exit_code == 1
    assert done.stderr == (
        "Error: javac is not here and apt could not install it: install it (in Debian: default-jdk-headless), then run "
        "this again.\n"
        "Error: EPUBCheck could not be installed: look at the message above.\n"
    )
    assert "veraPDF: 1 files, faults" in done.stdout
