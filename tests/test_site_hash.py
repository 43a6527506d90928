from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from click.testing import CliRunner

from scripts.dev.site_hash import differing, main, site_hash
from tests.sites import make_site

if TYPE_CHECKING:
    from pathlib import Path

FILES: dict[str, str | bytes] = {
    "index.html": "a",
    "b/index.html": "b",
    "b-c/x.png": b"\x00",
    "B.txt": "",
    "é.txt": "e",
}


def test_the_hash_is_what_two_programs_of_every_unix_print(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)
    line = "find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum"
    done = subprocess.run(["sh", "-c", line], cwd=root, capture_output=True, text=True, check=True)
    assert site_hash(root) == done.stdout.split()[0]


def test_the_hash_changes_with_a_byte_and_with_a_name(tmp_path: Path) -> None:
    other = {**FILES, "index.html": "A"}
    moved = {"c/index.html" if name == "b/index.html" else name: text for name, text in FILES.items()}
    roots = [make_site(tmp_path / str(number), files) for number, files in enumerate((FILES, other, moved))]
    assert len({site_hash(root) for root in roots}) == 3


def test_files_that_differ_are_listed(tmp_path: Path) -> None:
    first = make_site(tmp_path / "1", FILES)
    second = make_site(tmp_path / "2", {**FILES, "index.html": "A", "new.txt": ""})
    (second / "B.txt").unlink()
    assert differing(first, second) == ["B.txt", "index.html", "new.txt"]
    assert differing(first, first) == []


def test_the_command_prints_one_line(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)
    done = CliRunner().invoke(main, [str(root)])
    assert done.stdout == f"{root}: 5 files, 4 bytes, sha256 {site_hash(root)}\n"
