"""Whatever an export holds, the import accounts for every comment, keeps the words, and leaves the persons out."""

import contextlib
import datetime as dt
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, event, example, given, settings
from hypothesis import strategies as st

from scripts.comments.archive import checks
from scripts.comments.form import Record
from scripts.dev.sample_export import comment, export, item
from scripts.wordpress.export_file import UnusableExportError
from scripts.wordpress.report import Report
from tests.exports import load, records_of
from tests.golden import cases, golden_data
from tests.sites import read_all as files

# What must never be found in a file. No letter of these words stands in a text that is made here.
EMAIL, NETWORK, AGENT = "qqxzqq@qqxzqq.example", "198.51.100.77", "Qqxz-Agent/7"

MARKS = st.sampled_from(cases("pieces.yml", "texts"))
# What XML can hold, so that the same comes back.
_XML = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="@\ufffe\uffff￾￿")
TEXTS = st.lists(MARKS, max_size=8).map("".join) | st.text(_XML, max_size=40)
DATES = st.none() | st.datetimes(
    min_value=dt.datetime(1970, 1, 2), max_value=dt.datetime(2037, 1, 1), timezones=st.just(dt.UTC)  # noqa: DTZ001
).map(lambda moment: moment.replace(microsecond=0))  # fmt: skip
IDS = st.integers(1, 30)


def _section(text: str | None) -> str | None:
    return None if text is None else f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _comment(one: Mapping[str, Any]) -> str:
    date = f"{one['date']:%Y-%m-%d %H:%M:%S}" if one["date"] else "0000-00-00 00:00:00"
    written = {name: _section(value) if isinstance(value, str) else value for name, value in one.items()}
    secrets: dict[str, Any] = {"author_email": EMAIL, "author_IP": NETWORK, "author_agent": AGENT}
    return comment(written.pop("id"), **{**written, "date": date, "date_gmt": date, **secrets})


def _export(posts: Sequence[Mapping[str, Any]]) -> bytes:
    items = []
    for number, post in enumerate(posts, 1):
        own = {"link": f"https://blog.example/{number}", "wp_post_id": f"{number}", "guid": f"g{number}"}
        values = {name: _section(value) for name, value in post.items() if name != "comments"}
        items.append(item(*map(_comment, post["comments"]), **own, **values))
    return export(*items)


CHOICES = golden_data("import_properties.yml")
OF_COMMENT, OF_POST = (
    {name: st.sampled_from(values) for name, values in CHOICES[kind].items()} for kind in ("comment", "post")
)
NUMBERS = {"id": IDS | st.just(0), "parent": IDS | st.just(0)}
COMMENTS = st.fixed_dictionaries({**OF_COMMENT, **NUMBERS, "author": TEXTS, "date": DATES, "content": TEXTS})
POST = st.fixed_dictionaries({**OF_POST, "title": TEXTS, "comments": st.lists(COMMENTS, max_size=20)})
POSTS = st.lists(POST, min_size=1, max_size=3)


@contextlib.contextmanager
def _docs() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs"
        docs.mkdir()
        yield docs


def _plain(text: str) -> str:
    """Give the words of a text alone, as a reader sees them: without blanks, which end a line in several ways."""
    return re.sub(r"\s|\[e-mail address removed\]", "", text)


@given(POSTS)
@example(CHOICES["example"])
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_comment_is_accounted_for_and_twice_changes_no_byte(posts: list[dict[str, Any]]) -> None:
    with _docs() as docs:
        report = load(docs, _export(posts))
        assert not list(checks(docs))
        pages, before = records_of(docs), files(docs)
        again = load(docs, _export(posts))
        assert (again.files, files(docs)) == ([], before)
    assert [again.numbers("comments"), again.numbers("comments", "reason", "left_out")] == [
        report.numbers("comments"),
        report.numbers("comments", "reason", "left_out"),
    ]
    records = [record.comment for page in pages.values() for record in page]
    # Every post that is public is a page, and no other; which is whose is told by its number.
    found = {one.id: one.outcome == "kept" for one in report.of("posts")}
    is_public = [post["wp_status"] == "publish" and not post["wp_post_password"] for post in posts]
    assert found == {str(number): public for number, public in enumerate(is_public, 1)}
    given_comments = [(post, one) for post in posts for one in post["comments"]]
    assert len(report.of("comments")) == len(given_comments)
    kept, possible, logins = Counter[str](), 0, {1: "al", 2: "helper"}
    for account, (post, one) in zip(report.of("comments"), given_comments, strict=True):
        public = post["wp_status"] == "publish" and not post["wp_post_password"] and one["approved"] == "1"
        if account.outcome == "damaged":
            # What begins a section within another looks as if the end of the first were missing.
            assert "<![CDATA[" in one["content"] + one["author"], account
            continue
        is_kept = public and one["type"] in {"", "comment"} and account.reason != "duplicate"
        assert (account.outcome == "kept") == is_kept, account
        if is_kept:
            kept[_plain(one["content"])] += 1
            possible += logins.get(one["user_id"]) == post["dc_creator"]
    assert Counter(_plain(record.text) for record in records) == kept
    assert len({record.id for record in records}) == len(records)
    answers = sum(record.by == "author" for record in records)
    event("author's answers" if answers else "no author's answers")
    assert answers == possible


@given(POSTS, st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_newer_export_moves_nothing_and_touches_nothing_that_an_editor_changed(
    posts: list[dict[str, Any]], data: st.DataObject
) -> None:
    older = [{**post, "comments": [one for one in post["comments"] if data.draw(st.booleans())]} for post in posts]
    with _docs() as docs:
        load(docs, _export(older))
        pages = {name: records for name, records in records_of(docs).items() if records}
        if pages:
            name = data.draw(st.sampled_from(sorted(pages)))
            record = data.draw(st.sampled_from(pages[name]))
            texts = (" | Someone else\n    id: {}\n    summary: Ours\n\nWords.", "\n    id: {}\n    removed: true")
            edited = f"/// comment{data.draw(st.sampled_from(texts)).format(record.comment.id)}\n///\n".encode()
            (docs / name).write_bytes((docs / name).read_bytes().replace(record.source.encode(), edited, 1))
        before = records_of(docs)
        report = load(docs, _export(posts))
        after = records_of(docs)
    assert sum(map(len, after.values())) >= report.numbers("comments")["kept"]
    for name, records in before.items():
        sources = [record.source for record in after[name]]
        places = [sources.index(record.source) for record in records]
        assert places == sorted(places), name


_COMMENTS = [comment(number, f"Text {number}.") for number in range(1, 13)]
SAMPLE = re.sub(
    rb"ann\.secret|akismet_as_submitted|mail\.example|192\.0\.2\.77",
    b"qqxzqq",
    export(item(*_COMMENTS[:6]), item(*_COMMENTS[6:], guid="another", wp_post_id="11", wp_post_name="b")),
)
DAMAGE = (
    st.just(b"")
    | st.binary(min_size=1, max_size=6)
    | st.lists(MARKS, max_size=3).map(lambda marks: "".join(marks).encode())
)


def _load_damaged(data: bytes) -> tuple[Report | None, dict[str, list[Record]]]:
    with _docs() as docs:
        try:
            report = load(docs, data)
        except UnusableExportError as error:
            refused = str(error)
        else:
            assert not list(checks(docs))
            return report, records_of(docs)
        assert refused.endswith(".")
        assert files(docs) == {}
        return None, {}


@given(st.integers(0, len(SAMPLE)), st.just(len(SAMPLE)) | st.integers(0, 400), DAMAGE)
# Right behind the first bracket after a comment.
@example(SAMPLE.index(b"<", SAMPLE.index(b"</wp:comment>") + 1) + 1, len(SAMPLE), b"")
@settings(max_examples=120, deadline=None)
def test_wherever_an_export_is_damaged_or_cut_all_is_accounted_for_and_what_stands_before_is_kept(
    place: int, length: int, put: bytes
) -> None:
    report, pages = _load_damaged(SAMPLE[:place] + put + SAMPLE[place + length :])
    found = [record.comment.id for records in pages.values() for record in records]
    # A post's state comes before its comments.
    whole = re.findall(rb"<wp:comment_id>([0-9]+)<(?:(?!</wp:comment>).)*</wp:comment>", SAMPLE[:place], re.DOTALL)
    assert {number.decode() for number in whole} <= {*found}
    assert len(found) == (report.numbers("comments")["kept"] if report else 0)


SPANS = [found.span() for found in re.finditer(rb"<wp:comment>.*?</wp:comment>", SAMPLE, re.DOTALL)]


@given(st.sampled_from(SPANS), st.integers(0), DAMAGE)
# An end tag of a field becomes that of the comment.
@example(SPANS[0], SAMPLE.index(b"_id>", SAMPLE.index(b"</wp:comment_id>")) - SPANS[0][0] - len("<wp:comment>"), b"/")
@settings(max_examples=60, deadline=None)
def test_damage_in_one_comment_does_not_reach_another(span: tuple[int, int], place: int, put: bytes) -> None:
    # A piece that ends the comment, or its post, is no damage in it.
    assume(b"wp:comment" not in put and b"item" not in put)
    start = span[0] + len(b"<wp:comment>")
    place = start + place % (span[1] - len(b"</wp:comment>") - start)
    report, pages = _load_damaged(SAMPLE[:place] + put + SAMPLE[place:])
    assert report is not None
    texts = {record.comment.text for records in pages.values() for record in records}
    hit = SPANS.index(span) + 1
    assert {f"Text {number}." for number in range(1, 13) if number != hit} <= texts


@given(st.binary(max_size=300), st.booleans())
@settings(max_examples=40, deadline=None)
def test_any_bytes_are_an_export_or_a_sentence_that_says_what_they_are(data: bytes, begun: bool) -> None:
    _load_damaged((SAMPLE[: SAMPLE.index(b"<item>")] if begun else b"") + data)
