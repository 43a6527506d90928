"""What an import says: every number adds up, and the report reads as it was looked at."""

from __future__ import annotations

import json

from scripts.wordpress.import_report import Account, Damage, Note, PostLine, Report


def report() -> Report:
    return Report(
        comments=[
            Account("1", "10", "kept", "new"),
            Account("2", "10", "kept", "already here"),
            Account("3", "10", "left_out", "held"),
            Account("4", "10", "left_out", "held"),
            Account(None, "10", "damaged", "a CDATA section is not closed"),
        ],
        damaged=[Damage(7, None, "10", "a CDATA section is not closed"), Damage(9, None, "", "cut", comment=False)],
        notes=[Note("garbled", "1", "10", "It looks garbled.", "Ã©", "é"), Note("orphan", "2", "10", "It answers 9.")],
        posts=[PostLine("10", "A post", "a-post", "articles/a.md", 1, 1)],
        files=["a-post/page-1.md"],
    )


def test_the_table_says_all_of_it() -> None:
    assert "\n".join(report().table()) == (
        "post  title   folder  page           new  already here\n"
        "10    A post  a-post  articles/a.md    1             1\n"
        "\n"
        "comments                        number\n"
        "read                                 5\n"
        "kept                                 2\n"
        "left out: waiting for approval       2\n"
        "damaged                              1\n"
        "\n"
        "answers a comment that is not here; shown by itself (nothing to do): 1\n"
        "  2\n"
        "\n"
        "looks garbled (compare before and after in the report, then --repair ID): 1\n"
        "  1\n"
        "\n"
        "line 7: a comment: a CDATA section is not closed.\n"
        "line 9: between comments: cut.\n"
        "\n"
        "5 read = 2 kept + 2 left out + 1 damaged.\n"
        "1 file written."
    )


def test_a_long_list_is_cut_and_says_so() -> None:
    long = Report(notes=[Note("orphan", str(number), "10", "") for number in range(25)])
    assert any(line.endswith("18, 19 and 5 more, see the report") for line in long.table())


def test_a_dry_run_says_that_nothing_was_written() -> None:
    assert list(Report(files=["a", "b"], dry_run=True).table())[-1] == "2 files would be written."
    assert list(Report(dry_run=True).table())[-1] == "No file would be written: all of it is here already."


def test_the_json_is_whole() -> None:
    data = json.loads("".join(report().json()))
    assert data["read"] == data["kept"] + sum(data["left_out"].values()) + 1
    assert data["left_out"]["held"] == 2
    assert data["comments"][2] == {"id": "3", "post": "10", "outcome": "left_out", "reason": "held"}
    assert data["notes"][0] == {
        "kind": "garbled", "id": "1", "post": "10", "message": "It looks garbled.", "before": "Ã©", "after": "é",
    }  # fmt: skip
    assert json.loads("".join(Report().json()))["comments"] == []
