"""The exit on the pages about abuse works as a plain link, and blanks the screen at once."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from mkdocs.config import load_config

from tests.browser.test_every_page import WITH_EXIT
from tests.building import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

AFRAID = "looking-after-yourself/"
EXIT_TO = load_config(str(ROOT / "mkdocs.yml")).extra["exit_to"]


def _answer(route: Route) -> None:
    route.fulfill(body="<title>Weather</title><p>Sunny</p>", content_type="text/html")


@pytest.mark.parametrize("path", WITH_EXIT)
def test_the_page_has_a_neutral_name(page: Page, real_url: str, path: str) -> None:
    """Title and address stand in the browser's history, the description in previews: none speaks of fear or leaving."""
    page.goto(real_url + path)
    description = page.locator("meta[name=description]").get_attribute("content") or ""
    shown = (page.title() + path + description).lower()
    assert description
    assert page.locator("[data-nosnippet]").count() == 1
    assert not any(word in shown for word in ("afraid", "abuse", "safe", "violence", "leave", "exit"))


def test_it_works_without_scripts(browser: Browser, real_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route(EXIT_TO, _answer)
    page.goto(real_url + AFRAID)
    page.locator("a[data-exit]").click()
    page.wait_for_url(EXIT_TO)
    context.close()


# Notes, in the next frame after the way out was taken, what the screen still shows and how many milliseconds it took.
_NOTE_WHAT_IS_LEFT = """(event) => addEventListener(event, () => {
  const start = performance.now();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    sessionStorage.left = JSON.stringify([document.body.innerText, document.title, performance.now() - start]);
  }));
}, true)"""


@pytest.mark.parametrize("way", ["click", "keyup"])
def test_the_screen_is_blank_within_a_second_even_when_the_other_site_is_slow(
    page: Page, real_url: str, way: str
) -> None:
    def answer_slowly(route: Route) -> None:
        time.sleep(1.5)
        _answer(route)

    page.route(EXIT_TO, answer_slowly)
    page.goto(real_url + AFRAID)
    page.evaluate(_NOTE_WHAT_IS_LEFT, way)
    if way == "click":
        page.locator("a[data-exit]").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(EXIT_TO)
    page.goto(real_url)
    text, title, milliseconds = json.loads(page.evaluate("sessionStorage.left"))
    assert text == ""
    assert title == ""
    assert milliseconds < 1000


def test_the_way_back_does_not_lead_to_the_page(page: Page, real_url: str) -> None:
    page.route(EXIT_TO, _answer)
    page.goto(real_url)
    page.goto(real_url + AFRAID)
    page.locator("a[data-exit]").click()
    page.wait_for_url(EXIT_TO)
    page.go_back()
    assert page.url == real_url


def test_it_stays_in_reach_while_scrolling_and_is_not_printed(page: Page, real_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(real_url + AFRAID)
    page.evaluate("scrollTo(0, 1500)")
    box = page.locator("a[data-exit]").bounding_box()
    assert box is not None
    assert box["y"] == 0
    page.emulate_media(media="print")
    assert not page.locator(".exit").is_visible()
