"""The import of comments: what of an export is kept, where it goes, and that nothing is lost without a word.

golden/joined.yml has imports one after the other; golden/import what becomes of each export in fixtures/exports.
"""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from scripts.comments.archive import checks
from scripts.comments.remove import Removal
from scripts.dev.sample_export import comment, export, item, sample_posts
from scripts.wordpress.archives import FaultyArchiveError
from scripts.wordpress.export_file import UnusableExportError
from tests.building import ROOT
from tests.exports import load, records_of
from tests.golden import compare, golden_data
from tests.sites import read_all as files
from tests.sites import write_files

JOINED = golden_data("joined.yml")
FIXTURES = sorted((ROOT / "tests" / "fixtures" / "exports").glob("*.xml"))


@pytest.fixture
def docs(docs: Path) -> Path:
    """Give a site, on the day that the golden files name."""
    table = "- from: /a-post\n  to: articles/steps.md\n- from: /?p=77\n  to: articles/steps.md#one\n"
    page = "---\ntitle: The four steps\n---\n\n# The four steps\n"
    return write_files(docs, {"articles/steps.md": page, "_data/old-addresses.yml": table})


def _numbers(written: object) -> list[int]:
    first, _, last = str(written).partition("-")
    return [*range(int(first), int(last or first) + 1)]


def _export(posts: list[dict[str, Any]]) -> bytes:
    items = []
    for post in posts:
        written = []
        for one in post["comments"]:
            if not isinstance(one, dict):
                written += [comment(n, f"Text {n}.", date_gmt=f"2019-05-04 10:{n:02}:00") for n in _numbers(one)]
            else:
                written.append(comment(**{"text": f"Text {one['number']}.", **one}))
        items.append(item(*written, **{key: value for key, value in post.items() if key != "comments"}))
    return export(*items)


@pytest.mark.parametrize("case", JOINED, ids=lambda case: case["case"])
def test_comments_join_what_stands_and_no_record_changes(case: dict[str, Any], docs: Path) -> None:
    into = docs / "comments"
    for step in case["steps"]:
        match step:
            case {"replace": [name, pattern, new]}:
                text, count = re.subn(pattern, lambda _: new, (into / name).read_text(encoding="utf-8"), count=1)
                assert count
                (into / name).write_text(text, encoding="utf-8")
            case {"write": [name, text]}:
                (into / name).parent.mkdir(parents=True, exist_ok=True)
                (into / name).write_text(text, encoding="utf-8")
            case {"remove": number}:
                Removal(docs, number).do()
            case _:
                before = {record.source for page in records_of(into).values() for record in page}
                data, options = _export(step["import"]), {"only": "comments", **step.get("with", {})}
                report = load(docs, data, **options)
                assert before <= {record.source for page in records_of(into).values() for record in page}
    assert list(checks(docs)) == []
    records = {name: page for name, page in records_of(into).items() if page}
    ids = {name: [record.comment.id for record in page] for name, page in records.items()}
    accounts = [f"{re.sub('^r.{16}$', 'r', one.id or '')} {one.reason}" for one in report.of("comments")]
    found = {
        "files": " ".join(report.files).replace("comments/", ""),
        "accounts": accounts,
        "left_out": report.numbers("comments", "reason", "left_out"),
        "notes": [f"{note['id']}: {note.get('before')} → {note.get('after')}" for note in report.notes],
        "urls": [record.comment.url for page in records.values() for record in page],
        "pages": ids,
    }
    for name, parts in case.get("holds", {}).items():
        assert [part for part in parts if part not in (into / name).read_text(encoding="utf-8")] == []
    for name, written in case.get("pages", {}).items():
        case["pages"][name] = [
            n for one in written.split() for n in ([one] if one[0] == "r" else map(str, _numbers(one)))
        ]
    assert {key: found[key] for key in case if key in found} == {key: case[key] for key in case if key in found}
    after = files(docs)
    assert (load(docs, data, **options).files, files(docs)) == ([], after)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_each_fault_of_real_exports_gives_what_was_looked_at_and_twice_changes_nothing(
    path: Path, docs: Path, *, rewrite_golden: bool
) -> None:
    shutil.rmtree(docs / "_data")
    shutil.rmtree(docs / "articles")
    report = load(docs, path.read_bytes(), only="comments")
    parts = [f"=== {name.removeprefix('comments/')}\n{data.decode()}" for name, data in files(docs).items()]
    said = "".join(f"{line}\n" for line in (report.table(), "", *report.notes))
    compare(f"import/{path.stem}.txt", f"{said}\n" + "\n".join(parts), rewrite=rewrite_golden)
    assert len(report.of("comments")) == report.numbers("comments").total()
    state = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in docs.rglob("*")}
    assert load(docs, path.read_bytes(), only="comments").files == []
    assert state == {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in docs.rglob("*")}


def test_a_name_that_no_post_has_or_a_fault_in_an_archive_stops_the_import(docs: Path) -> None:
    data, before = export(item(comment(1))), files(docs)
    with pytest.raises(UnusableExportError, match=r"^It has no public comments of 1326; correct --post\.$"):
        load(docs, data, only="comments", posts={"1326": "articles/steps.md"})
    assert files(docs) == before
    load(docs, data, only="comments")
    page = docs / "comments" / "steps" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("    id: 1\n", "    id: one\n"), encoding="utf-8")
    before = files(docs)
    with pytest.raises(FaultyArchiveError, match=r"index\.md:17: CM04 `id` .* Nothing was imported; mend it first\.$"):
        load(docs, export(item(comment(1), comment(2))), only="comments")
    assert files(docs) == before


def test_a_sample_of_any_size_is_the_same_each_time_and_all_of_it_is_accounted_for(docs: Path) -> None:
    made = [export(*sample_posts(200, posts=2)) for _ in range(2)]
    assert made[0] == made[1]
    report = load(docs, made[0], only="comments")
    found = len(report.of("comments")), report.numbers("comments")["damaged"], [line["folder"] for line in report.posts]
    assert found == (200, 0, ["sample-1", "sample-2"])
    assert {"held", "pingback", "trash"} >= set(report.numbers("comments", "reason", "left_out"))
    assert {record.comment.by for page in records_of(docs / "comments").values() for record in page} >= {"author", None}
