import pytest
from lxml import etree, html

from scripts.editions.pictures import picture_text, standalone
from tests.golden import cases


def _svg(text: str) -> etree._Element:
    found: etree._Element = html.fragment_fromstring(text)
    return found


@pytest.mark.parametrize(("picture", "words"), cases("picture_words.yml"))
def test_a_picture_says_its_title_and_description(picture: str, words: str) -> None:
    assert picture_text(_svg(picture)) == words


def test_a_picture_alone_is_svg_with_the_names_that_html_made_small_and_the_page_keeps_its_own() -> None:
    svg = _svg(
        '<svg viewBox="0 0 9 8"><linearGradient gradientUnits="userSpaceOnUse"/><clipPath id="c"/>'
        '<path class="warm" d="M0 0"/></svg>'
    )
    before = etree.tostring(svg)
    root = etree.fromstring(standalone(svg))
    assert (root.tag, root.get("viewBox")) == ("{http://www.w3.org/2000/svg}svg", "0 0 9 8")
    assert [etree.QName(child).localname for child in root] == ["linearGradient", "clipPath", "path"]
    assert root[0].get("gradientUnits") == "userSpaceOnUse"
    assert etree.tostring(svg) == before
