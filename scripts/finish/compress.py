"""Packs every text file of a site beside itself, in brotli and in gzip, for hosts that send what is packed already.

The same text gives the same bytes on every day: neither form holds a name or a time.
"""

import gzip
import os
import posixpath
import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import click

from scripts.common.built_pages import Site
from scripts.common.kept import Kept

#: Pictures, PDFs and the search's index are packed as they are.
TEXT = frozenset({".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".webmanifest", ".xml"})
#: What each form adds to the name of a file.
BROTLI, GZIP = ".br", ".gz"
#: The pages of a site of more text files are packed at a lower quality, in a thirtieth of the time: an article and its
#: stylesheet have some 8 % more bytes then, and the longest of this site still comes in the first round trip.
MOST_PACKED_HARD = 500
_HARD, _QUICK = 11, 9


def unpack(site: Site) -> None:
    """Take away what an earlier finish packed, so that no other step takes it for a file of its own.

    Args:
        site: the site; its files are changed.
    """
    for path in sorted(site.files):
        original, form = posixpath.splitext(path)
        if form in {BROTLI, GZIP} and original in site.files and _is_text(original):
            (site.root / path).unlink()
            site.files.remove(path)


def compress(site: Site) -> None:
    """Write `x.br` and `x.gz` beside each text file `x` of a site, and print how many bytes that saves.

    Args:
        site: the site; its files are added to.
    """
    found = sorted(path for path in site.files if _is_text(path))
    # Both packers let other threads run meanwhile.
    pages = _HARD if len(found) <= MOST_PACKED_HARD else _QUICK
    kept = Kept("packed", f"{brotli.__version__} {zlib.ZLIB_RUNTIME_VERSION}", __file__)
    pack = partial(_pack, pages=pages, kept=kept)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        sizes = list(threads.map(pack, (site.root / path for path in found)))
    site.files.update(f"{path}{form}" for path in found for form in (BROTLI, GZIP))
    if found:
        plain, small = (sum(size) for size in zip(*sizes, strict=True))
        click.echo(f"{len(found)} text files are packed as well: {plain:,} bytes are {small:,} in brotli")


def _pack(file: Path, pages: int, kept: Kept) -> tuple[int, int]:
    data = file.read_bytes()
    quality = pages if file.suffix == ".html" else _HARD
    # How far it looks back, as a power of two: further than the file is long costs time and memory.
    window = max(16, min(len(data).bit_length(), 22))
    small = kept.of(bytes([quality]) + data, partial(brotli.compress, data, quality=quality, lgwin=window))
    file.with_name(file.name + BROTLI).write_bytes(small)
    file.with_name(file.name + GZIP).write_bytes(kept.of(data, partial(gzip.compress, data, mtime=0)))
    return len(data), len(small)


def _is_text(path: str) -> bool:
    return posixpath.splitext(path)[1] in TEXT
