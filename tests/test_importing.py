"""The import: what of an export is kept, where it goes, and that nothing is lost without a word."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest

from scripts.comments.archive import checks
from scripts.comments.form import Record, parse
from scripts.comments.remove import Removal
from scripts.dev.sample_export import comment, export, item, sample_posts, write_export
from scripts.wordpress.archives import FaultyArchiveError
from scripts.wordpress.export_file import UnusableExportError
from scripts.wordpress.importing import import_export
from tests.building import ROOT
from tests.golden import compare

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.comments.model import Comment
    from scripts.wordpress.report import Report

FIXTURES = sorted((ROOT / "tests" / "fixtures" / "exports").glob("*.xml"))
SECRETS = re.compile(rb"ann\.secret|192\.0\.2\.77|akismet|@mail\.example|@blog\.example", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Import on the day that the golden files name, whenever the site's own pages were last checked."""
    monkeypatch.setenv("TODAY", "2026-11-24")


@pytest.fixture
def into(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    (docs / "articles").mkdir(parents=True)
    (docs / "_data").mkdir()
    (docs / "articles" / "steps.md").write_text("---\ntitle: The four steps\n---\n\n# The four steps\n")
    (docs / "_data" / "old-addresses.yml").write_text(
        "- from: /a-post\n  to: articles/steps.md\n- from: /?p=77\n  to: articles/steps.md#one\n"
    )
    return docs / "comments"


def load(data: bytes, into: Path, **options: object) -> Report:
    return import_export(io.BufferedReader(io.BytesIO(data)), into.parent, only="comments", **options)


def files(into: Path) -> dict[str, bytes]:
    return {path.relative_to(into).as_posix(): path.read_bytes() for path in sorted(into.rglob("*")) if path.is_file()}


def comments(into: Path, page: str) -> list[Comment]:
    return list(parse((into / page).read_text(encoding="utf-8")).comments)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_each_fault_of_real_exports_gives_what_was_looked_at_and_twice_changes_nothing(
    path: Path, tmp_path: Path, *, rewrite_golden: bool
) -> None:
    (tmp_path / "docs").mkdir()
    into = tmp_path / "docs" / "comments"
    report = load(path.read_bytes(), into)
    parts = [f"=== {name}\n{data.decode()}" for name, data in files(into).items()]
    said = "".join(f"{line}\n" for line in (report.table(), "", *report.notes))
    compare(f"import/{path.stem}.txt", f"{said}\n" + "\n".join(parts), rewrite=rewrite_golden)
    assert len(report.of("comments")) == report.numbers("comments").total()
    assert not SECRETS.search(report.json().encode() + b"".join(files(into).values()))
    state = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in into.rglob("*")}
    assert load(path.read_bytes(), into).files == []
    assert state == {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in into.rglob("*")}


def test_a_post_is_joined_to_the_page_that_its_old_address_leads_to(into: Path) -> None:
    report = load(export(item(comment(1))), into)
    assert [(line["folder"], line["page"]) for line in report.posts] == [("steps", "articles/steps.md")]
    index = (into / "steps" / "index.md").read_text(encoding="utf-8")
    assert "comments_of: articles/steps.md\n" in index
    assert "[“The four steps”](../../articles/steps.md)" in index


@pytest.mark.parametrize("name", ["10", "elsewhere", "https://blog.example/elsewhere/"])
def test_a_post_is_joined_to_the_page_that_the_keeper_names(name: str, into: Path) -> None:
    data = export(item(comment(1), link="https://blog.example/elsewhere/", wp_post_name="elsewhere"))
    assert [line["page"] for line in load(data, into, posts={name: "articles/steps.md"}).posts] == ["articles/steps.md"]
    again = load(data, into)
    assert [line["page"] for line in again.posts] == ["articles/steps.md"], "the next import remembers it"


def test_a_name_that_no_post_has_stops_the_import(into: Path) -> None:
    with pytest.raises(UnusableExportError, match=r"^It has no public comments of 1326; correct --post\.$"):
        load(export(item(comment(1))), into, posts={"1326": "articles/steps.md"})
    assert not into.exists()


def test_posts_of_one_page_share_an_archive(into: Path) -> None:
    second = item(comment(2), link="https://blog.example/?p=77", guid="g", wp_post_id="77", wp_post_name="b")
    report = load(export(item(comment(1)), second), into)
    assert [line["folder"] for line in report.posts] == ["steps", "steps"]
    assert [found.id for found in comments(into, "steps/index.md")] == ["1", "2"]


def test_posts_of_one_slug_and_title_get_folders_and_titles_of_their_own(into: Path) -> None:
    posts = [
        item(comment(number), link=f"https://blog.example/x/{number}", guid=f"g{number}", wp_post_id=str(number))
        for number in (21, 22, 23)
    ]
    report = load(export(*posts), into)
    assert [line["folder"] for line in report.posts] == ["a-post", "a-post-22", "a-post-23"]
    heads = {path.read_text(encoding="utf-8").split("\nkind:")[0] for path in into.rglob("*.md")}
    assert len(heads) == 3


def _several(first: int, last: int) -> list[str]:
    return [
        comment(number, f"Text {number}.", date_gmt=f"2019-05-04 10:{number:02}:00")
        for number in range(first, last + 1)
    ]


@pytest.mark.parametrize(
    ("number", "names", "on_each"),
    [
        (29, ["steps/.originals", "steps/index.md"], {"index": 29}),
        (30, ["steps/.originals", "steps/index.md", "steps/page-1.md", "steps/page-2.md"], {"page-1": 25, "page-2": 5}),
    ],
)
def test_up_to_29_comments_are_one_page(number: int, names: list[str], on_each: dict[str, int], into: Path) -> None:
    data = export(item(*_several(1, number)))
    load(data, into)
    assert list(files(into)) == names
    assert {name: len(comments(into, f"steps/{name}.md")) for name in on_each} == on_each
    assert load(data, into).files == []


def test_the_thirtieth_comment_lays_the_page_out_and_every_record_stays_what_it_was(into: Path) -> None:
    load(export(item(*_several(1, 29))), into)
    index = into / "steps" / "index.md"
    edited = index.read_text(encoding="utf-8").replace("Text 3.\n", "Text [removed].  \n\n    a line by hand\n")
    edited = edited.replace(
        "    id: 4\n    date: 2019-05-04T10:04:00Z\n", "    id: 4\n    date: 2019-05-04\n    summary: Ours\n"
    )
    edited = edited.replace("/// comment | Ann\n    id: 5\n", "## Ours between two\n\n/// comment | Ann\n    id: 5\n")
    index.write_text(edited.rstrip("\n") + "\n\n## What is not here\n\nMuch.\n", encoding="utf-8")
    records = [part.source for part in parse(index.read_text(encoding="utf-8")).parts if isinstance(part, Record)]
    head = index.read_text(encoding="utf-8").partition("/// comment | Ann")[0]
    reply = comment(99, "A late reply.", parent=2, date_gmt="2020-01-01 10:00:00")
    data = export(item(*_several(1, 29), reply))
    dry = load(data, into, dry_run=True)
    assert index.read_text(encoding="utf-8").count("/// comment | Ann") == 29
    report = load(data, into)
    names = ["index.md", "page-1.md", "page-2.md", ".originals"]
    assert dry.files == report.files == [f"comments/steps/{name}" for name in names]
    assert index.read_text(encoding="utf-8") == f"{head}## Ours between two\n\n## What is not here\n\nMuch.\n"
    pages = [(into / "steps" / f"page-{number}.md").read_text(encoding="utf-8") for number in (1, 2)]
    found = [part.source for page in pages for part in parse(page).parts if isinstance(part, Record)]
    assert [one for one in found if "id: 99" not in one] == records
    assert [one.id for one in comments(into, "steps/page-1.md")][:4] == ["1", "2", "99", "3"]
    assert list(checks(into.parent)) == []
    assert load(data, into).files == []


def test_an_index_without_a_list_gets_one_where_the_comments_were(into: Path) -> None:
    load(export(item(*_several(1, 29))), into)
    index = into / "steps" / "index.md"
    text = index.read_text(encoding="utf-8").replace("/// comment-index | steps\n///\n\n", "").rstrip("\n")
    assert text.endswith("\n///")
    index.write_text(text, encoding="utf-8")
    load(export(item(*_several(1, 30))), into)
    assert index.read_text(encoding="utf-8").endswith("(../../articles/steps.md).\n\n/// comment-index | steps\n///\n")
    assert [one.id for one in comments(into, "steps/page-2.md")] == ["26", "27", "28", "29", "30"]


def test_threads_of_the_one_page_stay_whole_when_it_is_laid_out(into: Path) -> None:
    replies = [comment(number, f"Text {number}.", parent=24) for number in range(101, 105)]
    load(export(item(*_several(1, 25), *replies)), into)
    load(export(item(*_several(1, 26), *replies)), into)
    assert [one.id for one in comments(into, "steps/page-1.md")] == [*map(str, range(1, 24))]
    assert [one.id for one in comments(into, "steps/page-2.md")] == ["24", "101", "102", "103", "104", "25", "26"]


def test_what_was_removed_does_not_count(into: Path) -> None:
    load(export(item(*_several(1, 29))), into)
    Removal(into.parent, "7").do()
    load(export(item(*_several(1, 30))), into)
    assert [path.name for path in (into / "steps").glob("*.md")] == ["index.md"]


def test_new_replies_go_to_the_page_of_their_thread_and_nothing_else_moves(into: Path) -> None:
    old = _several(1, 40)
    load(export(item(*old)), into)
    before = files(into)
    reply = comment(99, "A late reply.", parent=3, date_gmt="2020-01-01 10:00:00")
    below = comment(100, "And one to it.", parent=99, date_gmt="2020-01-02 10:00:00")
    late = comment(101, "A new thread.", date_gmt="2020-01-03 10:00:00")
    report = load(export(item(*old, below, reply, late)), into)
    assert report.files == [f"comments/steps/{name}" for name in ("page-1.md", "page-2.md", ".originals")]
    after = files(into)
    assert after["steps/page-1.md"] == before["steps/page-1.md"] + (
        b"\n/// comment | Ann\n    id: 99\n    date: 2020-01-01T10:00:00Z\n    reply-to: 3\n\nA late reply.\n///\n"
        b"\n/// comment | Ann\n    id: 100\n    date: 2020-01-02T10:00:00Z\n    reply-to: 99\n\nAnd one to it.\n///\n"
    )
    assert after["steps/page-2.md"].startswith(before["steps/page-2.md"])
    assert [found.id for found in comments(into, "steps/page-2.md")][-1] == "101"


def test_a_comment_that_is_approved_later_joins_those_that_answer_it(into: Path) -> None:
    posts = (
        comment(1, approved="0"),
        comment(4, approved="0", parent=1),
        comment(2, "Answers it.", parent=1, date_gmt="2019-05-05 10:00:00"),
        comment(3, "Answers its answer.", parent=4, date_gmt="2019-05-09 10:00:00"),
        *(comment(number, f"Text {number}.", date_gmt="2019-05-06 10:00:00") for number in range(10, 40)),
    )
    load(export(item(*posts)), into)
    load(export(item(comment(1), comment(4, parent=1), *posts[2:])), into)
    assert {"1", "2", "3", "4"} <= {found.id for found in comments(into, "steps/page-1.md")}
    assert list(checks(into.parent)) == []


def test_a_record_that_was_moved_and_removed_does_not_come_back(into: Path) -> None:
    data = export(item(comment(1), comment(2, "Stays.")))
    load(data, into)
    Removal(into.parent, "1").do()
    page = into / "steps" / "index.md"
    tombstone = next(part for part in parse(page.read_text(encoding="utf-8")).parts if isinstance(part, Record)).source
    page.write_text(page.read_text(encoding="utf-8").replace(tombstone, ""), encoding="utf-8")
    (into / "other").mkdir()
    (into / "other" / "index.md").write_text(f"---\ncomments_of: articles/steps.md\n---\n\n{tombstone}")
    report = load(data, into)
    assert (report.numbers("comments", "reason", "left_out"), report.files) == ({"removed": 1}, [])


def test_a_record_that_was_deleted_by_hand_does_not_come_back(into: Path) -> None:
    data = export(item(comment(1), comment(2, "Stays.")))
    load(data, into)
    page = into / "steps" / "index.md"
    page.write_text(
        re.sub(r"/// comment \| Ann\n    id: 1\n.*?\n///\n\n", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    )
    assert load(data, into).numbers("comments", "reason", "left_out") == {"removed": 1}
    assert load(data, into).files == []
    assert [found.id for found in comments(into, "steps/index.md")] == ["2"]


def test_a_page_written_by_hand_keeps_to_itself(into: Path) -> None:
    folder = into / "told"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("---\ntitle: Stories\ncomments_of: articles/steps.md\n---\n")
    (folder / "page-1.md").write_text(
        "---\ntitle: Stories, page 1\n---\n\n/// comment\n    id: r1\n    retold: true\n\nRetold.\n///\n"
    )
    before = files(into)
    report = load(export(item(comment(1))), into)
    after = files(into)
    assert report.files == ["comments/told/page-2.md", "comments/told/.originals"]
    assert {name: after[name] for name in before} == before


def test_garbled_characters_are_proposed_until_they_are_mended(into: Path) -> None:
    data = export(item(comment(1, "My fiancÃ© left."), comment(2, "Il a dit Ã© exprÃ¨s ?")))
    report = load(data, into)
    assert [(note.kind, note.id) for note in report.notes] == [("garbled", "1"), ("garbled", "2")]
    assert (report.notes[0].before, report.notes[0].after) == ("My fiancÃ© left.", "My fiancé left.")
    page = into / "steps" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("My fiancÃ© left.", "My fiancé left."))
    again = load(data, into)
    assert (again.files, [note.id for note in again.notes]) == ([], ["2"])


def test_addresses_that_commenters_gave_are_kept_only_on_demand(into: Path) -> None:
    load(export(item(comment(1))), into)
    assert comments(into, "steps/index.md")[0].url is None
    load(export(item(comment(1), comment(2, "B."))), into, with_websites=True)
    assert [found.url for found in comments(into, "steps/index.md")] == [None, "https://ann.example/?a=1"]


def test_an_archive_with_a_fault_is_left_alone(into: Path) -> None:
    load(export(item(comment(1))), into)
    page = into / "steps" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("    id: 1\n", "    id: one\n"))
    before = files(into)
    with pytest.raises(
        FaultyArchiveError, match=r"index\.md:17: CM04 `id` is “one”; .* Nothing was imported; mend it first\.$"
    ):
        load(export(item(comment(1), comment(2))), into)
    assert files(into) == before


def test_a_sample_of_any_size_is_the_same_each_time_and_all_of_it_is_accounted_for(into: Path) -> None:
    made = []
    for _ in range(2):
        out = io.BytesIO()
        write_export(sample_posts(200, posts=2), out)
        made.append(out.getvalue())
    assert made[0] == made[1]
    report = load(made[0], into)
    found = len(report.of("comments")), report.numbers("comments")["damaged"], [line["folder"] for line in report.posts]
    assert found == (200, 0, ["sample-1", "sample-2"])
    assert {"held", "pingback", "trash"} >= set(report.numbers("comments", "reason", "left_out"))
    written = {one.by for page in into.rglob("*.md") for one in parse(page.read_text("utf-8")).comments}
    assert written >= {"author", None}
