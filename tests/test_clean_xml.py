"""The filter in front of the parser: the same pieces however the file is cut, and nothing of one in another."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.wordpress.clean_xml import LONGEST, Piece, pieces
from scripts.wordpress.wxr import Damaged, RawComment, read_export
from tests.exports import comment, export, item

BITS = st.lists(
    st.sampled_from(
        [
            "<item>", "</item>", "<wp:comment>", "</wp:comment>", "<wp:comment/>", "<wp:comment_content>",
            "</wp:comment_content>", "<wp:comment_author>", "</wp:comment_author>", "<![CDATA[", "]]>", "]]", ">", "]",
            "<!--", "-->", "<", "&", "&amp;", "&eacute;", "&#11;", "&#x41;", "&nosuch;", "\x0b", "\ufffe", "\n", "text",
            "</b>", "<b>", "<wp:commentmeta>", "</wp:commentmeta>", "<wfw:comment>", "é", "🙂", "</channel>", "</rss>",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def cut(text: str, sizes: list[int]) -> list[str]:
    found, start = [], 0
    for size in sizes:
        found.append(text[start : start + size])
        start += size
    return [*found, text[start:]]


@given(text=BITS, sizes=st.lists(st.integers(0, 9), max_size=30))
@settings(deadline=None, max_examples=600)
def test_the_pieces_do_not_depend_on_how_the_file_is_cut(text: str, sizes: list[int]) -> None:
    assert list(pieces(cut(text, sizes), "wp")) == list(pieces([text], "wp"))


@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r")), min_size=1, max_size=5))
@settings(deadline=None)
def test_whatever_is_written_in_a_comment_is_read_and_its_neighbours_too(texts: list[str]) -> None:
    split = [text.replace("]]>", "]]]]><![CDATA[>") for text in texts]
    data = export(item(*(comment(number, text) for number, text in enumerate(split, 1))))
    found = [one for one in read_export(io.BytesIO(data)) if isinstance(one, RawComment)]
    legal = [text.translate({**dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])}) for text in texts]
    assert [one.text for one in found] == [text.strip() for text in legal]


@given(
    text=st.text(st.characters(codec="utf-8")), name=st.text("aé<>&;\"' \r\n", max_size=20), plain=st.text("ab \r\n\t")
)
@settings(deadline=None)
def test_the_short_way_reads_what_the_parser_reads(text: str, name: str, plain: str) -> None:
    one = comment(1, text.replace("]]>", "]]]]><![CDATA[>"), author=f"<![CDATA[{name}]]>", author_url=plain)
    short = list(read_export(io.BytesIO(export(item(one)))))
    # An XML comment is healed, so it goes the long way.
    whole = list(read_export(io.BytesIO(export(item(one.replace("<wp:comment_id>", "<!-- x --><wp:comment_id>"))))))
    assert short == whole


@given(damage=BITS)
@settings(deadline=None, max_examples=400)
def test_damage_in_one_comment_reaches_no_other(damage: str) -> None:
    before, after = comment(1, "Before."), comment(3, "After.")
    whole = export(item(before, comment(2, "@@"), after)).decode()
    data = whole.replace("@@", damage.replace("<item>", "").replace("</item>", "")).encode()
    found = list(read_export(io.BytesIO(data)))
    texts = {one.id: one.text for one in found if isinstance(one, RawComment)}
    assert texts["1"] == "Before."
    assert texts["3"] == "After."
    for one in found:
        if isinstance(one, RawComment):
            assert "ann.secret" not in f"{one.name}{one.text}{one.url}"
            assert "192.0.2.77" not in f"{one.name}{one.text}{one.url}"


@pytest.mark.parametrize(
    ("text", "kind", "parsed"),
    [
        ("<wp:comment><wp:comment_content>a &amp; b</wp:comment_content></wp:comment>", "comment", "a & b"),
        ("<wp:comment><wp:comment_content>a & b &eacute;</wp:comment_content></wp:comment>", "comment", "a & b é"),
        ("<wp:comment><wp:comment_content><![CDATA[a ]]> b]]></wp:comment_content></wp:comment>", "comment", "a ]]> b"),
        ("<wp:comment><wp:comment_content><!-- & --><![CDATA[a]]></wp:comment_content></wp:comment>", "comment", "a"),
    ],
)
def test_a_healed_piece_is_well_formed(text: str, kind: str, parsed: str) -> None:
    (piece,) = pieces([text], "wp")
    element = ET.XML(f'<x xmlns:wp="w">{piece.text}</x>')
    assert (piece.kind, "".join(element.itertext())) == (kind, parsed)


def test_an_unclosed_section_damages_one_comment_and_names_its_line() -> None:
    unclosed = "<wp:comment>\n<wp:comment_content><![CDATA[x</wp:comment_content>\n</wp:comment>"
    text = f"\n\n{unclosed}\n<wp:comment></wp:comment>"
    found = [(piece.line, piece.damage) for piece in pieces([text], "wp") if piece.kind == "comment"]
    assert found == [(3, "a CDATA section is not closed"), (6, None)]


@pytest.mark.parametrize(
    "text",
    [
        "</wp:comment><![CDATA[",
        "<wp:comment_content><![CDATA[ <wp:comment_author>",
        "</wp:comment_content><wp:comment_content>",
        "<item></wp:comment></item>",
    ],
)
def test_fields_that_are_quoted_in_a_text_are_text(text: str) -> None:
    data = export(item(comment(1, text), comment(2, "The second.")))
    assert [one.text for one in read_export(io.BytesIO(data)) if isinstance(one, RawComment)] == [text, "The second."]


def test_comments_of_other_prefixes_are_no_comments() -> None:
    assert [piece.kind for piece in pieces(["<wfw:comment>x</wfw:comment>"], "wp")] == ["other"]


def test_a_piece_that_has_no_end_is_not_kept_in_memory() -> None:
    chunks = ("x" * 1_000_000 for _ in range(LONGEST // 1_000_000 + 4))
    found = list(pieces(["<wp:comment>", *chunks, "</wp:comment><wp:comment></wp:comment>"], "wp"))
    assert [(piece.damage, len(piece.text)) for piece in found] == [
        ("it is longer than any comment can be", 0),
        (None, len("<wp:comment></wp:comment>")),
    ]


def test_a_section_of_many_ends_or_beginnings_takes_one_pass() -> None:
    for filling in ("]]>", "<![CDATA[", "]", "<", "&", "]]><"):
        text = f"<wp:comment><wp:comment_content><![CDATA[{filling * 60_000}"
        assert [piece.damage is not None for piece in pieces([text, "</wp:comment>"], "wp")] == [True]


def test_many_beginnings_of_xml_comments_take_one_pass() -> None:
    text = f"<wp:comment>{'<!--' * 400_000}"
    assert [piece.damage for piece in pieces([text, "</wp:comment>"], "wp")] == [None]


def test_a_file_that_ends_in_a_comment_says_so() -> None:
    found = list(pieces(["<item><wp:comment><wp:comment_id>1</wp:comment_id>"], "wp"))
    assert found[-1] == Piece(
        "comment", "<wp:comment><wp:comment_id>1</wp:comment_id>", 1, frozenset(), "the file ends in the middle of it"
    )


def test_a_damaged_post_publishes_none_of_its_comments() -> None:
    data = export(item(comment(1), title="<b>unclosed"), item(comment(2), guid="g"))
    damages = [one for one in read_export(io.BytesIO(data)) if isinstance(one, Damaged)]
    assert [(one.post, one.comment, one.why) for one in damages] == [
        (1, False, "is not well-formed XML (mismatched tag)")
    ]
