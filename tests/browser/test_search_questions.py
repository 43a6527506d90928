"""What people type leads where they need to go: questions in their own words, and words of need with a slip in them."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.golden import cases

pytestmark = pytest.mark.browser

FIRST: Final = 3
#: What is typed, and the page that has to be among the first three.
QUESTIONS: Final = dict(cases("search.yml", "questions"))
#: Words of need, of six letters or more. Each gets one slip: a letter wrong, missing, twice, or two of them swapped.
HELP: Final = [word for words in cases("search.yml", "help") for word in words.split()]
OTHER: Final = cases("search.yml", "other")


def _slip(word: str, way: int) -> str:
    at = 1 + sum(map(ord, word)) % (len(word) - 2)
    return (
        word[:at] + ("x" if word[at] != "x" else "y") + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )[way]


SLIPS: Final = {_slip(word, number % 4): word for number, word in enumerate(HELP)}


def _look(page: Page, words: str) -> None:
    page.get_by_label("Words to look for").fill(words)
    expect(page.locator("#found")).to_contain_text(words)


def test_there_are_twelve_questions_and_fifty_words_with_a_slip() -> None:
    assert len(QUESTIONS) == 12
    assert len(SLIPS) == 50
    assert all(len(word) >= 6 for word in HELP)


def test_a_question_leads_to_the_page_that_answers_it(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}search/")
    missed = {}
    for question, answer in QUESTIONS.items():
        _look(page, question)
        links = page.get_by_role("region", name="Pages", exact=True).locator("ol > li h3 a")
        found = [link.get_attribute("href") for link in links.all()[:FIRST]]
        if f"{real_url}{answer}" not in found:
            missed[question] = found
    assert missed == {}


def test_a_word_of_need_leads_to_help_whatever_letter_is_wrong(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}search/")
    missed = []
    for typed in SLIPS:
        _look(page, typed)
        if not page.get_by_role("region", name="Help first").is_visible():
            missed.append(typed)
    assert missed == []


def test_a_slip_in_another_word_is_mended_and_said(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}search/")
    _look(page, "devorce")
    expect(page.locator("#found")).to_contain_text("(read as “divorce”): ")
    assert not page.get_by_role("region", name="Help first").is_visible()


def test_other_words_bring_no_help_that_nobody_asked_for(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}search/")
    for words in OTHER:
        _look(page, words)
        assert not page.get_by_role("region", name="Help first").is_visible(), words
        assert "Help" not in page.locator("#found").inner_text()
