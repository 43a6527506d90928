from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import html

from scripts.common.built_pages import read_site
from scripts.finish.policy import for_meta, policies
from scripts.finish.policy_in_pages import policy_in_pages
from tests.sites import make_site, page, read_all

if TYPE_CHECKING:
    from pathlib import Path


def test_each_page_carries_its_own_policy_before_anything_is_loaded(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.html": page(),
        "a/index.html": page(head='<script src="../a.js"></script>'),
        "old/index.html": '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Moved</title>\n',
    }
    root = make_site(tmp_path, files)
    site = read_site(root)
    expected = policies(site)
    assert list(policy_in_pages(site)) == []
    assert site.pages == read_site(root).pages
    for path, one in site.pages.items():
        head: Any = html.document_fromstring(one.text).find("head")
        found = [(element.tag, *element.items()) for element in head][:3]
        assert found == [
            ("meta", ("charset", "utf-8")),
            ("meta", ("http-equiv", "Content-Security-Policy"), ("content", for_meta(expected.of(path)))),
            ("meta", ("name", "referrer"), ("content", "no-referrer")),
        ]
    assert "script-src 'self'" in site.pages["a/index.html"].text


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"index.html": page()})
    list(policy_in_pages(read_site(root)))
    once = read_all(root)
    list(policy_in_pages(read_site(root)))
    assert read_all(root) == once
