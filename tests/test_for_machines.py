"""What machines read: canonical addresses, previews, JSON-LD, the feed, the sitemap and robots.txt."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.robotparser import RobotFileParser

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from scripts.common.addresses import Inside, resolve
from scripts.common.built_pages import Page, Site, read_site
from scripts.common.settings import Settings
from scripts.content.front_matter import FrontMatter, Source, read_all
from scripts.finish.around import Around, SitePage
from scripts.finish.fill import PARTIALS, fill, partials
from tests import sites
from tests.building import FIXTURE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
STEPS = "articles/what-to-do-when-he-or-she-leaves/"
NEUTRAL = ("looking-after-yourself/", "looking-at-what-you-did/", "phone-and-computer/")
PREVIEW = "//meta[starts-with(@property, 'og:')]"
JSON_LD = "//script[@type='application/ld+json']"
FEED = "//link[@rel='alternate'][@type='application/atom+xml']/@href"


@dataclass(frozen=True)
class Built:
    """A built site, and what the front matter says about each page, by the page's address below the site's."""

    site: Site
    said: dict[str, dict[str, Any]]

    @property
    def home(self) -> str:
        return self.site.home

    @property
    def pages(self) -> list[Page]:
        """All that a reader calls a page."""
        return [page for page in self.site.pages.values() if page.path != "404.html" and page.redirect is None]

    @property
    def shown(self) -> list[Page]:
        """The pages that machines may show around."""
        return [page for page in self.pages if page.url not in NEUTRAL and not page.noindex]

    @property
    def archives(self) -> list[Page]:
        return [page for page in self.shown if self.said[page.url]["kind"] == "archive"]

    @property
    def articles(self) -> list[Page]:
        return [page for page in self.shown if self.said[page.url]["kind"] in ("article", "evidence")]

    def read(self, name: str) -> bytes:
        return (self.site.root / name).read_bytes()


@pytest.fixture(params=["fixture_site", "real_site"])
def built(request: pytest.FixtureRequest) -> Built:
    root: Path = request.getfixturevalue(request.param)
    docs = {"fixture_site": FIXTURE / "docs", "real_site": ROOT / "docs"}[request.param]
    entries, _ = read_all(docs, dt.date.max)
    said = {entry.name.removesuffix(".md").removesuffix("index"): dict(entry.data) for entry in entries}
    return Built(read_site(root), {f"{url.rstrip('/')}/" if url else "": data for url, data in said.items()})


def head(text: str) -> Any:
    """Give the head of a page as an element."""
    return html.document_fromstring(text).find("head")


def json_ld(page: Page) -> Any:
    (script,) = head(page.text).xpath(JSON_LD)
    return json.loads(script.text)


def things(page: Page) -> dict[str, Any]:
    """Give what the JSON-LD of a page describes, by type."""
    data = json_ld(page)
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data.get("@graph", [data])}


def texts(value: Any) -> Iterator[str]:
    """Yield all strings of a JSON value, except what its objects are called."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def test_every_page_has_one_canonical_address_its_own(built: Built) -> None:
    assert built.home.startswith("https://")
    for page in built.pages:
        assert head(page.text).xpath("link[@rel='canonical']/@href") == [built.home + page.url], page.path


def test_the_preview_says_what_the_page_says(built: Built) -> None:
    for page in built.shown:
        said = built.said[page.url]
        found = [(meta.get("property"), meta.get("content")) for meta in head(page.text).xpath(PREVIEW)]
        assert found == [
            ("og:site_name", "When They Leave"),
            ("og:type", "article" if page in built.articles else "website"),
            ("og:title", said["title"]),
            ("og:description", said["description"]),
            ("og:url", built.home + page.url),
            ("og:image", f"{built.home}assets/card.png"),
            ("og:image:width", "1200"),
            ("og:image:height", "630"),
            ("og:image:alt", "Four stepping stones lead to a house with a lit, open door."),
        ], page.path
        assert head(page.text).xpath("meta[@name='twitter:card']/@content") == ["summary_large_image"]
        assert head(page.text).xpath(FEED) == [f"{built.home}feed.xml"], page.path


def test_the_preview_s_picture_is_on_the_site_and_as_large_as_it_is_said_to_be(built: Built) -> None:
    card = built.read("assets/card.png")
    assert struct.unpack_from(">II", card, 16) == (1200, 630)
    assert len(card) < 50_000


def test_each_kind_of_page_is_described_as_what_it_is(built: Built) -> None:
    for page in built.shown:
        if page.url == "":
            expected = ["WebSite"]
        elif page in built.articles or (page in built.archives and 'class="comment' in page.text):
            expected = ["Article", "BreadcrumbList"]
        else:
            expected = ["BreadcrumbList"]
        assert [*things(page)] == expected, page.path
    assert things(built.site.pages["index.html"])["WebSite"] == {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "When They Leave",
        "url": built.home,
        "description": built.said[""]["description"],
        "inLanguage": "en",
    }


def test_an_article_says_whose_it_is_and_what_it_is_drawn_from(built: Built) -> None:
    assert STEPS in {page.url for page in built.articles}
    for page in built.articles:
        said = built.said[page.url]
        article = things(page)["Article"]
        expected: dict[str, Any] = {
            "@type": "Article",
            "headline": said["title"],
            "description": said["description"],
            "mainEntityOfPage": built.home + page.url,
            "image": f"{built.home}assets/card.png",
            "inLanguage": "en",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "author": {"@type": "Organization", "name": "When They Leave", "url": built.home},
            "dateModified": said["checked"].isoformat(),
        }
        source = said.get("source")
        if source is not None:
            original = {
                "@type": "Article",
                "name": source["title"],
                "author": {"@type": "Person", "name": "Al Turtle"},
                **({"url": source["address"]} if "address" in source else {}),
            }
            expected["citation" if source["at_hand"] == "none" else "isBasedOn"] = original
        comments = {
            key: article.pop(key) for key in ("@id", "commentCount", "discussionUrl", "comment") if key in article
        }
        assert article == expected, page.path
        assert bool(comments) == (page.url == STEPS)


def test_comments_are_described_in_their_article_and_on_their_page(built: Built) -> None:
    [steps] = [page for page in built.articles if page.url == STEPS]
    article = things(steps)["Article"]
    assert article["@id"] == built.home + STEPS
    assert article["discussionUrl"] == f"{built.home}comments/{STEPS.removeprefix('articles/')}"
    on_pages = []
    for page in built.archives:
        described = things(page).get("Article")
        if described is None:
            continue
        assert described["@id"] == built.home + STEPS
        shown = cast("html.HtmlElement", html.document_fromstring(page.text)).find_class("comment")
        kept = [one.get("id") for one in shown if "removed" not in one.classes]
        assert [comment["url"] for comment in described["comment"]] == [
            f"{built.home}{page.url}#{name}" for name in kept
        ]
        on_pages += described["comment"]
    assert on_pages
    assert article["comment"] == on_pages
    assert all(
        set(comment) <= {"@type", "@id", "url", "author", "dateCreated", "abstract", "parentItem"}
        for comment in on_pages
    )
    assert next(comment["author"]["name"] for comment in on_pages if "parentItem" in comment) == "Al Turtle"


def test_the_trail_leads_from_home_to_the_page(built: Built) -> None:
    for page in built.shown:
        if page.url == "":
            continue
        trail = [("Home", built.home)]
        if page.url.startswith("articles/") and page.url != STEPS:
            trail.append((built.said[STEPS]["title"], built.home + STEPS))
        if page in built.archives:
            trail.append((built.said[STEPS]["title"], built.home + STEPS))
            if "page-" in page.url:
                index = page.url.partition("page-")[0]
                trail.append((built.said[index]["title"], built.home + index))
        trail.append((built.said[page.url]["title"], built.home + page.url))
        found = things(page)["BreadcrumbList"]["itemListElement"]
        assert found == [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(trail, start=1)
        ], page.path


def test_addresses_of_this_site_in_the_json_are_whole_and_lead_to_files(built: Built) -> None:
    for page in built.shown:
        own = [text for text in texts(json_ld(page)) if text.startswith(built.home)]
        assert built.home + page.url in own
        for address in own:
            target = resolve(address, page.path, built.home)
            assert isinstance(target, Inside), address
            assert target.path in built.site.files, address
            assert not target.fragment or target.fragment in built.site.pages[target.path].anchors, address
        assert not [text for text in texts(json_ld(page)) if text.startswith(("/", "."))], page.path


# Pages of which machines are told nothing


def test_a_page_that_tells_of_wrongs_of_others_is_kept_from_machines(fixture_site: Path) -> None:
    site = read_site(fixture_site)
    page = site.pages[f"comments/{STEPS.removeprefix('articles/')}page-2/index.html"]
    assert page.noindex
    assert not [*head(page.text).xpath(PREVIEW), *head(page.text).xpath(JSON_LD)]
    assert page.url not in (fixture_site / "sitemap.xml").read_text()
    assert "comment-9009" not in (fixture_site / STEPS / "index.html").read_text()


def test_404_and_pages_with_a_neutral_title_have_no_preview_and_no_true_title_in_the_head(
    built: Built,
) -> None:
    lost = head(built.site.pages["404.html"].text)
    assert not [*lost.xpath("link[@rel='canonical']"), *lost.xpath(PREVIEW), *lost.xpath(JSON_LD)]
    neutral = [page for page in built.pages if page.url in NEUTRAL]
    assert {page.url for page in neutral} == {url for url, said in built.said.items() if "neutral_title" in said}
    for page in neutral:
        found = head(page.text)
        named = [*found.xpath(PREVIEW), *found.xpath("meta[starts-with(@name, 'twitter:')]"), *found.xpath(JSON_LD)]
        assert not named, page.path
        assert not found.xpath(FEED), page.path
        written = html.tostring(found, encoding="unicode").casefold()
        assert built.said[page.url]["title"].casefold() not in written, page.path


# The feed: the rules of RFC 4287 by their sections


def test_the_feed_is_an_atom_feed(built: Built) -> None:
    feed = etree.fromstring(built.read("feed.xml"))
    assert feed.tag == f"{ATOM}feed"  # 4.1.1
    assert [child.tag.removeprefix(ATOM) for child in feed if child.tag != f"{ATOM}entry"] == [
        "title", "subtitle", "id", "link", "link", "updated", "author", "rights",
    ]  # fmt: skip
    assert feed.findtext(f"{ATOM}title") == "When They Leave"
    assert feed.findtext(f"{ATOM}id") == built.home  # 4.2.6: an absolute address
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "When They Leave"  # 4.2.1: also that of all entries
    links = {link.get("rel"): (link.get("type"), link.get("href")) for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": ("application/atom+xml", f"{built.home}feed.xml"),  # 4.1.1
        "alternate": ("text/html", built.home),
    }
    updated = [dt.datetime.fromisoformat(str(time.text)) for time in feed.iter(f"{ATOM}updated")]
    assert all(time.tzinfo == dt.UTC for time in updated)  # 3.3
    assert updated[0] == max(updated)


def test_the_feed_has_each_article_once(built: Built) -> None:
    entries = etree.fromstring(built.read("feed.xml")).findall(f"{ATOM}entry")
    found = {}
    for entry in entries:
        # 4.1.2: each has an id, a title and a date, and an alternate link, for it has no content.
        assert [child.tag.removeprefix(ATOM) for child in entry] == ["title", "id", "link", "updated", "summary"]
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert (link.get("rel"), link.get("href")) == ("alternate", entry.findtext(f"{ATOM}id"))
        found[entry.findtext(f"{ATOM}id")] = [
            entry.findtext(f"{ATOM}{name}") for name in ("title", "summary", "updated")
        ]
    assert len(found) == len(entries)
    expected = {}
    for page in built.articles:
        said = built.said[page.url]
        expected[built.home + page.url] = [said["title"], said["description"], f"{said['checked']}T00:00:00Z"]
    assert found == expected


# Sitemap and robots.txt


def test_the_sitemap_lists_exactly_the_pages_with_the_days_on_which_they_were_checked(built: Built) -> None:
    found = [
        (str(url.findtext(f"{SITEMAP}loc")), str(url.findtext(f"{SITEMAP}lastmod")))
        for url in etree.fromstring(built.read("sitemap.xml"))
    ]
    expected = [
        (built.home + page.url, str(built.said[page.url]["checked"])) for page in built.pages if not page.noindex
    ]
    assert sorted(found) == sorted(expected)
    assert gzip.decompress(built.read("sitemap.xml.gz")) == built.read("sitemap.xml")


def test_robots_may_read_everything_and_find_the_sitemap(built: Built) -> None:
    text = built.read("robots.txt").decode()
    assert text == f"User-agent: *\nAllow: /\n\nSitemap: {built.home}sitemap.xml\n"
    robots = RobotFileParser()
    robots.parse(text.splitlines())
    assert robots.site_maps() == [f"{built.home}sitemap.xml"]
    assert all(robots.can_fetch("AnyBot", built.home + page.url) for page in built.pages)


# Whatever a person can type in one line. XML has no signs for control characters (XML 1.0, 2.2 "Characters").
_TYPED = st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufffe\uffff")
_BREAKING = st.sampled_from(
    ['"', "'", "<", ">", "&", "\\", "</script>", "<!--", "-->", "]]>", "<![CDATA[", "&quot;", "{{ 1 }}", "{% if %}"]
)
_WORDS = st.lists(_BREAKING | st.text(_TYPED, min_size=1, max_size=5), min_size=1, max_size=6).map("".join)
_HOME = "https://x.example/"
_CANONICAL = f'<link rel="canonical" href="{_HOME}">'


def _filled(folder: Path, pages: dict[str, dict[str, Any]], home: str = _CANONICAL) -> Path:
    """Make a site whose pages have nothing but the mark in their head, and let it be filled."""
    said = {"title": "A title", "description": "A text. " * 8, "kind": "evidence", "checked": dt.date(2026, 11, 23)}
    built = {"index.html": sites.page(head=home)}
    for name, more in pages.items():
        file = folder / "docs" / f"{name}.md"
        file.parent.mkdir(exist_ok=True)
        text = yaml.safe_dump({**said, "description": f"{name} {said['description']}", **more}, allow_unicode=True)
        file.write_text(f"---\n{text}---\n", encoding="utf-8")
        built[f"{name}/index.html"] = sites.page(
            '<span data-fill="minutes"></span>', '<meta name="fill" content="head">'
        )
    (folder / "mkdocs.yml").write_text("site_name: Name\n", encoding="utf-8")
    root = sites.make_site(folder, built)
    assert [str(fault) for fault in fill(root, folder / "docs", folder / "mkdocs.yml")] == []
    return root


@settings(deadline=None)
@given(words=_WORDS, kind=st.sampled_from(["home", "article", "page"]))
def test_any_words_come_through_the_head_as_they_are(words: str, kind: str) -> None:
    source = Source(title=words, address=f"https://y.example/{words}", at_hand="part")
    said: dict[str, Any] = {"title": words, "description": words, "kind": kind, "source": source}
    meta = FrontMatter.model_construct(None, checked=dt.date(2026, 1, 2), **said)
    one = SitePage("x.md", "x/index.html", f"{_HOME}x/", meta)
    around = Around(Settings(name=words), _HOME, {"x.md": one}, {})
    written = partials(PARTIALS, around).get_template("head.html").render(around.of(one, 1))
    found = head(f"<!doctype html><html><head>{written}</head><body><p>Text</body></html>")
    assert [element.tag for element in found] == ["meta"] * 10 + ["link", "script"]
    for name in ("site_name", "title", "description"):
        assert found.xpath(f"string(meta[@property='og:{name}']/@content)") == words
    (script,) = found.xpath(JSON_LD)
    assert not set("<>&'") & set(script.text)
    told = list(texts(json.loads(script.text)))
    # home: name and description; page: the last of the trail; article: also headline, description, author, original.
    assert told.count(words) == {"home": 2, "page": 1, "article": 5}[kind]
    assert told.count(str(source.address)) == (1 if kind == "article" else 0)


@settings(deadline=None)
@given(words=_WORDS)
def test_any_words_come_through_the_feed_as_they_are(words: str) -> None:
    meta = FrontMatter.model_construct(title=words, description=words, kind="article", checked=dt.date(2026, 1, 2))
    one = SitePage("x.md", "x/index.html", f"{_HOME}x/", meta)
    around = Around(Settings(words, words, words), _HOME, {"x.md": one}, {})
    feed = etree.fromstring(partials(PARTIALS, around).get_template("feed.xml.html").render().strip().encode())
    for name in ("title", "subtitle", "rights", f"author/{ATOM}name", f"entry/{ATOM}title", f"entry/{ATOM}summary"):
        assert feed.findtext(ATOM + name) == words


def test_the_feed_has_the_newest_first_and_its_date_is_theirs(tmp_path: Path) -> None:
    days = {"b": (2026, 1, 2), "c": (2026, 3, 4), "a": (2026, 3, 4)}
    pages: dict[str, dict[str, Any]] = {name: {"title": name, "checked": dt.date(*day)} for name, day in days.items()}
    root = _filled(tmp_path, {**pages, "help": {"kind": "help", "checked": dt.date(2026, 11, 23)}})
    feed = etree.fromstring((root / "feed.xml").read_bytes())
    assert [entry.text for entry in feed.findall(f"{ATOM}entry/{ATOM}id")] == [f"{_HOME}{url}/" for url in "acb"]
    assert feed.findtext(f"{ATOM}updated") == "2026-03-04T00:00:00Z"


def test_without_the_site_s_address_nothing_is_written_that_needs_it(tmp_path: Path) -> None:
    root = _filled(tmp_path, {"x": {}}, home="")
    assert not head((root / "x/index.html").read_text()).xpath(f"{PREVIEW}|{JSON_LD}|{FEED}")
    assert {path for path in sites.read_all(root) if not path.endswith(".html")} == {"robots.txt"}
    assert (root / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"
