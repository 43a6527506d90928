"""Which comment is which, within an export and beside what stands already."""

import io
import re
from pathlib import Path

from scripts.dev.sample_export import comment, export, item
from scripts.wordpress.importing import import_export

OTHER = {
    "link": "https://blog.example/b/",
    "guid": "https://blog.example/?p=11",
    "wp_post_id": "11",
    "wp_post_name": "b",
}


def outcomes(into: Path, *items: str) -> list[tuple[str | None, str]]:
    report = import_export(io.BufferedReader(io.BytesIO(export(*items))), into.parent)
    return [(account.id, account.reason) for account in report.of("comments")]


def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs" / "comments"


def test_the_same_comment_twice_is_one_also_where_its_post_is_twice(tmp_path: Path) -> None:
    found = outcomes(docs(tmp_path), item(comment(1), comment(1)), item(comment(1)))
    assert found == [("1", "new"), ("1", "duplicate"), ("1", "duplicate")]


def test_another_comment_with_the_id_gets_one_that_the_next_import_gives_again(tmp_path: Path) -> None:
    into = docs(tmp_path)
    first = outcomes(into, item(comment(1)), item(comment(1, "Another."), **OTHER))
    assert first[0] == ("1", "new")
    assert re.fullmatch(r"r[1-9][0-9]{15}", first[1][0] or "")
    again = outcomes(into, item(comment(1, "Another."), **OTHER), item(comment(1)))
    assert again == [(first[1][0], "already here"), ("1", "already here")]


def test_a_comment_that_stands_keeps_its_id_against_one_that_comes_before_it(tmp_path: Path) -> None:
    into = docs(tmp_path)
    outcomes(into, item(comment(1, "On the second."), **OTHER))
    found = outcomes(into, item(comment(1, "On the first.")), item(comment(1, "On the second."), **OTHER))
    assert found[1] == ("1", "already here")
    assert (found[0][0] or "").startswith("r")


def test_a_comment_without_an_id_is_known_again(tmp_path: Path) -> None:
    into = docs(tmp_path)
    first = outcomes(into, item(comment(None), comment("x", "With a wrong one.")))
    again = outcomes(into, item(comment("x", "With a wrong one."), comment(None)))
    assert sorted(again) == sorted((name, "already here") for name, _ in first)
