"""The command `import`: what it says and how it ends."""

from __future__ import annotations

import gzip
import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.building import ROOT
from tests.exports import comment, export, item

if TYPE_CHECKING:
    from pathlib import Path

GOOD = export(item(comment(1), comment(2, "The second.", parent=1), comment(3, approved="0")))
AGAIN = "in WordPress, choose Tools, Export, All content, and import the .xml file that it gives."


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs"


def run(docs: Path, *arguments: object, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [
        sys.executable,
        "-m",
        "scripts.comments",
        "import",
        *map(str, arguments),
        "--into",
        str(docs / "comments"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=docs.parent, input=data, capture_output=True, env=environment, check=False)


def test_the_end_is_a_table_in_numbers(docs: Path) -> None:
    (docs.parent / "export.xml").write_bytes(GOOD)
    done = run(docs, "export.xml", "--report", "report.json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == (
        "post  title   folder  page          new  already here\n"
        "10    A post  a-post  no page here    2             0\n"
        "\n"
        "comments                        number\n"
        "read                                 3\n"
        "kept                                 2\n"
        "left out: waiting for approval       1\n"
        "damaged                              0\n"
        "\n"
        "Post 10 has no page here; if it has, name it: --post 10=PAGE.md\n"
        "\n"
        "3 read = 2 kept + 1 left out + 0 damaged.\n"
        "3 files written.\n"
    )
    report = json.loads((docs.parent / "report.json").read_text())
    assert (report["read"], report["kept"]) == (3, 2)


def test_standard_input_and_packed_files_do_as_well(docs: Path) -> None:
    assert run(docs, "-", data=gzip.compress(GOOD)).returncode == 0
    (docs.parent / "export.xml.gz").write_bytes(gzip.compress(GOOD))
    assert run(docs, "export.xml.gz").stdout.endswith(b"No file written: all of it is here already.\n")


def test_damage_is_listed_and_ends_with_3(docs: Path) -> None:
    done = run(docs, "-", data=GOOD[: GOOD.rindex(b"<wp:comment_approved>")])
    assert done.returncode == 3
    line = GOOD[: GOOD.rindex(b"<wp:comment>")].count(b"\n") + 1
    assert f"line {line}: comment 3: the file ends in the middle of it.\n" in done.stdout.decode()
    assert b"3 read = 2 kept + 0 left out + 1 damaged.\n" in done.stdout


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.xml", "There is no file none.xml; check its name. Nothing was imported.\n"),
        (".", ".: This is a folder; name the .xml file that WordPress exported.\n"),
        ("feed.xml", f"feed.xml: This is an RSS feed, and no WordPress export; {AGAIN}\n"),
        ("bad.xml", f"bad.xml: This is no XML, and so no WordPress export; {AGAIN}\n"),
    ],
)
def test_what_cannot_be_used_ends_with_1_and_one_sentence(name: str, words: str, docs: Path) -> None:
    (docs.parent / "feed.xml").write_text("<rss><channel></channel></rss>")
    (docs.parent / "bad.xml").write_text("nothing")
    done = run(docs, name)
    assert (done.returncode, done.stderr.decode(), done.stdout) == (1, words, b"")
    assert list(docs.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_ends_with_1(docs: Path) -> None:
    # Whoever runs the tests may be allowed everything; a file in the place of the folder is refused to anybody.
    (docs / "comments").write_text("in the way")
    done = run(docs, "-", data=GOOD)
    assert done.returncode == 1
    assert done.stderr.decode() == f"{docs}/comments: This is a file, where a folder is needed. Nothing was imported.\n"
    assert (docs / "comments").read_text() == "in the way"


def test_a_report_that_cannot_be_written_is_named_and_ends_with_3(docs: Path) -> None:
    done = run(docs, "-", "--report", "none/report.json", data=GOOD)
    assert done.returncode == 3
    assert done.stderr.decode() == (
        "The report was not written: none/report.json: No such file or directory. With --dry-run it can be had again.\n"
    )
    assert (docs / "comments" / "a-post" / "page-1.md").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--post", "1326"], "“1326” has to be such as 1326=articles/my-article.md."),
        (["--post", "1326=none.md"], "There is no page none.md in "),
        (["--nosuch"], "No such option"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], words: str, docs: Path) -> None:
    done = run(docs, "-", *arguments, data=GOOD)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert list(docs.iterdir()) == []


def test_a_folder_around_the_archives_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "nowhere").mkdir()
    done = run(tmp_path / "nowhere" / "docs", "-", data=GOOD)
    assert done.returncode == 2
    assert "--into is such as docs/comments." in " ".join(done.stderr.decode().split())


def test_a_piped_run_says_how_far_it_is_in_plain_lines(docs: Path) -> None:
    data = export(item(*(comment(number, "x" * 60_000) for number in range(1, 400))))
    done = run(docs, "-", data=data)
    assert done.stderr.decode().splitlines() == ["Read 17 MB, 270 comments."]


def test_a_terminal_gets_a_bar(docs: Path) -> None:
    (docs.parent / "export.xml").write_bytes(export(item(*(comment(number, "x" * 60_000) for number in range(1, 100)))))
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "scripts.comments", "import", "export.xml", "--into", "docs/comments"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=docs.parent, stdout=subprocess.DEVNULL, stderr=slave, env=environment, check=False
    )
    os.close(slave)
    shown = os.read(master, 1 << 16).decode()
    os.close(master)
    assert done.returncode == 0
    assert "Reading" in shown
    assert "98 comments, 6.0 MB" in shown


def test_an_export_that_git_would_keep_is_named(docs: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(docs.parent)], check=True)
    (docs.parent / "export.xml").write_bytes(GOOD)
    done = run(docs, "export.xml")
    assert done.returncode == 0
    assert b"export.xml would be added to git" in done.stderr
