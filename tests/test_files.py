"""Files that are replaced whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from scripts.common.files import replace_file

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_file_holds_what_was_given_and_others_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    assert replace_file(path, "Ä\r\n")
    assert path.read_bytes() == "Ä\r\n".encode()
    assert path.stat().st_mode & 0o777 == 0o644


def test_the_rights_of_a_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("old")
    path.chmod(0o664)
    replace_file(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o664)


def test_a_file_that_is_the_same_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("same")
    before = path.stat()
    assert not replace_file(path, "same")
    assert path.stat() == before


@pytest.mark.parametrize("stage", ["fsync", "replace", "fdopen"])
def test_whatever_fails_the_old_file_stays_and_nothing_else_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    path = tmp_path / "page.md"
    path.write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, stage, fail)
    if stage == "replace":
        monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
