"""Hostile comments in a real browser, without the policy that a host would send: nothing runs, nothing leaves.

They stand on pages of their own, and in an archive, with its index and its editions for paper.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Dialog, Page

from scripts.comments.form import Record
from scripts.comments.model import Comment
from scripts.common.settings import MKDOCS, read_data
from tests.browser.pages import ARCHIVE, ARCHIVE_PAGE
from tests.building import built, fixture_docs, served, shared_site
from tests.comment_attacks import ATTACKS, HANDLERS

EXTENSION: Final = "scripts.comments.extension"
_SCRIPT: Final = Path(__file__).with_name("comment_attacks.js").read_text(encoding="utf-8")
WITNESSES: Final = (
    Comment(id="90001", name="Ann", text="I said [Ann] and *this*.", summary="A witness"),
    Comment(id="90002", reply_to="90001", by="author", text="The one true answer."),
)


def asked(page: Page, function: str) -> Any:
    return page.evaluate(f"() => {{ {_SCRIPT}\nreturn {function}(); }}")


def seen(page: Page, url: str, path: str, title: str) -> list[str]:
    """Open a page, touch everything on it, and give all that a hostile string brought about."""
    found: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        found.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("request", lambda request: None if request.url.startswith(url) else found.append(request.url))
    page.on("popup", lambda _: found.append("popup"))
    page.on("download", lambda _: found.append("download"))
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text))
    page.goto(url + path, wait_until="networkidle")
    asked(page, "touchEverything")
    page.wait_for_timeout(500)
    if not page.title().startswith(title):
        found.append(f"title {page.title()}")
    if page.evaluate("window.name") != "":
        found.append("window.name")
    if page.url.partition("#")[0] != url + path:
        found.append(f"went to {page.url}")
    return found


def pages() -> dict[str, list[Comment]]:
    """Give the comments of each page by its title: each string in every field of a comment, and what is too large."""
    hostile = [
        Comment(
            **dict.fromkeys(("name", "url", "content_note", "editor_note"), attack),  # type: ignore[arg-type]
            id=str(number),
            text=f"Text: {attack}",
            summary=" ".join(attack.split()[:20]),
            reply_to=str(number - 1) if number % 5 else None,
        )
        for number, attack in enumerate(ATTACKS, start=1)
    ]
    # What an editor wrote is the heading where there is any; without it the reader's own words are.
    bare = [replace(one, text=attack, summary=None) for one, attack in zip(hostile, ATTACKS, strict=True)]
    # Deeper than a function of Python may call itself.
    chain = [Comment(id=str(number), name="Ann", reply_to=str(number - 1)) for number in range(1, 1101)]
    circle = [Comment(id=str(number), text="Round.", reply_to=str(number % 3 + 1)) for number in (1, 2, 3)]
    wide, piled = "W" * 20_000, "\u0301" * 20_000
    texts = [
        ("<b><i>Some words &amp; a <q>tag</q> stand here. " * 2_000)[:65_535],
        "<blockquote><ul><li>" * 3_000 + "deep",
        f"<pre>{wide}</pre><code>{wide[:2_000]}</code><ul><li>{wide[:2_000]}</ul>",
        f"<a href='https://a.example/{'w' * 2_000}'>{'w' * 2_000}</a>",
        "\x02wzxhzdk:0\x03 \ue000 \U0001f600 \ufdd0 \u202e",
    ]
    large = [Comment(id=f"800{number}", name="Ann", text=text) for number, text in enumerate(texts)]
    large += [Comment(id="8010", name=wide, text=wide, editor_note=wide), Comment(id="8011", name=piled, text=piled)]
    # What handles an event is no different on paper.
    archive = [*bare[: -len(HANDLERS)], *large]
    return {"Hostile": hostile, "Bare": bare, "Chain": chain, "Circle": circle, "Comments": archive}


PAGES: Final = pages()


def address(title: str) -> str:
    return ARCHIVE_PAGE.rstrip("/") if title == "Comments" else title.lower().replace(" ", "-")


def _attacked(folder: Path) -> None:
    """Build the fixture site with the hostile pages, the last of them in its archive."""
    docs = fixture_docs(folder)
    with (docs / "about.md").open("a", encoding="utf-8") as about:
        about.write("\n" + "".join(f"- [{title}]({address(title)}.md)\n" for title in PAGES))
    for title, comments in PAGES.items():
        file = docs / f"{address(title)}.md"
        head = (
            f"---\ntitle: {title}\ndescription: {title}, comments made to break a page, for a test in a browser.\n"
            f"kind: page\nedition: none\nchecked: 2026-01-01\n---\n\n# {title}\n\n"
        )
        if file.exists():
            head = file.read_text(encoding="utf-8").partition("/// comment")[0]
        text = "".join(Record.of(comment).source + "\n" for comment in (WITNESSES[0], *comments, WITNESSES[1]))
        file.write_text(f"{head}{text}\nAnn is named below, with [Ann] and [^1].\n", encoding="utf-8")
    built(docs, folder / "site", not_in_nav="/*", markdown_extensions=[*own_extensions(), EXTENSION])


site = shared_site("attacks", _attacked)
url = served("site")


def own_extensions() -> Sequence[object]:
    """Give the Markdown extensions of the site, and those that could do most with a comment."""
    own = read_data(MKDOCS)["markdown_extensions"]
    # Emoji are drawn by functions, whose names a file of settings made here cannot hold.
    left = [entry for entry in own if EXTENSION not in str(entry) and "emoji" not in str(entry)]
    return [*left, "pymdownx.snippets"]


def test_a_string_that_runs_is_seen(page: Page, url: str) -> None:
    page.route("**/control/", lambda route: route.fulfill(content_type="text/html", body="".join(ATTACKS[9:12])))
    assert "dialog 1" in seen(page, url, "control/", "")


@pytest.fixture(scope="module")
def quiet(browser: Browser, url: str) -> list[str]:
    """The witnesses, and what is below the comments, on a page where nobody is hostile."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{url}circle/")
        return _witnesses(page)


def _witnesses(page: Page) -> list[str]:
    return [page.locator(one).inner_html() for one in (*(f"#comment-{one.id}" for one in WITNESSES), ".comments + p")]


@pytest.mark.parametrize("title", PAGES)
def test_no_hostile_string_does_harm(page: Page, url: str, quiet: list[str], title: str) -> None:
    assert seen(page, url, f"{address(title)}/", title) == []
    assert asked(page, "strange") == []
    assert page.locator(".comment").count() == len(PAGES[title]) + 2
    assert len(set(ATTACKS)) == len(ATTACKS) >= 150
    assert "The one true answer." in quiet[1]
    assert page.locator(".answer").count() == 1
    assert page.get_by_role("heading", name="Al’s answer", exact=True).count() == 1
    assert _witnesses(page) == quiet
    assert asked(page, "untold") == []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert asked(page, "tooWide") == []


def test_the_archive_of_hostile_comments_has_its_index_and_its_editions(site: Path, page: Page, url: str) -> None:
    assert [paper.read_bytes()[:5] for paper in (site / ARCHIVE).glob("*.pdf")] == [b"%PDF-"] * 2
    page.goto(url + ARCHIVE)
    # All of them, the witnesses, and the one on the second page.
    assert page.locator("#all ~ ul > li").count() == len(PAGES["Comments"]) + 3
    scripts = [script.get_attribute("src") for script in page.locator("script[src]").all()]
    assert scripts == ["../../assets/find-comment.js"]
