"""The picture beside a shared link: the right size, and made from the SVG that stands beside it."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from scripts.dev.card import HEIGHT, KEYWORD, PNG, SVG, WIDTH, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

_SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630">
<rect width="1200" height="630" fill="#fbf6ee"/><rect x="1199" y="629" width="1" height="1" fill="#1f5558"/></svg>"""


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk's kind and content; the checksums have to be right."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at = 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        body, end = png[at + 4 : at + 8 + length], at + 12 + length
        assert png[end - 4 : end] == struct.pack(">I", zlib.crc32(body))
        yield body[:4], body[4:]
        at = end


def test_the_picture_has_the_size_that_previews_show_and_is_light() -> None:
    png = PNG.read_bytes()
    header = dict(chunks(png))[b"IHDR"]
    assert struct.unpack_from(">II", header) == (WIDTH, HEIGHT) == (1200, 630)
    assert len(png) < 40_000


def test_the_picture_was_made_from_the_svg_as_it_is_now() -> None:
    """The script puts the SVG's checksum into the PNG; after a change of the SVG: python -m scripts.dev.card."""
    stamp = KEYWORD + b"\0" + hashlib.sha256(SVG.read_bytes()).hexdigest().encode()
    assert dict(chunks(PNG.read_bytes()))[b"tEXt"] == stamp


def test_the_svg_is_of_that_size_has_the_words_and_needs_nothing_else() -> None:
    root = etree.fromstring(SVG.read_bytes())
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["When They Leave", "Four steps for the one who was left"]
    assert not root.xpath("//@href | //@*[contains(., 'url(')]")


@pytest.mark.browser
def test_each_pixel_of_the_svg_is_in_the_png(browser: Browser) -> None:
    parts = dict(chunks(render(_SVG, browser)))
    assert [*parts] == [b"IHDR", b"tEXt", b"IDAT", b"IEND"]
    pixels = zlib.decompress(parts[b"IDAT"])
    row = b"\0" + bytes.fromhex("fbf6ee") * WIDTH
    assert pixels == row * (HEIGHT - 1) + row[:-3] + bytes.fromhex("1f5558")
    assert parts[b"tEXt"].endswith(hashlib.sha256(_SVG.encode()).hexdigest().encode())
