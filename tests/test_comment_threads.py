"""Threads: every comment is found in its place, whatever answers what."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.comments.model import Comment
from scripts.comments.threads import arrange


def comment(number: str, reply_to: str | None = None, *, author: bool = False, removed: bool = False) -> Comment:
    return Comment(id=number, reply_to=reply_to, by="author" if author else None, removed=removed)


def shape(*comments: Comment) -> list[tuple[str, int]]:
    return [(one.comment.id, one.depth) for one in arrange(comments)]


def test_replies_stand_below_what_they_answer_in_the_given_order() -> None:
    found = shape(
        comment("1"), comment("2"), comment("3", "1"), comment("4", "1"), comment("5", "3"), comment("6", "2")
    )
    assert found == [("1", 0), ("3", 1), ("5", 2), ("4", 1), ("2", 0), ("6", 1)]


def test_a_reply_may_stand_before_what_it_answers() -> None:
    assert shape(comment("3", "2"), comment("2", "1"), comment("1")) == [("1", 0), ("2", 1), ("3", 2)]


def test_the_authors_answers_stand_directly_under_the_question() -> None:
    found = shape(comment("1"), comment("2", "1"), comment("3", "2"), comment("4", "1", author=True), comment("5", "4"))
    assert found == [("1", 0), ("4", 1), ("5", 2), ("2", 1), ("3", 2)]


def test_a_comment_knows_what_it_answers() -> None:
    root, reply, deeper = comment("1"), comment("2", "1"), comment("3", "2")
    placed = arrange([root, reply, deeper])
    assert [one.parent for one in placed] == [None, root, reply]


def test_answered_is_what_the_author_answered_directly() -> None:
    placed = arrange([comment("1"), comment("2", "1"), comment("3", "2", author=True), comment("4", "2")])
    assert {one.comment.id: one.answered for one in placed} == {"1": False, "2": True, "3": False, "4": False}


def test_a_removed_answer_answers_nothing() -> None:
    placed = arrange([comment("1"), comment("2", "1", author=True, removed=True), comment("3", "2")])
    assert [one.answered for one in placed] == [False, False, False]


def test_a_reply_to_something_absent_begins_a_thread_and_says_so() -> None:
    placed = arrange([comment("1"), comment("3", "2"), comment("4", "3")])
    assert [(one.comment.id, one.depth, one.note) for one in placed] == [
        ("1", 0, None),
        ("3", 0, "orphan"),
        ("4", 1, None),
    ]


def test_a_circle_is_cut_at_the_comment_that_stands_first_and_stands_last() -> None:
    placed = arrange([comment("1", "3"), comment("2", "1"), comment("3", "2"), comment("8", "2"), comment("9")])
    assert [(one.comment.id, one.depth, one.note) for one in placed] == [
        ("9", 0, None),
        ("1", 0, "cycle"),
        ("2", 1, None),
        ("3", 2, None),
        ("8", 2, None),
    ]


def test_a_comment_that_answers_itself_begins_a_thread() -> None:
    assert [(one.comment.id, one.note) for one in arrange([comment("1", "1")])] == [("1", "cycle")]


def test_a_tombstone_stays_only_where_something_stands_below_it() -> None:
    found = shape(
        comment("1", removed=True),
        comment("2", removed=True),
        comment("3", "2", removed=True),
        comment("4", "2"),
        comment("5", removed=True),
        comment("6", "5", removed=True),
    )
    assert found == [("2", 0), ("4", 1)]


def test_of_two_with_one_id_both_are_kept() -> None:
    assert shape(comment("1"), comment("1"), comment("2", "1")) == [("1", 0), ("2", 1), ("1", 0)]


def test_a_chain_of_fifteen_hundred_replies_is_arranged() -> None:
    chain = [comment(str(number), str(number - 1) if number > 1 else None) for number in range(1, 1501)]
    assert shape(*chain) == [(str(number), number - 1) for number in range(1, 1501)]


_IDS = st.integers(0, 12).map(str)
_COMMENTS = st.lists(
    st.builds(comment, _IDS, st.none() | _IDS, author=st.booleans(), removed=st.booleans()), max_size=14
)


@given(_COMMENTS)
@settings(deadline=None)
def test_nothing_is_lost_and_nothing_is_twice(comments: list[Comment]) -> None:
    placed = arrange(comments)
    living = [id(one.comment) for one in placed if not one.comment.removed]
    assert sorted(living) == sorted(id(one) for one in comments if not one.removed)
    assert len({id(one.comment) for one in placed}) == len(placed)


@given(_COMMENTS)
@settings(deadline=None)
def test_each_reply_stands_one_step_below_its_parent(comments: list[Comment]) -> None:
    above = list[Comment]()
    for one in arrange(comments):
        del above[one.depth :]
        assert len(above) == one.depth
        assert one.parent is (above[-1] if above else None)
        assert one.parent is None or one.comment.reply_to == one.parent.id
        assert one.note is None or one.depth == 0
        above.append(one.comment)
