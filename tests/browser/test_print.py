"""A page printed with Ctrl+P is a good sheet of paper: large type, addresses written out, no navigation."""

import pytest
from playwright.sync_api import Page

from tests.browser.pages import ARTICLE, TYPES
from tests.browser.paper import letters, print_page, sheets, squeezed, text_of

# The blocks of text that are shown, each with the addresses that the stylesheet writes behind links.
_BLOCKS = """() => {
  for (const link of document.querySelectorAll("main a")) {
    const after = getComputedStyle(link, "::after").content
    if (after !== "none") link.append(` (${link.getAttribute("href")})`)
  }
  const blocks = document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, dt, dd, th, td, figcaption, summary)")
  return [...blocks].filter(block => block.checkVisibility()).map(block => [block.localName, block.innerText])
}"""
_HELP_LINES = "() => [...document.querySelectorAll('.help-lines > li, .help-line')].map(line => line.innerText)"
_ADDRESSES = """() => [...document.querySelectorAll("main a[href^=http]")]
  .filter(link => link.checkVisibility()).map(link => link.getAttribute("href").replace(/^https?:/, ""))"""


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "dt"})
_ON_SCREEN_ALONE = ("Skip to content", "On this page", "Emergency: Exit this page", "Read next")


@pytest.mark.parametrize("kind", TYPES)
def test_a_page_of_each_type_is_whole_on_good_sheets(page: Page, real_url: str, kind: str) -> None:
    """Where the sheets break, and what they show, is decided by the layout."""
    page.goto(real_url + TYPES[kind])
    data = print_page(page)
    text, on_paper = text_of(data), [squeezed(sheet) for sheet in sheets(data)]
    blocks, help_lines = page.evaluate(_BLOCKS), page.evaluate(_HELP_LINES)
    # All words and addresses are on paper, in 12 points, and no navigation.
    assert len(blocks) > 3
    assert [words for _, words in blocks if squeezed(words) not in text] == []
    assert [address for address in page.evaluate(_ADDRESSES) if squeezed(address) not in text] == []
    assert [(letter, size) for letter, size in letters(data) if size < 11.99] == []
    assert [words for words in _ON_SCREEN_ALONE if squeezed(words) in text] == []
    assert page.locator(":is(nav, .menu, .contents, .md-skip, .exit, .related):visible").count() == 0
    assert page.locator("h1").is_visible()

    # No heading stands at the foot of a sheet, and no help line on two.
    headings = [squeezed(words) for name, words in blocks if name in _HEADINGS]
    # A heading, or its last line; a single word may as well end a paragraph.
    feet = [sheet.strip().splitlines()[-1] for sheet in sheets(data)[:-1]]
    whole = {foot for foot in feet if squeezed(foot) in headings}
    ends = {foot for foot in feet if " " in foot and any(head.endswith(squeezed(foot)) for head in headings)}
    assert whole | ends == set()
    assert [line for line in help_lines if not any(squeezed(line) in sheet for sheet in on_paper)] == []
    assert len(help_lines) > (20 if kind == "help" else -1)


def test_paper_is_black_on_white(page: Page, real_url: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(real_url + ARTICLE)
    colours = "elements => elements.map(element => getComputedStyle(element).color)"
    grey = {f"rgb({grey}, {grey}, {grey})" for grey in (0, 34, 51)}
    assert set(page.locator("article :is(p, li, td)").evaluate_all(colours)) <= grey
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
