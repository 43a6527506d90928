"""Packed files beside the text files of a site."""

from __future__ import annotations

import gzip
import os
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]

from scripts.common.built_pages import read_site
from scripts.finish.compress import compress, unpack
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FILES: dict[str, str | bytes] = {
    "index.html": page("<p>Text. </p>" * 50),
    "a/style.css": "p { top: 0 }",
    "a/picture.png": b"\x89PNG",
}


def test_each_text_file_is_packed_in_both_forms_and_no_other(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)
    site = read_site(root)
    assert list(compress(site)) == []
    found = read_all(root)
    assert set(found) == site.files
    assert set(found) - set(FILES) == {"index.html.br", "index.html.gz", "a/style.css.br", "a/style.css.gz"}
    for path in ("index.html", "a/style.css"):
        assert brotli.decompress(found[f"{path}.br"]) == found[path]
        assert gzip.decompress(found[f"{path}.gz"]) == found[path]
    assert len(found["index.html.br"]) < len(found["index.html.gz"]) < len(found["index.html"])


def test_of_a_large_site_only_pages_are_packed_at_a_lower_quality(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.finish.compress.MOST_PACKED_HARD", 1)
    text = " ".join(map(str, range(999)))
    root = make_site(tmp_path, {"a.html": text, "b.txt": text})
    list(compress(read_site(root)))
    hard, quick = (brotli.compress(text.encode(), quality=quality, lgwin=16) for quality in (11, 9))
    assert [(root / name).read_bytes() for name in ("a.html.br", "b.txt.br")] == [quick, hard]
    assert quick != hard


def test_packed_files_hold_no_name_and_no_time(tmp_path: Path) -> None:
    once = make_site(tmp_path / "once", FILES)
    again = make_site(tmp_path / "again", FILES)
    for file in again.rglob("*.*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    for root in (once, again):
        list(compress(read_site(root)))
    assert read_all(once) == read_all(again)
    assert read_all(once)["index.html.gz"][3:8] == bytes(5)  # RFC 1952, 2.3: no flags, no time


def test_what_was_packed_goes_before_anything_else_looks(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)
    list(compress(read_site(root)))
    site = read_site(root)
    assert list(unpack(site)) == []
    assert site.files == set(FILES) == set(read_all(root))


def test_a_packed_file_that_is_nobody_s_twin_stays(tmp_path: Path) -> None:
    root = make_site(tmp_path, {**FILES, "data.json.gz": gzip.compress(b"{}"), "a/picture.png.gz": b"x"})
    list(unpack(read_site(root)))
    assert {"data.json.gz", "a/picture.png.gz"} < set(read_all(root))


def test_it_says_what_it_saves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_site(tmp_path, {"a.txt": "a" * 1000, "b.txt": "a" * 1000})
    list(compress(read_site(root)))
    small = sum((root / name).stat().st_size for name in ("a.txt.br", "b.txt.br"))
    assert capsys.readouterr().out == f"2 text files are packed as well: 2,000 bytes are {small} in brotli\n"
