"""The safety notes stand where a frightened reader needs them: next to the line that they qualify."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.pages import ARTICLE, box_of
from tests.golden import cases

pytestmark = pytest.mark.browser

SCREEN = 844  # one phone screen, in CSS pixels


def _top(element: Locator) -> float:
    return box_of(element)["y"]


@pytest.fixture(scope="module")
def article(browser: Browser, real_url: str) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 390, "height": SCREEN}) as context:
        page = context.new_page()
        page.goto(real_url + ARTICLE)
        yield page


def test_who_it_is_not_for_comes_before_step_1(article: Page) -> None:
    assert _top(article.locator("#not-for-you")) < _top(article.locator("#step-1"))


LADDER = ".contact-ladder li:has-text('asked for no contact')"


@pytest.mark.parametrize(("line", "note"), cases("safety_notes.yml", "notes"))
def test_the_note_is_within_one_screen_of_the_line(article: Page, line: str, note: str) -> None:
    place = article.locator(".text :is(p, li)").filter(has_text=re.compile(line)).first
    distance = abs(_top(article.locator(note).first) - _top(place))
    assert distance <= SCREEN


def test_the_ladder_begins_with_no_contact_at_all(article: Page) -> None:
    first = article.locator(".contact-ladder li").first
    assert "asked for no contact" in first.inner_text()
    assert "Nothing at all" in first.inner_text()


def test_the_article_has_one_help_card_and_no_statistics_of_suicide(article: Page) -> None:
    assert article.locator(".help-card").count() == 1
    for sentence in re.split(r"(?<=[.?!])\s+", article.locator("article").inner_text()):
        if "suicide" in sentence.lower():
            assert not re.search(r"\d\s*(?:%|per cent|times)", sentence), sentence
