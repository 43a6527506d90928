"""What the fuzzer looks at: its promises hold for what it begins with, and a broken one is noticed."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from scripts.comments.wordpress.importing import import_export
from scripts.fuzz import __main__ as command
from scripts.fuzz import comment_import
from scripts.fuzz.comment_import import WORDS, BrokenPromiseError, check, seeds
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = sorted((ROOT / "tests" / "fixtures" / "exports").glob("*.xml"))


@pytest.mark.parametrize("seed", range(len(seeds())))
def test_all_promises_hold_for_the_first_inputs(seed: int) -> None:
    check(seeds()[seed])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_all_promises_hold_for_the_examples_of_faults(example: Path) -> None:
    check(example.read_bytes())


@pytest.mark.parametrize("data", [b"", b"{}", b"<html>", b"\x00" * 10, b"PK\x03\x04"])
def test_what_is_no_export_breaks_no_promise(data: bytes) -> None:
    check(data)


def test_a_comment_that_is_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def losing(source: Any, into: Path) -> Any:
        report = import_export(source, into)
        for page in into.rglob("page-1.md"):
            page.write_bytes(page.read_bytes().partition(b"///")[0])
        return report

    monkeypatch.setattr(comment_import, "import_export", losing)
    with pytest.raises(BrokenPromiseError, match="every comment that is kept stands on a page, once"):
        check(seeds()[1])


def test_a_second_import_that_writes_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def writing(source: Any, into: Path) -> Any:
        report = import_export(source, into)
        report.files.append("page-9.md")
        return report

    monkeypatch.setattr(comment_import, "import_export", writing)
    with pytest.raises(BrokenPromiseError, match=re.escape("a second import changes nothing: ['page-9.md']")):
        check(seeds()[1])


class _Fuzzer:
    """Stands in for atheris: instruments nothing, and notes what it is to do."""

    def __init__(self) -> None:
        self.arguments: list[str] = []
        self.ran = False

    def instrument_imports(self, **_: object) -> _Fuzzer:
        return self

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def Setup(self, arguments: list[str], target: object) -> None:  # noqa: N802
        self.arguments = arguments
        assert target is check

    def Fuzz(self) -> None:  # noqa: N802
        self.ran = True


@pytest.fixture
def fuzzer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Fuzzer:
    found = _Fuzzer()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.fsync", lambda _: None)
    real = importlib.import_module
    monkeypatch.setattr("importlib.import_module", lambda name: found if name == "atheris" else real(name))
    return found


def test_the_fuzzer_is_bounded_and_begins_with_the_seeds_and_words(fuzzer: _Fuzzer, tmp_path: Path) -> None:
    done = CliRunner().invoke(command.main, ["--seconds", "7"])
    assert (done.exit_code, done.output, fuzzer.ran) == (0, "", True)
    assert "-max_total_time=7" in fuzzer.arguments
    corpus = tmp_path / ".cache" / "fuzz" / "corpus"
    assert sorted(path.read_bytes() for path in corpus.iterdir()) == sorted(seeds())
    lines = (tmp_path / ".cache" / "fuzz" / "words").read_text().splitlines()
    assert len(lines) == len(WORDS)
    assert '"<?xml version=\\x221.0\\x22 encoding=\\x22UTF-8\\x22?>"' in lines
    assert '"\\x5cu{41}"' in lines


def test_an_input_that_was_found_can_be_tried_again(fuzzer: _Fuzzer, tmp_path: Path) -> None:
    (tmp_path / "crash-1").write_bytes(b"<rss>")
    done = CliRunner().invoke(command.main, ["crash-1"])
    assert (done.exit_code, done.output, fuzzer.ran) == (0, "crash-1: all promises hold.\n", False)


def test_without_the_fuzzer_the_command_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("importlib.import_module", missing)
    done = CliRunner().invoke(command.main, [])
    assert (done.exit_code, done.output) == (
        1,
        "The fuzzer is not installed; `make fuzz` installs it where there is one for this system.\n",
    )
