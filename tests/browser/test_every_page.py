"""What holds on every page of the site; each is opened once. What hangs on the layout alone is in the other files."""

import re
from typing import Final

import pytest
from playwright.sync_api import Browser, FloatRect, Page

from tests.browser.pages import ARTICLE, LOOKS, TYPES, WIDTHS, axe_faults, box_of, every_page
from tests.building import ROOT

SCREEN = 844  # one phone screen, in CSS pixels
WITH_EXIT: Final = (TYPES["afraid"], "looking-at-what-you-did/", "phone-and-computer/")
WITH_SCRIPT: Final = (*WITH_EXIT, TYPES["stories"], TYPES["search"])
#: How many screens of a phone a kind of page may fill, and single pages that may be longer or have to be shorter.
MOST: Final = {"article": 8, "evidence": 12, "help": 12, "home": 8, "page": 8}
MOST_OF_PAGE: Final = {ARTICLE: 10, "how-to-use-this-website/": 3, TYPES["search"]: 99}

_NUMBER = re.compile(
    r"\b(?:1-800-\d|0800 \d|0808 \d|1800 \d|116 123|13 11 14|741741|85258|50808|988\b(?! Suicide)|14416)"
)
_TEXTS = """() => { const out = []; const w = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = w.nextNode(); n; n = w.nextNode())
    out.push([n.textContent, !!n.parentElement.closest("a[href^='tel:'], a[href^='sms:']")]);
  return out; }"""


def _help_link(page: Page) -> FloatRect:
    return box_of(page.get_by_role("link", name="Get help now", exact=True).first)


@pytest.fixture(scope="module")
def help_at_home(browser: Browser, real_url: str) -> FloatRect:
    with browser.new_context(viewport={"width": 390, "height": SCREEN}) as context:
        page = context.new_page()
        page.goto(real_url)
        return _help_link(page)


@pytest.mark.parametrize("path", every_page())
def test_a_page_keeps_what_all_pages_promise(page: Page, real_url: str, help_at_home: FloatRect, path: str) -> None:
    requests: list[tuple[str, str]] = []
    noted: list[str] = []
    page.on("request", lambda asked: requests.append((asked.resource_type, asked.url)))
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.set_viewport_size({"width": 390, "height": SCREEN})
    page.goto(real_url + path)

    # Help is in the first screen, always in one place, and a thumb meets it.
    box = _help_link(page)
    assert box["y"] + box["height"] <= SCREEN
    assert box["height"] >= 44
    assert (box["x"], box["y"]) == (help_at_home["x"], help_at_home["y"])

    # It is no longer than its reader can bear: reader criteria, “Length”.
    source = next((ROOT / "docs").glob(f"{path.rstrip('/') or 'index'}.md"), None)
    kind = re.search(r"^kind: (.+)$", source.read_text(encoding="utf-8"), re.MULTILINE) if source else None
    screens = page.evaluate("document.documentElement.scrollHeight") / SCREEN
    most = MOST_OF_PAGE.get(path, MOST.get(kind[1] if kind else "", 99))
    assert screens <= most, f"{source}:1: This page fills {screens:.1f} screens of a phone; shorten it to {most}."

    # The exit is on the pages about abuse and on no other; a thumb can call every help number.
    assert page.locator("a[data-exit]").count() == (1 if path in WITH_EXIT else 0)
    numbers = [(text, linked) for text, linked in page.evaluate(_TEXTS) if _NUMBER.search(text)]
    assert [text for text, linked in numbers if not linked] == []
    assert path != TYPES["help"] or len(numbers) > 10

    # It never scrolls sideways at 320 px (WCAG 1.4.10), nor at 200 % on a 640 px window, which is the same.
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": SCREEN})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_faults(page, LOOKS if path in TYPES.values() else LOOKS[:1]) == []

    # Whatever was done with it: it asked for itself, its stylesheet, the icon, and a script at most, of no other host.
    scripts = 1 if path in WITH_SCRIPT else 0
    assert all(url.startswith(real_url) for _, url in requests), requests
    assert len(requests) <= 3 + scripts, requests
    assert [kind for kind, _ in requests].count("script") == scripts
    assert page.context.cookies() == []
    # Chromium itself notes a page that answers 404.
    assert len(noted) == (1 if path == TYPES["404"] else 0), noted
