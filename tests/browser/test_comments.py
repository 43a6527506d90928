"""Readers' comments as they are met: by their old addresses, on a phone, without scripts, on paper."""

import pytest
from playwright.sync_api import Page

from tests.browser.pages import ARCHIVE, ARCHIVE_PAGE, ARTICLE, axe_faults, box_of
from tests.golden import cases


@pytest.mark.parametrize(("old", "new"), cases("addresses_of_comments.yml"))
def test_an_old_address_of_a_comment_reaches_it(page: Page, fixture_url: str, old: str, new: str) -> None:
    page.goto(fixture_url + old)
    page.wait_for_url(fixture_url + new)
    reached = page.locator(":target").count()
    assert reached == (0 if old == new else 1)
    assert reached or page.get_by_role("heading", name="All comments").is_visible()


def test_without_scripts_the_old_address_leads_to_the_list_with_the_numbers(plain: Page, fixture_url: str) -> None:
    plain.goto(f"{fixture_url}archives/1326/comment-page-3/#comment-9001")
    plain.wait_for_url(lambda url: f"/{ARCHIVE}" in url)
    assert "numbers 9001 to 9008" in plain.locator("main").inner_text()
    plain.get_by_role("link", name="Page 1").click()
    plain.wait_for_url(f"{fixture_url}{ARCHIVE_PAGE}")


def test_a_story_is_two_taps_away_and_an_answer_one(page: Page, real_url: str, fixture_url: str) -> None:
    page.goto(f"{real_url}{ARTICLE}")
    page.get_by_role("link", name="4 comments by readers, 1 answered by the author").click()
    page.get_by_role("link", name="Link to this story: Together nine years, married five").click()
    assert page.url == f"{real_url}{ARCHIVE}#comment-r3"
    page.goto(f"{fixture_url}{ARCHIVE}")
    page.get_by_role("link", name="Al’s answer to Question Mark’s question").click()
    assert page.url == f"{fixture_url}{ARCHIVE_PAGE}#comment-9002"
    assert page.locator("#comment-9001 + *").get_attribute("id") == "comment-9002"


def test_the_old_address_of_a_story_reaches_it_on_the_one_page(page: Page, plain: Page, real_url: str) -> None:
    for one, anchor in ((page, "#comment-r1"), (plain, "")):
        one.goto(f"{real_url}{ARCHIVE_PAGE}#comment-r1")
        one.wait_for_url(f"{real_url}{ARCHIVE}index.html{anchor}")
        assert one.locator("#comment-r1:target" if anchor else "#comment-r1").is_visible()


def test_axe_finds_nothing_on_any_kind_of_comment(page: Page, fixture_url: str) -> None:
    for path in (ARCHIVE, ARCHIVE_PAGE):
        page.goto(fixture_url + path)
        assert axe_faults(page) == []


def test_permalinks_are_targets_of_44_px_and_their_comment_is_not_covered(page: Page, real_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{real_url}{ARCHIVE}")
    links = page.locator("a.permalink").all()
    assert len(links) == 5
    assert min(box_of(link)["height"] for link in links) >= 44
    links[3].click()
    assert 0 <= box_of(page.locator("#comment-r4"))["y"] < 422
    assert page.locator("#comment-r4").evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


def test_long_comments_fold_by_keyboard_and_lie_open_on_paper(page: Page, fixture_url: str) -> None:
    page.goto(f"{fixture_url}{ARCHIVE_PAGE}")
    rest = page.locator("#comment-9006 details")
    assert rest.locator("summary").inner_text() == "Read the rest (about 360 words)"
    last = rest.get_by_text("word479")
    assert not last.is_visible()
    rest.locator("summary").focus()
    page.keyboard.press("Enter")
    assert last.is_visible()
    page.keyboard.press("Enter")
    page.emulate_media(media="print")
    assert page.locator("#comment-9006").get_by_text("word479").bounding_box() is not None


def test_a_forged_name_does_not_look_like_the_authors_answer(page: Page, fixture_url: str) -> None:
    page.goto(f"{fixture_url}{ARCHIVE_PAGE}")
    headings = page.locator("article.comment h2").all_inner_texts()
    assert headings[:3] == ["Asks nothing of anyone", "Al’s answer", "Al Turtle’s answer wrote"]
    answer, forged = (page.locator(f"#comment-{number}") for number in (9002, 9003))
    look = "element => { const s = getComputedStyle(element); return [s.borderInlineStartWidth, s.backgroundColor]; }"
    assert answer.evaluate(look) != forged.evaluate(look)
    assert page.locator("article.comment.answer").count() == 1
