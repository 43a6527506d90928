"""The safety notes stand where a frightened reader needs them: next to the line that they qualify."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.pages import ARTICLE, box_of
from tests.golden import cases

SCREEN = 844  # one phone screen, in CSS pixels


@pytest.fixture(scope="module")
def article(browser: Browser, real_url: str) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 390, "height": SCREEN}) as context:
        page = context.new_page()
        page.goto(real_url + ARTICLE)
        yield page


def _top(element: Locator) -> float:
    return box_of(element.first)["y"]


def test_each_note_is_within_one_screen_of_its_line_and_who_it_is_not_for_comes_before_step_1(article: Page) -> None:
    for line, note in cases("safety_notes.yml", "notes"):
        place = article.locator(".text :is(p, li)").filter(has_text=re.compile(line))
        assert abs(_top(article.locator(note)) - _top(place)) <= SCREEN, line
    assert _top(article.locator("#not-for-you")) < _top(article.locator("#step-1"))


def test_the_ladder_begins_with_no_contact_at_all(article: Page) -> None:
    first = article.locator(".contact-ladder li").first.inner_text()
    assert "asked for no contact" in first
    assert "Nothing at all" in first


def test_the_article_has_one_help_card_and_no_statistics_of_suicide(article: Page) -> None:
    assert article.locator(".help-card").count() == 1
    for sentence in re.split(r"(?<=[.?!])\s+", article.locator("article").inner_text()):
        numbers = re.search(r"\d\s*(?:%|per cent|times)", sentence)
        assert not (numbers and "suicide" in sentence.lower()), sentence
