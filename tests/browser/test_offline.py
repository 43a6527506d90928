"""The site without a server: the edition to carry on a stick, and a page that a reader saved."""

import random
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import FloatRect, Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from scripts.common.built_pages import read_site
from scripts.finish.offline import OFFLINE, offline
from scripts.finish.search import search_index
from tests.browser.pages import TYPES
from tests.browser.test_search import type_in
from tests.building import ROOT
from tests.golden import cases
from tests.site_server import serving
from tests.sites import page as html_page

# Also of links in pictures, which tell their address in another way.
_LEADS_TO = "links => links.map((a) => new URL(a.getAttribute('href'), location).href.split('#')[0])"
_SHOWN = {kind: path for kind, path in TYPES.items() if kind != "404"}
#: Fifty things to look for, with words of need and slips among them.
SOUGHT: Final = (*dict(cases("search.yml", "questions")), *cases("search.yml", "more"))


def _unpacked(site: Path, folder: Path) -> Path:
    with zipfile.ZipFile(site / OFFLINE) as archive:
        archive.extractall(folder)
    return folder / "website"


@pytest.fixture(scope="module")
def stick(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _unpacked(real_site, tmp_path_factory.mktemp("stick with spaces"))


@pytest.fixture(scope="module")
def thousand(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Give the site with a thousand comments, made up of the words of its pages, on a host and on a stick."""
    folder = tmp_path_factory.mktemp("thousand")
    site = shutil.copytree(real_site, folder / "site", ignore=shutil.ignore_patterns("*.pdf", "*.br", "*.gz"))
    chance = random.Random(0)  # noqa: S311 - made-up words are no secret
    words = [word for file in (ROOT / "docs").rglob("*.md") for word in re.findall(r"[a-z]+", file.read_text("utf-8"))]
    for number in range(40):
        comments = "".join(
            f'<article class="comment" id="comment-{number}-{one}"><h2>Someone wrote</h2>'
            f"<p>{' '.join(chance.choices(words, k=round(chance.lognormvariate(3.6, 0.9)) + 2))}</p></article>"
            for one in range(25)
        )
        (site / f"made-up-{number}.html").write_text(html_page(f"<main><h1>Made up</h1>{comments}</main>"))
    model = read_site(site)
    assert list(search_index(model)) == []
    offline(model)
    with serving(site) as address:
        yield address, _unpacked(site, folder)


def _seen(page: Page) -> tuple[str, str, FloatRect | None]:
    return page.title(), page.locator("body").inner_text(), page.locator("body").bounding_box()


@pytest.mark.parametrize("kind", _SHOWN)
def test_a_page_that_was_saved_or_is_on_a_stick_says_and_looks_the_same(
    page: Page, real_url: str, stick: Path, tmp_path: Path, kind: str
) -> None:
    """Chromium saves a page with its stylesheet and pictures in one file, as other browsers do in a folder."""
    page.goto(real_url + _SHOWN[kind])
    title, text, box = _seen(page)
    link = page.locator("header a[href]").last.evaluate("a => a.href")
    file = tmp_path / "page.mhtml"
    saved = page.context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})
    file.write_bytes(saved["data"].encode())
    page.context.set_offline(True)
    page.goto((stick / _SHOWN[kind] / "index.html").as_uri())
    assert _seen(page) == (title, text, box)
    page.goto(file.as_uri())
    # A long page may end a fraction of a line elsewhere.
    assert page.locator("body").inner_text() == text
    assert page.locator("body").bounding_box() == pytest.approx(box, abs=2)
    assert page.locator("header a[href]").last.evaluate("a => a.href") == link


def test_every_page_is_there_and_is_reached_from_home_by_its_links(page: Page, real_site: Path, stick: Path) -> None:
    pages = {path for path, one in read_site(real_site).pages.items() if not one.redirect and path != "404.html"}
    assert {file.relative_to(stick).as_posix() for file in stick.rglob("*.html")} == pages
    page.goto((stick / "index.html").as_uri())
    waiting, reached = [page.url], {page.url}
    papers: set[str] = set()
    while waiting:
        page.goto(waiting.pop())
        assert page.locator("h1").count() == 1, page.url
        links = page.locator("a[href]").evaluate_all(_LEADS_TO)
        files = {link.partition("#")[0] for link in links if link.startswith("file:")}
        papers |= {link for link in files if link.endswith((".pdf", ".epub"))}
        found = files - papers - reached
        reached |= found
        waiting += found
    assert reached == {file.as_uri() for file in stick.rglob("*.html")}
    assert papers == {file.as_uri() for form in ("pdf", "epub") for file in stick.rglob(f"*.{form}")}


def _first_five(page: Page, words: str) -> tuple[str, list[list[str]]]:
    """Look for words; give what the page says of them, and where the first of each kind lead."""
    type_in(page, words)
    regions = page.locator(".results:visible").all()
    links = [region.locator("h3 a").evaluate_all("links => links.slice(0, 5).map(a => a.href)") for region in regions]
    return page.locator("#found").inner_text(), links


def test_search_on_a_stick_finds_the_same_in_150_kb(
    page: Page, new_context: CreateContextCallback, thousand: tuple[str, Path]
) -> None:
    address, folder = thousand
    assert len(SOUGHT) == 50
    page.goto(f"{address}search/")
    read: list[Path] = []
    other, sizes = {}, {}
    carried = new_context(offline=True).new_page()
    carried.on("requestfinished", lambda request: read.append(Path(unquote(urlsplit(request.url).path))))
    for words in SOUGHT:
        read.clear()
        carried.goto((folder / "search/index.html").as_uri())
        said, links = _first_five(carried, words)
        here = f"{folder.as_uri()}/"
        as_on_host = [[link.replace(here, address).replace("index.html", "") for link in one] for one in links]
        if (on_host := _first_five(page, words)) != (said, as_on_host):
            other[words] = (on_host, said, as_on_host)
        scripts = [(file.stat().st_size, file.parent.name == "fragment") for file in read if file.suffix == ".js"]
        # Of what the results show, the first one needs one file.
        first = max((size for size, is_result in scripts if is_result), default=0)
        sizes[words] = first + sum(size for size, is_result in scripts if not is_result)
    assert other == {}
    assert {words: size for words, size in sizes.items() if size > 150_000} == {}
