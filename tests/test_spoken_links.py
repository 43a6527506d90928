"""Each link of a PDF is spoken by its own words, and the file comes out the same every time."""

from __future__ import annotations

import io

import pikepdf
import pytest
import typst

from scripts.editions.spoken_links import SilentLinkError, speak_links

_HEAD = '#set document(title: "T")\n#set text(lang: "en")\n#set page(width: 9cm, height: 9cm)\n'


def _compile(source: str) -> bytes:
    return bytes(typst.compile((_HEAD + source).encode(), pdf_standards=["ua-1", "a-2a"], timestamp=0))


def _spoken(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        annotations = [found for page in pdf.pages for found in page.obj.get("/Annots", pikepdf.Array())]
        return [str(found.Contents) for found in annotations if found.Subtype == "/Link"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('#link("https://example.org/")[A good page]', "A good page"),
        ('#link("https://example.org/")[A *strong* word, “quoted”]', "A strong word, “quoted”"),
        ('#link("tel:116123")[116 123]', "116 123"),
        ('#terms(terms.item(link("https://example.org/")[A term])[What it means.])', "A term"),
        ("= Place <place>\n#link(<place>)[Back to the place]", "Back to the place"),
    ],
)
def test_a_link_is_spoken_by_its_words(source: str, words: str) -> None:
    plain = _compile(source)
    assert _spoken(plain) != [words]
    assert _spoken(speak_links(plain)) == [words]


def test_a_link_over_two_pages_is_spoken_whole_on_each() -> None:
    words = "the quiet road home again " * 40
    spoken = _spoken(speak_links(_compile(f'#v(6.5cm)\n#link("https://example.org/")[{words}]')))
    assert len(spoken) > 1
    assert set(spoken) == {words.strip()}


def test_notes_and_the_contents_list_keep_what_the_engine_says() -> None:
    data = _compile("#outline()\n= One\nText#footnote[A note.]")
    spoken = _spoken(speak_links(data))
    assert spoken == _spoken(data)
    assert "Footnote 1" in spoken


def test_a_link_without_words_is_refused() -> None:
    with pytest.raises(SilentLinkError) as raised:
        speak_links(_compile('#link("https://example.org/")[#h(1em)#box(width: 1em, height: 1em)]'))
    assert str(raised.value) == (
        "A link to https://example.org/ has no text: write between <a> and </a> what the reader finds there."
    )


def test_the_same_bytes_give_the_same_smaller_bytes() -> None:
    data = _compile('#for n in range(40) [= Part #n\n#link("https://example.org/")[A page]\n]')
    once = speak_links(data)
    assert once == speak_links(data)
    assert once == speak_links(once)
    assert len(once) < 0.8 * len(data)


def test_only_descriptions_change() -> None:
    data = _compile('= One\n#link("https://example.org/")[A page]')
    with pikepdf.open(io.BytesIO(data)) as before, pikepdf.open(io.BytesIO(speak_links(data))) as after:
        assert [page.Contents.read_bytes() for page in before.pages] == [
            page.Contents.read_bytes() for page in after.pages
        ]
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert before.docinfo == after.docinfo
