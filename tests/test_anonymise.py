"""An anonymised export holds no word of the original, and all of its structure."""

from __future__ import annotations

import gzip
import io
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scripts.comments.wordpress.anonymise import anonymise
from scripts.comments.wordpress.anonymise_command import anonymise as command
from scripts.comments.wordpress.export_file import UnusableExportError
from scripts.comments.wordpress.sample_export import SampleComment, SamplePost, sample_posts, write_export

if TYPE_CHECKING:
    from pathlib import Path

KEY = b"a key"
PERSON = "Annabella.Winterbottom@Private-Mail.test"
PERSON_WORDS = re.findall(r"[A-Za-z]{5,}", PERSON)
RSS = b'<rss xmlns:wp="http://wordpress.org/export/1.2/">'
KEPT = (
    "comment_id",
    "comment_date",
    "comment_date_gmt",
    "comment_approved",
    "comment_type",
    "comment_parent",
    "comment_user_id",
    "post_id",
    "status",
    "post_type",
    "author_id",
    "wxr_version",
)
REFUSED = (
    "The file has none of the elements of a WordPress export; in WordPress, choose Tools, Export, All content, "
    "and take the .xml file that it gives."
)


def _export(*posts: SamplePost, comments: int = 40) -> bytes:
    out = io.BytesIO()
    write_export(posts or sample_posts(comments, posts=2), out)
    return out.getvalue()


def _anonymised(data: bytes) -> bytes:
    out = io.BytesIO()
    anonymise(io.BytesIO(data), out, key=KEY)
    return out.getvalue()


def _fields(data: bytes, name: str) -> list[str]:
    found = re.findall(rf"<(?:\w+:)?{name}>(.*?)</(?:\w+:)?{name}>", data.decode(), re.DOTALL)
    return [value.replace("<![CDATA[", "").replace("]]>", "") for value in found]


def test_the_structure_is_the_originals() -> None:
    data = _export()
    new = _anonymised(data)
    tag = re.compile(rb"<[/a-z!?][^<>\[]*>|<!\[CDATA\[|\]\]>")
    assert [found for found in tag.findall(new) if b"--" not in found] == [
        found for found in tag.findall(data) if b"--" not in found
    ]
    for name in KEPT:
        assert _fields(new, name) == _fields(data, name), name
        assert _fields(data, name), name


def test_people_and_words_are_others_of_the_same_length() -> None:
    data = _export()
    new = _anonymised(data)
    for name in ("comment_author", "comment_author_email", "comment_author_IP", "comment_content", "title", "encoded"):
        pairs = list(zip(_fields(data, name), _fields(new, name), strict=True))
        assert all(len(old) == len(other) for old, other in pairs), name
        assert not [old for old, other in pairs if len(old) > 5 and old == other], name


def test_the_login_of_a_post_is_still_the_login_of_its_author() -> None:
    new = _anonymised(_export())
    assert set(_fields(new, "creator")) == {_fields(new, "author_login")[0]}
    assert _fields(new, "author_login")[0] != "author"


def test_a_title_that_quotes_an_export_does_not_part_a_post_from_its_author() -> None:
    new = _anonymised(_export(SamplePost(id=1, slug="a", title="<wp:comment><wp:comment_id>7</wp:comment_id>")))
    assert _fields(new, "creator")[0] == _fields(new, "author_login")[0]


def test_nobody_can_tell_that_two_comments_are_of_one_person() -> None:
    comments = [SampleComment(id=number, author="Annabella", email="ann@example.org") for number in (1, 2, 2)]
    new = _anonymised(_export(SamplePost(id=1, slug="a", comments=comments)))
    for name in ("comment_author", "comment_author_email"):
        first, second, again = _fields(new, name)
        assert first != second
        # The same comment twice is a fault of exports; it stays to be seen.
        assert second == again


def test_a_structural_element_keeps_only_what_belongs_into_it() -> None:
    data = RSS + b"".join(f"<wp:{name}>{PERSON}</wp:{name}>".encode() for name in KEPT)
    assert not [word for word in PERSON_WORDS if word.encode() in _anonymised(data)]


def test_damage_is_still_there() -> None:
    damaged = (
        b'\n<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE rss>' + RSS + b"\r\n<item><wp:comment>"
        b"<wp:comment_id> <![CDATA[ 7 ]]> </wp:comment_id><wp:comment_author><![CDATA[\x0b\xff & &bad; ]]> ]]>"
        b"</wp:comment_author><wp:comment_date>2019-02-30 10:00:00</wp:comment_date>"
        b"<wp:comment_content><![CDATA[ </wp:comment_content></wp:comment><wp:comment_id>8"
    )
    assert _anonymised(damaged) == damaged.replace(b"DOCTYPE rss", b"DOCTYPE " + _word(damaged)).replace(
        b"&bad;", re.findall(rb"& (&\w+;)", _anonymised(damaged))[0]
    )


def _word(data: bytes) -> bytes:
    found = re.search(rb"DOCTYPE (\w+)", _anonymised(data))
    assert found is not None
    return found[1]


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "koi8-r", "us-ascii"])
def test_the_encoding_stays(encoding: str) -> None:
    word = {"koi8-r": "Привет мир", "us-ascii": "Hello you"}.get(encoding, "Größe déjà")
    text = f'<?xml version="1.0" encoding="{encoding}"?>{RSS.decode()}<wp:comment_author>{word}</wp:comment_author>'
    new = _anonymised(text.encode(encoding)).decode(encoding)
    assert new.startswith(text[: -len(word) - 20])
    assert len(new) == len(text)
    assert word not in new


@pytest.mark.parametrize("encoding", ["utf-32", "rot13", "no-such", "shift_jis"])
def test_an_encoding_that_is_not_known_is_read_as_far_as_it_is_ascii(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{RSS.decode()}<wp:comment_author>Annabella'
    assert _anonymised(text.encode() + b"\x83\x41")[-2:-1] == b"\xff"


def test_fields_of_any_length_pass_in_little_memory() -> None:
    data = RSS + b"<wp:comment_content><![CDATA[" + b"Annabella " * 300_000 + b"&eacute;" + b"x" * 2_000_000 + b"]]>"
    new = _anonymised(data)
    assert abs(len(new) - len(data)) <= 4
    assert b"Annabella" not in new


def test_what_is_no_export_is_refused() -> None:
    for data in (b"", b"PK\x03\x04 and so on", b"<html><body>Log in</body></html>", b'{"comments": []}'):
        with pytest.raises(UnusableExportError) as caught:
            anonymise(io.BytesIO(data), io.BytesIO())
        assert str(caught.value) == REFUSED


def test_progress_tells_bytes_and_comments() -> None:
    data = _export(comments=500)
    told: list[tuple[int, int]] = []
    done = anonymise(io.BytesIO(data), io.BytesIO(), progress=lambda size, comments: told.append((size, comments)))
    assert (done.comments, done.size) == (500, len(data))
    assert told[-1] == (len(data), 500)
    assert told == sorted(told)


CUT = "Compressed file ended before the end-of-stream marker was reached"
SAMPLE = _export(comments=12)


@given(
    st.integers(0, len(SAMPLE)),
    st.integers(0, len(SAMPLE)),
    st.sampled_from([PERSON, PERSON.replace(".", "<![CDATA[")]),
)
@example(0, 0, PERSON)
@settings(max_examples=300, deadline=None)
def test_a_person_is_found_nowhere_wherever_it_stood_in_whatever_was_cut(place: int, end: int, person: str) -> None:
    start, stop = sorted((place, end))
    data = RSS + SAMPLE[:start] + person.encode() + SAMPLE[stop:]
    new = _anonymised(data)
    assert not [word for word in PERSON_WORDS if word.encode() in new]


@given(
    st.lists(
        st.sampled_from(
            [
                PERSON,
                "<wp:comment_id>",
                "</",
                "<",
                ">",
                "]]>",
                "<![CDATA[",
                "<!--",
                '"',
                "&",
                "\\",
                "wp:",
                "12",
                "<title ",
                "domain=",
                "<item",
                "xmlns:wp='",
                "https://",
                "é",
                "\x00",
                " ",
                "\n",
            ]
        )
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_a_person_is_found_nowhere_in_any_mixture_of_marks(text: str) -> None:
    new = _anonymised(RSS + text.encode())
    assert not [word for word in PERSON_WORDS if word.encode() in new]


@given(st.binary(max_size=500))
@settings(deadline=None)
def test_any_bytes_can_be_anonymised(data: bytes) -> None:
    assert _anonymised(RSS + data).startswith(RSS)


def test_the_command_writes_a_copy_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.xml.gz").write_bytes(gzip.compress(SAMPLE))
    done = CliRunner().invoke(command, ["export.xml.gz", "out.xml"])
    assert done.exit_code == 0
    assert done.output == (
        "out.xml: 12 comments, their names and words replaced.\n"
        "Ids, dates, states and the order of answers are the original's. Look through it before you hand it on.\n"
    )
    assert len((tmp_path / "out.xml").read_bytes()) == len(SAMPLE)


def test_the_command_overwrites_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.xml").write_bytes(SAMPLE)
    done = CliRunner().invoke(command, ["export.xml", "export.xml"])
    assert done.exit_code == 2
    assert "export.xml is there already; give the copy another name." in done.output
    assert (tmp_path / "export.xml").read_bytes() == SAMPLE


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{}", f"export.xml: {REFUSED}\n"),
        (gzip.compress(SAMPLE)[:200], f"export.xml could not be copied to out.xml: {CUT}\n"),
    ],
)
def test_the_command_leaves_nothing_of_what_went_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.xml").write_bytes(data)
    done = CliRunner().invoke(command, ["export.xml", "out.xml"])
    assert (done.exit_code, done.output) == (1, message)
    assert [path.name for path in tmp_path.iterdir()] == ["export.xml"]
