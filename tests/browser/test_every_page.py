"""What holds on every page of the site; each is opened once. What hangs on the layout alone is in the other files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Browser, FloatRect, Page

from tests.browser.pages import ARTICLE, LOOKS, TYPES, WIDTHS, axe_faults, box_of, every_page
from tests.building import ROOT

pytestmark = pytest.mark.browser

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


@dataclass
class Opened:
    """A page in the browser, with all that it asked for and all that the browser noted."""

    path: str
    page: Page
    requests: list[tuple[str, str]]
    noted: list[str]

    def on_a_phone(self) -> Page:
        self.page.set_viewport_size({"width": 390, "height": SCREEN})
        return self.page


@pytest.fixture(scope="module", params=every_page())
def opened(request: pytest.FixtureRequest, browser: Browser, real_url: str) -> Iterator[Opened]:
    with browser.new_context(viewport={"width": 390, "height": SCREEN}) as context:
        found = Opened(request.param, context.new_page(), [], [])
        found.page.on("request", lambda asked: found.requests.append((asked.resource_type, asked.url)))
        found.page.on("console", lambda message: found.noted.append(message.text))
        found.page.on("pageerror", lambda error: found.noted.append(str(error)))
        found.page.goto(real_url + found.path)
        yield found


def _help_link(page: Page) -> FloatRect:
    return box_of(page.get_by_role("link", name="Get help now", exact=True).first)


@pytest.fixture(scope="module")
def help_at_home(browser: Browser, real_url: str) -> FloatRect:
    with browser.new_context(viewport={"width": 390, "height": SCREEN}) as context:
        page = context.new_page()
        page.goto(real_url)
        return _help_link(page)


def test_help_is_in_the_first_screen_and_always_in_one_place(opened: Opened, help_at_home: FloatRect) -> None:
    box = _help_link(opened.on_a_phone())
    assert box["y"] + box["height"] <= SCREEN
    assert box["height"] >= 44
    assert (box["x"], box["y"]) == (help_at_home["x"], help_at_home["y"])


def test_it_is_no_longer_than_its_reader_can_bear(opened: Opened) -> None:
    """Reader criteria, “Length”."""
    source = next((ROOT / "docs").glob(f"{opened.path.rstrip('/') or 'index'}.md"), None)
    kind = re.search(r"^kind: (.+)$", source.read_text(encoding="utf-8"), re.MULTILINE) if source else None
    screens = opened.on_a_phone().evaluate("document.documentElement.scrollHeight") / SCREEN
    most = MOST_OF_PAGE.get(opened.path, MOST.get(kind[1] if kind else "", 99))
    assert screens <= most, f"{source}:1: This page fills {screens:.1f} screens of a phone; shorten it to {most}."


def test_the_exit_is_on_the_pages_about_abuse_and_on_no_other(opened: Opened) -> None:
    assert opened.page.locator("a[data-exit]").count() == (1 if opened.path in WITH_EXIT else 0)


def test_a_thumb_can_call_every_help_number(opened: Opened) -> None:
    numbers = [(text, linked) for text, linked in opened.page.evaluate(_TEXTS) if _NUMBER.search(text)]
    assert [text for text, linked in numbers if not linked] == []
    assert opened.path != TYPES["help"] or len(numbers) > 10


def test_axe_finds_nothing(opened: Opened) -> None:
    assert axe_faults(opened.page, LOOKS if opened.path in TYPES.values() else LOOKS[:1]) == []


def test_nothing_runs_over_the_side(opened: Opened) -> None:
    """A page never scrolls sideways at 320 px (WCAG 1.4.10), nor at 200 % on a 640 px window, which is the same."""
    for width in WIDTHS:
        opened.page.set_viewport_size({"width": width, "height": SCREEN})
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_three_requests_no_other_host_and_a_clean_console(opened: Opened, real_url: str) -> None:
    """Whatever was done with the page above: it asks for itself, its stylesheet, the icon, and a script at most."""
    scripts = 1 if opened.path in WITH_SCRIPT else 0
    assert all(url.startswith(real_url) for _, url in opened.requests), opened.requests
    assert len(opened.requests) <= 3 + scripts, opened.requests
    assert [kind for kind, _ in opened.requests].count("script") == scripts
    assert opened.page.context.cookies() == []
    # Chromium itself notes a page that answers 404.
    assert len(opened.noted) == (1 if opened.path == TYPES["404"] else 0), opened.noted
