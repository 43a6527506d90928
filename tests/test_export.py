"""An export is read whatever is wrong with it: nothing of one comment gets into another, and nothing is lost unsaid."""

import bz2
import gzip
import io
import tracemalloc
from collections.abc import Iterable, Iterator
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.dev.sample_export import comment, export, item
from scripts.wordpress.export_file import CHUNK, LONGEST, Cutter, Piece, UnusableExportError
from scripts.wordpress.published import Damaged, Post, Row
from scripts.wordpress.wxr import Export
from tests.golden import cases

GOOD = export(item(comment(1, "“Café”")))

BITS = st.lists(st.sampled_from(cases("pieces.yml", "wxr")), max_size=40).map("".join)
TWO = export(item(comment(1, "WORDS"), comment(2, "The second."))).decode()


def read(data: bytes) -> list[Row | Damaged]:
    return [one for one in Export([data]) if not isinstance(one, Post)]


def pieces(chunks: Iterable[str], prefix: str) -> Iterator[Piece]:
    return Cutter(chunks, prefix).pieces()


def texts(data: bytes) -> list[str]:
    return [one.words[2] for one in read(data) if isinstance(one, Row)]


def cut(text: str, sizes: Iterable[int]) -> list[str]:
    found, start = [], 0
    for size in sizes:
        found.append(text[start : start + size])
        start += size
    return [*found, text[start:]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        *((text.encode(), words) for text, words in cases("export.yml", "refused")),
        *((pack(GOOD), cases("export.yml", "packed")[0]) for pack in (bz2.compress, gzip.compress)),
    ],
)
def test_what_is_no_export_is_named_with_what_to_do(data: bytes, words: str) -> None:
    again = "in WordPress, choose Tools, Export, All content, and import the .xml file that it gives."
    with pytest.raises(UnusableExportError) as caught:
        read(data)
    assert str(caught.value) == words.replace("AGAIN", again)


@pytest.mark.parametrize(("start", "filling", "times", "words"), cases("export.yml", "large"))
def test_what_is_no_export_is_refused_at_once_in_little_memory(
    start: str, filling: str, times: int, words: str
) -> None:
    source = io.BytesIO((start + filling * times).encode())
    tracemalloc.start()
    with pytest.raises(UnusableExportError, match=f"^{words}"):
        Export(iter(partial(source.read, CHUNK), b""))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000
    assert source.tell() < 3_000_000


@pytest.mark.parametrize(("put", "found"), cases("export.yml", "read"))
def test_what_is_wrong_in_an_export_is_healed_or_named_and_reaches_no_other_comment(
    put: dict[str, str], found: list[str]
) -> None:
    data = TWO
    for old, new in put.items():
        assert old in data
        data = data.replace(old, new, 1)
    account = [
        " | ".join(
            ["a comment" if one.comment else "a post", one.why, str(one.post.number)]
            if isinstance(one, Damaged)
            else [one.words[2], *one.notes, *filter(None, [one.post.damage])]
        )
        for one in read(data.encode("utf-8", "surrogateescape"))
    ]
    assert account == found


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252", "koi8-r"]
)
def test_the_encoding_is_the_one_that_the_file_declares(encoding: str) -> None:
    word = "Кофе" if encoding == "koi8-r" else "Café"
    text = GOOD.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"').replace("“Café”", word)
    assert texts(text.encode(encoding)) == [word]


@given(text=BITS, sizes=st.lists(st.integers(0, 9), max_size=30))
@settings(deadline=None, max_examples=600)
def test_the_pieces_do_not_depend_on_how_the_file_is_cut(text: str, sizes: list[int]) -> None:
    assert list(pieces(cut(text, sizes), "wp")) == list(pieces([text], "wp"))


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r")), min_size=1, max_size=5))
@settings(deadline=None)
def test_whatever_is_written_in_a_comment_is_read_and_its_neighbours_too(written: list[str]) -> None:
    split = [text.replace("]]>", "]]]]><![CDATA[>") for text in written]
    legal = [text.translate(dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])) for text in written]
    assert texts(export(item(*(comment(number, text) for number, text in enumerate(split, 1))))) == [
        text.strip() for text in legal
    ]


@pytest.mark.parametrize(("text", "found"), cases("export.yml", "pieces"))
def test_a_piece_has_its_kind_line_and_damage(text: str, found: list[list[object]]) -> None:
    assert [[piece.kind, piece.line, piece.damage] for piece in pieces([text], "wp")] == found


def test_a_piece_without_an_end_is_not_kept_in_memory() -> None:
    chunks = ("x" * 1_000_000 for _ in range(LONGEST // 1_000_000 + 4))
    long, short = pieces(["<wp:comment>", *chunks, "</wp:comment><wp:comment></wp:comment>"], "wp")
    assert long.damage == "it is longer than any post can be"
    assert len(long.text) < LONGEST
    assert (short.damage, short.text) == (None, "<wp:comment></wp:comment>")


@pytest.mark.parametrize("filling", ["]]>", "<![CDATA[", "]", "<", "&", "]]><", "<!--"])
def test_a_section_of_many_ends_or_beginnings_takes_one_pass(filling: str) -> None:
    text = f"<wp:comment><wp:comment_content><![CDATA[{filling * 60_000}"
    assert [piece.damage for piece in pieces([text, "</wp:comment>"], "wp")] == ["a CDATA section is not closed"]
    (piece,) = pieces([f"<wp:comment>{filling * 60_000}", "</wp:comment>"], "wp")
    assert piece.kind == "comment"
