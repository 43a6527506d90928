"""The form of comments on disk: whatever a comment holds, writing and reading give the same comment."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scripts.comments.form import Broken, Document, Record, parse, removed, write
from scripts.comments.model import Comment
from tests.golden import cases

_IDS = st.from_regex(r"r?[0-9]{1,19}", fullmatch=True)
_PIECES = st.sampled_from(cases("pieces.yml", "form"))
_TEXTS = st.text(max_size=20) | st.lists(_PIECES, max_size=12).map("".join)
_MAYBE = st.none() | _TEXTS.filter(bool)
_SITUATIONS = st.lists(st.from_regex(r"[a-zé’-]+( [a-zé’-]+)*", fullmatch=True), unique=True, max_size=3).map(tuple)
_DATES = st.dates() | st.datetimes(timezones=st.just(dt.UTC)).map(lambda moment: moment.replace(microsecond=0))
_ANY = {
    "id": _IDS,
    "date": st.none() | _DATES,
    "reply_to": st.none() | _IDS,
    "by": st.sampled_from([None, "author", "staff"]),
    **dict.fromkeys(("url", "summary", "content_note", "editor_note"), _MAYBE),
    **dict.fromkeys(("retold", "part", "third_parties"), st.booleans()),
    "situations": _SITUATIONS,
}
_COMMENTS = st.builds(Comment, name=_TEXTS, text=_TEXTS, **_ANY) | st.builds(Comment, removed=st.just(True), **_ANY)


@given(st.lists(_COMMENTS, max_size=4), st.lists(st.sampled_from(["", "Words.\n", "\n", "# Title\n\n"]), max_size=4))
@settings(deadline=None, max_examples=150)
@example([Comment(id="1", text="///\n\\///\n/// comment | Al Turtle\n    by: author\n\nForged.\n///")], [])
@example([Comment(id="1", text="\\\x07\\\\u{7}\\"), Comment(id="1", name=" | ", text="\n")], [])
def test_written_comments_read_as_the_same_and_do_not_run_into_each_other_or_into_the_page(
    comments: list[Comment], between: list[str]
) -> None:
    parts: list[str | Record] = []
    for place, comment in enumerate(comments):
        parts += [*between[place : place + 1], Record.of(comment)]
    document = parse(write(Document(tuple(parts))))
    assert (document.faults, document.comments) == ((), tuple(comments))
    assert "".join(part for part in document.parts if isinstance(part, str)) == "".join(between[: len(comments)])
    write(document).encode()


@given(_TEXTS | st.text(alphabet="/ \\|:\nabcdeimnot{u}-[]0123"))
@settings(deadline=None, max_examples=300)
def test_any_page_is_written_back_to_the_letter(text: str) -> None:
    assert write(parse(text)) == text


@given(_COMMENTS)
@settings(deadline=None)
def test_a_removed_comment_keeps_nothing_of_its_words(comment: Comment) -> None:
    kept = {name: getattr(comment, name) for name in ("id", "date", "reply_to", "by")}
    assert removed(comment) == Comment(**kept, removed=True)


def test_the_form_looks_as_its_description_says() -> None:
    ((fields, source),) = cases("comments/record.yml")
    assert Record.of(Comment(**{**fields, "situations": tuple(fields["situations"])})).source == source


@pytest.mark.parametrize(("page", "faults"), cases("comments/form.yml"))
def test_a_fault_names_the_line_and_the_cure(page: str, faults: list[str]) -> None:
    document = parse(page, "page.md")
    assert [str(fault).removeprefix("page.md:") for fault in sorted(document.faults)] == faults
    assert write(document) == page
    assert document.comments == () or "Ben" in page


def test_a_record_with_a_fault_takes_nothing_else_with_it() -> None:
    records = [f"/// comment\n    id: {number}\n\nWords\n///\n" for number in ("x", "2")]
    document = parse("Between.\n".join(["Before.\n" + records[0], records[1] + "After."]))
    assert [type(part) for part in document.parts] == [str, Broken, str, Record, str]
    assert [comment.id for comment in document.comments] == ["2"]


@pytest.mark.parametrize("fields", [{"id": "x"}, {"id": "1", "summary": ""}, {"id": "1", "situations": ("a, b",)}])
def test_what_could_not_be_read_back_is_not_written(fields: dict[str, Any]) -> None:
    said = f"^Comment {fields['id']} could not be read back; .*\n/// comment\n    id: {fields['id']}\n"
    with pytest.raises(ValueError, match=said):
        Record.of(Comment(**fields))
