"""The command `import`: what it says and how it ends."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from scripts.dev.sample_export import comment, export, item
from tests.building import ROOT
from tests.exports import files
from tests.golden import cases

BLOG = (ROOT / "tests" / "fixtures" / "blog" / "blog.xml").read_bytes()
FOOT = b"</channel>\n</rss>\n"
GOOD = export(item(comment(1), comment(2, "The second.", parent=1), comment(3, approved="0")))


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


def test_a_blog_ends_with_what_was_read_of_each_kind_and_what_belongs_into_the_settings(docs: Path) -> None:
    done = run(docs, "-", "--nav", "--report", "report.json", data=BLOG, into=["--into", "docs"])
    said = done.stdout.decode()
    assert "Posts: 9 read = 4 kept + 5 left out + 0 damaged.\nPages: 6 read = 4 kept + 2 left out" in said
    assert "\nnav:\n- Articles by year: articles/by-year.md\n" in said
    account = json.loads((docs.parent / "report.json").read_text(encoding="utf-8"))
    assert [number["read"] for number in account["numbers"].values()] == [9, 6, 3, 7]


def test_standard_input_and_packed_files_do_as_well(docs: Path) -> None:
    assert run(docs, "-", data=gzip.compress(GOOD)).returncode == 0
    (docs.parent / "export.xml.gz").write_bytes(gzip.compress(GOOD))
    assert run(docs, "export.xml.gz").stdout.endswith(b"Files written: none, all of it is here already.\n")


def test_a_file_in_the_place_of_the_folder_stays(docs: Path) -> None:
    docs.rmdir()
    docs.write_text("in the way")
    done = run(docs, "-", data=GOOD)
    assert (done.returncode, "'--into': Directory 'docs' is a file." in done.stderr.decode()) == (2, True)
    assert docs.read_text() == "in the way"


def test_a_report_that_cannot_be_written_is_named_and_ends_with_3(docs: Path) -> None:
    done = run(docs, "-", "--report", "none/report.json", data=GOOD)
    assert done.returncode == 3
    assert done.stderr.decode() == (
        "none/report.json was not written: No such file or directory. With --dry-run it can be had again.\n"
    )
    assert (docs / "comments" / "a-post" / "index.md").exists()


@pytest.mark.parametrize(("arguments", "code", "words"), cases("import_command.yml", "refused"))
def test_what_cannot_be_done_ends_with_a_sentence_and_writes_nothing(
    arguments: list[str], code: int, words: str, docs: Path
) -> None:
    (docs.parent / "export.xml").write_bytes(GOOD)
    (docs.parent / "feed.xml").write_text("<rss><channel></channel></rss>")
    done = run(docs, *arguments, data=GOOD, into=[] if "--into" in arguments else ["--into", "docs"])
    assert (done.returncode, done.stdout) == (code, b"")
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


@pytest.mark.parametrize(("name", "ignored"), cases("import_command.yml", "ignored"))
def test_this_project_ignores_exports_and_keeps_its_own_files(name: str, ignored: bool, tmp_path: Path) -> None:
    _git(tmp_path, "init", "--quiet")
    shutil.copy(ROOT / ".gitignore", tmp_path)
    done = subprocess.run(["git", "-C", tmp_path, "check-ignore", "--quiet", name], check=False)
    assert done.returncode == (0 if ignored else 1)


EARLY = GOOD[: GOOD.index(b"</channel>")]
EXPORTS = {"good": GOOD, "none": b"nothing", "early": EARLY, "cut": GOOD[: GOOD.rindex(b"<wp:comment_approved>")]}


@pytest.mark.parametrize(("name", "arguments", "standing", "code", "counts"), cases("import_command.yml", "reports"))
def test_the_report_keeps_its_promise_in_every_exit_code(  # noqa: PLR0913, PLR0917 - the columns of the table
    name: str, arguments: list[str], standing: str, code: int, counts: list[int] | None, docs: Path
) -> None:
    """0 and 3 write the account of this run, a dry run too; 1 and 2 write nothing, and an older report stays."""
    report, page = docs.parent / "report.json", docs / "comments" / "a-post" / "page-1.md"
    report.write_text("an older one")
    page.parent.mkdir(parents=True)
    page.write_text(standing)
    before = set(files(docs))
    done = run(docs, "-", "--report", "report.json", *arguments, data=EXPORTS[name])
    new = set(files(docs)) - before
    assert done.returncode == code, done.stderr
    if counts is None:
        assert (report.read_text(), new) == ("an older one", set())
        return
    account = json.loads(report.read_text())
    numbers = account["numbers"]["comments"]
    assert [numbers[key] for key in ("read", "kept", "left_out", "damaged")] == counts
    assert len(account["accounts"]) == numbers["read"]
    assert (bool(account["damaged"]), account["dry_run"]) == (code == 3, "--dry-run" in arguments)
    assert account["files"]
    assert new == (set() if account["dry_run"] else {*account["files"]} - before)
    assert [damage["why"] for damage in account["damaged"] if damage["why"] not in done.stdout.decode()] == []


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (export().replace(b"</rss>", b""), "before its first post"),
        (export(item(comment(1, "It ends with </rss>"))).replace(FOOT, b""), "after post 10"),
        (export(item(content_encoded="<![CDATA[</rss>]]>")).replace(FOOT, b""), "after post 10"),
        (
            gzip.compress(export(item(*(comment(number, "x" * 60_000) for number in range(9)))), 0)[:-200],
            "after post 10",
        ),
        (export(item(comment(1))) + EARLY, "after post 10"),
    ],
    ids=["no post", "a comment that quotes the end", "a post that quotes the end", "packed", "second of two in one"],
)
def test_an_early_end_is_seen_wherever_it_is(data: bytes, where: str, docs: Path) -> None:
    done = run(docs, "-", data=data)
    assert (done.returncode, where in done.stdout.decode()) == (3, True), done.stderr
