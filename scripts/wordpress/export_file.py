"""Opening an export: bytes as they come → characters, once it is clear that it is an export at all."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: How much is read at a time, in bytes.
CHUNK: Final = 1 << 18
#: What stands before the first element has to end within so many characters.
LONGEST_PROLOGUE: Final = 1 << 20

_AGAIN: Final = "in WordPress, choose Tools, Export, All content, and import the .xml file that it gives."
_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_ROOT: Final = re.compile(r"<rss(?=[\s>])[^>]*>")
_ROOT_BEGINS: Final = re.compile(r"<rss(?=[\s>])")
_ELEMENT: Final = re.compile(r"<([A-Za-z_][\w.:-]*)")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ARCHIVES: Final = {
    b"PK\x03\x04": "a zip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a rar archive",
}
_GZIP: Final = b"\x1f\x8b"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)


class UnusableExportError(ValueError):
    """The file cannot be imported; the message says what it is and what to do."""


@dataclass
class ExportText:
    """An export as characters.

    Attributes:
        root: its first tag, which binds the prefixes.
        before: what stands before that tag.
        chunks: what follows, in pieces of any length.
        broken: set once `chunks` has ended early: what was wrong with the file as bytes.
    """

    root: str
    before: str
    chunks: Iterator[str]
    broken: str | None = None


def open_export(source: BinaryIO, count: Callable[[int], None]) -> ExportText:
    """Begin to read an export, plain or packed with gzip.

    Args:
        source: the file; it need not be seekable.
        count: is called with the number of bytes read so far.

    Returns:
        Its characters; in its own encoding, as a byte order mark or the declaration says.

    Raises:
        UnusableExportError: it is no WordPress export, or one that must not be read.
        OSError: the source cannot be read.
    """
    raw = _Counted(source, count)
    first = raw.read(CHUNK)
    if not first.strip(b"\x00 \t\r\n"):
        raise UnusableExportError(f"The file is empty; {_AGAIN}")
    for magic, what in _ARCHIVES.items():
        if first.startswith(magic):
            raise UnusableExportError(f"This is {what}, not an export; unpack it and import the .xml file in it.")
    raw.put_back(first)
    unpacked = gzip.GzipFile(fileobj=raw) if first.startswith(_GZIP) else raw
    text = ExportText("", "", iter(()))
    chunks = _decoded(unpacked, text)
    beginning = ""
    for chunk in chunks:
        beginning += chunk
        if root := _root(beginning):
            text.before, text.root = beginning[: root.start()], root[0]
            text.chunks = _chained(beginning[root.end() :], chunks)
            return text
        if len(beginning) > LONGEST_PROLOGUE:
            break
    if text.broken:
        raise UnusableExportError(f"{text.broken} Nothing in it can be read; {_AGAIN}")
    raise UnusableExportError(_what_it_is(beginning))


class _Counted(io.RawIOBase):
    """Reads a source, tells how much has been read, and takes back what was looked at."""

    def __init__(self, source: BinaryIO, count: Callable[[int], None]) -> None:
        self._source, self._count = source, count
        self._read = 0
        self._back = b""

    def put_back(self, data: bytes) -> None:
        self._back = data

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if self._back:
            data, self._back = self._back[:size], self._back[size:] if size >= 0 else b""
            return data if size >= 0 else data + self._source.read()
        data = self._source.read(size)
        self._read += len(data)
        self._count(self._read)
        return data


def _decoded(source: gzip.GzipFile | _Counted, text: ExportText) -> Iterator[str]:
    """Yield the characters of a file; what is no character of its encoding becomes U+FFFD."""
    decoder: codecs.IncrementalDecoder | None = None
    while True:
        try:
            data = source.read(CHUNK)
        except EOFError:
            text.broken = "The packed file is cut off."
            return
        except (zlib.error, gzip.BadGzipFile):
            text.broken = "The packed file is damaged."
            return
        if decoder is None:
            decoder = codecs.getincrementaldecoder(_encoding(data))(errors="replace")
        if not data:
            yield decoder.decode(b"", final=True)
            return
        yield decoder.decode(data)


def _encoding(first: bytes) -> str:
    for mark, name in _MARKS:
        if first.startswith(mark):
            return name
    declared = _DECLARED.search(first[:2000])
    if declared is None:
        return "utf-8"
    name = declared[1].decode("ascii")
    try:
        # What is no encoding of text, such as zlib, shows only when there is something to decode.
        b" ".decode(name, "replace")
        codecs.getincrementaldecoder(name)
    except (LookupError, ValueError):
        raise UnusableExportError(
            f"The file says that its encoding is {name}, which is unknown; save it in UTF-8, or export it again."
        ) from None
    # A declaration that could be read in ASCII is not in UTF-16, whatever it says.
    return "utf-8" if codecs.lookup(name).name.startswith(("utf-16", "utf-32")) else name


def _root(beginning: str) -> re.Match[str] | None:
    """Find the first tag of an export; what is no export, or must not be read, is refused here."""
    without = beginning
    if "<!--" in beginning:
        # As many characters, so that the places stay the same.
        without = _COMMENT.sub(lambda found: " " * len(found[0]), beginning)
    begins = _ROOT_BEGINS.search(without)
    prologue = without[: begins.start()] if begins else without
    if "<!doctype" in (lowered := prologue.lower()):
        if re.search(r"<!doctype\s+html", lowered):
            raise UnusableExportError(_what_it_is(beginning))
        raise UnusableExportError(
            "The file has a DOCTYPE, which no WordPress export has and which can be made to fill the memory; "
            f"it was not read. To get an export: {_AGAIN}"
        )
    return _ROOT.search(without)


def _what_it_is(beginning: str) -> str:
    start = _COMMENT.sub("", beginning).lstrip("\ufeff\x00 \t\r\n")
    element = _ELEMENT.search(start)
    if start[:1] in {"{", "["}:
        what = "JSON"
    elif re.match(r"<!doctype\s+html|<html", start, re.IGNORECASE) or (element and element[1].lower() == "html"):
        what = "a web page (HTML), such as a page to log in"
    elif element and start.startswith("<"):
        what = f"XML, but its first element is <{element[1][:40]}> and not <rss>, so it is"
        return f"This is {what} no WordPress export; {_AGAIN}"
    elif re.search(r"^(?:CREATE TABLE|INSERT INTO)\b", start, re.MULTILINE):
        what = "a copy of a database"
    else:
        return f"This is no XML, and so no WordPress export; {_AGAIN}"
    return f"This is {what}, and no WordPress export; {_AGAIN}"


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
