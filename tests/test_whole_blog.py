"""A blog from its export to the site: every old address is answered, and all that the site has works for it."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from scripts.common.addresses import Inside, resolve
from scripts.content.data_files import old_addresses
from tests.building import FIXTURE_SETTINGS, ROOT, build, fixture_docs, once
from tests.exports import load
from tests.golden import cases

BLOG = ROOT / "tests" / "fixtures" / "blog"


def _import_and_build(folder: Path) -> None:
    """Import the blog, and build the site by the settings that the import proposes."""
    docs = fixture_docs(folder)
    search = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    (docs / "search.md").write_text(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", search), encoding="utf-8")
    report = load(docs, (BLOG / "blog.xml").read_bytes(), uploads=BLOG / "uploads")
    settings = yaml.safe_load(report.nav)
    nav = [*FIXTURE_SETTINGS["nav"], "search.md", *settings.pop("nav")]
    done = build(docs, folder / "site", nav=nav, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    # A letter that no font of the editions has stops no page of another's words.
    assert re.search("docs/articles/etc-passwd.md:3: ED05 warning: The characters “", done.stderr)


@pytest.fixture(scope="session")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(tmp_path_factory, "blog", _import_and_build) / "docs"


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


@pytest.mark.parametrize(("file", "there", "gone"), cases("whole_blog.yml"))
def test_all_that_the_site_has_works_for_imported_posts(
    docs: Path, file: str, there: list[str], gone: list[str]
) -> None:
    path = docs.parent / "site" / file
    assert path.exists()
    text = path.read_text(encoding="utf-8") if there or gone else ""
    assert [words for words in there if not re.search(words, text)] == []
    assert [words for words in gone if re.search(words, text)] == []


def test_nothing_that_was_not_public_is_in_any_file(docs: Path) -> None:
    site = docs.parent / "site"
    for path in (*docs.rglob("*"), *site.rglob("*")):
        assert not re.search("geheim|al.secret|mail.example", path.name, re.IGNORECASE)
        if path.is_file():
            assert not re.search(rb"geheim|al\.secret|mail\.example", path.read_bytes(), re.IGNORECASE), path
