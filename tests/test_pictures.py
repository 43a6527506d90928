import pytest
from lxml import etree, html

from scripts.editions.pictures import picture_text, standalone


def _svg(text: str) -> etree._Element:
    found: etree._Element = html.fragment_fromstring(text)
    return found


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        ("<svg><title>A line</title><desc>From left\n to right.</desc></svg>", "A line. From left to right."),
        ("<svg><title>Why?</title><desc>Nobody knows</desc></svg>", "Why? Nobody knows"),
        ("<svg><title>A line</title></svg>", "A line"),
        ('<svg aria-label=" A line "><path/></svg>', "A line"),
        ("<svg><title> </title><path/></svg>", ""),
    ],
)
def test_a_picture_says_its_title_and_description(picture: str, words: str) -> None:
    assert picture_text(_svg(picture)) == words


def test_a_picture_alone_is_svg_with_the_names_that_html_made_small() -> None:
    found = standalone(
        _svg(
            '<svg viewBox="0 0 9 8"><linearGradient gradientUnits="userSpaceOnUse"/><clipPath id="c"/>'
            '<path class="warm" d="M0 0"/></svg>'
        )
    )
    root = etree.fromstring(found)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("viewBox") == "0 0 9 8"
    assert [etree.QName(child).localname for child in root] == ["linearGradient", "clipPath", "path"]
    assert root[0].get("gradientUnits") == "userSpaceOnUse"


def test_the_page_keeps_its_picture_as_it_was() -> None:
    svg = _svg('<svg viewBox="0 0 9 8"><path d="M0 0"/></svg>')
    before = etree.tostring(svg)
    standalone(svg)
    assert etree.tostring(svg) == before
