"""The command `import`: what it says and how it ends."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scripts.dev.sample_export import comment, export, item
from scripts.wordpress.__main__ import main
from tests.building import ROOT
from tests.golden import cases
from tests.sites import read_all as files

BLOG = (ROOT / "tests" / "fixtures" / "blog" / "blog.xml").read_bytes()
FOOT = b"</channel>\n</rss>\n"
GOOD = export(item(comment(1), comment(2, "The second.", parent=1), comment(3, approved="0")))


def run(*arguments: str, data: bytes = GOOD, into: Sequence[str] = ("--into", "docs", "--only", "comments")) -> Result:
    Path("input").write_bytes(data)
    with io.FileIO("input") as given:
        given.name = "<stdin>"
        return CliRunner().invoke(main, ["import", *arguments, *into], input=io.BufferedReader(given))


def test_a_blog_ends_with_what_was_read_of_each_kind_and_what_belongs_into_the_settings(docs: Path) -> None:
    words = ("--nav", "--report", "report.json", "--into", "docs")
    command = [sys.executable, "-m", "scripts.wordpress", "import", "-", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(command, input=BLOG, capture_output=True, env=environment, check=True).stdout.decode()
    assert "Posts: 9 read = 4 kept + 5 left out + 0 damaged.\nPages: 6 read = 4 kept + 2 left out" in said
    assert "\nnav:\n- Articles by year: articles/by-year.md\n" in said
    account = json.loads((docs.parent / "report.json").read_text(encoding="utf-8"))
    assert [number["read"] for number in account["numbers"].values()] == [9, 6, 3, 7]


def test_standard_input_does_as_well(docs: Path) -> None:
    assert run("-").exit_code == 0
    (docs.parent / "export.xml").write_bytes(GOOD)
    assert run("export.xml").stdout.endswith("Files written: none, all of it is here already.\n")


def test_a_file_in_the_place_of_the_folder_stays(docs: Path) -> None:
    docs.rmdir()
    docs.write_text("in the way")
    done = run("-")
    assert (done.exit_code, "'--into': Directory 'docs' is a file." in done.stderr) == (2, True)
    assert docs.read_text() == "in the way"


def test_a_report_that_cannot_be_written_is_named_and_ends_with_3(docs: Path) -> None:
    done = run("-", "--report", "none/report.json")
    words = "none/report.json was not written: No such file or directory. With --dry-run it can be had again.\n"
    assert (done.exit_code, done.stderr, (docs / "comments").exists()) == (3, words, True)


@pytest.mark.parametrize(("arguments", "code", "words"), cases("import_command.yml", "refused"))
def test_what_cannot_be_done_ends_with_a_sentence_and_writes_nothing(
    arguments: list[str], code: int, words: str, docs: Path
) -> None:
    (docs.parent / "export.xml").write_bytes(GOOD)
    (docs.parent / "feed.xml").write_text("<rss><channel></channel></rss>")
    done = run(*arguments, into=[] if "--into" in arguments else ["--into", "docs"])
    assert (done.exit_code, done.stdout) == (code, "")
    assert words in " ".join(done.stderr.split())
    assert list(docs.iterdir()) == []
    assert (docs.parent / "export.xml").read_bytes() == GOOD


@pytest.mark.parametrize("added", [True, False])
def test_an_export_that_git_keeps_or_would_keep_is_named_before_it_is_read(docs: Path, *, added: bool) -> None:
    _git(docs.parent, "init", "--quiet")
    (docs.parent / "my * export [1].xml").write_bytes(b"nothing")
    if added:
        _git(docs.parent, "add", ".")
    done = run("my * export [1].xml")
    assert done.stderr.startswith(
        "my * export [1].xml lies in a git repository that does not ignore it, and holds the "
    )
    (docs.parent / ".gitignore").write_text("other.xml\n")
    (docs.parent / "other.xml").write_bytes(GOOD)
    assert run("other.xml").stderr == run("-").stderr == ""


def _git(folder: Path, *command: str) -> str:
    return subprocess.run(["git", "-C", folder, *command], check=True, capture_output=True, text=True).stdout


def test_this_project_ignores_exports_and_keeps_its_own_files(tmp_path: Path) -> None:
    _git(tmp_path, "init", "--quiet")
    shutil.copy(ROOT / ".gitignore", tmp_path)
    names = dict(cases("import_command.yml", "ignored"))
    assert _git(tmp_path, "check-ignore", *names).split() == [name for name, is_ignored in names.items() if is_ignored]


EARLY = GOOD[: GOOD.index(b"</channel>")]
EXPORTS = {
    "good": GOOD,
    "none": b"nothing",
    "early": EARLY,
    "cut": GOOD[: GOOD.rindex(b"<wp:comment_approved>")],
    "early, no post": export().replace(b"</rss>", b""),
    "early, a comment quotes the end": export(item(comment(1, "It ends with </rss>"))).replace(FOOT, b""),
    "early, a post quotes the end": export(item(content_encoded="<![CDATA[</rss>]]>")).replace(FOOT, b""),
    "early, second of two in one": export(item(comment(1))) + EARLY,
}


@pytest.mark.parametrize(
    ("name", "arguments", "standing", "code", "words", "counts"), cases("import_command.yml", "reports")
)
def test_the_report_keeps_its_promise_in_every_exit_code(  # noqa: PLR0913, PLR0917 - the columns of the table
    name: str, arguments: list[str], standing: str, code: int, words: str, counts: list[int] | None, docs: Path
) -> None:
    """0 and 3 write the account of this run, a dry run too; 1 and 2 write nothing, and an older report stays."""
    report, page = docs.parent / "report.json", docs / "comments" / "a-post" / "page-1.md"
    report.write_text("an older one")
    page.parent.mkdir(parents=True)
    page.write_text(standing)
    before = set(files(docs))
    done = run("-", "--report", "report.json", *arguments, data=EXPORTS[name])
    new = set(files(docs)) - before
    assert (done.exit_code, words in done.output) == (code, True), done.output
    if counts is None:
        assert (report.read_text(), new) == ("an older one", set())
        return
    account = json.loads(report.read_text())
    numbers = account["numbers"]["comments"]
    assert [numbers[key] for key in ("read", "kept", "left_out", "damaged")] == counts
    assert len(account["accounts"]) == numbers["read"]
    assert (bool(account["damaged"]), account["dry_run"]) == (code == 3, "--dry-run" in arguments)
    assert bool(account["files"]) == bool(counts[1])
    assert new == (set() if account["dry_run"] else {*account["files"]} - before)
    assert [damage["why"] for damage in account["damaged"] if damage["why"] not in done.stdout] == []
