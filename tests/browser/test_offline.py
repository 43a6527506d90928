"""The site without a server: the edition to carry on a stick, and a page that a reader saved."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from scripts.finish.offline import OFFLINE
from tests.browser.pages import TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

# Also of links in pictures, which tell their address in another way.
_LEADS_TO = "links => links.map((a) => new URL(a.getAttribute('href'), location).href.split('#')[0])"
_SHOWN = {kind: path for kind, path in TYPES.items() if kind != "404"}


@pytest.fixture(scope="module")
def stick(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("stick with spaces")
    with zipfile.ZipFile(real_site / OFFLINE) as archive:
        archive.extractall(folder)
    return folder / "website"


@pytest.mark.parametrize("kind", _SHOWN)
def test_a_page_from_a_stick_says_and_looks_the_same(page: Page, real_url: str, stick: Path, kind: str) -> None:
    seen = []
    for address in (real_url + _SHOWN[kind], (stick / _SHOWN[kind] / "index.html").as_uri()):
        page.goto(address)
        seen.append((page.title(), page.locator("body").inner_text(), page.locator("body").bounding_box()))
    assert seen[0] == seen[1]


def test_every_page_is_reached_from_home_by_its_links(page: Page, stick: Path) -> None:
    page.goto((stick / "index.html").as_uri())
    waiting, reached = [page.url], {page.url}
    papers: set[str] = set()
    while waiting:
        page.goto(waiting.pop())
        assert page.locator("h1").count() == 1, page.url
        links = page.locator("a[href]").evaluate_all(_LEADS_TO)
        files = {link.partition("#")[0] for link in links if link.startswith("file:")}
        papers |= {link for link in files if link.endswith(".pdf")}
        found = files - papers - reached
        reached |= found
        waiting += found
    assert reached == {file.as_uri() for file in stick.rglob("*.html")}
    assert papers == {file.as_uri() for file in stick.rglob("*.pdf")}


@pytest.mark.parametrize("kind", _SHOWN)
def test_a_saved_page_says_the_same(browser: Browser, real_url: str, tmp_path: Path, kind: str) -> None:
    """Chromium saves a page with its stylesheet and pictures in one file, as other browsers do in a folder."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(real_url + _SHOWN[kind])
    text, box = page.locator("body").inner_text(), page.locator("body").bounding_box()
    link = page.locator("header a[href]").last.evaluate("a => a.href")
    saved = context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})
    file = tmp_path / "page.mhtml"
    file.write_bytes(saved["data"].encode())
    context.set_offline(True)
    page.goto(file.as_uri())
    assert page.locator("body").inner_text() == text
    # A long page may end a fraction of a line elsewhere.
    assert page.locator("body").bounding_box() == pytest.approx(box, abs=2)
    assert page.locator("header a[href]").last.evaluate("a => a.href") == link
    context.close()
