"""A page is as long as someone upset can read on a phone: screens of 390 × 844 (reader criteria, “Length”)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from scripts.content.front_matter import page_files
from tests.browser.pages import ARTICLE
from tests.building import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WIDTH, SCREEN = 390, 844
#: How many screens a kind of page may fill, and single pages that may be longer or have to be shorter.
MOST: Final = {"article": 8, "evidence": 12, "help": 12, "home": 8, "page": 8}
MOST_OF_PAGE: Final = {f"{ARTICLE.rstrip('/')}.md": 10, "how-to-use-this-website.md": 3}
#: What has to come early, and within how many screens.
EARLY: Final = {"#step-1": 2.5, "article .do": 1.5, "#not-for-you": 2.5}


def _measured() -> dict[str, float]:
    """Give the pages whose length is bounded, from their path in docs/ to the screens that they may fill."""
    found: dict[str, float] = {}
    for file in page_files(ROOT / "docs"):
        name = file.relative_to(ROOT / "docs").as_posix()
        kind = re.search(r"^kind: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        if kind and kind[1] in MOST and name != "search.md":
            found[name] = MOST_OF_PAGE.get(name, MOST[kind[1]])
    return found


@pytest.mark.parametrize("name", _measured())
def test_a_page_is_no_longer_than_its_reader_can_bear(page: Page, real_url: str, name: str) -> None:
    page.set_viewport_size({"width": WIDTH, "height": SCREEN})
    page.goto(real_url + name.removesuffix("index.md").removesuffix(".md"))
    screens = page.evaluate("document.documentElement.scrollHeight") / SCREEN
    most = _measured()[name]
    assert screens <= most, f"docs/{name}:1: This page fills {screens:.1f} screens of a phone; shorten it to {most}."


@pytest.mark.parametrize(("element", "screens"), EARLY.items())
def test_the_first_thing_to_do_comes_early(page: Page, real_url: str, element: str, screens: float) -> None:
    page.set_viewport_size({"width": WIDTH, "height": SCREEN})
    page.goto(real_url + ARTICLE)
    box = page.locator(element).first.bounding_box()
    assert box is not None
    assert box["y"] <= screens * SCREEN
