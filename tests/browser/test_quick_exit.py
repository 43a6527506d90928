"""The exit on the pages about abuse works as a plain link, and blanks the screen at once."""

import json

import pytest
from playwright.sync_api import Page, Route

from scripts.common.settings import MKDOCS, read_data
from tests.browser.pages import TYPES, box_of
from tests.browser.test_every_page import WITH_EXIT

AFRAID = TYPES["afraid"]
EXIT_TO = read_data(MKDOCS)["extra"]["exit_to"]


def _answer(route: Route) -> None:
    route.fulfill(body="<title>Weather</title><p>Sunny</p>", content_type="text/html")


def test_the_pages_have_neutral_names(page: Page, real_url: str) -> None:
    """Title and address stand in the browser's history, the description in previews: none speaks of fear or leaving."""
    for path in WITH_EXIT:
        page.goto(real_url + path)
        description = page.locator("meta[name=description]").get_attribute("content") or ""
        shown = (page.title() + path + description).lower()
        assert description
        assert page.locator("[data-nosnippet]").count() == 1
        assert not any(word in shown for word in ("afraid", "abuse", "safe", "violence", "leave", "exit"))


def test_it_works_without_scripts(plain: Page, real_url: str) -> None:
    plain.route(EXIT_TO, _answer)
    plain.goto(real_url + AFRAID)
    plain.locator("a[data-exit]").click()
    plain.wait_for_url(EXIT_TO)


# Notes what the screen still shows in the second frame after the way out was taken.
_NOTE_WHAT_IS_LEFT = """(event) => addEventListener(event, () => {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    localStorage.left = JSON.stringify([document.body.innerText, document.title]);
  }));
}, true)"""


@pytest.mark.parametrize("way", ["click", "keyup"])
def test_the_screen_is_blank_at_once_however_long_the_other_site_takes(page: Page, real_url: str, way: str) -> None:
    waiting: list[Route] = []
    page.route(EXIT_TO, lambda route: waiting.append(route))
    beside = page.context.new_page()
    beside.goto(real_url)
    # The way back does not lead to the page.
    page.goto(real_url)
    page.goto(real_url + AFRAID)
    page.evaluate(_NOTE_WHAT_IS_LEFT, way)
    if way == "click":
        page.locator("a[data-exit]").click(no_wait_after=True)
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    beside.wait_for_function("localStorage.left")
    assert json.loads(beside.evaluate("localStorage.left")) == ["", ""]
    _answer(waiting[0])
    page.wait_for_url(EXIT_TO)
    page.go_back()
    assert page.url == real_url


def test_it_stays_in_reach_while_scrolling_and_is_not_printed(page: Page, real_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(real_url + AFRAID)
    page.evaluate("scrollTo(0, 1500)")
    assert box_of(page.locator("a[data-exit]"))["y"] == 0
    page.emulate_media(media="print")
    assert not page.locator(".exit").is_visible()
