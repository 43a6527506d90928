"""The hash of a site, and the files in which two sites differ."""

import subprocess
from pathlib import Path

from click.testing import CliRunner

from scripts.dev.site_hash import differing, file_hashes, main, site_hash
from tests.sites import make_site

FILES: dict[str, str | bytes] = {"index.html": "a", "b/index.html": "b", "b-c/x.png": b"\0", "B.txt": "", "é.txt": "e"}


def test_the_hash_is_what_two_programs_of_every_unix_print_and_the_command_prints_it(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)
    line = "find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum"
    printed = subprocess.run(["sh", "-c", line], cwd=root, capture_output=True, text=True, check=True).stdout
    assert printed.split()[0] == site_hash(root)
    assert CliRunner().invoke(main, [str(root)]).stdout == f"{root}: 5 files, 4 bytes, sha256 {site_hash(root)}\n"


def test_a_byte_a_name_and_a_file_that_is_gone_make_another_site(tmp_path: Path) -> None:
    others = (
        {**FILES, "index.html": "A"},
        {"c/index.html" if name == "b/index.html" else name: text for name, text in FILES.items()},
        {name: text for name, text in FILES.items() if name != "B.txt"},
    )
    roots = [make_site(tmp_path / str(number), files) for number, files in enumerate((FILES, *others))]
    assert len({site_hash(root) for root in roots}) == 4
    first, *rest = map(file_hashes, roots)
    changes = [differing(first, other) for other in rest]
    assert changes == [["index.html"], ["b/index.html", "c/index.html"], ["B.txt"]]
    assert differing(first, first) == []
