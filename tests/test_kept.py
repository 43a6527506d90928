import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scripts.common.kept import TAKEN_DOWN, Kept, forget_unused


def test_what_was_kept_is_found_again_and_nothing_else(tmp_path: Path) -> None:
    Kept(tmp_path / "pages", "1").put(b"source", b"made")
    assert Kept(tmp_path / "pages", "1").get(b"source") == b"made"
    assert Kept(tmp_path / "pages", "1").get(b"other source") is None
    assert Kept(tmp_path / "pages", "2").get(b"source") is None
    assert Kept(tmp_path / "packed", "1").get(b"source") is None


@pytest.mark.parametrize("place", [0, 40, -1])
def test_what_is_damaged_is_not_used_and_said(tmp_path: Path, place: int, capsys: pytest.CaptureFixture[str]) -> None:
    Kept(tmp_path / "pages", "1").put(b"source", b"made of the source")
    (file,) = (tmp_path / "pages").iterdir()
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    assert Kept(tmp_path / "pages", "1").get(b"source") is None
    assert capsys.readouterr().err == f"{file} is damaged; it is made anew.\n"
    file.write_bytes(b"")
    assert Kept(tmp_path / "pages", "1").get(b"source") is None


def test_threads_keep_each_its_own(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "pages", "1")
    sources = [str(number).encode() for number in range(300)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda source: kept.of(source, lambda: source * 10_000), sources))
    assert all(kept.get(source) == source * 10_000 for source in sources)


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("a file in the way", encoding="utf-8")
    Kept(tmp_path / "pages", "1").put(b"source", b"made")
    assert Kept(tmp_path / "pages", "1").get(b"source") is None


@pytest.mark.parametrize(("days", "mark"), [(31, "none"), (0, TAKEN_DOWN)])
def test_what_is_used_stays_and_the_rest_goes(tmp_path: Path, days: int, mark: str) -> None:
    pages = Kept(tmp_path / "pages", "1")
    for source in (b"used", b"unused"):
        pages.put(source, b"made")
    forget_unused(tmp_path)
    assert pages.get(b"unused")
    forget_unused(tmp_path)
    for file in (tmp_path / "pages").iterdir():
        os.utime(file, (0, time.time() - days * 86_400))
    (tmp_path / mark).touch()
    assert pages.get(b"used")
    forget_unused(tmp_path)
    assert [pages.get(source) for source in (b"used", b"unused")] == [b"made", None]
    assert not (tmp_path / TAKEN_DOWN).exists()


def test_what_is_not_kept_is_made_once_and_anew_when_the_code_that_made_it_changes(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text("1", encoding="utf-8")
    made: list[str] = []

    def make() -> bytes:
        made.append(code.read_text(encoding="utf-8"))
        return b""

    for change in ("1", "1", "2"):
        code.write_text(change, encoding="utf-8")
        assert Kept(tmp_path / "pages", "1", str(code)).of(b"source", make) == b""
    assert made == ["1", "2"]
