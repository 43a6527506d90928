"""The author's toolbox in a browser: tabs by keyboard, pictures by the reader's light, all of it on paper."""

from playwright.sync_api import Page

from tests.browser.pages import WIDTHS, axe_faults
from tests.browser.paper import print_page, squeezed, text_of


def test_tabs_are_chosen_by_keyboard_and_show_where_it_is(page: Page, toolbox_url: str) -> None:
    page.goto(toolbox_url)
    assert page.get_by_text("Call in the morning.").is_visible()
    assert page.get_by_text("Write one page.").is_hidden()
    page.get_by_role("radio", name="By phone").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_text("Call in the morning.").is_hidden()
    assert page.get_by_text("Write one page.").is_visible()
    assert page.get_by_role("radio", name="By letter").is_checked()
    outline = "getComputedStyle(document.querySelector('.tabbed-labels')).outlineStyle"
    assert page.evaluate(outline) == "solid"


def test_a_picture_has_its_form_for_the_readers_light(page: Page, toolbox_url: str) -> None:
    page.goto(toolbox_url)
    for shown, hidden in (("bright", "dark"), ("dark", "bright")):
        page.emulate_media(color_scheme="dark" if shown == "dark" else "light")
        assert page.get_by_role("img", name=f"A {shown} sky").is_visible()
        assert page.get_by_role("img", name=f"A {hidden} sky").count() == 0


def test_a_telephone_fetches_the_small_photograph(page: Page, toolbox_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(toolbox_url)
    photo = page.get_by_role("img", name="A lamp on a table by a window at dusk")
    photo.scroll_into_view_if_needed()
    source = photo.evaluate("async picture => { await picture.decode(); return picture.currentSrc }")
    assert str(source).endswith("/room.480w.jpg")


def test_axe_finds_nothing_nothing_is_too_wide_and_signs_are_spoken(page: Page, toolbox_url: str) -> None:
    page.goto(toolbox_url)
    assert page.get_by_role("checkbox", name="done").is_checked()
    assert page.get_by_role("checkbox", name="to do").count() == 2
    assert [page.get_by_role("img", name=name).count() for name in ("Telephone", "smile")] == [1, 1]
    assert axe_faults(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_folds_and_tabs_are_open_on_paper_with_their_titles(page: Page, toolbox_url: str) -> None:
    page.goto(toolbox_url)
    printed = text_of(print_page(page))
    for words in ("What is inside is printed.", "By phone", "Call in the morning.", "By letter", "Write one page."):
        assert squeezed(words) in printed
    places = [printed.index(squeezed(words)) for words in ("By phone", "Call in the morning.", "By letter")]
    assert places == sorted(places)
    assert squeezed("FAQ (Questions people ask)") in printed
