"""The edition to be read without a connection."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from scripts.common.built_pages import Site, read_page, read_site
from scripts.finish.offline import OFFLINE, edition, offline
from tests.golden import cases, golden_data
from tests.sites import make_site, page

HOME = '<link rel="canonical" href="https://x.example/">'
FILES: dict[str, Any] = golden_data("offline.yml")["site"]


def rewritten(folder: Path, body: str) -> str:
    """Give what becomes of a page's body."""
    site = read_site(make_site(folder, {**FILES, "a/index.html": [body]}))
    return dict(edition(site))["a/index.html"].decode().split("<body>\n")[1].removesuffix("\n</body>\n</html>")


def test_it_holds_what_readers_need_and_not_what_hosts_need(tmp_path: Path) -> None:
    found = dict(edition(read_site(make_site(tmp_path, FILES))))
    assert list(found) == ["a/index.html", "assets/style.css", "b.pdf", "index.html"]
    assert found["b.pdf"] == b"%PDF"
    # What only machines read stays as it is.
    assert HOME.encode() in found["index.html"]
    assert b'href="../assets/style.css"' in found["a/index.html"]


def test_files_of_the_search_index_are_scripts_that_hand_over_their_bytes(tmp_path: Path) -> None:
    form = page('<form data-search-index="../pagefind/pagefind.js"></form>')
    index: dict[str, str | bytes] = {"pagefind/a.pf_index": bytes(range(256)), "pagefind/pagefind.js": "let a = 1;"}
    index |= {f"pagefind/fragment/en_{name}.pf_fragment": name for name in ("ab1", "ab2", "b12")}
    found = dict(edition(read_site(make_site(tmp_path, {"search/index.html": form, **index}))))
    scripts = ["a.pf_index.js", "fragment/en_ab.js", "fragment/en_b1.js", "pagefind.js.js"]
    assert list(found) == [*(f"pagefind/{script}" for script in scripts), "search/index.html"]
    escaped = (
        bytes(range(256)).replace(b"\\", rb"\\").replace(b'"', rb"\"").replace(b"\n", rb"\n").replace(b"\r", rb"\r")
    )
    assert found["pagefind/a.pf_index.js"] == b'packed("a.pf_index", "' + escaped + b'")\n'
    together = b'packed("en_ab1.pf_fragment", "ab1")\npacked("en_ab2.pf_fragment", "ab2")\n'
    assert found["pagefind/fragment/en_ab.js"] == together
    assert found["pagefind/pagefind.js.js"].startswith(b'packed("pagefind.js", "\x1f\x8b')
    assert b'<form data-search-index="../pagefind/pagefind.js" data-on-disk="">' in found["search/index.html"]


@pytest.mark.parametrize(("link", "expected"), cases("offline.yml", "links"))
def test_every_link_names_a_file_and_what_is_no_link_stays(tmp_path: Path, link: str, expected: str) -> None:
    body = (
        '<!-- <a href="../"> --><p data-home="../">&lt;a href="../"&gt; &amp; é</p>\n'
        '<script type="application/json">{"a": "<a href=\\"../\\">"}</script><a class="x" data-href="../" {}>x</a>'
    )
    assert rewritten(tmp_path, body.replace("{}", link)) == body.replace("{}", f'href="{expected}"')


def test_the_zip_is_whole_and_the_same_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The other is before the first that a zip can tell.
    for epoch, moment in (("1700000000", (2023, 11, 14, 22, 13, 20)), ("0", (1980, 1, 1, 0, 0, 0))):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        root = make_site(tmp_path / epoch, FILES)
        site = read_site(root)
        offline(site)
        assert OFFLINE in site.files
        once = (root / OFFLINE).read_bytes()
        offline(read_site(root))
        assert (root / OFFLINE).read_bytes() == once
        with zipfile.ZipFile(root / OFFLINE) as archive:
            assert archive.testzip() is None
            assert {name: archive.read(name) for name in archive.namelist()} == {
                f"website/{path}": data for path, data in edition(read_site(root))
            }
            assert {entry.date_time for entry in archive.infolist()} == {moment}
            assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


_PIECES = st.sampled_from(cases("pieces.yml", "offline"))


@given(body=st.lists(_PIECES, max_size=12).map("".join))
def test_any_page_keeps_all_its_text(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    one = read_page("a/index.html", page(body).encode())
    site = Site(tmp_path_factory.getbasetemp(), {one.path: one, "index.html": one}, {one.path, "index.html"}, {}, "")
    again = read_page(one.path, dict(edition(site))[one.path])
    assert [(r.tag, r.attribute, r.use) for r in again.references] == [
        (r.tag, r.attribute, r.use) for r in one.references
    ]
    first, second = (html.document_fromstring(found.data).xpath("string()") for found in (one, again))
    assert first == second
    assert again.title == one.title
    assert [found.value for found in again.acting] == [found.value for found in one.acting]
