from __future__ import annotations

import pytest

from scripts.common.addresses import Inside, Malformed, Outside, built_path, page_url, resolve

HOME = "https://a.example:8000/base/"


@pytest.mark.parametrize(
    ("address", "path", "fragment"),
    [
        ("", "a/b/index.html", ""),
        ("#x", "a/b/index.html", "x"),
        ("?q=1#x", "a/b/index.html", "x"),
        (".", "a/b/index.html", ""),
        ("..", "a/index.html", ""),
        ("../..", "index.html", ""),
        ("../../../c", "../c", ""),
        ("../c/#x", "a/c/index.html", "x"),
        ("c.png?v=1", "a/b/c.png", ""),
        ("%C3%A4%20b.png", "a/b/ä b.png", ""),
        (" \n../c/\t", "a/c/index.html", ""),
        ("/base/", "index.html", ""),
        ("/base/c/", "c/index.html", ""),
        ("/base/.", "index.html", ""),
        ("/c/", "/c/index.html", ""),
        ("https://a.example:8000/base/c/#x", "c/index.html", "x"),
        ("http://A.example:8000/base/", "index.html", ""),
        ("//a.example:8000/base/c", "c", ""),
    ],
)
def test_addresses_inside(address: str, path: str, fragment: str) -> None:
    assert resolve(address, "a/b/index.html", HOME) == Inside(path, fragment)


@pytest.mark.parametrize(
    ("address", "scheme", "host"),
    [
        ("https://b.example/", "https", "b.example"),
        ("//B.example/x", "https", "b.example"),
        ("https://a.example/base/", "https", "a.example"),
        ("https://a.example:8000/other/", "https", "a.example"),
        ("https://a.example:8000", "https", "a.example"),
        ("https://a.example:8000@b.example/base/", "https", "b.example"),
        ("MAILTO:a@b.example", "mailto", ""),
        ("java\nscript:x", "javascript", ""),
    ],
)
def test_addresses_outside(address: str, scheme: str, host: str) -> None:
    assert resolve(address, "a/b/index.html", HOME) == Outside(scheme, host)


def test_without_a_known_home_the_site_is_at_the_root() -> None:
    assert resolve("/c/", "a/index.html") == Inside("c/index.html")
    assert resolve("https://a.example/", "a/index.html") == Outside("https", "a.example")


@pytest.mark.parametrize(
    ("address", "reason"),
    [("https://[a/", "Invalid IPv6 URL"), ("https://a:99999/", "Port out of range 0-65535")],
)
def test_malformed_addresses(address: str, reason: str) -> None:
    assert resolve(address, "index.html", HOME) == Malformed(reason)


@pytest.mark.parametrize(
    ("path", "url"),
    [("index.html", ""), ("a/b/index.html", "a/b/"), ("404.html", "404.html"), ("a/myindex.html", "a/myindex.html")],
)
def test_page_url(path: str, url: str) -> None:
    assert page_url(path) == url


@pytest.mark.parametrize(
    ("page", "there", "file"),
    [
        ("index.md", "", "index.html"),
        ("a/README.md", "", "a/index.html"),
        ("a/b.md", "", "a/b/index.html"),
        ("a/v1.2.md", "a/v1.2.html", "a/v1.2.html"),
        ("a/v1.2.md", "a/v1.2/index.html", "a/v1.2/index.html"),
    ],
)
def test_a_page_becomes_a_folder_or_a_file_of_its_name(page: str, there: str, file: str) -> None:
    assert built_path(page, [there].__contains__) == file
