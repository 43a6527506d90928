"""What people type leads where they need to go: questions in their own words, and words of need with a slip in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FIRST: Final = 3
#: What is typed, and the page that has to be among the first three.
QUESTIONS: Final = {
    "should i text her": "questions/",
    "how long does it take": "questions/",
    "will he come back": "questions/",
    "what to reply to how are you": "words-to-say/",
    "kids": "what-to-tell-the-children/",
    "what do we tell the children": "what-to-tell-the-children/",
    "find a counsellor": "find-someone-to-talk-to/",
    "he wont talk to me": "articles/the-two-walls/",
    "relatonship map": "articles/map-of-relationships/",
    "when to give up": "articles/when-to-fold/",
    "he cheated on me": "articles/using-turtle-logic/",
    "handout for a client": "handout/",
}
#: Words of need, of six letters or more. Each gets one slip: a letter wrong, missing, twice, or two of them swapped.
HELP: Final = [
    "suicide",
    "suicidal",
    "killing",
    "overdose",
    "hopeless",
    "hopelessness",
    "emergency",
    "emergencies",
    "crisis",
    "worthless",
    "harming",
    "hurting",
    "afraid",
    "scared",
    "frightened",
    "frightening",
    "hitting",
    "beating",
    "beaten",
    "abused",
    "abusive",
    "abusing",
    "abuser",
    "violence",
    "violent",
    "violently",
    "threatened",
    "threatening",
    "threats",
    "stalking",
    "stalker",
    "stalked",
    "weapon",
    "weapons",
    "choking",
    "strangled",
    "strangling",
    "danger",
    "dangerous",
    "dangers",
    "unsafe",
    "emergenc",
    "suicides",
    "overdosed",
    "overdosing",
    "punched",
    "punching",
    "frighten",
    "threaten",
    "abuses",
]


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


@pytest.mark.parametrize(
    "words",
    [
        "children",
        "counsellor",
        "birthday present",
        "holiday",
        "heart",
        "together again",
        "fight",
        "treatment",
        "anger",
        "cared",
    ],
)
def test_other_words_bring_no_help_that_nobody_asked_for(page: Page, real_url: str, words: str) -> None:
    page.goto(f"{real_url}search/")
    _look(page, words)
    assert not page.get_by_role("region", name="Help first").is_visible()
