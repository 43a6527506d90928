"""Where comments go: every one to one place, replies to the page of what they answer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.comments.archive import ON_A_PAGE
from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.wordpress.pages import joining, pages_of, threads_of, tops_of


def record(name: int, reply_to: int | None = None) -> Record:
    return Record.of(Comment(id=str(name), reply_to=str(reply_to) if reply_to else None))


def ids(records: list[Record]) -> list[int]:
    return [int(one.comment.id) for one in records]


def tops(*records: Record, unpublished: dict[str, str | None] | None = None) -> dict[str, str]:
    return tops_of({**(unpublished or {}), **{one.comment.id: one.comment.reply_to for one in records}})


def test_answers_to_what_is_absent_stay_together() -> None:
    new = [record(2, 1), record(9), record(3, 1), record(5, 4)]
    found = threads_of(new, tops(*new, unpublished={"4": "1"}))
    assert [ids(thread) for thread in found] == [[2, 3, 5], [9]], "what is held holds its thread together as well"


def test_a_reply_goes_to_the_page_of_what_it_answers() -> None:
    pages = {0: [], 1: [record(1).comment, record(2, 1).comment], 4: [record(7, 6).comment]}
    new = [record(3, 2), record(4, 3), record(6), record(8)]
    standing = [Record.of(one) for page in pages.values() for one in page]
    joined, others = joining(pages, new, tops(*standing, *new))
    assert {page: ids(records) for page, records in joined.items()} == {1: [3, 4], 4: [6]}
    assert ids(others) == [8]


def test_pages_take_whole_threads() -> None:
    threads = [[record(1)] * size for size in (20, 5, 1, 30, 2, 2)]
    assert [len(page) for page in pages_of(threads)] == [25, 1, 30, 4]
    assert [len(page) for page in pages_of(threads, 0)] == [0, 25, 1, 30, 4]
    assert [len(page) for page in pages_of(threads, 22)] == [20, 6, 30, 4]
    assert pages_of([[record(1)] * ON_A_PAGE]) == [[record(1)] * ON_A_PAGE]


@given(st.lists(st.integers(0, 30), max_size=30), st.integers(0, 10))
@settings(deadline=None, max_examples=300)
def test_every_comment_gets_one_place_and_a_reply_that_of_what_it_answers(parents: list[int], old: int) -> None:
    records = [record(name, parent) for name, parent in enumerate(parents, 1) if parent != name]
    names = tops(*records)
    pages = {number: [one.comment for one in records[number - 1 : old : 3]] for number in (1, 2, 3)}
    joined, others = joining(pages, records[old:], names)
    threads = threads_of(others, names)
    placed = [*others, *(one for found in joined.values() for one in found)]
    assert sorted(ids(placed)) == sorted(ids(records[old:]))
    assert sorted(ids([one for page in pages_of(threads) for one in page])) == sorted(ids(others))
    page_of = {comment.id: number for number, page in pages.items() for comment in page}
    for number, found in joined.items():
        for one in found:
            assert page_of.get(one.comment.reply_to or "", number) == number
