"""Where comments go: every one to one place, replies on the page of what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.comments.archive import ON_A_PAGE
from scripts.wordpress.export_rows import Row
from scripts.wordpress.placing import insert_after, pages_of, place

if TYPE_CHECKING:
    from scripts.comments.model import By


def row(name: int, reply_to: int | None = None, at: float = 0, by: By | None = None) -> Row:
    return Row(
        order=name,
        post=1,
        given=str(name),
        parent=None,
        user=None,
        at=at,
        fingerprint="",
        start=0,
        size=0,
        reason=None,
        id=str(name),
        reply_to=str(reply_to) if reply_to else None,
        by=by,
    )


def ids(rows: list[Row]) -> list[int]:
    return [int(one.id) for one in rows]


def test_threads_are_whole_and_the_oldest_comes_first() -> None:
    new = [row(1, at=5), row(2, 1, at=9), row(3, at=1), row(4, 3, at=7), row(5, 3, at=6), row(6, 4, at=8)]
    assert [ids(thread) for thread in place(new, {}).threads] == [[3, 5, 4, 6], [1, 2]]


def test_the_authors_answer_stands_directly_under_its_question() -> None:
    new = [row(1), row(2, 1, at=1), row(3, 1, at=2, by="author")]
    assert [ids(thread) for thread in place(new, {}).threads] == [[1, 3, 2]]


def test_answers_to_what_is_absent_stay_together() -> None:
    new = [row(2, 1, at=1), row(9, at=2), row(3, 1, at=3), row(5, 4, at=4)]
    found = [ids(thread) for thread in place(new, {}, [("4", "1")]).threads]
    assert found == [[2, 3, 5], [9]], "what is held holds its thread together as well"


def test_a_circle_is_begun_by_its_oldest() -> None:
    places = place([row(1, 2, at=3), row(2, 3, at=2), row(3, 1, at=1), row(4, 2, at=4)], {})
    assert ([ids(thread) for thread in places.threads], ids(places.cycles)) == ([[3, 2, 1, 4]], [3])


def test_a_reply_goes_to_the_page_of_what_it_answers() -> None:
    standing = {"1": (1, None), "2": (1, "1"), "7": (4, "6")}
    places = place([row(3, 2), row(4, 3), row(6), row(8)], standing)
    assert {page: ids(rows) for page, rows in places.joining.items()} == {1: [3, 4], 4: [6]}
    assert [ids(thread) for thread in places.threads] == [[8]]


def test_what_joins_threads_of_two_pages_is_named() -> None:
    places = place([row(3)], {"1": (1, "3"), "2": (2, "3")})
    assert (ids(places.on_two_pages), ids(places.joining[1])) == ([3], [3])


def test_pages_take_whole_threads() -> None:
    threads = [[row(0)] * size for size in (20, 5, 1, 30, 2, 2)]
    assert [len(page) for page in pages_of(threads, ON_A_PAGE)] == [25, 1, 30, 4]
    assert [len(page) for page in pages_of(threads, 0)] == [0, 25, 1, 30, 4]
    assert [len(page) for page in pages_of(threads, 22)] == [20, 6, 30, 4]


def test_replies_stand_behind_the_last_one_below_their_parent() -> None:
    standing = [("1", None), ("2", "1"), ("3", "2"), ("4", None)]
    found = insert_after(standing, [row(10, 1), row(11, 10), row(12, 2), row(13, 4), row(14)])
    assert {place: ids(rows) for place, rows in found.items()} == {2: [12, 10, 11], 3: [13, 14]}


def test_the_question_stands_before_its_answers() -> None:
    found = insert_after([("1", None), ("3", "2"), ("4", "2")], [row(2)])
    assert {place: ids(rows) for place, rows in found.items()} == {0: [2]}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.booleans()), max_size=30), st.integers(0, 10))
@settings(deadline=None, max_examples=300)
def test_every_comment_gets_one_place(links: list[tuple[int, int, bool]], old: int) -> None:
    rows = [row(name, parent or None, at=at) for name, (parent, at, _) in enumerate(links, 1) if parent != name]
    standing = {one.id: (int(one.id) % 3 + 1, None) for one in rows[:old]}
    new = [one for one in rows if one.id not in standing]
    places = place(new, standing)
    threads = [one for thread in places.threads for one in thread]
    joining = [one for page in places.joining.values() for one in page]
    assert sorted(ids(threads + joining)) == sorted(ids(new))
    page_of = {name: -page for name, (page, _) in standing.items()}
    page_of |= {one.id: -page for page, found in places.joining.items() for one in found}
    page_of |= {one.id: number for number, page in enumerate(pages_of(places.threads, 0)) for one in page}
    for one in new:
        if one.reply_to in page_of and one not in places.on_two_pages:
            assert page_of[one.id] == page_of[one.reply_to]


@given(st.lists(st.integers(0, 12), max_size=12), st.lists(st.integers(0, 24), max_size=12))
@settings(deadline=None, max_examples=300)
def test_nothing_is_lost_between_records(parents: list[int], answers: list[int]) -> None:
    standing = [(str(name), str(parent) if parent else None) for name, parent in enumerate(parents, 1)]
    joining = [row(100 + number, answer or None) for number, answer in enumerate(answers)]
    found = insert_after(standing, joining)
    assert sorted(one for rows in found.values() for one in ids(rows)) == sorted(ids(joining))
    assert all(-1 <= place < max(1, len(standing)) for place in found)
