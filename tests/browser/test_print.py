"""A page printed with Ctrl+P is a good sheet of paper: large type, addresses written out, no navigation."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import ARTICLE, TYPES, every_page
from tests.browser.paper import Paper, print_page, squeezed

pytestmark = pytest.mark.browser

_PT_PER_PX = 0.75
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "dt"})


@pytest.fixture(scope="module")
def papers(browser: Browser, real_url: str) -> dict[str, Paper]:
    """Print every page of the site once."""
    found = {}
    with browser.new_context() as context:
        page = context.new_page()
        for path in every_page():
            page.goto(real_url + path)
            found[path] = print_page(page)
    return found


@pytest.mark.parametrize("path", every_page())
def test_no_word_of_the_text_is_lost_on_paper(papers: dict[str, Paper], path: str) -> None:
    paper = papers[path]
    assert len(paper.blocks) > 3
    assert [text for _, text in paper.blocks if squeezed(text) not in paper.text] == []


@pytest.mark.parametrize("path", every_page())
def test_every_letter_on_paper_has_12_pt(papers: dict[str, Paper], path: str) -> None:
    small = [(letter, size) for letter, size in papers[path].letters if size < 11.99]
    assert small == []


@pytest.mark.parametrize("path", every_page())
def test_words_that_only_work_on_a_screen_are_not_printed(papers: dict[str, Paper], path: str) -> None:
    for words in ("Skip to content", "On this page", "Emergency: Exit this page", "Read next"):
        assert squeezed(words) not in papers[path].text, words


@pytest.mark.parametrize("path", every_page())
def test_every_address_of_another_site_is_on_paper(papers: dict[str, Paper], path: str) -> None:
    paper = papers[path]
    assert [address for address in paper.addresses if squeezed(address) not in paper.text] == []


@pytest.mark.parametrize("path", every_page())
def test_no_heading_stands_at_the_foot_of_a_sheet(papers: dict[str, Paper], path: str) -> None:
    paper = papers[path]
    headings = [squeezed(text) for name, text in paper.blocks if name in _HEADINGS]
    lines = [sheet.strip().splitlines()[-1] for sheet in paper.sheets[:-1]]
    # A heading, or its last line; a single word may as well end a paragraph.
    feet = [(squeezed(line), len(line.split()) > 1) for line in lines]
    assert [
        foot
        for foot, several in feet
        if any(heading == foot or (several and heading.endswith(foot)) for heading in headings)
    ] == []


def test_a_help_line_stands_whole_on_one_sheet(papers: dict[str, Paper]) -> None:
    paper = papers[TYPES["help"]]
    sheets = [squeezed(sheet) for sheet in paper.sheets]
    assert len(paper.help_lines) > 20
    assert [line for line in paper.help_lines if not any(squeezed(line) in sheet for sheet in sheets)] == []


def test_nothing_stays_folded_on_paper(page: Page, real_url: str) -> None:
    page.goto(real_url + ARTICLE)
    page.evaluate(
        """() => document.querySelector(".text > p").insertAdjacentHTML("afterend",
          "<details><summary>Read the rest</summary><p>Words that were folded.</p></details>")"""
    )
    assert not page.get_by_text("Words that were folded.").is_visible()
    assert squeezed("Read the rest Words that were folded.") in print_page(page).text


@pytest.mark.parametrize("path", TYPES.values())
def test_paper_has_no_navigation(page: Page, real_url: str, path: str) -> None:
    page.goto(real_url + path)
    page.emulate_media(media="print")
    for selector in ("nav", ".menu", ".contents", ".md-skip", ".exit", ".related"):
        assert all(not element.is_visible() for element in page.locator(selector).all()), selector
    assert page.locator("h1").is_visible()


def test_paper_is_black_on_white_and_at_least_12_pt(page: Page, real_url: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(real_url + ARTICLE)
    style = "e => { const s = getComputedStyle(e); return [s.color, parseFloat(s.fontSize)] }"
    small = []
    for element in page.locator("article p, article li, article td").all():
        colour, size = element.evaluate(style)
        if size * _PT_PER_PX < 12:
            small.append((element.inner_text()[:40], size))
        assert colour in ("rgb(0, 0, 0)", "rgb(51, 51, 51)", "rgb(34, 34, 34)", "rgb(255, 255, 255)"), colour
    assert not small, small
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_addresses_of_other_sites_are_written_out(page: Page, real_url: str) -> None:
    page.emulate_media(media="print")
    page.goto(real_url + ARTICLE)
    after = page.locator(".byline a[href^='http']").evaluate("e => getComputedStyle(e, '::after').content")
    assert "alturtle.com/archives/1326" in after or "attr(href)" in after
