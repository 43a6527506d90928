"""A page printed with Ctrl+P is a good sheet of paper: large type, addresses written out, no navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import ARTICLE, TYPES

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_PT_PER_PX = 0.75


@pytest.mark.parametrize("path", TYPES.values())
def test_paper_has_no_navigation(page: Page, real_url: str, path: str) -> None:
    page.goto(real_url + path)
    page.emulate_media(media="print")
    for selector in ("nav", ".menu", ".skip", ".exit", ".related"):
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
