"""The search page: finds sections and comments, keeps nothing, works by keyboard and under a strict policy."""

import shutil
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.common.built_pages import read_site
from scripts.finish import search
from tests.browser.pages import LOOKS, TYPES, axe_faults, box_of, every_page
from tests.building import served
from tests.golden import cases
from tests.site_server import serving

archive_url = served("toolbox_site")


def _look(page: Page, url: str, words: str) -> None:
    page.goto(f"{url}search/")
    page.get_by_label("Words to look for").press_sequentially(words)
    expect(page.locator("#found")).not_to_be_empty()


def type_in(page: Page, words: str) -> None:
    """Type words into the open search page, press Enter, and wait for what is found."""
    page.get_by_label("Words to look for").fill(words)
    page.keyboard.press("Enter")
    _wait_for(page, f"“{words}”")


def _found(page: Page) -> str:
    """Give what is announced."""
    return page.get_by_role("status").inner_text()


def _results(page: Page, heading: str = "Comments") -> Locator:
    return page.get_by_role("region", name=heading).locator("ol > li")


def _wait_for(page: Page, words: str) -> None:
    expect(page.locator("#found")).to_contain_text(words)


def _names(page: Page) -> list[str]:
    return page.locator("[data-kinds]:visible ol > li h3").all_inner_texts()


def test_what_is_found_and_what_is_said_of_it(page: Page, archive_url: str, real_url: str) -> None:
    for site, words, choices, said, names in cases("search.yml", "found"):
        _look(page, {"archive": archive_url, "real": real_url}[site], words)
        for choice in choices:
            if choice == "answered":
                page.get_by_label("Only comments that the author answered").check()
            else:
                page.get_by_label("Situation").select_option(choice)
        _wait_for(page, said)
        assert sorted(_names(page)) == names, (words, choices)


def test_an_index_in_parts_finds_the_same(
    page: Page, toolbox_site: Path, archive_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = shutil.copytree(toolbox_site, tmp_path / "site")
    monkeypatch.setattr(search, "MOST_IN_A_PART", 4)
    assert list(search.search_index(read_site(site))) == []
    assert len([path for path in (site / "pagefind").iterdir() if path.name.isdigit()]) >= 3
    found = []
    with serving(site) as in_parts:
        sought = (("lantern", "18 comments"), ("boat", "3 comments"))
        for address, (words, said) in product((archive_url, in_parts), sought):
            _look(page, address, words)
            _wait_for(page, said)
            names = _names(page)
            # Of the eighteen, eight are shown, whichever come first.
            found.append((len(names), words == "boat" and sorted(names), page.get_by_label("Situation").inner_text()))
    assert found[:2] == found[2:]


def test_results_say_whether_they_are_articles_comments_or_answers(page: Page, archive_url: str) -> None:
    page.goto(f"{archive_url}search/")
    assert _found(page) == ""
    _look(page, archive_url, "boat")
    assert {item.locator("h3").inner_text(): item.locator(".kind").inner_text() for item in _results(page).all()} == {
        "Ann, from B": "Comment, 4 May 2019, Comments, page 1",
        "Al Turtle": "The author’s answer, 4 May 2019, Comments, page 1",
        "Ben": "Comment, 4 May 2019, Comments, page 1",
    }
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    ben = _results(page).filter(has_text="Ben").locator(".excerpt")
    assert "A boat with <img src=x onerror=alert(1)> on it, & a sail." in ben.inner_text()
    assert page.get_by_label("Situation").inner_text().split("\n") == ["All situations", "at home", "living apart"]
    assert not page.get_by_role("region", name="Pages", exact=True).is_visible()
    page.get_by_label("Words to look for").fill("<b>sail</b>")
    _wait_for(page, "<b>")
    assert page.locator("main img, #found b").count() == 0


def test_a_result_leads_to_its_comment_or_its_section(page: Page, archive_url: str, real_url: str) -> None:
    _look(page, archive_url, "rowing")
    _results(page).get_by_role("link", name="Ann, from B").click()
    page.wait_for_url("**/comments/page-1/#comment-1")
    assert "blue rowing boat" in page.locator(":target").inner_text()
    _look(page, real_url, "friendship")
    _results(page).get_by_role("link").first.click()
    page.wait_for_url(f"{real_url}comments/what-to-do-when-he-or-she-leaves/#comment-r*")
    _look(page, real_url, "holding your breath")
    first = _results(page, "Pages").first
    assert first.locator(".kind").inner_text() == "Article"
    assert first.get_by_role("link", name="When to fold").get_attribute("href") == f"{real_url}articles/when-to-fold/"
    assert {"holding", "breath"} & set(first.locator("mark").all_inner_texts())
    first.get_by_role("link", name="Waiting, or holding your breath").click()
    page.wait_for_url("**/articles/when-to-fold/#waiting")


def test_a_filter_that_the_site_has_no_use_for_is_not_shown(page: Page, toolbox_site: Path, tmp_path: Path) -> None:
    site = shutil.copytree(toolbox_site, tmp_path / "site")
    for file in site.glob("comments/**/index.html"):
        file.unlink()
    assert list(search.search_index(read_site(site))) == []
    with serving(site) as url:
        _look(page, url, "steps")
        assert not page.get_by_label("Only comments that the author answered").is_visible()


def _tab_to(page: Page, element: Locator) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if element.evaluate("one => one === document.activeElement"):
            return
    pytest.fail("The keyboard does not lead there.")


def test_it_works_with_the_keyboard_alone(page: Page, archive_url: str) -> None:
    page.goto(f"{archive_url}search/")
    _tab_to(page, page.get_by_label("Words to look for"))
    page.keyboard.type("lantern")
    _wait_for(page, "18 comments")
    page.keyboard.press("Enter")
    assert page.url == f"{archive_url}search/"
    # The focus is on the line that says what was found: the results come next.
    expect(page.locator("#found")).to_be_focused()
    more = page.get_by_role("button", name="Show more comments")
    _tab_to(page, more)
    page.keyboard.press("Enter")
    expect(_results(page)).to_have_count(16)
    # The focus is on the first of the new results, so that reading goes on there.
    ninth = _results(page).nth(8).get_by_role("link")
    expect(ninth).to_be_focused()
    more.click()
    expect(_results(page)).to_have_count(18)
    assert not more.is_visible()
    assert len(set(_names(page))) == 18
    ninth.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments/page-1/#comment-*")


def test_axe_finds_nothing_in_results_and_none_runs_over(page: Page, archive_url: str, real_url: str) -> None:
    for url, words in ((archive_url, "boat"), (archive_url, "lantern"), (real_url, "afraid"), (real_url, "xyzzy")):
        _look(page, url, words)
        for look in LOOKS[:2]:
            assert axe_faults(page, [look]) == [], words
            assert page.evaluate("document.documentElement.scrollWidth") <= look[1]


def test_nothing_that_is_typed_is_kept_or_sent(page: Page, archive_url: str) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data or ''}"))
    page.goto(f"{archive_url}search/", wait_until="networkidle")
    assert not [line for line in sent if "pagefind/" in line], "The index is fetched when the field is entered."
    before = page.evaluate("history.length")
    field = page.get_by_label("Words to look for")
    field.press_sequentially("lantern")
    _wait_for(page, "18 comments")
    assert [line for line in sent if "pagefind/pagefind.js" in line]
    page.keyboard.press("Enter")
    assert page.url == f"{archive_url}search/"
    assert page.evaluate("history.length") == before
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert not [line for line in sent if "lant" in line.lower() or not line.startswith(f"GET {archive_url}")]
    page.reload()
    assert field.input_value() == ""
    told = [field.get_attribute(name) for name in ("name", "autocomplete", "spellcheck")]
    assert told == [None, "off", "false"]


def test_words_of_need_lead_to_help_before_all_else(page: Page, real_url: str) -> None:
    for words, help_pages in cases("search.yml", "need"):
        _look(page, real_url, words)
        _wait_for(page, f"“{words}”")
        assert _found(page).startswith("Help comes first. "), words
        first = page.get_by_role("region", name="Help first")
        assert first.get_by_role("link").all_inner_texts() == help_pages
        assert page.locator(".results:visible").first.get_attribute("id") == "first"


def test_pages_with_a_neutral_title_are_shown_by_it_and_tell_nothing_else(page: Page, real_url: str) -> None:
    for words, title in (("afraid", "Looking after yourself"), ("passwords", "Phone and computer settings")):
        _look(page, real_url, words)
        item = _results(page, "Pages").filter(has=page.get_by_role("link", name=title))
        description = page.request.get(str(item.get_by_role("link").get_attribute("href"))).text()
        excerpt = item.locator(".excerpt").inner_text()
        assert f'<meta name="description" content="{excerpt}"' in description
        assert item.get_by_role("link").all_inner_texts() == [title]
        assert "afraid" not in item.inner_text().lower()


def test_when_the_index_does_not_load_help_is_shown_it_says_so_and_tries_again(page: Page, real_url: str) -> None:
    page.route("**/pagefind/**", lambda route: route.abort())
    _look(page, real_url, "suicide")
    assert page.get_by_role("region", name="Help first").get_by_role("link").all_inner_texts() == ["Help now"]
    _look(page, real_url, "trust")
    assert _found(page) == (
        "The search did not load. Load this page again to try once more, or choose a page from the list below."
    )
    page.unroute("**/pagefind/**")
    _look(page, real_url, "trust")
    _wait_for(page, "Found for “trust”: ")


def test_without_scripts_the_page_says_so_and_lists_all_pages(plain: Page, real_url: str) -> None:
    plain.goto(f"{real_url}search/")
    assert not plain.locator("form").is_visible()
    said = plain.locator("noscript p:visible")
    expect(said).to_have_text("The search does not work here, as it needs scripts. All pages are listed below.")
    listed = plain.get_by_role("region", name="All pages").get_by_role("link")
    addresses = set(listed.evaluate_all("links => links.map(one => new URL(one.href).pathname.slice(1))"))
    # Of comments only the index is listed, which is the folder.
    assert addresses == {page for page in every_page() if "/page-" not in page} - {TYPES["search"], TYPES["404"]}


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


def test_every_page_leads_to_the_search(page: Page, real_url: str) -> None:
    """On a wide screen by a link of the menu that stands beside the text, on a phone by the menu in the head."""
    for width, path in product((390, 1280), ("", "articles/when-to-fold/", "looking-after-yourself/", "no-such-page/")):
        page.set_viewport_size({"width": width, "height": 844})
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
    tops = [box_of(page.locator(one).first)["y"] for one in (*order, "form button")]
    assert tops[:-1] == sorted(tops[:-1])
    assert tops[-1] == tops[0], "the button stands beside the field"
    assert tops[3] < 600, "help stays in sight above an open keyboard"
    for target in page.locator("#words, form button, .results a:visible, #situation").all():
        assert box_of(target)["height"] >= 44


def test_a_question_leads_to_the_page_that_answers_it(page: Page, real_url: str) -> None:
    """The page is among the first three."""
    page.goto(f"{real_url}search/")
    questions, missed = cases("search.yml", "questions"), {}
    for question, answer in questions:
        type_in(page, question)
        links = page.get_by_role("region", name="Pages", exact=True).locator("ol > li h3 a")
        found = links.evaluate_all("links => links.slice(0, 3).map(link => link.href)")
        if f"{real_url}{answer}" not in found:
            missed[question] = found
    assert missed == {}
    assert len(questions) == 12


def test_a_word_of_need_leads_to_help_whatever_letter_is_wrong(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}search/")
    slips = [slip for ten in cases("search.yml", "help") for slip in ten.split()]
    assert len(slips) == 50
    assert [typed for typed in slips if not _leads_to_help(page, typed)] == []


def _leads_to_help(page: Page, words: str) -> bool:
    type_in(page, words)
    return page.get_by_role("region", name="Help first").is_visible()


def test_other_words_bring_no_help_and_a_slip_in_one_is_mended_and_said(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}search/")
    for words in (*cases("search.yml", "other"), "devorce"):
        assert not _leads_to_help(page, words), words
        assert "Help" not in _found(page)
    _wait_for(page, "(read as “divorce”): ")
