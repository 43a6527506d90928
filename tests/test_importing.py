"""The import: what of an export is kept, where it goes, and that nothing is lost without a word."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest

from scripts.comments.archive import checks
from scripts.comments.form import Record, parse
from scripts.comments.remove import remove
from scripts.wordpress.export_file import UnusableExportError
from scripts.wordpress.importing import UnknownPageError, import_export
from scripts.wordpress.standing import FaultyArchiveError
from tests.building import ROOT
from tests.exports import comment, export, item
from tests.golden import compare

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.comments.model import Comment
    from scripts.wordpress.import_report import Report

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
    return import_export(io.BytesIO(data), into, **options)  # type: ignore[arg-type]  # checked by what is called


def files(into: Path) -> dict[str, bytes]:
    return {path.relative_to(into).as_posix(): path.read_bytes() for path in sorted(into.rglob("*")) if path.is_file()}


def comments(into: Path, page: str) -> list[Comment]:
    return list(parse((into / page).read_text(encoding="utf-8")).comments)


def kinds(report: Report) -> list[tuple[str, str | None]]:
    return [(note.kind, note.id) for note in report.notes if note.kind != "no_page"]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_each_fault_of_real_exports_gives_what_was_looked_at(
    path: Path, tmp_path: Path, *, rewrite_golden: bool
) -> None:
    (tmp_path / "docs").mkdir()
    into = tmp_path / "docs" / "comments"
    report = load(path.read_bytes(), into)
    parts = [f"=== {name}\n{data.decode()}" for name, data in files(into).items()]
    said = "".join(f"{line}\n" for line in report.table())
    notes = "".join(f"{note}\n" for note in report.notes)
    compare(f"import/{path.stem}.txt", f"{said}\n{notes}\n" + "\n".join(parts), rewrite=rewrite_golden)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_each_comment_is_accounted_for(path: Path, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    report = load(path.read_bytes(), tmp_path / "docs" / "comments")
    assert report.read == report.kept + sum(report.left_out.values()) + report.broken
    assert report.read == len(report.comments)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_no_address_and_nothing_of_plugins_reaches_a_file(path: Path, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    into = tmp_path / "docs" / "comments"
    report = load(path.read_bytes(), into)
    assert not SECRETS.search("".join(report.json()).encode())
    for name, data in files(into).items():
        assert not SECRETS.search(data), name


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_the_same_export_again_leaves_every_byte(path: Path, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    into = tmp_path / "docs" / "comments"
    load(path.read_bytes(), into)
    first = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in into.rglob("*")}
    before = files(into)
    report = load(path.read_bytes(), into)
    assert report.files == []
    assert files(into) == before
    assert first == {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in into.rglob("*")}


def test_a_dry_run_says_the_same_and_writes_nothing(into: Path) -> None:
    data = export(item(comment(1), comment(2, "The second.")))
    dry = load(data, into, dry_run=True)
    assert not into.exists()
    wet = load(data, into)
    assert dry.files == wet.files
    assert dry.comments == wet.comments


def test_a_post_is_joined_to_the_page_that_its_old_address_leads_to(into: Path) -> None:
    report = load(export(item(comment(1))), into)
    assert [(line.folder, line.page) for line in report.posts] == [("steps", "articles/steps.md")]
    index = (into / "steps" / "index.md").read_text(encoding="utf-8")
    assert "comments_of: articles/steps.md\n" in index
    assert "[“The four steps”](../../articles/steps.md)" in index


def test_a_post_is_joined_by_the_number_in_its_address(into: Path) -> None:
    report = load(export(item(comment(1), link="https://blog.example/?p=77", guid="x")), into)
    assert [line.page for line in report.posts] == ["articles/steps.md"]


@pytest.mark.parametrize("name", ["10", "elsewhere", "https://blog.example/elsewhere/"])
def test_a_post_is_joined_to_the_page_that_the_keeper_names(name: str, into: Path) -> None:
    data = export(item(comment(1), link="https://blog.example/elsewhere/", wp_post_name="elsewhere"))
    assert [line.page for line in load(data, into, posts={name: "articles/steps.md"}).posts] == ["articles/steps.md"]
    again = load(data, into)
    assert [line.page for line in again.posts] == ["articles/steps.md"], "the next import remembers it"


def test_a_post_that_the_export_does_not_have_is_named(into: Path) -> None:
    report = load(export(item(comment(1))), into, posts={"1326": "articles/steps.md"})
    assert [note.message for note in report.notes] == [
        "--post 1326=…: no post with comments in this export has that number, slug or address."
    ]


def test_a_page_that_does_not_exist_is_refused(into: Path) -> None:
    with pytest.raises(
        UnknownPageError, match=r"^There is no page articles/none\.md in .*; write its path from there\.$"
    ):
        load(export(item(comment(1))), into, posts={"10": "articles/none.md"})
    assert not into.exists()


def test_posts_of_one_page_share_an_archive(into: Path) -> None:
    second = item(comment(2), link="https://blog.example/?p=77", guid="g", wp_post_id="77", wp_post_name="b")
    report = load(export(item(comment(1)), second), into)
    assert [line.folder for line in report.posts] == ["steps", "steps"]
    assert [found.id for found in comments(into, "steps/index.md")] == ["1", "2"]


def test_posts_of_one_slug_and_title_get_folders_and_titles_of_their_own(into: Path) -> None:
    posts = [
        item(comment(number), link=f"https://blog.example/x/{number}", guid=f"g{number}", wp_post_id=str(number))
        for number in (21, 22, 23)
    ]
    report = load(export(*posts), into)
    assert [line.folder for line in report.posts] == ["a-post", "a-post-22", "a-post-23"]
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
    assert dry.files == report.files == ["steps/page-1.md", "steps/page-2.md", "steps/index.md", "steps/.originals"]
    assert "steps has 30 comments now; they went to pages of their own." in [note.message for note in report.notes]
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
    remove(into.parent, "7")
    load(export(item(*_several(1, 30))), into)
    assert [path.name for path in (into / "steps").glob("*.md")] == ["index.md"]


def test_few_comments_of_the_old_form_stay_on_their_page(into: Path) -> None:
    load(export(item(*_several(1, 30))), into)
    for name in ("page-2.md", ".originals"):
        (into / "steps" / name).unlink()
    data = export(item(*_several(1, 25), comment(99, "A reply.", parent=1)))
    report = load(data, into)
    assert report.files == ["steps/page-1.md", "steps/.originals"]
    assert [one.id for one in comments(into, "steps/page-1.md")][:2] == ["1", "99"]


def test_a_new_reply_joins_its_thread_and_nothing_else_moves(into: Path) -> None:
    old = [comment(number, f"Text {number}.", date_gmt=f"2019-05-04 10:{number:02}:00") for number in range(1, 41)]
    load(export(item(*old)), into)
    before = files(into)
    reply = comment(99, "A late reply.", parent=3, date_gmt="2020-01-01 10:00:00")
    below = comment(100, "And one to it.", parent=99, date_gmt="2020-01-02 10:00:00")
    late = comment(101, "A new thread.", date_gmt="2020-01-03 10:00:00")
    report = load(export(item(*old, below, reply, late)), into)
    assert report.files == ["steps/page-1.md", "steps/page-2.md", "steps/.originals"]
    ids = [found.id for found in comments(into, "steps/page-1.md")]
    assert ids == ["1", "2", "3", "99", "100", *map(str, range(4, 26))]
    after = files(into)
    new = b"/// comment | Ann\n    id: 99\n    date: 2020-01-01T10:00:00Z\n    reply-to: 3\n\nA late reply.\n///\n\n"
    deeper = (
        b"/// comment | Ann\n    id: 100\n    date: 2020-01-02T10:00:00Z\n    reply-to: 99\n\nAnd one to it.\n///\n\n"
    )
    assert after["steps/page-1.md"].replace(new, b"").replace(deeper, b"") == before["steps/page-1.md"]
    assert after["steps/page-2.md"].startswith(before["steps/page-2.md"])
    assert [found.id for found in comments(into, "steps/page-2.md")][-1] == "101"


def test_a_comment_that_is_approved_later_joins_those_that_answer_it(into: Path) -> None:
    posts = (
        comment(1, approved="0"),
        comment(2, "Answers it.", parent=1, date_gmt="2019-05-05 10:00:00"),
        comment(3, "So does this.", parent=1, date_gmt="2019-05-09 10:00:00"),
        *(comment(number, f"Text {number}.", date_gmt="2019-05-06 10:00:00") for number in range(10, 40)),
    )
    load(export(item(*posts)), into)
    report = load(export(item(comment(1), *posts[1:])), into)
    assert [found.id for found in comments(into, "steps/page-1.md")][:3] == ["1", "2", "3"]
    assert "two_pages" not in dict(kinds(report))


def test_what_was_edited_here_stays_and_a_change_in_wordpress_is_named(into: Path) -> None:
    load(export(item(comment(1, "Before."), comment(2, "Same."))), into)
    page = into / "steps" / "index.md"
    edited = (
        page.read_text(encoding="utf-8")
        .replace("    id: 2\n", "    id: 2\n    summary: Ours\n")
        .replace("Same.", "Cut.")
    )
    page.write_text(
        edited.replace("summary: Ours\n    date: 2019-05-04T10:11:00Z", "date: 2019-05-04T10:11:00Z\n    summary: Ours")
    )
    before = files(into)
    report = load(export(item(comment(1, "After."), comment(2, "Same."))), into)
    assert kinds(report) == [("changed", "1")]
    assert files(into) == before
    assert kinds(load(export(item(comment(1, "After."), comment(2, "Same."))), into)) == [("changed", "1")]
    accepted = load(export(item(comment(1, "After."), comment(2, "Same."))), into, accept=frozenset({"1"}))
    assert (kinds(accepted), accepted.files) == ([], ["steps/.originals"])
    assert kinds(load(export(item(comment(1, "After."), comment(2, "Same."))), into)) == []


def test_a_change_that_is_made_here_as_well_is_no_longer_named(into: Path) -> None:
    load(export(item(comment(1, "Before."))), into)
    page = into / "steps" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Before.", "After."))
    assert kinds(load(export(item(comment(1, "After."))), into)) == []


def test_a_tombstone_is_never_filled_again(into: Path) -> None:
    data = export(item(comment(1), comment(2, "Stays.")))
    load(data, into)
    page = into / "steps" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(
        text.replace(
            "/// comment | Ann\n    id: 1\n    date: 2019-05-04T10:11:00Z\n\nA text.\n",
            "/// comment\n    id: 1\n    removed: true\n",
        )
    )
    before = page.read_bytes()
    report = load(data, into)
    assert report.left_out == {"removed": 1}
    assert page.read_bytes() == before
    assert "\n1\t" not in (into / "steps" / ".originals").read_text(encoding="utf-8"), "the hash of its words is gone"


def test_a_record_that_was_deleted_by_hand_does_not_come_back(into: Path) -> None:
    data = export(item(comment(1), comment(2, "Stays.")))
    load(data, into)
    page = into / "steps" / "index.md"
    page.write_text(
        re.sub(r"/// comment \| Ann\n    id: 1\n.*?\n///\n\n", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    )
    report = load(data, into)
    assert (kinds(report), report.left_out) == ([("deleted_by_hand", "1")], {"removed": 1})
    assert "\n1\t-\n" in (into / "steps" / ".originals").read_text(encoding="utf-8")
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
    assert report.files == ["told/page-2.md", "told/.originals"]
    assert {name: after[name] for name in before} == before


def test_garbled_characters_are_proposed_then_repaired_on_demand(into: Path) -> None:
    data = export(item(comment(1, "My fiancÃ© left."), comment(2, "Il a dit Ã© exprÃ¨s ?")))
    report = load(data, into)
    proposals = [note for note in report.notes if note.kind == "garbled"]
    assert [note.id for note in proposals] == ["1", "2"]
    assert (proposals[0].before, proposals[0].after) == ("My fiancÃ© left.", "My fiancé left.")
    assert "fiancÃ©" in comments(into, "steps/index.md")[0].text
    load(data, into, repair=frozenset({"1"}))
    assert [found.text for found in comments(into, "steps/index.md")] == ["My fiancé left.", "Il a dit Ã© exprÃ¨s ?"]
    again = load(data, into)
    assert (again.files, [note.id for note in again.notes if note.kind == "garbled"]) == ([], ["2"])


def test_a_repair_touches_nothing_that_was_edited(into: Path) -> None:
    data = export(item(comment(1, "My fiancÃ© left.")))
    load(data, into)
    page = into / "steps" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("My fiancÃ© left.", "My fiancÃ© [removed] left."))
    before = files(into)
    load(data, into, repair=frozenset({"1"}))
    assert files(into) == before


def test_addresses_that_commenters_gave_are_kept_only_on_demand(into: Path) -> None:
    load(export(item(comment(1))), into)
    assert comments(into, "steps/index.md")[0].url is None
    load(export(item(comment(1), comment(2, "B."))), into, with_websites=True)
    assert [found.url for found in comments(into, "steps/index.md")] == [None, "https://ann.example/?a=1"]


def test_the_author_is_known_by_the_account_and_never_by_the_name(into: Path) -> None:
    load((ROOT / "tests" / "fixtures" / "exports" / "authors.xml").read_bytes(), into)
    found = [(one.id, one.name, one.by) for one in comments(into, "steps/index.md")]
    assert found == [
        ("1", "Ann", None),
        ("3", "Al", "author"),
        ("2", "Ann", None),
        ("4", "Helper", "staff"),
        ("5", "al", None),
    ]


def test_a_chain_of_1500_replies_stays_whole_and_is_noted(into: Path) -> None:
    chain = [comment(number, f"Text {number}.", meta=False, parent=number - 1) for number in range(1, 1501)]
    report = load(export(item(*chain)), into)
    assert len(comments(into, "steps/page-1.md")) == 1500
    assert [(note.kind, note.message) for note in report.notes] == [("long_thread", "Its thread has 1500 comments.")]


def test_an_id_that_stands_for_two_stays_with_the_one_that_has_it(into: Path) -> None:
    first, second = comment(1, "The first."), comment(1, "Another.")
    load(export(item(first, second)), into)
    before = {found.text: found.id for found in comments(into, "steps/index.md")}
    report = load(export(item(second, first)), into)
    assert report.files == []
    assert before["The first."] == "1"
    assert re.fullmatch(r"r[1-9][0-9]{15}", before["Another."])


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


def test_an_unusable_export_changes_nothing(into: Path) -> None:
    load(export(item(comment(1))), into)
    before = files(into)
    with pytest.raises(UnusableExportError):
        load(b"<rss><channel><item><title>A feed</title></item></channel></rss>", into)
    assert files(into) == before


def test_progress_counts_bytes_and_comments(into: Path) -> None:
    data = export(item(*(comment(number, "x" * 5000) for number in range(1, 200))))
    seen: list[tuple[int, int]] = []
    load(data, into, progress=lambda read, count: seen.append((read, count)))
    assert seen[-1] == (len(data), 199)
    assert seen == sorted(seen)
    assert len(seen) > 3
