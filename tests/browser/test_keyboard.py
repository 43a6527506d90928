"""Everything can be done with a keyboard, and a reader always sees where they are."""

import pytest
from playwright.sync_api import Page

from tests.browser.pages import ARTICLE, TYPES

_FOCUSED = """() => { const e = document.activeElement; const s = getComputedStyle(e);
  const b = e.getBoundingClientRect();
  const top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
  return { text: e.innerText.trim(), outline: s.outlineStyle, covered: !(e.contains(top) || top?.contains(e)),
           inside: b.top >= 0 && b.bottom <= innerHeight + 1 }; }"""


def test_the_first_tab_skips_to_the_text(page: Page, real_url: str) -> None:
    page.goto(real_url + ARTICLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to content"
    assert page.locator(".md-skip").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**#what-to-do-when-he-or-she-leaves")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_opens_and_closes_in_one_place_without_scripts(plain: Page, real_url: str) -> None:
    """On a narrow screen the menu is a native disclosure: Enter opens it, Tab walks it, Enter follows a link."""
    plain.set_viewport_size({"width": 390, "height": 844})
    plain.goto(real_url)
    handle, link = plain.locator(".menu > summary"), plain.locator(".menu a").nth(1)
    assert not link.is_visible()
    place = handle.bounding_box()
    # The skip link, the help link, the name of the site, the menu.
    for key in (*["Tab"] * 4, "Enter"):
        plain.keyboard.press(key)
    assert link.is_visible()
    assert handle.bounding_box() == place
    handle.click()
    assert not link.is_visible()
    for key in ("Enter", "Tab", "Tab", "Enter"):
        plain.keyboard.press(key)
    plain.wait_for_url("**/" + ARTICLE)


def test_one_menu_and_one_list_of_contents_are_there_at_every_width(page: Page, real_url: str) -> None:
    folds, columns = (".menu > summary", ".contents > summary"), (".md-sidebar--primary", ".md-sidebar--secondary")
    for width, menu, contents in ((390, folds, folds), (1000, folds, columns), (1280, columns, columns)):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(real_url + ARTICLE)
        seen = [page.locator(one).is_visible() for one in (*folds, *columns)]
        assert seen == [menu is folds, contents is folds, menu is columns, contents is columns], width


@pytest.mark.parametrize("path", [TYPES["article"], TYPES["help"], TYPES["afraid"]])
def test_focus_is_seen_and_never_covered(page: Page, real_url: str, path: str) -> None:
    """Each stop of the Tab key has an outline and nothing lies over it (WCAG 2.4.7 and 2.4.11)."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(real_url + path)
    stops = page.locator("a[href]:visible, summary:visible").count()
    assert stops > 10
    for _ in range(stops):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        assert focused["outline"] == "solid", focused
        assert focused["inside"], focused
        assert not focused["covered"], focused


def test_targets_are_large_enough(page: Page, real_url: str) -> None:
    """Links outside running text are at least 24 px high; help numbers at least 44 px (WCAG 2.5.8 and 2.5.5)."""
    page.set_viewport_size({"width": 390, "height": 844})
    low = "(links, least) => links.filter(one => one.getBoundingClientRect().height < least).map(one => one.innerText)"
    for path in TYPES.values():
        page.goto(real_url + path)
        for links, least in (
            ("nav a:visible, .md-footer a:visible, .related a:visible, summary:visible", 24),
            ("a[href^='tel:'], a[href^='sms:'], .md-banner a", 44),
        ):
            assert page.locator(links).count() > 0
            assert page.locator(links).evaluate_all(low, least) == [], path
