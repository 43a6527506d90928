"""Hostile comments in a real browser, without the policy that a host would send: nothing runs, nothing leaves."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest
import yaml

from scripts.comments.form import Record
from scripts.comments.model import Comment
from tests.browser.pages import axe_faults
from tests.building import ROOT, built, fixture_docs, once
from tests.comment_attacks import ATTACKS
from tests.site_server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

EXTENSION: Final = "scripts.comments.extension"
WITNESSES: Final = (
    Comment(id="90001", name="Ann", text="I said [Ann] and *this*.", summary="A witness"),
    Comment(id="90002", reply_to="90001", by="author", text="The one true answer."),
)
_ON_A_PAGE: Final = 365

# Everything that a page of comments may be made of, asked of the browser after its own parser has had its say.
_STRANGE: Final = """() => {
  const known = /^(A|ABBR|B|BLOCKQUOTE|BR|CITE|CODE|DEL|DETAILS|EM|I|INS|LI|OL|P|PRE|Q|S|STRONG|SUB|SUMMARY|SUP|U|UL)$/;
  const strange = [];
  for (const element of document.querySelectorAll(".said *")) {
    if (!known.test(element.tagName)) strange.push(element.outerHTML);
    for (const { name, value } of element.attributes) {
      const fits = name === "href" ? /^(https?|mailto):$/.test(element.protocol)
        : name === "rel" || (name === "open" && element.tagName === "DETAILS");
      if (!fits) strange.push(`${name}=${value}`);
    }
  }
  const outside = [...document.querySelectorAll(".comments *")].filter((element) => !element.closest(".said"));
  for (const element of outside) {
    if (!/^(ARTICLE|H2|P|DIV|SPAN|A|TIME|BDI)$/.test(element.tagName)) strange.push(element.outerHTML);
    for (const { name } of element.attributes) {
      const known = /^(class|id|aria-label(ledby)?|href|datetime|dir|data-(by|pagefind-[a-z]+|removed))$/;
      if (!known.test(name)) strange.push(name);
    }
  }
  for (const child of document.querySelectorAll(".comments > :not(article)")) strange.push(child.outerHTML);
  return strange;
}"""

# Comments of which no words of ours say that they are a reader's, or of someone who worked on the site; ours stand
# outside of the name.
_UNTOLD: Final = """() => [...document.querySelectorAll(".comment:not(.answer, .removed)")].filter((comment) => {
  const told = comment.querySelector(":scope > .of").cloneNode(true);
  for (const name of told.querySelectorAll("bdi")) name.remove();
  return !/^(, a reader|A reader|Staff)( · |$)/.test(told.textContent.trim());
}).map((comment) => comment.id)"""

# What a reader does, all of it at once; links are not followed.
_TOUCH_EVERYTHING: Final = """() => {
  addEventListener("click", (event) => event.preventDefault(), true);
  for (const element of document.querySelectorAll("main *")) {
    if (element.tagName === "DETAILS") element.open = true;
    element.focus?.();
    for (const type of ["mouseover", "mouseenter", "pointerover", "click", "copy", "keydown", "input", "toggle"]) {
      element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
    }
  }
}"""


class Watch:
    """Notes all that a hostile string could bring about on a page."""

    def __init__(self, page: Page, url: str) -> None:
        self.seen: list[str] = []
        self._page = page
        page.on("dialog", self._dialog)
        page.on("request", lambda request: None if request.url.startswith(url) else self.seen.append(request.url))
        page.on("popup", lambda _: self.seen.append("popup"))
        page.on("download", lambda _: self.seen.append("download"))
        page.on("pageerror", lambda error: self.seen.append(str(error)))
        page.on("console", lambda message: self.seen.append(message.text))

    def open(self, url: str, title: str) -> list[str]:
        """Open a page, touch everything on it, and tell what was seen."""
        self._page.goto(url)
        self._page.wait_for_load_state("networkidle")
        self._page.evaluate(_TOUCH_EVERYTHING)
        self._page.wait_for_timeout(500)
        if not self._page.title().startswith(title):
            self.seen.append(f"title {self._page.title()}")
        if self._page.evaluate("window.name") != "":
            self.seen.append("window.name")
        if self._page.url.partition("#")[0] != url:
            self.seen.append(f"went to {self._page.url}")
        return self.seen

    def _dialog(self, dialog: object) -> None:
        self.seen.append(f"dialog {dialog.message}")  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]


def attacks_in_comments() -> list[Comment]:
    """Put each string into every field of a comment."""
    return [
        Comment(
            id=str(number),
            name=attack,
            text=f"Text: {attack}",
            url=attack,
            summary=attack,
            content_note=attack,
            editor_note=attack,
            reply_to=str(number - 1) if number % 5 else None,
        )
        for number, attack in enumerate(ATTACKS, start=1)
    ]


def pages() -> dict[str, list[Comment]]:
    """Give the pages by their titles."""
    hostile = attacks_in_comments()
    # What an editor wrote is the heading where there is any; without it the reader's own words are.
    bare = [
        dataclasses.replace(comment, text=attack, summary=None)
        for comment, attack in zip(hostile, ATTACKS, strict=True)
    ]
    chain = [
        Comment(id=str(number), name="Ann", text="So it goes on.", reply_to=str(number - 1) if number > 1 else None)
        for number in range(1, 1501)
    ]
    circle = [Comment(id=str(number), text="Round.", reply_to=str(number % 3 + 1)) for number in (1, 2, 3)]
    deep = "<blockquote><ul><li>" * 3_000 + "deep"
    large = [
        Comment(id="1", name="Ann", text=("<b><i>Some words &amp; a <q>tag</q> stand here. " * 2_000)[:65_535]),
        Comment(id="2", name="W" * 20_000, text="W" * 20_000, summary="W" * 20_000, editor_note="W" * 20_000),
        Comment(id="3", name="Ann", text=deep),
        Comment(
            id="4", name="Ann", text=f"<pre>{'W' * 20_000}</pre><code>{'W' * 2_000}</code><ul><li>{'W' * 2_000}</ul>"
        ),
        Comment(id="5", name="Ann", text=f"<a href='https://a.example/{'w' * 2_000}'>{'w' * 2_000}</a>"),
        Comment(id="6", name="\u0301" * 20_000, text="\u0301" * 20_000),
    ]
    ordinary = [
        Comment(
            id="1",
            name="Ann",
            date=dt.date(2012, 3, 4),
            text="These are nine plain words that make a sentence. " * 60
            + "<pre>a  b</pre><blockquote>Quoted.</blockquote>",
            summary="Left while she was pregnant · contact refused · 2 months",
            content_note="Mentions violence",
            editor_note="Repeated contact after a no can be a crime.",
            part=True,
        ),
        Comment(id="2", reply_to="1", removed=True, editor_note="Asked for by its writer"),
        Comment(id="3", reply_to="2", by="staff", name="Bo", text="<a href='https://a.example/'>A link</a> is here."),
        Comment(id="4", text="Words.", retold=True),
    ]
    found = {
        f"Hostile {start}": [*hostile, *bare][start : start + _ON_A_PAGE - 2]
        for start in range(0, 2 * len(ATTACKS), 363)
    }
    return {**found, "Chain": chain, "Circle": circle, "Large": large, "Ordinary": ordinary}


PAGES: Final = pages()


def address(title: str) -> str:
    return title.lower().replace(" ", "-")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build and serve the fixture site with the hostile pages added."""

    def make(folder: Path) -> None:
        docs = fixture_docs(folder)
        links = "".join(f"- [{title}]({address(title)}.md)\n" for title in PAGES)
        with (docs / "about.md").open("a", encoding="utf-8") as about:
            about.write(f"\n{links}")
        for title, comments in PAGES.items():
            text = "".join(Record.of(comment).source + "\n" for comment in (WITNESSES[0], *comments, WITNESSES[1]))
            (docs / f"{address(title)}.md").write_text(
                f"---\ntitle: {title}\ndescription: {title}, comments made to break a page, for a test in a browser.\n"
                f"kind: page\nedition: none\nchecked: 2026-01-01\n---\n\n# {title}\n\n{text}\n"
                "Ann is named below, with [Ann] and [^1].\n",
                encoding="utf-8",
            )
        extensions = [*own_extensions(), EXTENSION]
        built(docs, folder / "site", not_in_nav="/*", markdown_extensions=extensions)

    with serving(once(tmp_path_factory, "attacks", make) / "site") as found:
        yield found


def own_extensions() -> Sequence[object]:
    """Give the Markdown extensions of the site, and those that could do most with a comment."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV", "").replace("!!python/name:", "")
    own = yaml.safe_load(text)["markdown_extensions"]
    # Emoji are drawn by functions, whose names a file of settings made here cannot hold.
    left = [entry for entry in own if EXTENSION not in str(entry) and "emoji" not in str(entry)]
    return [*left, "pymdownx.snippets"]


def test_the_watch_sees_a_string_that_runs(page: Page, url: str) -> None:
    watch = Watch(page, url)
    page.route("**/control/", lambda route: route.fulfill(content_type="text/html", body="".join(ATTACKS[9:12])))
    seen = watch.open(url + "control/", "")
    assert "dialog 1" in seen


@dataclasses.dataclass
class Opened:
    """A page of comments after everything on it was touched, and what was seen meanwhile."""

    title: str
    page: Page
    seen: list[str]


@pytest.fixture(scope="module", params=PAGES)
def opened(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Opened]:
    with browser.new_context() as context:
        page = context.new_page()
        yield Opened(request.param, page, Watch(page, url).open(f"{url}{address(request.param)}/", request.param))


def test_no_hostile_string_runs(opened: Opened) -> None:
    assert opened.seen == []
    assert opened.page.evaluate(_STRANGE) == []
    assert opened.page.locator(".comment").count() == len(PAGES[opened.title]) + 2
    assert len(set(ATTACKS)) == len(ATTACKS) >= 150


@pytest.fixture(scope="module")
def quiet(browser: Browser, url: str) -> list[str]:
    """The witnesses, and what is below the comments, on a page where nobody is hostile."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{url}circle/")
        return _witnesses(page)


def _witnesses(page: Page) -> list[str]:
    return [page.locator(one).inner_html() for one in (*(f"#comment-{one.id}" for one in WITNESSES), ".comments + p")]


def test_nothing_forges_the_authors_answer_and_no_other_comment_changes(opened: Opened, quiet: list[str]) -> None:
    assert "The one true answer." in quiet[1]
    assert opened.page.locator(".answer").count() == 1
    assert opened.page.get_by_role("heading", name="Al’s answer", exact=True).count() == 1
    assert _witnesses(opened.page) == quiet
    assert opened.page.evaluate(_UNTOLD) == []


def test_nothing_runs_over_the_side_or_over_its_neighbour(opened: Opened) -> None:
    wide = "[...document.querySelectorAll('.comment')].filter(one => one.scrollWidth > one.clientWidth + 6)"
    for width in (320, 1280):
        opened.page.set_viewport_size({"width": width, "height": 844})
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.page.evaluate(f"{wide}.map(one => one.id)") == []


def test_every_permalink_is_large_and_leads_to_its_comment(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 320, "height": 480})
    page.goto(f"{url}circle/#comment-2")
    link = page.locator("#comment-2").get_by_role("link", name="Link to this comment: ")
    assert link.get_attribute("href") == "#comment-2"
    box = link.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    top = page.locator("#comment-2").bounding_box()
    assert top is not None
    assert 0 < top["y"] <= 64
    outline = "getComputedStyle(document.querySelector('#comment-2')).outlineStyle"
    assert page.evaluate(outline) == "solid"


def test_axe_finds_nothing_in_comments(page: Page, url: str) -> None:
    for anchor in ("comment-1", f"comment-{WITNESSES[1].id}"):
        page.goto(f"{url}ordinary/#{anchor}")
        assert axe_faults(page) == []


def test_what_is_folded_is_open_on_paper(page: Page, url: str) -> None:
    page.goto(f"{url}ordinary/")
    last = page.locator("#comment-1 details > *").last
    assert not last.is_visible()
    page.emulate_media(media="print")
    assert last.is_visible()
    assert not page.locator("summary").first.is_visible()
