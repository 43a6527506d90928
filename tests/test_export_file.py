"""What is no export is named, with what to do; what is one is read in its own encoding, packed or not."""

from __future__ import annotations

import bz2
import gzip
import io
import tracemalloc
import zipfile

import pytest

from scripts.wordpress.export_file import UnusableExportError, open_export
from scripts.wordpress.wxr import Damaged, RawComment, read_export
from tests.exports import comment, export, item

AGAIN = "in WordPress, choose Tools, Export, All content, and import the .xml file that it gives."
GOOD = export(item(comment(1, "“Café”")))


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("export.xml", GOOD)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", f"The file is empty; {AGAIN}"),
        (b" \n\t\r\n", f"The file is empty; {AGAIN}"),
        (zipped(), "This is a zip archive, not an export; unpack it and import the .xml file in it."),
        (bz2.compress(GOOD), "This is a bzip2 archive, not an export; unpack it and import the .xml file in it."),
        (b'{"comments": []}', f"This is JSON, and no WordPress export; {AGAIN}"),
        (
            b"<!DOCTYPE html><html><title>Log In</title></html>",
            f"This is a web page (HTML), such as a page to log in, and no WordPress export; {AGAIN}",
        ),
        (
            b"\n<html><body>rss</body></html>",
            f"This is a web page (HTML), such as a page to log in, and no WordPress export; {AGAIN}",
        ),
        (
            b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'></feed>",
            f"This is XML, but its first element is <feed> and not <rss>, so it is no WordPress export; {AGAIN}",
        ),
        (
            b"-- MySQL dump\nCREATE TABLE `wp_comments`",
            f"This is a copy of a database, and no WordPress export; {AGAIN}",
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00", f"This is no XML, and so no WordPress export; {AGAIN}"),
        (b"Dear keeper,\nhere it is.", f"This is no XML, and so no WordPress export; {AGAIN}"),
        (
            b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>x</title></item></channel></rss>",
            f"This is an RSS feed, and no WordPress export; {AGAIN}",
        ),
        (
            b"<?xml version='1.0' encoding='klingon'?><rss>",
            "The file says that its encoding is klingon, which is unknown; save it in UTF-8, or export it again.",
        ),
        (
            b"<?xml version='1.0' encoding='zlib'?><rss>",
            "The file says that its encoding is zlib, which is unknown; save it in UTF-8, or export it again.",
        ),
        (gzip.compress(GOOD)[:9], f"The packed file is cut off. Nothing in it can be read; {AGAIN}"),
        (
            gzip.compress(GOOD)[:10] + b"\xff" * 30,
            f"The packed file is damaged. Nothing in it can be read; {AGAIN}",
        ),
    ],
)
def test_what_is_no_export_is_named(data: bytes, words: str) -> None:
    with pytest.raises(UnusableExportError) as caught:
        list(read_export(io.BytesIO(data)))
    assert str(caught.value) == words


ENTITIES = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
BOMB = f"""<?xml version='1.0'?>
<!-- x -->
<!DOCTYPE lolz [<!ENTITY a0 'lol'>{ENTITIES}]>
<rss><channel><title>&a9;</title></channel></rss>"""


def test_a_doctype_is_refused_at_once_in_little_memory() -> None:
    source = io.BytesIO(BOMB.encode() + b"<item></item>" * 1_000_000)
    tracemalloc.start()
    with pytest.raises(UnusableExportError) as caught:
        list(read_export(source))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert str(caught.value) == (
        "The file has a DOCTYPE, which no WordPress export has and which can be made to fill the memory; "
        f"it was not read. To get an export: {AGAIN}"
    )
    assert peak < 8_000_000
    assert source.tell() < 1_000_000


def test_a_doctype_after_the_beginning_defines_nothing() -> None:
    late = GOOD.replace(b"<channel>", b"<channel><!DOCTYPE x [<!ENTITY y 'boom'>]>", 1).replace(b"Ann", b"&y;")
    found = [one for one in read_export(io.BytesIO(late)) if isinstance(one, RawComment)]
    assert [one.name for one in found] == ["&y;"]


def test_a_prologue_without_an_end_is_not_waited_for() -> None:
    source = io.BytesIO(b"<?xml version='1.0'?>" + b" " * 50_000_000)
    with pytest.raises(UnusableExportError):
        open_export(source, lambda _: None)
    assert source.tell() < 3_000_000


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252", "koi8-r"]
)
def test_the_encoding_is_the_one_that_the_file_declares(encoding: str) -> None:
    text = (
        GOOD.decode()
        .replace('encoding="UTF-8"', f'encoding="{encoding}"')
        .replace("“Café”", "Кофе" if encoding == "koi8-r" else "Café")
    )
    found = [one for one in read_export(io.BytesIO(text.encode(encoding))) if isinstance(one, RawComment)]
    assert [one.text for one in found] == ["Кофе" if encoding == "koi8-r" else "Café"]


def test_a_packed_file_is_read_like_a_plain_one() -> None:
    assert list(read_export(io.BytesIO(gzip.compress(GOOD)))) == list(read_export(io.BytesIO(GOOD)))


def test_of_a_packed_file_that_is_cut_the_whole_comments_are_kept() -> None:
    texts = [comment(number, f"Text {number * 7919}.") for number in range(1, 6000)]
    packed = gzip.compress(export(item(*texts)))
    found = list(read_export(io.BytesIO(packed[: len(packed) // 2])))
    kept = [one for one in found if isinstance(one, RawComment)]
    assert len(kept) > 100
    assert found[-2] == Damaged(0, 0, None, "The packed file is cut off", comment=False)
    assert isinstance(found[-1], Damaged)
    assert found[-1].why.startswith("the file ends early, at line ")


def test_bytes_that_are_no_characters_become_marks_and_nothing_is_lost() -> None:
    found = [
        one
        for one in read_export(io.BytesIO(GOOD.replace("“Café”".encode(), b"Caf\xe9!")))
        if isinstance(one, RawComment)
    ]
    assert [one.text for one in found] == ["Caf\ufffd!"]


def test_warnings_before_the_beginning_do_no_harm() -> None:
    found = list(read_export(io.BytesIO(b"\n<br />\n<b>Warning</b>: something\n" + GOOD)))
    assert [one.id for one in found if isinstance(one, RawComment)] == ["1"]


def test_the_bytes_are_counted() -> None:
    seen: list[int] = []
    list(read_export(io.BytesIO(GOOD), seen.append))
    assert seen[-1] == len(GOOD)
