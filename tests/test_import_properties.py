"""Whatever an export holds, the import accounts for every comment, keeps the words, and leaves the persons out."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, assume, event, example, given, settings
from hypothesis import strategies as st

from scripts.comments.archive import ON_A_PAGE, checks
from scripts.comments.form import parse
from scripts.dev import sample_export
from scripts.dev.sample_export import export, item
from scripts.wordpress.export_file import UnusableExportError
from scripts.wordpress.report import KINDS
from tests.exports import files, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.comments.form import Record
    from scripts.wordpress.report import Report

# What must never be found in a file. No letter of these words stands in a text that is made here.
EMAIL, NETWORK, AGENT = "qqxzqq@qqxzqq.example", "198.51.100.77", "Qqxz-Agent/7"

MARKS = [
    "///", "/// \n", "/// comment | Al", "    id: 1", "\\", "\\u{41}", "---\n", "# Title", "{% x %}",
    "<b>", "</p>", "&amp;", "&", "<", ">", "]]>", "<![CDATA[", "<item>", "</wp:comment>",
    "<wp:comment_id>7</wp:comment_id>", "🙂",
    "שלום", "é", "\u202e", "\u2028", "\x85", "\n\n", "\r\n", " ", "\t", "a", "word",
]  # fmt: skip
# What XML can hold, so that the same comes back.
_XML = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="@\ufffe\uffff￾￿")
TEXTS = st.one_of(st.lists(st.sampled_from(MARKS), max_size=8).map("".join), st.text(_XML, max_size=40))
DATES = st.none() | st.datetimes(
    min_value=dt.datetime(1970, 1, 2), max_value=dt.datetime(2037, 1, 1), timezones=st.just(dt.UTC)  # noqa: DTZ001
).map(lambda moment: moment.replace(microsecond=0))  # fmt: skip
IDS = st.integers(1, 30)


@dataclass(frozen=True, kw_only=True)
class Written:
    """A comment as it is written into an export."""

    id: int = 0
    author: str = ""
    content: str = "Same words."
    date: dt.datetime | None = None
    approved: str | None = "1"
    type: str = "comment"
    parent: int = 0
    user_id: int = 0

    def __str__(self) -> str:
        date = f"{self.date:%Y-%m-%d %H:%M:%S}" if self.date else "0000-00-00 00:00:00"
        values = {name: _section(getattr(self, name)) for name in ("author", "content", "approved", "type")}
        secrets = {"author_email": EMAIL, "author_IP": NETWORK, "author_agent": AGENT}
        fields: dict[str, Any] = {"parent": self.parent, "user_id": self.user_id, **values, **secrets}
        return sample_export.comment(self.id, date_gmt=date, date=date, **fields)


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post as it is written into an export."""

    id: int = 1
    slug: str = "a"
    title: str = "A post"
    creator: str = "al"
    status: str = "publish"
    password: str = ""
    comments: Sequence[Written] = ()

    def __str__(self) -> str:
        names = {"title": "title", "creator": "dc_creator", "slug": "wp_post_name", "status": "wp_status"}
        values = {name: _section(getattr(self, ours)) for ours, name in names.items()}
        own = {"wp_post_id": str(self.id), "guid": f"g{self.id}", "wp_post_password": _section(self.password)}
        return item(*map(str, self.comments), link=f"https://blog.example/{self.id}", **values, **own)


def _section(text: str | None) -> str | None:
    return None if text is None else f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _export(posts: Sequence[Post]) -> bytes:
    return export(*map(str, posts))


COMMENTS = st.builds(
    Written,
    id=IDS | st.just(0),
    author=TEXTS,
    date=DATES,
    content=TEXTS,
    approved=st.sampled_from(["1", "1", "1", "1", "0", "trash", "post-trashed", "spam", "x", "", None]),
    type=st.sampled_from(["", "comment", "comment", "pingback", "trackback", "review"]),
    parent=IDS | st.just(0),
    user_id=st.sampled_from([0, 0, 1, 2, 99]),
)
POST = st.builds(
    Post,
    slug=st.sampled_from(["a", "b", "", "ä", "../x", "index"]),
    title=TEXTS,
    creator=st.sampled_from(["al", "helper", "nobody"]),
    status=st.sampled_from(["publish", "publish", "publish", "draft", "private"]),
    password=st.sampled_from(["", "", "", "secret"]),
    comments=st.lists(COMMENTS, max_size=20),
)
POSTS = st.lists(POST, min_size=1, max_size=3).map(lambda posts: [replace(one, id=n) for n, one in enumerate(posts, 1)])


@contextlib.contextmanager
def _docs() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs"
        docs.mkdir()
        yield docs


def _load(docs: Path, data: bytes) -> Report:
    report = load(docs, data)
    assert {one.kind for one in report.accounts} <= set(KINDS)
    assert {one.outcome for one in report.accounts} <= {"kept", "left_out", "damaged"}
    return report


def _records(docs: Path) -> dict[str, list[Record]]:
    """Read all pages; a page with a fault fails the test."""
    found: dict[str, list[Record]] = {}
    for name, data in files(docs).items():
        if name.endswith(".md"):
            document = parse(data.decode(), name)
            assert document.faults == ()
            found[name] = [part for part in document.parts if not isinstance(part, str)]
    return found


def _plain(text: str) -> str:
    """Give the words of a text alone, as a reader sees them: without blanks, which end a line in several ways."""
    return re.sub(r"\s|\[e-mail address removed\]", "", text)


def _assert_pages_hold_whole_threads(pages: dict[str, list[Record]]) -> None:
    place = {record.comment.id: name for name, records in pages.items() for record in records}
    for name, records in pages.items():
        above = [place.get(record.comment.reply_to or "", "") for record in records]
        # WordPress lets nobody answer across posts; should an export say so, the answer stands at its own post.
        assert {one for one in above if Path(one).parent == Path(name).parent} <= {name}
        assert len(records) <= ON_A_PAGE or sum(one != name for one in above) <= 1, name


TWINS = [Written(parent=parent) for parent in (0, 1, 2)]


@given(POSTS)
@example([Post(comments=TWINS)])
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_comment_is_accounted_for_and_twice_changes_no_byte(posts: list[Post]) -> None:
    with _docs() as docs:
        report = _load(docs, _export(posts))
        assert not list(checks(docs))
        pages, before = _records(docs), files(docs)
        again = _load(docs, _export(posts))
        assert (again.files, files(docs)) == ([], before)
    assert [again.numbers("comments"), again.numbers("comments", "reason", "left_out")] == [
        report.numbers("comments"),
        report.numbers("comments", "reason", "left_out"),
    ]
    _assert_pages_hold_whole_threads(pages)
    records = [record.comment for page in pages.values() for record in page]
    # Every post that is public is a page, and no other; which is whose is told by its number.
    found = {one.id: one.outcome == "kept" for one in report.of("posts")}
    assert found == {str(post.id): post.status == "publish" and not post.password for post in posts}
    given_comments = [(post, comment) for post in posts for comment in post.comments]
    assert len(report.of("comments")) == len(given_comments)
    kept = Counter[str]()
    for account, (post, comment) in zip(report.of("comments"), given_comments, strict=True):
        public = (
            post.status == "publish"
            and not post.password
            and comment.approved == "1"
            and comment.type in {"", "comment"}
        )
        if account.outcome == "damaged":
            # What begins a section within another looks as if the end of the first were missing.
            assert "<![CDATA[" in comment.content + comment.author, account
            continue
        assert (account.outcome == "kept") == (public and account.reason != "duplicate"), account
        if account.outcome == "kept":
            kept[_plain(comment.content)] += 1
    assert Counter(_plain(comment.text) for comment in records) == kept
    assert len({comment.id for comment in records}) == len(records)
    answers = sum(comment.by == "author" for comment in records)
    event("author's answers" if answers else "no author's answers")
    logins = {1: "al", 2: "helper"}
    possible = sum(
        account.outcome == "kept" and logins.get(comment.user_id) == post.creator
        for account, (post, comment) in zip(report.of("comments"), given_comments, strict=True)
    )
    assert answers == possible


@given(POSTS, st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_newer_export_adds_and_moves_nothing(posts: list[Post], data: st.DataObject) -> None:
    older = [replace(post, comments=[one for one in post.comments if data.draw(st.booleans())]) for post in posts]
    with _docs() as docs:
        _load(docs, _export(older))
        before = _records(docs)
        report = _load(docs, _export(posts))
        after = _records(docs)
        assert sum(map(len, after.values())) >= report.numbers("comments")["kept"]
    for name, records in before.items():
        sources = [record.source for record in after[name]]
        places = [sources.index(record.source) for record in records]
        assert places == sorted(places), name


@given(POSTS, st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_an_editor_changed_is_never_touched(posts: list[Post], data: st.DataObject) -> None:
    with _docs() as docs:
        _load(docs, _export(posts))
        pages = {name: records for name, records in _records(docs).items() if records}
        assume(pages)
        name = data.draw(st.sampled_from(sorted(pages)))
        record = data.draw(st.sampled_from(pages[name]))
        number = record.comment.id
        texts = (" | Someone else\n    id: {}\n    summary: Ours\n\nOther words.", "\n    id: {}\n    removed: true")
        edited = f"/// comment{data.draw(st.sampled_from(texts)).format(number)}\n///\n"
        path = docs / name
        path.write_bytes(path.read_bytes().replace(record.source.encode(), edited.encode(), 1))
        before = files(docs)
        _load(docs, _export(posts))
        found = {page: data for page, data in files(docs).items() if page.endswith(".md")}
        assert found == {page: data for page, data in before.items() if page.endswith(".md")}


_COMMENTS = [sample_export.comment(number, f"Text {number}.") for number in range(1, 13)]
SAMPLE = re.sub(
    rb"ann\.secret|akismet_as_submitted|mail\.example|192\.0\.2\.77",
    b"qqxzqq",
    export(item(*_COMMENTS[:6]), item(*_COMMENTS[6:], guid="another", wp_post_id="11", wp_post_name="b")),
)
DAMAGE = st.one_of(
    st.just(b""),
    st.binary(min_size=1, max_size=6),
    st.lists(st.sampled_from([mark.encode() for mark in MARKS]), min_size=1, max_size=3).map(b"".join),
)


def _load_damaged(data: bytes) -> tuple[Report | None, dict[str, list[Record]]]:
    with _docs() as docs:
        try:
            report = _load(docs, data)
        except UnusableExportError as error:
            refused = str(error)
        else:
            assert not list(checks(docs))
            return report, _records(docs)
        assert refused.endswith(".")
        assert files(docs) == {}
        return None, {}


@given(st.integers(0, len(SAMPLE)), st.integers(0, 400), DAMAGE)
@settings(max_examples=100, deadline=None)
def test_wherever_an_export_is_damaged_all_is_accounted_for_and_no_person_is_in_a_file(
    place: int, length: int, put: bytes
) -> None:
    report, pages = _load_damaged(SAMPLE[:place] + put + SAMPLE[place + length :])
    if report:
        assert sum(map(len, pages.values())) == report.numbers("comments")["kept"]


@given(st.integers(0, len(SAMPLE)))
# Right behind the first bracket after a comment.
@example(SAMPLE.index(b"<", SAMPLE.index(b"</wp:comment>") + 1) + 1)
@settings(max_examples=25, deadline=None)
def test_an_export_that_is_cut_keeps_the_comments_before_the_cut(place: int) -> None:
    report, pages = _load_damaged(SAMPLE[:place])
    found = {record.comment.id for records in pages.values() for record in records}
    # A post's state comes before its comments.
    whole = re.findall(rb"<wp:comment_id>([0-9]+)<(?:(?!</wp:comment>).)*</wp:comment>", SAMPLE[:place], re.DOTALL)
    assert {number.decode() for number in whole} <= found or not whole
    assert report is not None or not whole


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
