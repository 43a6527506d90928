"""Each type of page reads well: in one column of a good width, in large type, light and dark, without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import ARTICLE, TYPES

pytestmark = pytest.mark.browser

# The length in characters of every full line of the running text, that is, of all lines but the last of a paragraph.
_LINES = """() => [...document.querySelectorAll(".text > p:not([class])")].flatMap((p) => {
  const lines = new Map(), range = document.createRange(), top = p.getBoundingClientRect().top;
  const height = parseFloat(getComputedStyle(p).lineHeight);
  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();) for (let i = 0; i < node.length; i += 1) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const box = range.getBoundingClientRect(), line = Math.floor(((box.top + box.bottom) / 2 - top) / height);
    if (box.width) lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return [...lines.values()].slice(0, -1);
})"""


def test_there_is_a_page_of_each_type(page: Page, real_url: str) -> None:
    missing = [path for path in TYPES.values() if page.request.get(real_url + path).status != 200]
    assert missing == [TYPES["404"]]


def test_nothing_runs_over_the_side_with_text_twice_as_large(page: Page, real_url: str) -> None:
    """A reader who doubles only the text size (WCAG 1.4.4) keeps one column."""
    page.set_viewport_size({"width": 390, "height": 844})
    for path in TYPES.values():
        page.goto(real_url + path)
        page.add_style_tag(content="html { font-size: 250% }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


@pytest.mark.parametrize(("width", "column"), [(320, 296), (390, 366), (768, 528), (1280, 560), (1920, 616)])
def test_lines_have_45_to_75_characters(page: Page, real_url: str, width: int, column: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(real_url + ARTICLE)
    box = page.locator(".text > p:not([class])").first.bounding_box()
    assert box is not None
    assert round(box["width"]) == column, "A narrower or wider column may be right: look at it, then write it here."
    lines = sorted(page.evaluate(_LINES))
    assert len(lines) > 20
    assert (36 if width == 320 else 45) <= lines[len(lines) // 2] <= 75
    assert lines[-1] <= 80, "the longest line (WCAG 1.4.8)"


@pytest.mark.parametrize(("element", "screens"), [("#step-1", 2.5), ("article .do", 1.5), ("#not-for-you", 2.5)])
def test_the_first_thing_to_do_comes_early(page: Page, real_url: str, element: str, screens: float) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(real_url + ARTICLE)
    box = page.locator(element).first.bounding_box()
    assert box is not None
    assert box["y"] <= screens * 844


def test_type_is_large_and_open(page: Page, real_url: str) -> None:
    for width, smallest in ((390, 17), (401, 18), (1280, 19)):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(real_url + ARTICLE)
        style = page.locator(".text > p").nth(1)
        size = style.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        height = style.evaluate("e => parseFloat(getComputedStyle(e).lineHeight)")
        assert size >= smallest
        assert 1.5 <= height / size <= 1.65


def test_light_and_dark_follow_the_system(page: Page, real_url: str) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(real_url)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    light, dark = (sum(map(int, re.findall(r"\d+", ground))) for ground in grounds)
    assert light > 600
    assert dark < 150


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
