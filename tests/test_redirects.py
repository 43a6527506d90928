"""Redirect pages and the rules for hosts, over small sites and over the real one."""

from __future__ import annotations

import posixpath
import shutil
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from scripts.common.built_pages import read_site
from scripts.common.old_addresses import TABLE, load
from scripts.finish import finish
from scripts.finish.host_redirects import HEAD
from scripts.finish.links import check
from scripts.finish.redirects import redirects
from tests.building import ROOT
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HOME = '<link rel="canonical" href="https://x.example/">'
PAGES = {
    "index.html": page('<a href="birds/wings/">Wings</a>', HOME),
    "birds/wings/index.html": page('<p id="left">Left.</p><a href="../../">Home</a>'),
}


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


def faults(folder: Path, *rows: tuple[str, str], pages: Mapping[str, str] = PAGES) -> list[str]:
    file = table(folder, *rows)
    found = redirects(read_site(make_site(folder, pages)), file)
    return [str(fault).removeprefix(str(file)) for fault in found]


def test_a_redirect_page_needs_no_script_and_stays_out_of_search(tmp_path: Path) -> None:
    found = written(tmp_path, ("/archives/1", "birds/wings.md#left"))
    assert found["archives/1/index.html"] == (
        "<!doctype html>\n"
        '<html lang="en">\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<title>This page has moved</title>\n"
        '<meta name="robots" content="noindex">\n'
        '<link rel="canonical" href="https://x.example/birds/wings/">\n'
        '<meta http-equiv="refresh" content="0; url=../../birds/wings/index.html#left">\n'
        '<p>This page has moved: <a href="../../birds/wings/index.html#left">A page</a></p>\n'
    )


def test_an_old_address_of_a_comment_keeps_what_follows_its_hash(tmp_path: Path) -> None:
    pages = {
        "index.html": page('<a href="comments/a/">Comments</a>', HOME),
        "comments/a/index.html": page('<a href="../../">Home</a><script src="../../assets/find-comment.js"></script>'),
        "assets/find-comment.js": "",
    }
    found = written(tmp_path, ("/archives/1/comment-page-{1..2}", "comments/a/index.md"), pages=pages)
    assert found["archives/1/comment-page-2/index.html"].endswith(
        '<p>This page has moved: <a href="../../../comments/a/index.html" data-onward>A page</a></p>\n'
        '<script src="../../../assets/find-comment.js"></script>\n'
    )


def test_each_address_has_its_file(tmp_path: Path) -> None:
    rows = [("/a/c-{1..3}", "index.md"), ("/b/x.html", "index.md"), ("/%D7%90/", "index.md"), ("/?p=1", "index.md")]
    assert set(written(tmp_path, *rows)) == {
        "a/c-1/index.html",
        "a/c-2/index.html",
        "a/c-3/index.html",
        "b/x.html",
        "א/index.html",
        "_redirects",
        "redirects.caddy",
        "redirects.nginx.conf",
    }


def test_a_hostile_title_or_address_stays_text(tmp_path: Path) -> None:
    hostile = {
        "index.html": page('<a href="a%26%22b/">A</a>', HOME),
        'a&"b/index.html': page('<a href="../">H</a><p id="x&quot;$y">').replace("A page", "&lt;/p>&lt;script>&amp;"),
    }
    rows = [("/%22%3E%3Cscript%3E", 'a&"b.md#x"$y')]
    found = written(tmp_path, *rows, pages=hostile)
    lines = found['"><script>/index.html'].splitlines()
    link = "../a%26%22b/index.html#x%22%24y"
    assert lines[-3:] == [
        '<link rel="canonical" href="https://x.example/a%26%22b/">',
        f'<meta http-equiv="refresh" content="0; url={link}">',
        f'<p>This page has moved: <a href="{link}">&lt;/p&gt;&lt;script&gt;&amp;</a></p>',
    ]
    assert found["_redirects"].endswith("\n/%22%3E%3Cscript%3E /a%26%22b/#x%22%24y 301\n")
    assert '    "/\\"><script>" "/a%26%22b/#x%22%24y";\n' in found["redirects.nginx.conf"]


def test_a_site_without_a_known_address_has_no_canonical(tmp_path: Path) -> None:
    bare = {path: text.replace(HOME, "") for path, text in PAGES.items()}
    found = written(tmp_path, ("/a", "birds/wings.md"), pages=bare)
    assert "canonical" not in found["a/index.html"]
    assert "\n/a /birds/wings/ 301\n" in found["_redirects"]


def test_redirects_for_hosts_put_plain_rules_first_and_folders_last(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        ("/a%20b/c-{1..75}", "birds/wings.md"),
        ("/?p=7", "birds/wings.md#left"),
        ("/index.php?page_id=8", "index.md"),
        ("/a%20b/", "birds/wings.md#left"),
        ("/old.html", "index.md"),
    )
    assert found["_redirects"] == (
        "# Old addresses, written by the build from docs/_data/old-addresses.yml: change that file.\n"
        "# Netlify shows the redirect page where there is one, and takes these lines for the rest.\n"
        "# Cloudflare Pages takes these lines first. It cannot tell addresses by their query and "
        "leaves such lines out, "
        "with a\n"
        "# warning. Cloudflare Workers refuses the file because of them: take them out there.\n"
        "/a%20b /birds/wings/#left 301\n"
        "/old.html / 301\n"
        "/ p=7 /birds/wings/#left 301!\n"
        "/index.php page_id=8 / 301!\n"
        "/a%20b/* /birds/wings/ 301\n"
    )


def test_the_map_for_nginx_knows_paths_numbers_and_queries(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        ("/a.b/c-{1..75}", "birds/wings.md"),
        ("/?p=7", "birds/wings.md#left"),
        ("/x/?page_id=8", "index.md"),
        ("/%24uri", "index.md"),
    )
    assert found["redirects.nginx.conf"] == (
        "# Old addresses, written by the build from docs/_data/old-addresses.yml: change that file.\n"
        "# 1. Beside the server block, in `http`:  include /path/to/the/site/redirects.nginx.conf;\n"
        "# 2. In the server block:                 if ($old_address) { return 301 $old_address; }\n"
        "# If the configuration has one of the next two settings already, keep the larger number there "
        "and take it out here.\n"
        "map_hash_bucket_size 64;\n"
        "map_hash_max_size 2048;\n"
        "\n"
        'map "$uri?$arg_p" $old_address_p {\n'
        '    default "";\n'
        '    "/?7" "/birds/wings/#left";\n'
        "}\n"
        "\n"
        'map "$uri?$arg_page_id" $old_address_page_id {\n'
        "    default $old_address_p;\n"
        '    "/x?8" "/";\n'
        "}\n"
        "\n"
        "map $uri $old_address {\n"
        "    default $old_address_page_id;\n"
        '    "~^/a\\\\.b/c-[0-9]+/?$" "/birds/wings/";\n'
        '    "/$uri" "/";\n'
        '    "/$uri/" "/";\n'
        "}\n"
    )


def test_the_redirects_for_caddy_know_paths_numbers_and_queries(tmp_path: Path) -> None:
    found = written(
        tmp_path, ("/a.b/c-{1..75}", "birds/wings.md"), ("/?p=7", "birds/wings.md#left"), ("/%22", "index.md")
    )
    assert found["redirects.caddy"] == (
        "# Old addresses, written by the build from docs/_data/old-addresses.yml: change that file.\n"
        "# server.caddy includes this file.\n"
        "\n"
        'map "{path}" {old_address} {\n'
        '    "~^/a\\.b/c-[0-9]+/?$" "/birds/wings/"\n'
        '    "/\\"" "/"\n'
        '    "/\\"/" "/"\n'
        '    default ""\n'
        "}\n"
        '@old_address not vars {old_address} ""\n'
        "redir @old_address {old_address} 301\n"
        "\n"
        'map "{path}?{query.p}" {old_address_p} {\n'
        '    "/?7" "/birds/wings/#left"\n'
        '    default ""\n'
        "}\n"
        '@old_address_p not vars {old_address_p} ""\n'
        "redir @old_address_p {old_address_p} 301\n"
    )


def test_nginx_gets_room_for_many_and_for_long_addresses(tmp_path: Path) -> None:
    rows = [(f"/{'long/' * 12}{number}", "index.md") for number in range(1, 1501)]
    text = written(tmp_path, *rows)["redirects.nginx.conf"]
    assert "\nmap_hash_bucket_size 128;\nmap_hash_max_size 8192;\n" in text


def test_a_site_below_a_folder_keeps_that_folder_in_its_rules(tmp_path: Path) -> None:
    below = {path: text.replace("x.example/", "x.example/base/") for path, text in PAGES.items()}
    found = written(tmp_path, ("/a/c-{1..2}", "birds/wings.md"), ("/?p=7", "index.md"), ("/b", "index.md"), pages=below)
    assert found["_redirects"].endswith(
        "\n/base/b /base/ 301\n/base/ p=7 /base/ 301!\n/base/a/* /base/birds/wings/ 301\n"
    )
    assert '    "/base/?7" "/base/";\n' in found["redirects.nginx.conf"]
    assert '    "~^/base/a/c-[0-9]+/?$" "/base/birds/wings/";\n' in found["redirects.nginx.conf"]
    assert 'href="https://x.example/base/birds/wings/"' in found["a/c-1/index.html"]


def test_without_a_table_nothing_is_written(tmp_path: Path) -> None:
    root = make_site(tmp_path, PAGES)
    before = read_all(root)
    assert list(redirects(read_site(root), None)) == []
    assert list(redirects(read_site(root), tmp_path / "no-such-table.yml")) == []
    assert read_all(root) == before


def test_a_faulty_table_is_told_and_not_used(tmp_path: Path) -> None:
    assert faults(tmp_path, ("a", "index.md")) == [
        ": OA01 This table cannot be used; `python -m scripts.content check` says why."
    ]
    assert read_all(tmp_path / "site").keys() == PAGES.keys()


def test_page_and_anchor_have_to_be_on_the_built_site(tmp_path: Path) -> None:
    rows = [("/a", "gone.md"), ("/b", "birds/wings.md#right"), ("/c", "birds/wings.md#left")]
    assert faults(tmp_path, *rows) == [
        ':1: OA03 The page "gone.md" is not on the built site; name another, or build it.',
        (
            ':3: OA03 The page "birds/wings.md" has no anchor "right"; correct it, '
            "or write `{#right}` after the heading there."
        ),
    ]
    found = read_all(tmp_path / "site")
    assert "c/index.html" in found
    assert "b/index.html" not in found
    assert b"/b " not in found["_redirects"]


@pytest.mark.parametrize(
    ("old", "file"),
    [
        ("/", "index.html"),
        ("/birds/wings", "birds/wings/index.html"),
        ("/Birds/wings/", "birds/wings/index.html"),
        ("/birds/wings/index.html/x", "birds/wings/index.html"),
        ("/sitemap.xml", "sitemap.xml"),
        ("/sitemap.xml/x", "sitemap.xml"),
    ],
)
def test_no_file_of_the_site_is_overwritten(tmp_path: Path, old: str, file: str) -> None:
    pages = {**PAGES, "sitemap.xml": "<urlset/>"}
    assert faults(tmp_path, (old, "index.md"), pages=pages) == [
        f':1: OA04 "{old}" is where the site has `site/{file}`; take this entry out.'
    ]
    after = read_all(tmp_path / "site")
    assert {path: after[path].decode() for path in pages} == pages
    assert after.keys() - pages.keys() == {"_redirects", "redirects.caddy", "redirects.nginx.conf"}


def test_no_rule_for_a_folder_hides_a_file_of_the_site(tmp_path: Path) -> None:
    assert faults(tmp_path, ("/birds/c-{1..3}", "index.md")) == [
        (
            ':1: OA04 "/birds/c-{1..3}" gives hosts one rule for the whole folder, '
            "and `site/birds/wings/index.html` is in it; write the addresses one by one."
        )
    ]


@pytest.mark.parametrize(
    ("first", "second", "file"),
    [
        ("/a.html", "/a.html/b", "a.html"),
        ("/a%2Db", "/a-b", "a-b/index.html"),
        ("/a/n-{1..9}", "/a/n-9", "a/n-9/index.html"),
        ("/a/n-3", "/a/n-{1..9}", "a/n-3/index.html"),
    ],
)
def test_no_redirect_takes_the_place_of_another(tmp_path: Path, first: str, second: str, file: str) -> None:
    assert faults(tmp_path, (first, "index.md"), (second, "index.md")) == [
        f':3: OA04 "{second}" is where the site has `site/{file}`; take this entry out.'
    ]


@pytest.mark.parametrize("path", ["_redirects", "redirects.caddy", "redirects.nginx.conf"])
def test_rules_that_a_keeper_wrote_are_not_overwritten(tmp_path: Path, path: str) -> None:
    assert faults(tmp_path, ("/a", "index.md"), pages={**PAGES, path: "/mine / 301\n"}) == [
        f": OA04 `site/{path}` is there already; move what it says into this table, and take it out."
    ]
    assert read_all(tmp_path / "site")[path] == b"/mine / 301\n"


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    root = make_site(tmp_path, PAGES)
    rows = [("/a", "birds/wings.md#left"), ("/a/c-{1..3}", "index.md"), ("/x.html", "index.md"), ("/?p=1", "index.md")]
    table(tmp_path, *rows)
    assert finish(root, tmp_path / "docs") == []
    once = read_all(root)
    assert finish(root, tmp_path / "docs") == []
    assert read_all(root) == once


def test_a_changed_entry_changes_its_page(tmp_path: Path) -> None:
    root = make_site(tmp_path, PAGES)
    for page_name in ("birds/wings.md", "index.md"):
        table(tmp_path, ("/a", page_name))
        assert finish(root, tmp_path / "docs") == []
    assert b"url=../index.html" in read_all(root)["a/index.html"]


def test_a_redirect_page_that_a_keeper_wrote_is_not_overwritten(tmp_path: Path) -> None:
    own = page(
        '<a href="../">Home</a>', '<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; ../">'
    )
    root = make_site(tmp_path, {**PAGES, "a/index.html": own})
    site = read_site(root, {"a/index.html": "docs/a.md"})
    assert [fault.rule for fault in redirects(site, table(tmp_path, ("/a", "index.md")))] == ["OA04"]
    assert read_all(root)["a/index.html"].decode() == own


def test_every_old_address_of_the_site_leads_to_its_place(real_site: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(real_site, root)
    file = ROOT / "docs" / TABLE
    assert [str(fault) for fault in finish(root, ROOT / "docs")] == []
    site = read_site(root)
    pages = {path for _, entry in load(file) for path in entry.files.values()}
    for _, entry in load(file):
        assert entry.target in site.pages
        assert not entry.anchor or entry.anchor in site.pages[entry.target].anchors
        for path in entry.files.values():
            redirect = site.pages[path].redirect
            assert redirect is not None
            to, _, anchor = unquote(redirect.value).partition("#")
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), to)) == entry.target
            assert anchor == entry.anchor
            assert (root / path).stat().st_size < 700, path
    assert len(pages) > 100
    sitemap = (root / "sitemap.xml").read_text(encoding="utf-8")
    assert not [path for path in pages if site.pages[path].url in sitemap]
    assert (root / "_redirects").read_text(encoding="utf-8").startswith(HEAD)
