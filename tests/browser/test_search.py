"""The search page: finds sections and comments, keeps nothing, works by keyboard and under a strict policy."""

from __future__ import annotations

import shutil
from html import escape
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from scripts.common.built_pages import read_site
from scripts.finish import search
from tests.building import ROOT, build
from tests.conftest import FIXTURE, FIXTURE_FOOT, FIXTURE_NAV
from tests.site_server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, Request, Route

pytestmark = pytest.mark.browser

# What a host sends for this page; `wasm-unsafe-eval` lets Pagefind's program run, and nothing else.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
_NAV = [*FIXTURE_NAV, {"Comments": "comments/page-1.md"}, {"Search": "search.md"}]
_FRONT_MATTER = """\
---
title: Comments, page 1
description: A few invented comments, so that the tests of the search page have something to find in them.
kind: page
checked: 2026-11-23
---

# Comments, page 1

"""


def _comment(number: int, name: str, text: str, *, answer: bool = False, filters: str = "") -> str:
    by = ' data-by="author"' if answer else ""
    return (
        f'<article class="comment"{by} id="comment-{number}">'
        f'<h2 id="name-{number}">{name}</h2><p><time datetime="2019-05-04">4 May 2019</time></p>'
        f"<p>{escape(text)}</p>{filters}</article>\n"
    )


def _situation(name: str) -> str:
    return f'<p data-pagefind-filter="situation">{name}</p>'


_ANSWERED = '<span data-pagefind-filter="answered:yes"></span>'


@pytest.fixture(scope="module")
def archive_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the fixture site with a search page and a page of comments."""
    folder: Path = tmp_path_factory.mktemp("archive")
    docs = folder / "docs"
    shutil.copytree(FIXTURE / "docs", docs)
    shutil.copy(ROOT / "docs/search.md", docs)
    comments = [
        _comment(1, "Ann, from B", "A blue rowing boat.", filters=_ANSWERED + _situation("living apart")),
        _comment(2, "Al Turtle", "Row the boat back.", answer=True, filters=_situation("living apart")),
        _comment(3, "Ben", "A boat with <img src=x onerror=alert(1)> on it, & a sail.", filters=_situation("at home")),
        *(_comment(number, f"Reader {number}", "A lantern.") for number in range(4, 22)),
    ]
    # The filters shall be those of the comments below, and no others.
    archive = docs / "comments/what-to-do-when-he-or-she-leaves/page-1.md"
    archive.write_text(archive.read_text(encoding="utf-8").replace("    situations: [testing, living nowhere]\n", ""))
    (docs / "comments/page-1.md").write_text(_FRONT_MATTER + "\n".join(comments), encoding="utf-8")
    site = folder / "site"
    done = build(docs, site, nav=_NAV, extra={"foot": FIXTURE_FOOT})
    assert done.returncode == 0, done.stdout + done.stderr
    return site


@pytest.fixture(scope="module")
def archive_url(archive_site: Path) -> Iterator[str]:
    """Serve that site."""
    with serving(archive_site) as address:
        yield address


def _look(page: Page, url: str, words: str) -> None:
    page.goto(f"{url}search/")
    page.get_by_label("Words to look for").press_sequentially(words)
    expect(page.locator("#found")).not_to_be_empty()


def _found(page: Page) -> str:
    return page.locator("#found").inner_text()


def _results(page: Page, heading: str) -> Locator:
    return page.get_by_role("region", name=heading).locator("ol > li")


def _wait_for(page: Page, words: str) -> None:
    expect(page.locator("#found")).to_contain_text(words)


def test_the_index_is_fetched_when_the_field_is_entered(page: Page, archive_url: str) -> None:
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    page.goto(f"{archive_url}search/", wait_until="networkidle")
    assert not [request.url for request in requests if "pagefind/" in request.url]
    page.get_by_label("Words to look for").focus()
    page.wait_for_load_state("networkidle")
    assert [request.url for request in requests if request.url.endswith("pagefind/pagefind.js")]


def test_an_index_in_parts_finds_the_same(
    page: Page, archive_site: Path, archive_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    shutil.copytree(archive_site, site)
    monkeypatch.setattr(search, "MOST_IN_A_PART", 4)
    assert list(search.search_index(read_site(site))) == []
    assert len([path for path in (site / "pagefind").iterdir() if path.name.isdigit()]) >= 5
    found = []
    for address in (archive_url, None):
        with serving(site) as in_parts:
            _look(page, address or in_parts, "lantern")
            _wait_for(page, "18 comments")
            names = {item.get_by_role("heading").inner_text() for item in _results(page, "Comments").all()}
            _look(page, address or in_parts, "boat")
            _wait_for(page, "3 comments")
            titles = sorted(item.get_by_role("heading").inner_text() for item in _results(page, "Comments").all())
            found.append((_found(page), len(names), titles, page.get_by_label("Situation").inner_text()))
    assert found[0] == found[1]


def test_results_say_whether_they_are_articles_comments_or_answers(page: Page, archive_url: str) -> None:
    _look(page, archive_url, "boat")
    assert _found(page) == "Found for “boat”: 3 comments."
    comments = _results(page, "Comments")
    kinds = {item.locator("h3").inner_text(): item.locator(".kind").inner_text() for item in comments.all()}
    assert kinds == {
        "Ann, from B": "Comment, 4 May 2019, Comments, page 1",
        "Al Turtle": "Al Turtle’s answer, 4 May 2019, Comments, page 1",
        "Ben": "Comment, 4 May 2019, Comments, page 1",
    }
    assert not page.get_by_role("region", name="Pages", exact=True).is_visible()


def test_a_result_leads_to_the_comment(page: Page, archive_url: str) -> None:
    _look(page, archive_url, "rowing")
    _results(page, "Comments").get_by_role("link", name="Ann, from B").click()
    page.wait_for_url("**/comments/page-1/#comment-1")
    assert "blue rowing boat" in page.locator(":target").inner_text()


def test_a_result_leads_to_the_page_and_to_the_section(page: Page, real_url: str) -> None:
    _look(page, real_url, "holding your breath")
    first = _results(page, "Pages").first
    assert first.locator(".kind").inner_text() == "Article"
    assert first.get_by_role("link", name="When to fold").get_attribute("href") == f"{real_url}articles/when-to-fold/"
    assert {"holding", "breath"} & set(first.locator("mark").all_inner_texts())
    first.get_by_role("link", name="Waiting, or holding your breath").click()
    page.wait_for_url("**/articles/when-to-fold/#waiting")


def test_only_answered_comments_and_only_one_situation_can_be_asked_for(page: Page, archive_url: str) -> None:
    _look(page, archive_url, "boat")
    page.get_by_label("Situation").select_option("living apart")
    _wait_for(page, "2 comments")
    page.get_by_label("Only comments that Al Turtle answered").check()
    _wait_for(page, "1 comment.")
    assert _results(page, "Comments").locator("h3").all_inner_texts() == ["Ann, from B"]
    page.get_by_label("Situation").select_option("at home")
    _wait_for(page, "Nothing")
    assert page.get_by_label("Situation").locator("option").all_inner_texts() == [
        "All situations",
        "at home",
        "living apart",
    ]


def test_articles_can_be_asked_for_by_situation(page: Page, real_url: str) -> None:
    _look(page, real_url, "waiting")
    page.get_by_label("Situation").select_option("contact refused")
    _wait_for(page, "1 page.")
    assert _results(page, "Pages").locator("h3").all_inner_texts() == ["When to fold: waiting, or stopping"]


def test_a_filter_that_the_site_has_no_use_for_is_not_shown(page: Page, archive_site: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(archive_site, site)
    for file in site.glob("comments/**/index.html"):
        file.unlink()
    assert list(search.search_index(read_site(site))) == []
    with serving(site) as url:
        _look(page, url, "steps")
        assert not page.get_by_label("Only comments that Al Turtle answered").is_visible()


def test_the_question_that_the_author_answered_is_found_among_real_comments(page: Page, real_url: str) -> None:
    _look(page, real_url, "friendship")
    page.get_by_label("Only comments that Al Turtle answered").check()
    page.get_by_label("Situation").select_option("we still meet")
    _wait_for(page, "1 comment")
    [found] = _results(page, "Comments").all()
    found.get_by_role("link").first.click()
    page.wait_for_url(f"{real_url}comments/what-to-do-when-he-or-she-leaves/#comment-r3")


def test_it_says_when_nothing_is_found(page: Page, archive_url: str) -> None:
    _look(page, archive_url, "xyzzy")
    assert _found(page) == (
        "Nothing was found for “xyzzy”. Try one word, or another one, or choose a page from the list below."
    )
    page.get_by_label("Words to look for").fill("")
    expect(page.locator("#found")).to_be_empty()


def test_what_a_comment_says_stays_text(page: Page, archive_url: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    _look(page, archive_url, "sail")
    assert "A boat with <img src=x onerror=alert(1)> on it, & a sail." in page.locator(".excerpt").last.inner_text()
    assert page.locator("main img").count() == 0
    page.get_by_label("Words to look for").fill("<b>sail</b>")
    _wait_for(page, "<b>")
    assert page.locator("#found b").count() == 0


def test_it_works_with_the_keyboard_alone(page: Page, archive_url: str) -> None:
    page.goto(f"{archive_url}search/")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "words":
            break
    page.keyboard.type("lantern")
    _wait_for(page, "18 comments")
    page.keyboard.press("Enter")
    assert page.url == f"{archive_url}search/"
    # The focus is on the line that says what was found: the results come next.
    expect(page.locator("#found")).to_be_focused()
    more = page.get_by_role("button", name="Show more comments")
    for _ in range(30):
        if more.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(_results(page, "Comments")).to_have_count(16)
    # The focus is on the first of the new results, so that reading goes on there.
    ninth = _results(page, "Comments").nth(8).get_by_role("link")
    assert ninth.evaluate("link => link === document.activeElement")
    address = ninth.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(str(address))


def test_all_results_can_be_shown_and_then_the_button_goes(page: Page, archive_url: str) -> None:
    _look(page, archive_url, "lantern")
    more = page.get_by_role("button", name="Show more comments")
    for count in (16, 18):
        more.click()
        expect(_results(page, "Comments")).to_have_count(count)
    assert not more.is_visible()
    assert len(set(_results(page, "Comments").locator("h3").all_inner_texts())) == 18


def test_the_number_of_results_is_announced(page: Page, archive_url: str) -> None:
    page.goto(f"{archive_url}search/")
    status = page.get_by_role("status")
    assert status.count() == 1
    assert status.inner_text() == ""
    page.get_by_label("Words to look for").fill("boat")
    _wait_for(page, "3 comments")
    assert status.inner_text() == "Found for “boat”: 3 comments."


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_results(
    page: Page, archive_url: str, real_url: str, scheme: Literal["light", "dark"], width: int
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    for url, words in ((archive_url, "boat"), (archive_url, "lantern"), (real_url, "afraid"), (real_url, "xyzzy")):
        _look(page, url, words)
        results = Axe().run(page, options={"rules": {"color-contrast-enhanced": {"enabled": True}}})
        found = [
            f"{violation['id']}: {node['html']}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
        assert not found, "\n".join(found)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_works_under_a_strict_policy_with_a_clean_console(page: Page, archive_url: str) -> None:
    def with_policy(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})

    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.route("**/search/", with_policy)
    _look(page, archive_url, "boat")
    assert _found(page) == "Found for “boat”: 3 comments."
    assert noise == []


def test_nothing_that_is_typed_is_kept_or_sent(page: Page, archive_url: str) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data or ''}"))
    page.goto(f"{archive_url}search/")
    before = page.evaluate("history.length")
    page.get_by_label("Words to look for").press_sequentially("lantern")
    _wait_for(page, "18 comments")
    page.keyboard.press("Enter")
    assert page.url == f"{archive_url}search/"
    assert page.evaluate("history.length") == before
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert not [line for line in sent if "lant" in line.lower() or not line.startswith(f"GET {archive_url}")]
    page.reload()
    assert page.get_by_label("Words to look for").input_value() == ""
    field = page.get_by_label("Words to look for")
    assert {name: field.get_attribute(name) for name in ("name", "autocomplete", "spellcheck")} == {
        "name": None,
        "autocomplete": "off",
        "spellcheck": "false",
    }


@pytest.mark.parametrize(
    ("words", "help_pages"),
    [
        ("afraid", ["Looking after yourself"]),
        ("hurt myself", ["Help now", "Looking after yourself"]),
        ("Kill myself", ["Help now"]),
        ("suicidal", ["Help now"]),
        ("he hits me", ["Looking after yourself"]),
        ("scared of her", ["Looking after yourself"]),
        ("he is stalking me", ["Looking after yourself"]),
    ],
)
def test_words_of_need_lead_to_help_before_all_else(
    page: Page, real_url: str, words: str, help_pages: list[str]
) -> None:
    _look(page, real_url, words)
    assert _found(page).startswith("Help comes first. ")
    first = page.get_by_role("region", name="Help first")
    assert first.get_by_role("link").all_inner_texts() == help_pages
    assert page.locator(".results:visible").first.get_attribute("id") == "first"


def test_help_is_shown_even_if_the_index_does_not_load(page: Page, real_url: str) -> None:
    page.route("**/pagefind/**", lambda route: route.abort())
    _look(page, real_url, "suicide")
    assert page.get_by_role("region", name="Help first").get_by_role("link").all_inner_texts() == ["Help now"]


def test_other_words_bring_no_help_that_nobody_asked_for(page: Page, real_url: str) -> None:
    _look(page, real_url, "distance")
    assert not page.get_by_role("region", name="Help first").is_visible()
    assert "Help" not in _found(page)


def test_pages_with_a_neutral_title_are_shown_by_it_and_tell_nothing_else(page: Page, real_url: str) -> None:
    for words, title in (("afraid", "Looking after yourself"), ("passwords", "Phone and computer settings")):
        _look(page, real_url, words)
        item = _results(page, "Pages").filter(has=page.get_by_role("link", name=title))
        description = page.request.get(str(item.get_by_role("link").get_attribute("href"))).text()
        excerpt = item.locator(".excerpt").inner_text()
        assert f'<meta name="description" content="{excerpt}"' in description
        assert item.get_by_role("link").all_inner_texts() == [title]
        assert "afraid" not in item.inner_text().lower()


def test_it_says_so_when_the_index_does_not_load_and_tries_again(page: Page, archive_url: str) -> None:
    page.route("**/pagefind/pagefind.js", lambda route: route.abort())
    _look(page, archive_url, "boat")
    assert _found(page) == (
        "The search did not load. Load this page again to try once more, or choose a page from the list below."
    )
    page.unroute("**/pagefind/pagefind.js")
    _look(page, archive_url, "boat")
    assert _found(page) == "Found for “boat”: 3 comments."


def test_without_scripts_the_page_says_so_and_lists_all_pages(browser: Browser, real_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{real_url}search/")
    assert not page.locator("form").is_visible()
    told = page.locator("noscript p")
    assert told.is_visible()
    assert told.inner_text() == ("The search does not work here, as it needs scripts. All pages are listed below.")
    listed = page.get_by_role("region", name="All pages").get_by_role("link")
    files = {path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    # Of comments only the index is listed, which is the folder.
    pages = {name.removesuffix("/index") for name in files if "/page-" not in name}
    addresses = {link.evaluate("link => new URL(link.href).pathname").strip("/") or "index" for link in listed.all()}
    assert addresses == pages - {"search"}
    context.close()


def test_nothing_moves_when_the_form_appears(page: Page, real_url: str) -> None:
    """The script comes after the first look at the page; what is below the form stays where it was."""
    page.route("**/assets/search.js", lambda route: route.abort())
    page.goto(f"{real_url}search/")
    assert not page.get_by_role("search").is_visible()
    before = page.get_by_role("heading", name="All pages").bounding_box()
    page.unroute("**/assets/search.js")
    page.goto(f"{real_url}search/")
    expect(page.get_by_role("search")).to_be_visible()
    assert page.get_by_role("heading", name="All pages").bounding_box() == before


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_leads_to_the_search(page: Page, real_url: str, width: int) -> None:
    """On a wide screen by a link of the menu that stands beside the text, on a phone by the menu in the head."""
    page.set_viewport_size({"width": width, "height": 844})
    for path in ("", "articles/when-to-fold/", "help-now/", "looking-after-yourself/", "no-such-page/"):
        page.goto(real_url + path)
        if width == 390:
            page.locator("summary", has_text="Menu").click()
        page.get_by_role("navigation", name="Menu").get_by_role("link", name="Search", exact=True).click()
        page.wait_for_url("**/search/")


def test_what_is_found_stands_right_below_the_field(page: Page, real_url: str) -> None:
    """Help first, then the results; filters and the note come after them, and the button beside the field."""
    page.set_viewport_size({"width": 390, "height": 844})
    _look(page, real_url, "suicide")
    _wait_for(page, "Found")
    expect(page.locator(".filters").first).to_be_visible()
    order = ("#words", "#found", "#first", "#first a", "[data-kinds]:visible", ".filters", "#kept", "#all-pages")
    boxes = [page.locator(one).first.bounding_box() for one in (*order, "form button")]
    tops = [box["y"] for box in boxes if box is not None]
    assert len(tops) == len(boxes)
    assert tops[:-1] == sorted(tops[:-1])
    assert tops[-1] == tops[0], "the button stands beside the field"
    assert tops[3] < 600, "help stays in sight above an open keyboard"
    for target in page.locator("#words, form button, .results a:visible, #situation").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
