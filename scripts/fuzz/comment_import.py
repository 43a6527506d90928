"""What has to hold for any bytes that are imported as an export, or anonymised as one."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Final

from scripts.comments.form import parse
from scripts.comments.wordpress.anonymise import anonymise
from scripts.comments.wordpress.export_file import UnusableExportError
from scripts.comments.wordpress.importing import import_export
from scripts.comments.wordpress.sample_export import SampleComment, SamplePost, sample_posts, write_export

#: What exports are made of, for the fuzzer to put together.
WORDS: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>', 'encoding="utf-16"', 'encoding="windows-1252"',
    "<!DOCTYPE rss [", '<!ENTITY a "b">', "<!--", "-->", "<?", "?>", "/>", "<![CDATA[", "]]>",
    '<rss xmlns:wp="http://wordpress.org/export/1.2/">', "</rss>", "<channel>", "<item>", "</item>",
    "<wp:status>publish</wp:status>", "<wp:post_password>", "<wp:comment>", "</wp:comment>", "<wp:comment_id>",
    "</wp:comment_id>", "<wp:comment_parent>", "</wp:comment_parent>", "<wp:comment_content>", "</wp:comment_content>",
    "<wp:comment_author>", "</wp:comment_author>", "<wp:comment_author_email>", "<wp:comment_type>",
    "<wp:comment_approved>1</wp:comment_approved>", "<wp:comment_user_id>", "<wp:comment_date_gmt>",
    "2019-02-30 00:00:00", "0000-00-00 00:00:00", "&", "&amp;", "&#0;", "&#xD800;", "&nbsp;", "a@b.example",
    "///", "/// comment | Al", r"\u{41}",
)  # fmt: skip


class BrokenPromiseError(AssertionError):
    """Something that has to hold for any input did not; the message says what."""


def check(data: bytes) -> None:
    """Import and anonymise bytes, and look whether all holds that has to.

    Args:
        data: an export, or anything else.

    Raises:
        BrokenPromiseError: it does not.
        Exception: whatever else comes out is a fault as well.
    """
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs"
        docs.mkdir()
        _check_import(data, docs)
    _check_anonymise(data)


def seeds() -> list[bytes]:
    """Give exports to begin with."""
    hostile = SampleComment(id=7, author="]]> & <b>", content="///\n/// comment | Al\n    id: 7\n\ud83d]]>", parent=7)
    exports: list[list[SamplePost]] = [
        [],
        list(sample_posts(2)),
        [SamplePost(id=1, slug="a", comments=[hostile, hostile, SampleComment(id=0)])],
        [SamplePost(id=1, slug="", status="draft", comments=[SampleComment(id=8, approved=None)])],
    ]
    return [_written(posts) for posts in exports]


def _written(posts: list[SamplePost]) -> bytes:
    out = io.BytesIO()
    write_export(posts, out)
    return out.getvalue()


def _check_import(data: bytes, docs: Path) -> None:
    into = docs / "comments"
    try:
        report = import_export(io.BytesIO(data), into)
    except UnusableExportError as error:
        _hold(str(error).endswith("."), "a refusal is a sentence")
        _hold(not list(docs.iterdir()), "nothing is written of what is refused")
        return
    left_out = sum(report.left_out.values())
    _hold(
        report.read == report.kept + left_out + report.broken == len(report.comments), "every comment is accounted for"
    )
    ids: list[str] = []
    for path in into.rglob("*.md"):
        document = parse(path.read_bytes().decode(), path.name)
        _hold(not document.faults, f"a page has no fault: {document.faults}")
        ids += [comment.id for comment in document.comments]
    _hold(len(ids) == len(set(ids)) == report.kept, "every comment that is kept stands on a page, once")
    again = import_export(io.BytesIO(data), into)
    _hold(not again.files, f"a second import changes nothing: {again.files}")


def _check_anonymise(data: bytes) -> None:
    out = io.BytesIO()
    try:
        done = anonymise(io.BytesIO(data), out, key=b"a key")
    except UnusableExportError:
        return
    _hold(done.size == len(data), "all of it is read")


def _hold(held: bool, promise: str) -> None:  # noqa: FBT001 - what is asserted
    if not held:
        raise BrokenPromiseError(promise)
