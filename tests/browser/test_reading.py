"""Every page reads well: in one column of a good width, without scripts, and without a word to another host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser.pages import ARTICLE, TYPES, WIDTHS, every_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

pytestmark = pytest.mark.browser

# The length in characters of every full line of the running text, that is, of all lines but the last of a paragraph.
_LINES = """() => [...document.querySelectorAll(".text > p:not([class])")].flatMap((p) => {
  const range = document.createRange();
  const lines = [];
  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  let top = null, count = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let i = 0; i < node.length; i += 1) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      if (top !== null && box.top - top > box.height / 2) { lines.push(count); count = 0; }
      if (top === null || box.top - top > box.height / 2) top = box.top;
      count += 1;
    }
  }
  return lines;
})"""

_CONTRAST = """() => {
  const channel = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = (rgb) => { const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
  const style = getComputedStyle(document.body);
  const [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}"""


def test_there_is_a_page_of_each_type(page: Page, real_url: str) -> None:
    missing = [path for path in TYPES.values() if page.request.get(real_url + path).status != 200]
    assert missing == [TYPES["404"]]


@pytest.mark.parametrize("path", every_page())
def test_nothing_runs_over_the_side(page: Page, real_url: str, path: str) -> None:
    """A page never scrolls sideways at 320 px (WCAG 1.4.10), nor at 200 % on a 640 px window, which is the same."""
    page.goto(real_url + path)
    for width in (320, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_runs_over_the_side_with_text_twice_as_large(page: Page, real_url: str) -> None:
    """A reader who doubles only the text size (WCAG 1.4.4) keeps one column."""
    page.set_viewport_size({"width": 390, "height": 844})
    for path in TYPES.values():
        page.goto(real_url + path)
        page.add_style_tag(content="html { font-size: 250% }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_lines_have_45_to_75_characters(page: Page, real_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(real_url + ARTICLE)
    lines = sorted(page.evaluate(_LINES))
    assert len(lines) > 20
    assert 45 <= lines[len(lines) // 2] <= 75
    assert lines[-1] <= 80, "the longest line (WCAG 1.4.8)"


def test_type_is_large_and_open(page: Page, real_url: str) -> None:
    for width, smallest in ((390, 17), (401, 18), (1280, 19)):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(real_url + ARTICLE)
        style = page.locator(".text > p").nth(1)
        size = style.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        height = style.evaluate("e => parseFloat(getComputedStyle(e).lineHeight)")
        assert size >= smallest
        assert 1.5 <= height / size <= 1.65


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_body_text_has_a_contrast_of_seven(page: Page, real_url: str, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(real_url + ARTICLE)
    assert page.evaluate(_CONTRAST) >= 7


def test_light_and_dark_follow_the_system(page: Page, real_url: str) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(real_url)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    light, dark = (sum(map(int, re.findall(r"\d+", ground))) for ground in grounds)
    assert light > 600
    assert dark < 150


@pytest.mark.parametrize("path", every_page())
def test_help_is_in_the_first_screen_and_always_in_one_place(page: Page, real_url: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(real_url + path)
    link = page.get_by_role("link", name="Get help now", exact=True).first
    box = link.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844
    assert box["height"] >= 44
    page.goto(real_url)
    home = page.get_by_role("link", name="Get help now", exact=True).first.bounding_box()
    assert home is not None
    assert (box["x"], box["y"]) == (home["x"], home["y"])


@pytest.mark.parametrize("path", every_page())
def test_three_requests_no_other_host_and_a_clean_console(page: Page, real_url: str, path: str) -> None:
    requests: list[Request] = []
    console: list[ConsoleMessage] = []
    page.on("request", lambda request: requests.append(request))
    page.on("console", lambda message: console.append(message))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(real_url + path, wait_until="networkidle")
    with_script = path in (
        TYPES["afraid"],
        "looking-at-what-you-did/",
        "phone-and-computer/",
        TYPES["stories"],
        TYPES["search"],
    )
    addresses = [request.url for request in requests]
    assert all(address.startswith(real_url) for address in addresses), addresses
    assert len(addresses) <= (4 if with_script else 3), addresses
    assert [request.resource_type for request in requests].count("script") == (1 if with_script else 0)
    assert page.context.cookies() == []
    expected = 1 if path == TYPES["404"] else 0  # Chromium itself notes a page that answers 404
    assert len(console) == expected, [message.text for message in console]


def test_pages_say_the_same_without_scripts(browser: Browser, real_url: str) -> None:
    """All but the search, which says without scripts that it has none (test_search.py)."""
    with_scripts, without = browser.new_context(), browser.new_context(java_script_enabled=False)
    for path in set(TYPES.values()) - {TYPES["search"]}:
        texts = []
        for context in (with_scripts, without):
            page = context.new_page()
            page.goto(real_url + path)
            texts.append(page.locator("body").inner_text())
            page.close()
        assert texts[0] == texts[1], path
    with_scripts.close()
    without.close()
