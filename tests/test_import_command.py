"""The command `import`: what it says and how it ends."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scripts.dev.sample_export import comment, export, item
from tests.building import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GOOD = export(item(comment(1), comment(2, "The second.", parent=1), comment(3, approved="0")))
AGAIN = "in WordPress, choose Tools, Export, All content, and import the .xml file that it gives."


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs"


def run(
    docs: Path,
    *arguments: str,
    data: bytes | None = None,
    into: Sequence[str] = ("--into", "docs", "--only", "comments"),
) -> subprocess.CompletedProcess[bytes]:
    words = ("-m", "scripts.wordpress", "import", *arguments, *into)
    command = [sys.executable, *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=docs.parent, input=data, capture_output=True, env=environment, check=False)


def test_the_end_is_a_table_in_numbers(docs: Path) -> None:
    (docs.parent / "export.xml").write_bytes(GOOD)
    done = run(docs, "export.xml", "--report", "report.json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == (
        "post 10, A post: a-post/, no page here (if it has one: --post 10=PAGE.md): 2 new, 0 already here\n"
        "\n"
        "      3 comments read\n"
        "      2 kept: new\n"
        "      1 left out: waiting for approval\n"
        "      0 damaged\n"
        "\n"
        "Comments: 3 read = 2 kept + 1 left out + 0 damaged.\n"
        "Files written: 2.\n"
    )


def test_standard_input_and_packed_files_do_as_well(docs: Path) -> None:
    assert run(docs, "-", data=gzip.compress(GOOD)).returncode == 0
    (docs.parent / "export.xml.gz").write_bytes(gzip.compress(GOOD))
    assert run(docs, "export.xml.gz").stdout.endswith(b"Files written: none, all of it is here already.\n")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("feed.xml", f"feed.xml: This is an RSS feed, and no WordPress export; {AGAIN}\n"),
        ("bad.xml", f"bad.xml: This is no WordPress export: there is no <rss> at its beginning; {AGAIN}\n"),
    ],
)
def test_what_cannot_be_used_ends_with_1_and_one_sentence(name: str, words: str, docs: Path) -> None:
    (docs.parent / "feed.xml").write_text("<rss><channel></channel></rss>")
    (docs.parent / "bad.xml").write_text("nothing")
    done = run(docs, name)
    assert (done.returncode, done.stderr.decode(), done.stdout) == (1, f"Error: {words}", b"")
    assert list(docs.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_ends_with_1(docs: Path) -> None:
    # Whoever runs the tests may be allowed everything; a file in the place of the folder is refused to anybody.
    docs.rmdir()
    docs.write_text("in the way")
    done = run(docs, "-", data=GOOD)
    assert done.returncode == 1
    assert done.stderr.decode() == f"Error: {docs}: This is a file, where a folder is needed. Nothing was imported.\n"
    assert docs.read_text() == "in the way"


def test_a_report_that_cannot_be_written_is_named_and_ends_with_3(docs: Path) -> None:
    done = run(docs, "-", "--report", "none/report.json", data=GOOD)
    assert done.returncode == 3
    assert done.stderr.decode() == (
        "none/report.json was not written: No such file or directory. With --dry-run it can be had again.\n"
    )
    assert (docs / "comments" / "a-post" / "index.md").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-", "--post", "1326"], "“1326” has to be such as 1326=articles/my-article.md."),
        (["-", "--post", "1326=none.md"], "There is no page none.md in "),
        (["-", "--nosuch"], "No such option"),
        (["-", "--fetch"], "--fetch puts files into the folder of --media: name one, and leave out --dry-run."),
        (["-", "--media", "none"], "There is no folder none; --media is a copy of wp-content/uploads."),
        (["-", "--compare-with", "none"], "Directory 'none' does not exist."),
        (["none.xml"], "'none.xml': No such file or directory"),
        (["-", "--into", "nowhere/docs"], "--into is the folder of the pages, such as docs; nowhere/docs is none."),
        (["-", "--into", "docs/comments"], "--into is the folder of the pages, such as docs; docs/comments is none."),
        (
            ["export.xml", "--report", "./export.xml"],
            "The report would take the place of export.xml",
        ),
    ],
)
def test_wrong_usage_ends_with_2_and_writes_nothing(arguments: list[str], words: str, docs: Path) -> None:
    (docs.parent / "export.xml").write_bytes(GOOD)
    done = run(docs, *arguments, data=GOOD, into=[] if "--into" in arguments else ["--into", "docs"])
    assert done.returncode == 2
    assert words in " ".join(done.stderr.decode().split())
    assert list(docs.iterdir()) == []
    assert (docs.parent / "export.xml").read_bytes() == GOOD


@pytest.mark.parametrize("added", [True, False])
def test_an_export_that_git_keeps_or_would_keep_is_named_before_it_is_read(docs: Path, *, added: bool) -> None:
    _git(docs.parent, "init", "--quiet")
    (docs.parent / "my * export [1].xml").write_bytes(b"nothing")
    if added:
        _git(docs.parent, "add", ".")
    done = run(docs, "my * export [1].xml")
    assert done.stderr.decode().startswith(
        "my * export [1].xml lies in a git repository that does not ignore it, and holds the e-mail and network "
    )
    (docs.parent / ".gitignore").write_text("other.xml\n")
    (docs.parent / "other.xml").write_bytes(GOOD)
    assert run(docs, "other.xml").stderr == run(docs, "-", data=GOOD).stderr == b""


def _git(folder: Path, *command: str) -> None:
    subprocess.run(["git", "-C", folder, *command], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("export.xml", True),
        ("mysite.wordpress.2026-11-24.xml", True),
        ("docs/comments/mysite.WordPress.2026-11-24.xml", True),
        ("old/export.xml.gz", True),
        ("export.wxr", True),
        ("export.wxr.gz", True),
        ("mysite-wordpress-2026.zip", True),
        ("mysite.WordPress.2026-11-24.zip", True),
        ("tests/fixtures.xml", True),
        ("tests/fixtures/exports/cut.xml", False),
        ("overrides/feed.xml", False),
        ("docs/_data/evidence.yml", False),
    ],
)
def test_this_project_ignores_exports_and_keeps_its_own_files(name: str, ignored: bool, tmp_path: Path) -> None:
    _git(tmp_path, "init", "--quiet")
    shutil.copy(ROOT / ".gitignore", tmp_path)
    done = subprocess.run(["git", "-C", tmp_path, "check-ignore", "--quiet", name], check=False)
    assert done.returncode == (0 if ignored else 1)


EARLY = GOOD[: GOOD.index(b"</channel>")]
CUT = GOOD[: GOOD.rindex(b"<wp:comment_approved>")]
FAULTY = "/// comment\n    id: x\n///\n"


@pytest.mark.parametrize(
    ("data", "arguments", "standing", "code", "counts"),
    [
        pytest.param(GOOD, [], "", 0, (3, 2, 1, 0), id="all is accounted for"),
        pytest.param(GOOD, ["--dry-run"], "", 0, (3, 2, 1, 0), id="dry run"),
        pytest.param(b"nothing", [], "", 1, None, id="no export"),
        pytest.param(b"nothing", ["--dry-run"], "", 1, None, id="no export, dry run"),
        pytest.param(GOOD, [], FAULTY, 1, None, id="an archive with a fault"),
        pytest.param(GOOD, ["--post", "10=none.md"], "", 2, None, id="no such page"),
        pytest.param(GOOD, ["--nosuch"], "", 2, None, id="no such option"),
        pytest.param(CUT, [], "", 3, (3, 2, 0, 1), id="cut in a comment"),
        pytest.param(CUT, ["--dry-run"], "", 3, (3, 2, 0, 1), id="cut in a comment, dry run"),
        pytest.param(EARLY, [], "", 3, (3, 2, 1, 0), id="cut after a post"),
    ],
)
def test_the_report_keeps_its_promise_in_every_exit_code(  # noqa: PLR0913, PLR0917 - the columns of the table
    data: bytes,
    arguments: list[str],
    standing: str,
    code: int,
    counts: tuple[int, int, int, int] | None,
    docs: Path,
) -> None:
    """0 and 3 write the account of this run, a dry run too; 1 and 2 write nothing, and an older report stays."""
    report = docs.parent / "report.json"
    report.write_text("an older one")
    if standing:
        (docs / "comments" / "a-post").mkdir(parents=True)
        (docs / "comments" / "a-post" / "page-1.md").write_text(standing)
    before = {path for path in docs.rglob("*") if path.is_file()}
    done = run(docs, "-", "--report", "report.json", *arguments, data=data)
    new = {path for path in docs.rglob("*") if path.is_file()} - before
    assert done.returncode == code, done.stderr
    if counts is None:
        assert (report.read_text(), new) == ("an older one", set())
        return
    account = json.loads(report.read_text())
    numbers = account["numbers"]["comments"]
    found = (numbers["read"], *(numbers.get(outcome, 0) for outcome in ("kept", "left_out", "damaged")))
    assert found == counts
    assert len(account["accounts"]) == numbers["read"]
    assert bool(account["damaged"]) == (code == 3)
    assert account["dry_run"] == ("--dry-run" in arguments)
    written = {docs / name for name in account["files"]}
    assert written
    assert new == (set() if account["dry_run"] else written)
    for damage in account["damaged"]:
        assert damage["why"] in done.stdout.decode()


@pytest.mark.parametrize(
    ("data", "where"),
    [
        pytest.param(export().replace(b"</rss>", b""), "before its first post", id="no post"),
        pytest.param(
            export(item(comment(1, "It ends with </rss>"))).replace(b"</channel>\n</rss>\n", b""),
            "after post 10",
            id="a comment that quotes the end",
        ),
        pytest.param(
            export(item(content_encoded="<![CDATA[</rss>]]>")).replace(b"</channel>\n</rss>\n", b""),
            "after post 10",
            id="a post that quotes the end",
        ),
        pytest.param(
            gzip.compress(export(item(*(comment(number, "x" * 60_000) for number in range(9)))), 0)[:-200],
            "after post 10",
            id="packed",
        ),
        pytest.param(export(item(comment(1))) + EARLY, "after post 10", id="the second of two files in one"),
    ],
)
def test_an_early_end_is_seen_wherever_it_is(data: bytes, where: str, docs: Path) -> None:
    done = run(docs, "-", data=data)
    assert (done.returncode, where in done.stdout.decode()) == (3, True), done.stderr
