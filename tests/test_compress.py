"""Packed files beside the text files of a site."""

import gzip
import os
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from scripts.common.built_pages import read_site
from scripts.finish.compress import compress, unpack
from tests.sites import make_site, page, read_all

FILES: dict[str, str | bytes] = {
    "index.html": page("<p>Text. </p>" * 50),
    "a/style.css": "p { top: 0 }",
    "a/picture.png": b"\x89PNG",
}
PACKED = {f"{path}{form}" for path in ("index.html", "a/style.css") for form in (".br", ".gz")}


def test_each_text_file_is_packed_the_same_on_every_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    once, again = (make_site(tmp_path / name, FILES) for name in ("once", "again"))
    for file in again.rglob("*.*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    compress(site := read_site(once))
    found = read_all(once)
    assert found.keys() == site.files == FILES.keys() | PACKED
    for path in ("index.html", "a/style.css"):
        assert brotli.decompress(found[f"{path}.br"]) == gzip.decompress(found[f"{path}.gz"]) == found[path]
    assert len(found["index.html.br"]) < len(found["index.html.gz"]) < len(found["index.html"])
    plain, small = (sum(len(found[f"{path}{end}"]) for path in ("index.html", "a/style.css")) for end in ("", ".br"))
    assert capsys.readouterr().out == f"2 text files are packed as well: {plain} bytes are {small} in brotli\n"
    compress(read_site(again))
    assert read_all(again) == found
    assert found["index.html.gz"][3:8] == bytes(5)  # RFC 1952, 2.3: no flags, no time


def test_of_a_large_site_pages_are_packed_less_hard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.finish.compress.MOST_PACKED_HARD", 1)
    text = " ".join(map(str, range(999)))
    root = make_site(tmp_path, {"a.html": text, "b.txt": text})
    compress(read_site(root))
    hard, quick = (brotli.compress(text.encode(), quality=quality, lgwin=16) for quality in (11, 9))
    assert [(root / name).read_bytes() for name in ("a.html.br", "b.txt.br")] == [quick, hard]
    assert quick != hard


def test_what_was_packed_goes_before_anything_else_looks_and_nobody_s_twin_stays(tmp_path: Path) -> None:
    files = {**FILES, "data.json.gz": gzip.compress(b"{}"), "a/picture.png.gz": b"x"}
    root = make_site(tmp_path, files)
    compress(read_site(root))
    unpack(site := read_site(root))
    assert site.files == files.keys() == read_all(root).keys()
