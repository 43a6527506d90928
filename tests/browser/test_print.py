"""A page printed with Ctrl+P is a good sheet of paper: large type, addresses written out, no navigation."""

import pytest
from playwright.sync_api import Page

from tests.browser.pages import ARTICLE, TYPES
from tests.browser.paper import print_page, squeezed

pytestmark = pytest.mark.browser

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "dt"})
_ON_SCREEN_ALONE = ("Skip to content", "On this page", "Emergency: Exit this page", "Read next")


@pytest.mark.parametrize("kind", TYPES)
def test_a_page_of_each_type_is_whole_on_good_sheets(page: Page, real_url: str, kind: str) -> None:
    """Where the sheets break, and what they show, is decided by the layout."""
    page.goto(real_url + TYPES[kind])
    paper = print_page(page)
    # All words and addresses are on paper, in 12 points, and no navigation.
    assert len(paper.blocks) > 3
    assert [text for _, text in paper.blocks if squeezed(text) not in paper.text] == []
    assert [address for address in paper.addresses if squeezed(address) not in paper.text] == []
    assert [(letter, size) for letter, size in paper.letters if size < 11.99] == []
    assert [words for words in _ON_SCREEN_ALONE if squeezed(words) in paper.text] == []
    assert page.locator(":is(nav, .menu, .contents, .md-skip, .exit, .related):visible").count() == 0
    assert page.locator("h1").is_visible()

    # No heading stands at the foot of a sheet, and no help line on two.
    headings = [squeezed(text) for name, text in paper.blocks if name in _HEADINGS]
    # A heading, or its last line; a single word may as well end a paragraph.
    feet = [sheet.strip().splitlines()[-1] for sheet in paper.sheets[:-1]]
    whole = {foot for foot in feet if squeezed(foot) in headings}
    ends = {foot for foot in feet if " " in foot and any(head.endswith(squeezed(foot)) for head in headings)}
    assert whole | ends == set()
    sheets = [squeezed(sheet) for sheet in paper.sheets]
    assert [line for line in paper.help_lines if not any(squeezed(line) in sheet for sheet in sheets)] == []
    assert len(paper.help_lines) > (20 if kind == "help" else -1)


def test_nothing_stays_folded_on_paper_and_it_is_black_on_white(page: Page, real_url: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(real_url + ARTICLE)
    page.evaluate(
        """() => document.querySelector(".text > p").insertAdjacentHTML("afterend",
          "<details><summary>Read the rest</summary><p>Words that were folded.</p></details>")"""
    )
    assert not page.get_by_text("Words that were folded.").is_visible()
    assert squeezed("Read the rest Words that were folded.") in print_page(page).text
    colours = "elements => elements.map(element => getComputedStyle(element).color)"
    grey = {f"rgb({grey}, {grey}, {grey})" for grey in (0, 34, 51)}
    assert set(page.locator("article :is(p, li, td)").evaluate_all(colours)) <= grey
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
