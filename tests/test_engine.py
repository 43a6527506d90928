"""The engine: one document becomes one PDF, in which every link is spoken by its words."""

import io
import json
import re
from typing import Any

import pikepdf
import pytest

from scripts.common.built_pages import read_site
from scripts.editions.binding import bind
from scripts.editions.engine import FONT_FOLDERS, TEMPLATE, TypesettingError, typeset
from scripts.editions.plan import plan
from scripts.editions.tree import Kind, Node
from tests.editions import FIXTURE

HEADING = Node("heading", ("Title",), id="a#", data={"level": 1})
WORDS = " ".join(["the quiet road home again"] * 150)


def _document(*nodes: Node, **changed: Any) -> str:
    article = Node("article", (HEADING, *nodes), data={"running": "Title", "situations": [], "section": ""})
    data = bind([article], "https://site.example/", {}, listed=True)
    return json.dumps({**json.loads(plan(read_site(FIXTURE))[0][0].document), **data, **changed}, ensure_ascii=False)


def _link(*children: Node | str, **goal: str) -> Node:
    return Node("link", children, data=goal or {"address": "https://x.example/"})


@pytest.mark.parametrize(("paper", "size"), [("a4", [595, 842]), ("us-letter", [612, 792])])
def test_a_pdf_has_the_size_of_its_paper_and_its_day(paper: str, size: list[int]) -> None:
    with pikepdf.open(io.BytesIO(typeset(_document(paper=paper, lang="en", region="GB")))) as pdf:
        assert [round(float(str(number))) for number in pdf.pages[0].MediaBox][2:] == size
        assert (str(pdf.Root.Lang), str(pdf.docinfo.CreationDate)[:10]) == ("en-GB", "D:20261120")


def test_a_character_without_a_glyph_is_named_or_told_by_its_name() -> None:
    # The text font lacks the others, too: they come from the other fonts.
    document = _document(Node("paragraph", ("漢 and 字 and 漢: ☐ ✓ → ☺",)))
    assert typeset(document, by_name=True).startswith(b"%PDF")
    with pytest.raises(TypesettingError) as caught:
        typeset(document)
    assert caught.value.characters == ("漢", "字")


@pytest.mark.parametrize(
    ("parts", "spoken"),
    [
        ([_link("A ", Node("strong", ("strong",)), ",", Node("break"), Node("quotation", ("quoted",)))],
         ["A strong, “quoted”"]),
        ([_link("Other", path="b.html", fragment="")], ["Other", "site.example/b.html"]),
        (["x", Node("note", ("A ", _link("note"), "."), id="a#n"), " ", _link("after"),
          Node("note", data={"again": "a#n"})], ["note", "after"]),
        (["the quiet road home again " * 130, _link(WORDS)], [WORDS, WORDS]),
    ],
)  # fmt: skip
def test_a_link_is_spoken_by_its_words(parts: list[Node | str], spoken: list[str]) -> None:
    with pikepdf.open(io.BytesIO(typeset(_document(Node("paragraph", tuple(parts)))))) as pdf:
        links = [found for page in pdf.pages for found in page.obj.get("/Annots", pikepdf.Array())]
        said = [str(link.Contents) for link in links]
    # Notes are described by the engine.
    assert sorted(words for words in said if not re.fullmatch(r"(Footnote )?\d+", words)) == sorted(spoken)


def test_the_template_has_a_form_for_every_kind_and_stops_at_another() -> None:
    with pytest.raises(TypesettingError, match=r"scripts/editions/page\.typ has no form for unheard-of"):
        typeset(_document(articles=[{"t": "unheard-of", "k": []}]))
    template = TEMPLATE.read_text(encoding="utf-8")
    only_inside = {"row", "cell", "caption", "summary", "term", "definition"}
    kinds = {kind for part in Kind.__args__ for kind in part.__args__} - only_inside
    assert {kind for kind in kinds if not re.search(rf'kind (==|in) \(?.*"{kind}"', template)} == set()


def test_the_fonts_are_there_with_their_licence_and_none_is_the_machines() -> None:
    for folder in FONT_FOLDERS:
        assert list(folder.glob("*.ttf"))
        assert "SIL OPEN FONT LICENSE" in (folder.parent / "LICENSE").read_text(encoding="utf-8").upper()
