"""The engine: one document becomes one PDF, the same each time, in which every link is spoken by its words."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pikepdf
import pytest

from scripts.editions.binding import bind
from scripts.editions.engine import FONT_FOLDERS, TEMPLATE, TypesettingError, typeset
from scripts.editions.tree import Kind, Node

DOCUMENT = {
    "layout": "page",
    "paper": "a4",
    "lang": "en",
    "region": "GB",
    "site": "The site",
    "title": "Title",
    "description": "About it.",
    "date": [2026, 11, 23],
    "foot": ["site.example"],
    "emblem": "",
    "careful": False,
    "rights": "CC BY 4.0",
    "mark": "0123456789ab",
}
HEADING = Node("heading", ("Title",), id="a#", data={"level": 1})
WORDS = " ".join(["the quiet road home again"] * 150)


def _document(*nodes: Node, **changed: Any) -> str:
    article = Node("article", (HEADING, *nodes), data={"running": "Title", "situations": ["it is over"], "section": ""})
    data = bind([article], "https://site.example/", {}, listed=True)
    return json.dumps({**DOCUMENT, **data, **changed}, ensure_ascii=False)


def _paragraph(*children: Node | str) -> Node:
    return Node("paragraph", children, data={"style": ""})


def _link(*children: Node | str, **goal: str) -> Node:
    return Node("link", children, data=goal or {"address": "https://x.example/"})


def test_a_pdf_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(typeset(_document()))) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert (str(pdf.docinfo.Title), str(pdf.docinfo.Author)) == ("Title", "The site")
        assert str(pdf.docinfo.CreationDate).startswith("D:20261123")


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_the_paper_has_its_size(paper: str, size: tuple[int, int]) -> None:
    with pikepdf.open(io.BytesIO(typeset(_document(paper=paper)))) as pdf:
        box = [float(str(number)) for number in pdf.pages[0].MediaBox]
        assert (round(box[2]), round(box[3])) == size


@pytest.mark.parametrize("by_name", [False, True])
def test_a_character_without_a_glyph_is_named(by_name: bool) -> None:
    document = _document(_paragraph("漢 and 字 and 漢"))
    if by_name:
        assert typeset(document, by_name=True).startswith(b"%PDF")
    else:
        with pytest.raises(TypesettingError) as caught:
            typeset(document)
        assert caught.value.characters == ("漢", "字")


def test_symbols_that_the_text_font_lacks_come_from_the_others() -> None:
    assert typeset(_document(_paragraph("☐ ✓ → ☺"))).startswith(b"%PDF")


def test_what_else_goes_wrong_is_told_in_the_engines_words() -> None:
    with pytest.raises(TypesettingError, match="failed to parse SVG") as caught:
        typeset(
            _document(
                Node("picture", data={"svg": "<svg xmlns='http://www.w3.org/2000/svg'><", "alt": "x", "tall": False})
            )
        )
    assert caught.value.characters == ()


@pytest.mark.parametrize(
    ("nodes", "spoken"),
    [
        ([_paragraph(_link("A good page"), " and ", _link("no other"))], ["A good page", "no other"]),
        ([_paragraph(_link("A ", Node("strong", ("strong",)), ",", Node("break"), Node("quotation", ("quoted",))))],
         ["A strong, “quoted”"]),
        ([_paragraph(_link("116 123", address="tel:116123"))], ["116 123"]),
        ([Node("definitions", (Node("term", (_link("A term"),)), Node("definition", ("Its meaning.",))))], ["A term"]),
        ([_paragraph(_link("Back", path="a", fragment=""))], ["Back"]),
        ([_paragraph(_link("Other", path="b.html", fragment=""))], ["Other", "site.example/b.html"]),
        ([_paragraph("x", Node("note", ("A ", _link("note"), "."), id="a#n"), " ", _link("after"),
                     Node("note", data={"again": "a#n"}))], ["note", "after"]),
        ([_paragraph("the quiet road home again " * 130, _link(WORDS))], [WORDS, WORDS]),
    ],
)  # fmt: skip
def test_a_link_is_spoken_by_its_words(nodes: list[Node], spoken: list[str]) -> None:
    with pikepdf.open(io.BytesIO(typeset(_document(*nodes)))) as pdf:
        links = [found for page in pdf.pages for found in page.obj.get("/Annots", pikepdf.Array())]
        said = [str(link.Contents) for link in links]
    # Notes are described by the engine.
    assert sorted(words for words in said if not re.fullmatch(r"(Footnote )?\d+", words)) == sorted(spoken)


def test_a_kind_without_a_form_stops_the_edition() -> None:
    with pytest.raises(TypesettingError, match=r"scripts/editions/page\.typ has no form for unheard-of"):
        typeset(_document(articles=[{"t": "unheard-of", "k": []}]))


def test_the_template_has_a_form_for_every_kind() -> None:
    template = TEMPLATE.read_text(encoding="utf-8")
    only_inside = {"row", "cell", "caption", "summary", "term", "definition"}
    kinds = {kind for part in Kind.__args__ for kind in part.__args__} - only_inside
    assert {kind for kind in kinds if not re.search(rf'kind (==|in) \(?.*"{kind}"', template)} == set()


def test_the_fonts_are_there_with_their_licence_and_none_is_the_machines() -> None:
    for folder in FONT_FOLDERS:
        assert list(folder.glob("*.ttf"))
        assert "SIL OPEN FONT LICENSE" in (folder.parent / "LICENSE").read_text(encoding="utf-8").upper()
