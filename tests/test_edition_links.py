"""The links to the editions in the pages: `golden/edition_links.html` has all places, filled."""

import re
from pathlib import Path

import pytest

from scripts.common.built_pages import read_site
from scripts.editions.edition_links import link_editions
from scripts.editions.plan import Edition
from tests.editions import MARK, fixture_copy, whole_page
from tests.golden import compare, golden_data
from tests.sites import make_site, read_all

PLACE = r'<(p|div) (class="editions".*?)</\1>'
EDITIONS = [Edition(**{**one, "pages": tuple(one["pages"])}) for one in golden_data("editions.yml")]


def test_each_place_has_the_links_that_it_asks_for(tmp_path: Path, *, rewrite_golden: bool) -> None:
    site = fixture_copy(tmp_path)
    asked = {"list-for": 'data-list="countries"', "one": 'data-list="uk" data-words="On paper"'}
    asked["book"] = 'data-list="e-book" data-words="Read it &amp; rest"'
    ours = "".join(f'<div id="{name}">\n<p class="editions" {data}></p></div>' for name, data in asked.items())
    page = site.root / "print/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</article>", f"{ours}</article>"), encoding="utf-8")
    for _ in range(2):
        # What was filled is filled anew.
        site = read_site(site.root)
        link_editions(site, EDITIONS)
        assert read_all(site.root).items() >= {path: page.data for path, page in site.pages.items()}.items()
        found = {path: re.findall(PLACE, page.text, re.DOTALL) for path, page in site.pages.items()}
        text = "".join(f"<!-- {path} -->\n{place}\n" for path, places in found.items() for _, place in places)
        compare("edition_links.html", text, rewrite=rewrite_golden)


@pytest.mark.parametrize("byte", [b"", b"\xff"])
def test_without_editions_the_places_are_taken_out_and_no_other_byte(tmp_path: Path, byte: bytes) -> None:
    data = whole_page("A", "<h1>A</h1>\n" + MARK.format("page")).encode().replace(b"About A", b"About " + byte)
    site = read_site(make_site(tmp_path, {"a.html": data}))
    link_editions(site, [])
    assert (site.root / "a.html").read_bytes() == data.replace(f"\n{MARK.format('page')}".encode(), b"")
