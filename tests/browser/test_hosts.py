"""A real nginx and a real Caddy, set up by what the build wrote, send what they should; Chromium is content with it."""

import contextlib
import gzip
import shutil
from collections.abc import Callable, Iterator
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import brotli  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page

from scripts.common.built_pages import read_site
from scripts.content.data_files import old_addresses
from scripts.finish import finish
from scripts.finish.hosts import policy_of
from tests.browser.pages import TYPES
from tests.building import ROOT
from tests.hosts import TABLE, caddy, nginx
from tests.site_server import serving


@contextlib.contextmanager
def pages_alone(real_site: Path, folder: Path) -> Iterator[str]:
    """Serve a site as GitHub Pages would: no headers of ours, and each page with its own policy."""
    shutil.copytree(real_site, folder / "site")
    assert finish(folder / "site", ROOT / "docs", policies_in_pages=True) == []
    with serving(folder / "site") as address:
        yield address


def _served(request: pytest.FixtureRequest, real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with request.param(real_site, tmp_path_factory.mktemp("host")) as address:
        yield address


host = pytest.fixture(_served, scope="module", params=[nginx, caddy])
any_host = pytest.fixture(_served, scope="module", params=[nginx, caddy, pages_alone])


def _get(host: str, path: str, accept: str = "") -> tuple[int, Message, bytes]:
    connection = HTTPConnection(urlsplit(host).netloc)
    connection.request("GET", path, headers={"Accept-Encoding": accept} if accept else {})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.headers, body


def _styles(site: Path) -> list[str]:
    """Give the stylesheets that pages have: what their kinds need of the theme's and of ours."""
    return sorted(file.relative_to(site).as_posix() for file in site.glob("assets/style.*.css"))


def _all_told(headers: Message, policy: str, cache: str) -> bool:
    told = [*TABLE.everywhere, ("Content-Security-Policy", TABLE.policies[policy]), ("Cache-Control", cache)]
    return all(headers.get_all(name) == [value] for name, value in told)


def test_every_page_comes_with_its_policy_and_all_other_headers(host: str, real_site: Path) -> None:
    site = read_site(real_site)
    pages = [page for page in site.pages.values() if page.redirect is None and page.path != "404.html"]
    assert len({policy_of(page) for page in pages}) >= 2
    for page in pages:
        status, headers, body = _get(host, f"/{page.url}")
        assert (status, body) == (200, page.data), page.path
        assert _all_told(headers, policy_of(page), TABLE.pages_cache), page.path
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert "unsafe-inline" not in headers["Content-Security-Policy"]


def test_what_is_not_there_gets_the_404_page_with_all_headers(host: str, real_site: Path) -> None:
    gone = ("/no-such-page/", "/about/no-such.css", "/pagefind/index/no-such.pf_index")
    for path in (*gone, "/_headers", "/_redirects", "/server.nginx.conf", "/redirects.caddy"):
        status, headers, body = _get(host, path)
        assert (status, body) == (404, (real_site / "404.html").read_bytes()), path
        assert _all_told(headers, "usual", TABLE.pages_cache), path


@pytest.mark.parametrize(("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_what_was_packed_is_sent(host: str, real_site: Path, coding: str, unpack: Callable[[bytes], bytes]) -> None:
    suffix = f".{coding.removesuffix('ip')}"
    for path in ("index.html", "about/index.html", *_styles(real_site), "feed.xml", "assets/exit.js"):
        status, headers, body = _get(host, "/" + path.removesuffix("index.html"), coding)
        assert (status, headers["Content-Encoding"]) == (200, coding), path
        assert headers["Vary"] == "Accept-Encoding"
        assert body == (real_site / f"{path}{suffix}").read_bytes(), path
        assert unpack(body) == (real_site / path).read_bytes()
        _, plain, body = _get(host, "/" + path.removesuffix("index.html"))
        assert plain["Content-Encoding"] is None
        assert plain["Content-Type"] == headers["Content-Type"]
        assert body == (real_site / path).read_bytes()


def test_files_with_a_hash_are_kept_for_a_year_and_e_books_are_called_so(host: str, real_site: Path) -> None:
    assert _styles(real_site)
    assert all(_all_told(_get(host, f"/{path}")[1], "usual", TABLE.kept_cache) for path in _styles(real_site))
    assert _all_told(_get(host, "/assets/exit.js")[1], "usual", TABLE.pages_cache)
    assert _get(host, "/print/booklet.epub")[1].get_all("Content-Type") == ["application/epub+zip"]


def test_every_old_address_and_a_folder_without_its_slash_answer_with_a_redirect(host: str) -> None:
    assert _get(host, "/about")[0] in {301, 308}
    for entry in old_addresses(ROOT / "docs/_data").all():
        for path in entry.paths:
            address = f"/{quote(path)}" + (f"?{'='.join(entry.query)}" if entry.query else "")
            status, headers, _ = _get(host, address)
            assert status == 301, address
            assert headers["Referrer-Policy"] == "no-referrer"
            to = urlsplit(headers["Location"])
            assert unquote(to.fragment) == (entry.anchor or "")
            assert (to.netloc, to.query) == ("", "")
            assert _get(host, to.path)[0] == 200, address


def test_every_type_of_page_is_whole_and_quiet_and_search_and_exit_work(page: Page, any_host: str) -> None:
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    for path in TYPES.values():
        page.goto(any_host + path, wait_until="load")
        sheets = "[...document.styleSheets].map((sheet) => sheet.cssRules.length > 0)"
        assert page.evaluate(sheets) == [True], path
    page.goto(any_host + TYPES["search"])
    page.get_by_role("searchbox").fill("boundary")
    page.locator("section[data-kinds] li mark").first.wait_for()
    assert [text for text in console if "status of 404" not in text] == []
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="elsewhere", content_type="text/html"))
    page.goto(any_host + TYPES["afraid"])
    page.locator("[data-exit]").click()
    page.wait_for_url("https://www.bbc.co.uk/**")


def test_the_policy_stops_what_does_not_belong(page: Page, any_host: str) -> None:
    page.goto(any_host)
    stopped = page.evaluate("""() => new Promise((resolve) => {
      const found = [];
      document.addEventListener("securitypolicyviolation", (event) => {
        found.push(event.effectiveDirective);
        if (found.length === 3) resolve(found.sort());
      });
      const script = document.createElement("script");
      script.textContent = "document.title = 'run'";
      const style = document.createElement("style");
      style.textContent = "body { display: none }";
      const picture = document.createElement("img");
      picture.src = "https://elsewhere.example/picture.png";
      document.body.append(script, style, picture);
    })""")
    assert stopped == ["img-src", "script-src-elem", "style-src-elem"]
    assert page.title() != "run"
