"""The server for tests and measurements answers as a static host does."""

from __future__ import annotations

import gzip
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import brotli  # type: ignore[import-untyped]
import pytest

from scripts.dev.site_server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[HTTPConnection]:
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    (tmp_path / "404.html").write_text("not here", encoding="utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text("page a", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with serving(tmp_path) as address:
        connection = HTTPConnection(urlsplit(address).netloc)
        yield connection
        connection.close()


def _get(connection: HTTPConnection, path: str, accept: str = "") -> tuple[HTTPResponse, bytes]:
    connection.request("GET", path, headers={"Accept-Encoding": accept})
    response = connection.getresponse()
    return response, response.read()


def test_a_folder_is_its_page(connection: HTTPConnection) -> None:
    for path, text in (("/", b"home"), ("/a/", b"page a"), ("/a/?q=1", b"page a")):
        response, body = _get(connection, path)
        assert (response.status, body) == (200, text)
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_folder_without_its_slash_is_sent_on(connection: HTTPConnection) -> None:
    response, _ = _get(connection, "/a")
    assert response.status == 301
    assert response.headers["Location"].endswith("/a/")


def test_text_is_compressed_as_the_browser_asks(connection: HTTPConnection) -> None:
    response, body = _get(connection, "/", "gzip, deflate, br")
    assert response.headers["Content-Encoding"] == "br"
    assert brotli.decompress(body) == b"home"
    response, body = _get(connection, "/", "gzip")
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == b"home"
    response, body = _get(connection, "/picture.png", "br")
    assert response.headers["Content-Encoding"] is None
    assert body == b"\x89PNG"


def test_what_is_not_there_gets_the_404_page(connection: HTTPConnection) -> None:
    response, body = _get(connection, "/no/such/page/")
    assert (response.status, body) == (404, b"not here")
