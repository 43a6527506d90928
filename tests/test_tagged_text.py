"""A tagged PDF's text is read by its tags: whole words, in order, without what is no part of the text."""

from __future__ import annotations

import io

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.editions.tagged_text import Tag, UnreadableTextError, read_tags

_HEAD = (
    '#set document(title: "T")\n#set text(lang: "en")\n#set page(width: 9cm, height: 9cm, header: [Running title])\n'
)


def _read(source: str, **inputs: str) -> Tag:
    data = typst.compile((_HEAD + source).encode(), sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=0)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return read_tags(pdf)


def _roles(tag: Tag) -> list[tuple[str, str]]:
    return [(found.role, found.text) for found in tag.walk() if found.role != "Span"]


def test_text_comes_by_its_tags_without_running_titles() -> None:
    document = _read("= Heading\nSome *strong* text.\n- one\n- two")
    assert _roles(document)[2:] == [
        ("H1", "Heading"),
        ("P", "Some strong text."),
        ("Strong", "strong"),
        ("L", "•one•two"),
        ("LI", "•one"),
        ("Lbl", "•"),
        ("LBody", "one"),
        ("LI", "•two"),
        ("Lbl", "•"),
        ("LBody", "two"),
    ]


def test_hyphens_of_line_ends_are_no_part_of_the_text() -> None:
    words = "internationalisation counterproductive uncharacteristically " * 4
    document = _read(f"#set text(hyphenate: true)\n#set par(justify: true)\n{words}")
    assert document.text == words.strip()


def test_a_picture_is_read_by_its_description() -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">inside</text></svg>'
    document = _read(f'#figure(image(bytes({_quoted(picture)}), format: "svg"), alt: "A door")')
    assert document.text == "A door"


def test_a_paragraph_over_two_pages_is_one_tag() -> None:
    (paragraph,) = (tag for tag in _read("#lorem(120)").walk() if tag.role == "P")
    assert len(paragraph.text.split()) == 120


@settings(deadline=None, max_examples=40)
@given(st.text(st.sampled_from("aefilst fi ffi 0123 .,;“”‘’–—éüß&<>*_#$\\"), min_size=1))
def test_what_is_set_is_what_is_read(text: str) -> None:
    document = _read("#sys.inputs.text", text=f"x {text} x")
    assert document.text == " ".join(f"x {text} x".split())


def test_a_file_without_tags_is_refused() -> None:
    with pikepdf.new() as pdf, pytest.raises(UnreadableTextError) as raised:
        read_tags(pdf)
    assert str(raised.value) == "This PDF has no tags: a screen reader cannot read it."


def test_a_glyph_without_a_letter_is_refused() -> None:
    data = typst.compile(f"{_HEAD}= Ab".encode(), pdf_standards=["ua-1"], timestamp=0)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for font in pdf.pages[0].resources.Font.values():
            font.ToUnicode.write(b"1 beginbfchar\n<0001> <0041>\nendbfchar")
        with pytest.raises(UnreadableTextError) as raised:
            read_tags(pdf)
    assert str(raised.value) == "The glyph 0002 stands for no letter."


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
