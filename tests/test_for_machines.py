"""What machines read: canonical addresses, previews, JSON-LD, the feed, the sitemap and robots.txt."""

import datetime as dt
import gzip
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from scripts.common.addresses import Inside, resolve
from scripts.common.built_pages import Page, Site, read_site
from scripts.common.settings import Settings
from scripts.content.front_matter import FrontMatter, Source, read_all
from scripts.finish.around import Around, SitePage
from scripts.finish.fill import content
from tests.building import ROOT
from tests.golden import cases, compare

ATOM = "{http://www.w3.org/2005/Atom}"
NEUTRAL = ("looking-after-yourself/", "looking-at-what-you-did/", "phone-and-computer/")
PREVIEW = "//meta[starts-with(@property, 'og:')]"
JSON_LD = "//script[@type='application/ld+json']"
FEED = "//link[@rel='alternate'][@type='application/atom+xml']/@href"


def pages_of(site: Site) -> list[Page]:
    """Give all that a reader calls a page."""
    return [page for page in site.pages.values() if page.path != "404.html" and page.redirect is None]


def head(text: str) -> Any:
    """Give the head of a page as an element."""
    return html.document_fromstring(text).find("head")


def json_ld(page: Page) -> Any:
    (script,) = head(page.text).xpath(JSON_LD)
    return json.loads(script.text)


def texts(value: Any) -> Iterator[str]:
    """Yield all strings of a JSON value, except what its objects are called."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def test_machines_read_what_was_found_good(fixture_site: Path, rewrite_golden: bool) -> None:
    """Of each kind of page: where it is, what previews and JSON-LD say of it; then the feed and the rest."""
    text = ""
    for page in read_site(fixture_site).pages.values():
        metas = "//meta[@name='robots' or starts-with(@name, 'twitter:')]"
        found = head(page.text).xpath(f"link[@rel='canonical'] | {PREVIEW} | {metas} | //link[@type]")
        tags = [html.tostring(one, encoding="unicode", with_tail=False) for one in found]
        data = [json.dumps(json.loads(one.text), indent=1) for one in head(page.text).xpath(JSON_LD)]
        text += "\n".join([f"===== {page.path}", *tags, *data, ""]) if page.redirect is None else ""
    for name in ("feed.xml", "sitemap.xml", "robots.txt"):
        text += f"===== {name}\n{(fixture_site / name).read_text(encoding='utf-8')}"
    compare("machines.txt", text, rewrite=rewrite_golden)
    card = (fixture_site / "assets/card.png").read_bytes()
    assert (struct.unpack_from(">II", card, 16), len(card) < 50_000) == ((1200, 630), True)
    packed = (fixture_site / "sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed) == (fixture_site / "sitemap.xml").read_bytes()


def test_every_page_has_one_canonical_address_its_own(real_site: Path) -> None:
    site = read_site(real_site)
    assert site.home.startswith("https://")
    found = {page.path: head(page.text).xpath("link[@rel='canonical']/@href") for page in pages_of(site)}
    assert found == {page.path: [site.home + page.url] for page in pages_of(site)}


def test_addresses_of_this_site_in_the_json_are_whole_and_lead_to_files(real_site: Path) -> None:
    site = read_site(real_site)
    for page in pages_of(site):
        data = [] if page.noindex or page.url in NEUTRAL else json_ld(page)
        own = [text for text in texts(data) if text.startswith((site.home, "/", "."))]
        assert not data or site.home + page.url in own
        for address in own:
            target = resolve(address, page.path, site.home)
            assert address.startswith(site.home), page.path
            assert isinstance(target, Inside), address
            assert target.path in site.files, address
            assert not target.fragment or target.fragment in site.pages[target.path].anchors, address


def test_nothing_is_said_of_the_404_page_and_of_pages_with_a_neutral_title(real_site: Path) -> None:
    pages, entries = read_site(real_site).pages, read_all(ROOT / "docs", dt.date.max)[0]
    titles = {entry.name.removesuffix("index.md").replace(".md", "/"): str(entry.data["title"]) for entry in entries}
    neutral = {entry.name.replace(".md", "/") for entry in entries if "neutral_title" in entry.data}
    assert neutral == {*NEUTRAL}
    # The lost page has no address of its own; the others have no true title in their head.
    for path, lacks in {"404.html": "canonical", **{f"{url}index.html": titles[url] for url in NEUTRAL}}.items():
        found = head(pages[path].text)
        assert not found.xpath(f"{PREVIEW} | //meta[starts-with(@name, 'twitter:')] | {JSON_LD} | {FEED}"), path
        assert lacks.casefold() not in html.tostring(found, encoding="unicode").casefold(), path


# Whatever a person can type in one line. XML has no signs for control characters (XML 1.0, 2.2 "Characters").
_TYPED = st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufffe\uffff")
_BREAKING = st.sampled_from(cases("pieces.yml", "head"))
_WORDS = st.lists(_BREAKING | st.text(_TYPED, min_size=1, max_size=5), min_size=1, max_size=6).map("".join)
_HOME = "https://x.example/"


@given(words=_WORDS, kind=st.sampled_from(["home", "article", "page"]))
def test_any_words_come_through_the_head_as_they_are(words: str, kind: str) -> None:
    source = Source(title=words, address=f"https://y.example/{words}", at_hand="part")
    said: dict[str, Any] = {"title": words, "description": words, "kind": kind, "source": source}
    meta = FrontMatter.model_construct(None, checked=dt.date(2026, 1, 2), **said)
    one = SitePage("x.md", "x/index.html", f"{_HOME}x/", meta)
    around = Around(Settings(name=words), _HOME, {"x.md": one}, {})
    written = content("head", around, page=one)
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


@given(words=_WORDS)
def test_any_words_come_through_the_feed_as_they_are(words: str) -> None:
    meta = FrontMatter.model_construct(title=words, description=words, kind="article", checked=dt.date(2026, 1, 2))
    one = SitePage("x.md", "x/index.html", f"{_HOME}x/", meta)
    around = Around(Settings(words, words, words), _HOME, {"x.md": one}, {})
    feed = etree.fromstring(content("feed.xml", around).encode())
    for name in ("title", "subtitle", "rights", f"author/{ATOM}name", f"entry/{ATOM}title", f"entry/{ATOM}summary"):
        assert feed.findtext(ATOM + name) == words
