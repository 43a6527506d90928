"""Each type of page reads well: in one column of a good width, in large type, light and dark, without scripts."""

import re

from playwright.sync_api import Page

from tests.browser.pages import ARTICLE, TYPES

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


_TYPE = "p => ['fontSize', 'lineHeight'].map(key => parseFloat(getComputedStyle(p)[key]))"


def test_lines_have_45_to_75_characters_in_large_and_open_type(page: Page, real_url: str) -> None:
    page.goto(real_url + ARTICLE)
    first = page.locator(".text > p:not([class])").first
    for width, column, smallest in (
        (320, 296, 17), (390, 366, 17), (401, 369, 18), (768, 528, 18), (1280, 560, 19), (1920, 616, 19),
    ):  # fmt: skip
        page.set_viewport_size({"width": width, "height": 844})
        box = first.evaluate("p => p.getBoundingClientRect().width")
        assert round(box) == column, "A narrower or wider column may be right: look at it, then write it here."
        size, height = first.evaluate(_TYPE)
        assert size >= smallest
        assert 1.5 <= height / size <= 1.65
        lines = sorted(page.evaluate(_LINES))
        assert len(lines) > 20
        assert (36 if width == 320 else 45) <= lines[len(lines) // 2] <= 75
        assert lines[-1] <= 80, "the longest line (WCAG 1.4.8)"


def test_the_first_thing_to_do_comes_early(page: Page, real_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(real_url + ARTICLE)
    for element, screens in (("#step-1", 2.5), ("article .do", 1.5), ("#not-for-you", 2.5)):
        assert page.locator(element).first.evaluate("one => one.getBoundingClientRect().top") <= screens * 844, element


def test_light_and_dark_follow_the_system(page: Page, real_url: str) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(real_url)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    light, dark = (sum(map(int, re.findall(r"\d+", ground))) for ground in grounds)
    assert light > 600
    assert dark < 150


def test_pages_say_the_same_without_scripts_and_keep_one_column_with_text_twice_as_large(
    page: Page, plain: Page, real_url: str
) -> None:
    for path in TYPES.values():
        answers = [one.goto(real_url + path) for one in (page, plain)]
        assert [answer.status for answer in answers if answer] == [404 if path == TYPES["404"] else 200] * 2
        # The search says without scripts that it has none (test_search.py).
        if path != TYPES["search"]:
            assert page.locator("body").inner_text() == plain.locator("body").inner_text(), path
        # A reader doubles only the text size (WCAG 1.4.4).
        page.set_viewport_size({"width": 390, "height": 844})
        page.add_style_tag(content="html { font-size: 250% }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        page.set_viewport_size({"width": 1280, "height": 720})
