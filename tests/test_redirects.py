"""Redirect pages, over small sites. The rules for hosts: test_hosts.py; real ones: browser/test_hosts.py."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts.common.built_pages import read_site
from scripts.common.old_addresses import TABLE
from scripts.finish.links import check
from scripts.finish.redirects import redirects
from tests.golden import cases, golden_data
from tests.sites import make_site, page, read_all

HOME = '<link rel="canonical" href="https://x.example/">'
PAGES = {
    "index.html": page('<a href="birds/wings/">Wings</a>', HOME),
    "birds/wings/index.html": page('<p id="left">Left.</p><a href="../../">Home</a>'),
    "sitemap.xml": "<urlset/>",
}
RULES = {"_redirects", "redirects.caddy", "redirects.nginx.conf"}


def table(folder: Path, *rows: tuple[str, str]) -> Path:
    file = folder / "docs" / TABLE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"- from: '{old}'\n  to: '{to}'\n" for old, to in rows), encoding="utf-8")
    return file


def written(folder: Path, *rows: tuple[str, str], pages: Mapping[str, str] = PAGES) -> dict[str, str]:
    """Make a site, write its redirects, look for faults of any kind, and give what was written."""
    root = make_site(folder, pages)
    site = read_site(root)
    assert [str(fault) for fault in (*redirects(site, table(folder, *rows)), *check(site))] == []
    assert site.files == set(read_all(root))
    assert site.pages == read_site(root).pages
    return {path: data.decode() for path, data in read_all(root).items() if path not in pages}


@pytest.mark.parametrize(("home", "canonical"), cases("redirects.yml", "canonical"))
def test_a_redirect_page_needs_no_script_and_stays_out_of_search(tmp_path: Path, home: str, canonical: str) -> None:
    pages = {**PAGES, "index.html": PAGES["index.html"].replace(HOME, home)}
    found = written(tmp_path, ("/archives/1", "birds/wings.md#left"), pages=pages)
    expected = golden_data("redirects.yml")["page"].replace("CANONICAL", canonical)
    assert found["archives/1/index.html"] == expected


@pytest.mark.parametrize(("anchor", "script"), [("", "find-comment.js"), ("#c", "find-comment.js"), ("", "other.js")])
def test_an_old_address_of_a_comment_keeps_what_follows_its_hash(tmp_path: Path, anchor: str, script: str) -> None:
    pages = {
        "index.html": page('<a href="comments/a/">Comments</a>', HOME),
        "comments/a/index.html": page(f'<a href="../../" id="c">H</a><script src="../../assets/{script}"></script>'),
        f"assets/{script}": "",
    }
    found = written(tmp_path, ("/archives/1/comment-page-{1..2}", f"comments/a/index.md{anchor}"), pages=pages)
    onward = ' data-onward>A page</a></p>\n<script src="../../../assets/find-comment.js"></script>\n'
    end = ">A page</a></p>\n" if anchor or script != "find-comment.js" else onward
    moved = f'<p>This page has moved: <a href="../../../comments/a/index.html{anchor}"{end}'
    assert found["archives/1/comment-page-2/index.html"].endswith(moved)


def test_a_hostile_title_or_address_stays_text(tmp_path: Path) -> None:
    hostile = {
        "index.html": page('<a href="a%26%22b/">A</a>', HOME),
        'a&"b/index.html': page('<a href="../">H</a><p id="x&quot;$y">').replace("A page", "&lt;/p>&lt;script>&amp;"),
    }
    found = written(tmp_path, ("/%22%3E%3Cscript%3E", 'a&"b.md#x"$y'), pages=hostile)
    link = "../a%26%22b/index.html#x%22%24y"
    assert found['"><script>/index.html'].splitlines()[-3:] == [
        '<link rel="canonical" href="https://x.example/a%26%22b/">',
        f'<meta http-equiv="refresh" content="0; url={link}">',
        f'<p>This page has moved: <a href="{link}">&lt;/p&gt;&lt;script&gt;&amp;</a></p>',
    ]


@pytest.mark.parametrize(("first", "old", "to", "fault"), cases("redirects.yml", "faults"))
def test_a_faulty_entry_is_not_used(tmp_path: Path, first: str, old: str, to: str, fault: str) -> None:
    file = table(tmp_path, (first, "index.md"), (old, to))
    root = make_site(tmp_path, PAGES)
    assert [str(found) for found in redirects(read_site(root), file)] == [f"{file}:3: {fault}"]
    after = {path: data.decode() for path, data in read_all(root).items()}
    assert after.items() >= PAGES.items()
    # What stands before it is written.
    assert after.keys() - PAGES.keys() > RULES


def test_a_table_that_is_faulty_or_not_there_is_not_used(tmp_path: Path) -> None:
    file, root = table(tmp_path, ("a", "index.md")), make_site(tmp_path, PAGES)
    for one, faults in ((file, [(1, "OA01")]), (None, []), (tmp_path / "no-such-table.yml", [])):
        assert [(found.line, found.rule) for found in redirects(read_site(root), one)] == faults
        assert read_all(root).keys() == PAGES.keys()


def test_a_changed_entry_changes_its_page(tmp_path: Path) -> None:
    root = make_site(tmp_path, PAGES)
    for target, link in (("birds/wings.md#left", b"birds/wings/index.html#left"), ("index.md", b"index.html")):
        assert list(redirects(read_site(root), table(tmp_path, ("/a", target), ("/?p=1", "index.md")))) == []
        assert b"url=../" + link in read_all(root)["a/index.html"]


@pytest.mark.parametrize(("robots", "sources"), [("noindex", {"a/index.html": "docs/a.md"}), ("all", {})])
def test_a_redirect_page_of_a_keeper_stays(tmp_path: Path, robots: str, sources: dict[str, str]) -> None:
    head = f'<meta name="robots" content="{robots}"><meta http-equiv="refresh" content="0; ../">'
    root = make_site(tmp_path, {**PAGES, "a/index.html": page('<a href="../">Home</a>', head)})
    before = read_all(root)
    found = redirects(read_site(root, sources), table(tmp_path, ("/a", "index.md")))
    assert [fault.rule for fault in found] == ["OA04"]
    assert read_all(root)["a/index.html"] == before["a/index.html"]
