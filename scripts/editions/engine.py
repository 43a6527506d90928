"""Typesets one document: data in, a tagged PDF out (PDF/UA-1 and PDF/A-2a in one file)."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typst

from scripts.editions.fonts import font_folders, fonts
from scripts.editions.spoken_links import SilentLinkError, speak_links

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from scripts.editions.tree import Json

TEMPLATE = Path(__file__).with_name("page.typ")
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed with')
# As Rust shows a text: a mark that stands alone, and what nobody sees, by its number.
_SHOWN = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_HERE = threading.local()


class TypesettingError(Exception):
    """The document cannot be typeset.

    Attributes:
        characters: those that no font of the editions has, if that is the reason.
        reason: what the engine said, if it is anything else.
    """

    def __init__(self, reason: str, characters: Sequence[str] = ()) -> None:
        # Both, so that it comes back whole from another process.
        super().__init__(reason, characters)
        self.reason = reason
        self.characters = tuple(characters)

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Document:
    """All that an edition is made from.

    Attributes:
        layout: `page`, `handout`, `large-type`, `booklet` or `comments`.
        paper: `a4` or `us-letter`, as the engine calls them.
        language: as in `<html lang>`.
        site: the name of the site.
        title: the title of the file.
        description: what it is about, in a sentence.
        day: the day of its state, for its properties; PDF/A asks for one.
        foot: the lines at the foot of each page, beside the page's number.
        articles: their data, as `bind` makes them.
        emblem: the sign of the site as SVG, for the title page; empty if there is none.
    """

    layout: str
    paper: str
    language: str
    site: str
    title: str
    description: str
    day: dt.date
    foot: tuple[str, ...]
    articles: list[Json]
    emblem: str = ""

    def json(self) -> str:
        """Give it as the template reads it; the same document gives the same text."""
        language, _, region = self.language.partition("-")
        data = {
            **{
                key: getattr(self, key) for key in ("layout", "paper", "site", "title", "description", "foot", "emblem")
            },
            "lang": language,
            "region": region or None,
            "date": [self.day.year, self.day.month, self.day.day],
            "articles": self.articles,
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True)


def typeset(document: str) -> bytes:
    """Make the PDF of a document. The same document gives the same bytes, on any day and in any place.

    Args:
        document: what `Document.json` gave.

    Raises:
        TypesettingError: if a character has no glyph, or the engine finds anything else wrong.
    """
    try:
        data = _compiler().compile(
            sys_inputs={"document": document}, pdf_standards=["ua-1", "a-2a"], timestamp=0, format="pdf"
        )
        return speak_links(cast("bytes", data))
    except typst.TypstError as error:
        texts = (_SHOWN.sub(_meant, text) for text in _MISSING.findall(error.diagnostic))
        # The engine names whole clusters; all fonts have what ASCII has.
        missing = dict.fromkeys(character for text in texts for character in text if not character.isascii())
        raise TypesettingError(error.message, tuple(missing)) from error
    except SilentLinkError as error:
        raise TypesettingError(str(error)) from error


def _meant(shown: re.Match[str]) -> str:
    return chr(int(shown[1], 16)) if shown[1] else shown[2]


def looks() -> str:
    """Give a digest of everything but the document that decides what an edition looks like."""
    digest = hashlib.sha256()
    for package in ("typst", "pikepdf"):
        digest.update(f"{package} {version(package)}\n".encode())
    own = [TEMPLATE, *(TEMPLATE.with_name(name) for name in ("engine.py", "spoken_links.py", "tagged_text.py"))]
    for file in [*own, *(file for folder in font_folders() for file in sorted(folder.iterdir()))]:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _compiler() -> typst.Compiler:
    """Give this thread's compiler; it keeps the template and the fonts from one document to the next."""
    if not hasattr(_HERE, "compiler"):
        _HERE.compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts())
    return cast("typst.Compiler", _HERE.compiler)
