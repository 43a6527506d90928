"""A blog from its export to the site: every old address is answered, and all that the site has works for it."""

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from scripts.common.addresses import Inside, resolve
from scripts.content.data_files import old_addresses
from tests.building import FIXTURE, FIXTURE_NAV, ROOT, build
from tests.exports import load

BLOG = ROOT / "tests" / "fixtures" / "blog"


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import the blog, and build the site by the settings that the import proposes."""
    folder = tmp_path_factory.mktemp("blog")
    docs = shutil.copytree(FIXTURE / "docs", folder / "docs")
    search = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    (docs / "search.md").write_text(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", search), encoding="utf-8")
    report = load(docs, (BLOG / "blog.xml").read_bytes(), uploads=BLOG / "uploads")
    settings = yaml.safe_load(report.nav)
    nav = [*FIXTURE_NAV, "search.md", *settings.pop("nav")]
    done = build(docs, folder / "site", nav=nav, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    # A letter that no font of the editions has stops no page of another's words.
    assert re.search("docs/articles/etc-passwd.md:3: ED05 warning: The characters “", done.stderr)
    return docs


def page(docs: Path, path: str) -> str:
    return (docs.parent / "site" / path / "index.html").read_text(encoding="utf-8")


def test_every_old_address_is_answered_by_a_page_or_a_rule(docs: Path) -> None:
    site = docs.parent / "site"
    rules = (site / "_redirects").read_text(encoding="utf-8")
    entries = old_addresses(docs / "_data").all()
    assert len(entries) > 40
    for entry in entries:
        for file in entry.files.values():
            link = re.search(r'<a href="([^"]+)"', (site / file).read_text(encoding="utf-8"))
            assert link, file
            there = resolve(link[1], file)
            assert isinstance(there, Inside), file
            target = (site / there.path).read_text(encoding="utf-8")
            assert f'id="{unquote(there.fragment)}"' in target or not there.fragment, (file, there)
        if entry.query:
            assert re.search(rf"^/ +{'='.join(entry.query)} +\S+ 301!$", rules, re.MULTILINE), entry


def test_an_article_has_its_writer_day_tags_picture_and_comments(docs: Path) -> None:
    text = page(docs, "articles/a-first-letter")
    assert re.search(r'By Al Counsellor, <time datetime="?2019-05-04"?>4 May 2019</time>', text)
    assert re.search(r'<a href="\.\./tags/#tag:listening"', text)
    assert re.search(
        r'<img [^>]*src="[^"]*door[^"]*"[^>]*alt="A door that stands ajar"|alt="A door that stands ajar"', text
    )
    assert 'href="../../comments/a-first-letter/"' in text
    assert re.search(r'<h2 id="?readers"?>Comments</h2>', text)
    assert "told them" not in text
    assert "who wrote" not in page(docs, "comments/a-first-letter")
    assert re.findall(r'href="(https?://[^"]*blog\.example[^"]*)"', text) == [
        "https://www.blog.example/2018/01/gone/", "https://www.blog.example/wp-content/uploads/2019/05/rules.mp3",
    ]  # fmt: skip
    assert 'href="../uploads/2019/05/rules.pdf"' in text
    assert '<a href="../a-second-letter/">A second letter</a> The one after this, of 1 June 2020.' in text
    assert '"author":{"@type":"Person","name":"Al Counsellor"}' in text.replace(": ", ":")


def test_lists_by_year_and_by_topic_lead_to_all_of_them(docs: Path) -> None:
    assert set(re.findall(r'href="\.\./([\w-]+)/"', page(docs, "articles/by-year"))) >= {
        "a-first-letter", "a-second-letter", "a-second-letter-3", "etc-passwd",
    }  # fmt: skip
    assert 'href="../a-second-letter/"' in page(docs, "articles/tags").partition('id="tag:late-letters"')[2]


def test_paper_search_feed_and_the_copy_to_read_offline_have_them(docs: Path) -> None:
    site = docs.parent / "site"
    assert (site / "articles" / "a-first-letter" / "a-first-letter-a4.pdf").is_file()
    assert (site / "articles" / "etc-passwd" / "etc-passwd-a4.pdf").is_file()
    assert (site / "articles" / "uploads" / "2019" / "05" / "rules.pdf").is_file()
    assert (site / "pagefind").is_dir()
    feed = (site / "feed.xml").read_text(encoding="utf-8")
    assert "<title>A first letter</title>" in feed
    assert "<updated>2021-02-03T00:00:00Z</updated>" in feed


def test_nothing_that_was_not_public_is_in_any_file(docs: Path) -> None:
    site = docs.parent / "site"
    for path in (*docs.rglob("*"), *site.rglob("*")):
        assert not re.search("geheim|al.secret|mail.example", path.name, re.IGNORECASE)
        if path.is_file():
            assert not re.search(rb"geheim|al\.secret|mail\.example", path.read_bytes(), re.IGNORECASE), path
