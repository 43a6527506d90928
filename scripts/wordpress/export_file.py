"""Opening an export: bytes as they come → characters, once it is clear that it is an export at all."""

from __future__ import annotations

import codecs
import gzip
import itertools
import json
import re
import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

#: How much is read at a time, in bytes.
CHUNK: Final = 1 << 16
#: What to do, at the end of a sentence about a file that is no export.
AGAIN: Final = "in WordPress, choose Tools, Export, All content, and import the .xml file that it gives."

_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_ROOT: Final = re.compile(r"<rss(?=[\s>])[^>]*>")
_XML_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HTML: Final = re.compile(r"<!doctype\s+html|<html", re.IGNORECASE)
# How zip, bzip2, xz, 7z and rar begin.
_OTHER_ARCHIVES: Final = (b"PK\x03\x04", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!")


class UnusableExportError(ValueError):
    """The file cannot be imported; the message says what it is and what to do."""


class ExportText:
    """The characters of an export behind its first tag, in its own encoding, read once from its beginning to its end.

    Attributes:
        root: the first tag, which binds the prefixes.
        line: the line on which that tag ends.
        chunks: what follows it, in pieces of any length.
        broken: what is wrong with a packed file that has ended early.
    """

    def __init__(self, source: io.BufferedReader[Any]) -> None:
        """Begin to read a file, plain or packed with gzip; it need not be seekable.

        Raises:
            UnusableExportError: it is no export, or one that must not be read.
            OSError: the source cannot be read.
        """
        if (first := source.peek(8)).startswith(_OTHER_ARCHIVES):
            raise UnusableExportError("This is packed, and not with gzip; unpack it and import the .xml file in it.")
        self.broken = ""
        chunks = self._decoded(gzip.GzipFile(fileobj=source) if first.startswith(b"\x1f\x8b") else source)
        beginning, root = "", None
        for chunk in chunks:
            beginning += chunk
            root = _root(beginning)
            # What stands before the first element is not waited for any longer.
            if root or len(beginning) > 1 << 20:
                break
        if root is None:
            raise UnusableExportError(
                f"{self.broken}. Nothing in it can be read; {AGAIN}" if self.broken else _what_it_is(beginning)
            )
        self.root = root[0]
        self.chunks = itertools.chain([beginning[root.end() :]], chunks)
        self.line = beginning.count("\n", 0, root.end()) + 1

    def _decoded(self, source: io.BufferedReader[Any] | gzip.GzipFile) -> Iterator[str]:
        """Yield the characters of a file; what is no character of its encoding becomes U+FFFD."""
        decoder: codecs.IncrementalDecoder | None = None
        data = b"first"
        while data:
            try:
                data = source.read(CHUNK)
            except (EOFError, zlib.error, gzip.BadGzipFile):
                self.broken = "The packed file is cut off or damaged"
                return
            decoder = decoder or codecs.getincrementaldecoder(_encoding(data))("replace")
            if text := decoder.decode(data, final=not data):
                yield text


def _encoding(first: bytes) -> str:
    # By a mark, or by where zeros stand: JSON and XML both begin with characters of ASCII (XML 1.0, appendix F).
    if (shown := json.detect_encoding(first)) != "utf-8":
        return shown
    declared = _DECLARED.search(first[:2000])
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        # Names such as zlib are of codecs, and of no encoding of text.
        b" ".decode(name, "replace")
    except (LookupError, ValueError):
        raise UnusableExportError(
            f"The file says that its encoding is {name}, which is unknown; save it in UTF-8, or export it again."
        ) from None
    # A declaration that could be read in ASCII is not in UTF-16, whatever it says.
    return "utf-8" if codecs.lookup(name).name.startswith(("utf-16", "utf-32")) else name


def _root(beginning: str) -> re.Match[str] | None:
    """Find the first tag of an export; a file that must not be read is refused here."""
    # As many characters, so that all stands where it stood.
    text = _XML_COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), beginning)
    root = _ROOT.search(text)
    prologue = text[: root.start()] if root else text
    if re.search("<!doctype", prologue, re.IGNORECASE) and not _HTML.search(prologue):
        raise UnusableExportError(
            "The file has a DOCTYPE, which no WordPress export has and which can be made to fill the memory; "
            f"it was not read. To get an export: {AGAIN}"
        )
    return root


def _what_it_is(beginning: str) -> str:
    if not beginning.strip("\ufeff\x00 \t\r\n"):
        return f"The file is empty; {AGAIN}"
    if _HTML.search(beginning):
        return f"This is a web page (HTML), such as a page to log in, and no WordPress export; {AGAIN}"
    return f"This is no WordPress export: there is no <rss> at its beginning; {AGAIN}"
