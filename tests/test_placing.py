"""Where comments go: every one to one page, replies to that of what they answer."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.comments.archive import ON_A_PAGE
from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.wordpress.archives import placed


def record(name: int, reply_to: int | None = None) -> Record:
    return Record.of(Comment(id=str(name), reply_to=str(reply_to) if reply_to else None))


def ids(pages: dict[int, list[Record]]) -> dict[int, list[int]]:
    return {page: [int(one.comment.id) for one in records] for page, records in pages.items()}


def thread_of(name: str, above: dict[str, str | None]) -> str:
    """Name what stands above all others in a thread, which may be absent; of a circle, the least of its names."""
    passed: list[str] = []
    while name not in passed and (parent := above.get(name)):
        passed.append(name)
        name = parent
    return min(passed[passed.index(name) :]) if name in passed else name


def test_a_reply_goes_to_the_page_of_what_it_answers_and_threads_stay_whole() -> None:
    standing = {0: [], 1: [record(1), record(2, 1)], 4: [record(7, 6)]}
    new = [record(3, 2), record(4, 3), record(6), record(8), record(21, 20), record(23, 22)]
    pages, held = {number: [one.comment for one in page] for number, page in standing.items()}, {"22": "20"}
    assert ids(placed(pages, new, held)) == {1: [3, 4], 4: [6], 5: [8, 21, 23]}
    assert ids(placed(pages, new, held, room=2)) == {1: [3, 4], 4: [6, 8], 5: [21, 23]}


def test_a_page_takes_whole_threads_up_to_25_comments_or_one_longer() -> None:
    threads = [[record(100 * at), *(record(100 * at + n, 100 * at) for n in range(1, size))] for at, size in
               enumerate((20, 5, 1, 30, 2, 2), 1)]  # fmt: skip
    new = [one for thread in threads for one in thread]
    for room, sizes in ((0, {1: 25, 2: 1, 3: 30, 4: 4}), (22, {0: 20, 1: 6, 2: 30, 3: 4})):
        assert {page: len(found) for page, found in placed({}, new, {}, room).items()} == sizes


@given(st.lists(st.integers(0, 30), max_size=30), st.integers(0, 10))
@settings(deadline=None, max_examples=300)
def test_every_comment_gets_one_page_and_a_reply_that_of_what_it_answers(parents: list[int], old: int) -> None:
    records = [record(name, parent) for name, parent in enumerate(parents, 1) if parent != name]
    pages = {number: [one.comment for one in records[number - 1 : old : 3]] for number in (1, 2, 3)}
    found = placed(pages, records[old:], {})
    assert sorted(one for page in ids(found).values() for one in page) == sorted(
        int(one.comment.id) for one in records[old:]
    )
    page_of = {comment.id: number for number, page in pages.items() for comment in page}
    above = {one.comment.id: one.comment.reply_to for one in records}
    for number, page in found.items():
        assert len(page) <= ON_A_PAGE or len({thread_of(one.comment.id, above) for one in page}) == 1
        assert {page_of.get(one.comment.reply_to or "", number) for one in page} == {number}
