from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scripts.editions.shelf import Shelf

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_put_there_is_found_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "kept", "looks")
    assert shelf.get("document") is None
    shelf.put("document", b"pdf")
    assert shelf.get("document") == b"pdf"
    assert shelf.get("another") is None


def test_what_was_damaged_is_never_used(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "looks")
    shelf.put("document", b"a long pdf")
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for damaged in (whole[:-1], whole[:-1] + b"x", b"x" + whole[1:], b""):
        file.write_bytes(damaged)
        assert shelf.get("document") is None
    shelf.put("document", b"a long pdf")
    assert shelf.get("document") == b"a long pdf"


def test_other_looks_make_another_edition(tmp_path: Path) -> None:
    Shelf(tmp_path, "looks").put("document", b"pdf")
    assert Shelf(tmp_path, "other looks").get("document") is None


def test_no_half_written_file_is_left(tmp_path: Path) -> None:
    Shelf(tmp_path, "looks").put("document", b"pdf")
    assert [file.suffix for file in tmp_path.iterdir()] == [".kept"]


def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "looks")
    for age, name in enumerate(["new", "old", "oldest"]):
        before = set(tmp_path.iterdir())
        shelf.put(name, name.encode())
        (file,) = set(tmp_path.iterdir()) - before
        os.utime(file, (1000 - age, 1000 - age))
    assert shelf.get("oldest") == b"oldest"
    shelf.tidy(most=2)
    assert [shelf.get(name) for name in ("new", "old", "oldest")] == [b"new", None, b"oldest"]


def test_an_empty_shelf_can_be_tidied(tmp_path: Path) -> None:
    Shelf(tmp_path / "none", "looks").tidy()
    assert not (tmp_path / "none").exists()
