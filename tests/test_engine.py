from __future__ import annotations

import datetime as dt
import io
import json
import re
from dataclasses import replace

import pikepdf
import pytest

from scripts.editions.engine import TEMPLATE, Document, TypesettingError, looks, typeset
from scripts.editions.printable import LAYOUTS
from scripts.editions.tree import Json, Kind, Node

HEADING: Json = {"t": "heading", "k": ["Title"], "level": 1, "id": "a#"}
DOCUMENT = Document(
    layout="page",
    paper="a4",
    language="en-GB",
    site="The site",
    title="Title",
    description="About it.",
    day=dt.date(2026, 11, 23),
    foot=("site.example",),
    articles=[{"t": "article", "k": [HEADING]}],
)


def _with(*nodes: Node) -> Document:
    return replace(DOCUMENT, articles=[{"t": "article", "k": [HEADING, *(node.json() for node in nodes)]}])


def test_a_document_is_the_same_text_each_time() -> None:
    told = json.loads(DOCUMENT.json())
    assert (told["lang"], told["region"], told["date"]) == ("en", "GB", [2026, 11, 23])
    assert DOCUMENT.json() == replace(DOCUMENT).json()


def test_a_pdf_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(typeset(DOCUMENT.json()))) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert (str(pdf.docinfo.Title), str(pdf.docinfo.Author)) == ("Title", "The site")
        assert str(pdf.docinfo.CreationDate).startswith("D:20261123")


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_the_paper_has_its_size(paper: str, size: tuple[int, int]) -> None:
    with pikepdf.open(io.BytesIO(typeset(replace(DOCUMENT, paper=paper).json()))) as pdf:
        box = [float(str(number)) for number in pdf.pages[0].MediaBox]
        assert (round(box[2]), round(box[3])) == size


@pytest.mark.parametrize("layout", [*LAYOUTS, "booklet", "comments"])
def test_each_layout_can_be_typeset_twice_to_the_same_bytes(layout: str) -> None:
    document = replace(DOCUMENT, layout=layout).json()
    assert typeset(document) == typeset(document)


def test_a_character_without_a_glyph_is_named() -> None:
    with pytest.raises(TypesettingError) as caught:
        typeset(_with(Node("paragraph", ("漢 and 字 and 漢",), data={"style": ""})).json())
    assert caught.value.characters == ("漢", "字")


def test_symbols_that_the_text_font_lacks_come_from_the_others() -> None:
    assert typeset(_with(Node("paragraph", ("☐ ✓ → ☺",), data={"style": ""})).json()).startswith(b"%PDF")


def test_what_else_goes_wrong_is_told_in_the_engines_words() -> None:
    with pytest.raises(TypesettingError) as caught:
        typeset(_with(Node("picture", data={"svg": "<svg", "alt": "x", "tall": False})).json())
    assert caught.value.characters == ()
    assert caught.value.reason.startswith("failed to parse SVG")


def test_a_link_without_words_is_told() -> None:
    with pytest.raises(TypesettingError) as caught:
        typeset(
            _with(
                Node(
                    "paragraph",
                    (Node("link", ("\xa0",), data={"address": "https://x.example/"}), "x"),
                    data={"style": ""},
                )
            ).json()
        )
    assert "https://x.example/" in caught.value.reason


def test_a_kind_without_a_form_stops_the_edition() -> None:
    with pytest.raises(TypesettingError, match=r"scripts/editions/page\.typ has no form for unheard-of"):
        typeset(replace(DOCUMENT, articles=[{"t": "unheard-of", "k": []}]).json())


def test_the_template_has_a_form_for_every_kind() -> None:
    template = TEMPLATE.read_text(encoding="utf-8")
    only_inside = {"row", "cell", "caption", "summary", "term", "definition"}
    kinds = set(Kind.__args__) - only_inside  # type: ignore[attr-defined]
    assert {kind for kind in kinds if not re.search(rf'kind (==|in) \(?.*"{kind}"', template)} == set()


def test_the_digest_of_the_looks_is_stable() -> None:
    assert looks() == looks()
    assert re.fullmatch(r"[0-9a-f]{64}", looks())
