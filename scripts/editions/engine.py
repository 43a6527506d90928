"""Typesets one document: data in, a tagged PDF out (PDF/UA-1 and PDF/A-2a in one file).

The fonts are Source Serif 4 for text, Atkinson Hyperlegible for headings, tables and the margins. Both are under the
SIL Open Font License 1.1, whose text is in the packages that they come in; these are pinned by version and hash.
"""

import io
import json
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pikepdf
import typst

from scripts.editions.imposing import impose

TEMPLATE = Path(__file__).with_name("page.typ")
_FONTS = ("fontpkg_source_serif_4", "fontpkg_atkinson_hyperlegible")
FONT_FOLDERS = [Path(str(files(package))) / "files" for package in _FONTS]
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed with')
# As Rust shows a text: a mark that stands alone, and what nobody sees, by its number.
_SHOWN = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")


class TypesettingError(Exception):
    """The document cannot be typeset; `reason` says why, or `characters` those that no font of the editions has."""

    def __init__(self, reason: str, characters: tuple[str, ...] = ()) -> None:
        # Both, so that it comes back whole from another process.
        super().__init__(reason, characters)
        self.reason = reason
        self.characters = characters


def typeset(document: str, *, by_name: bool = False) -> bytes:
    """Make the PDF of a document. The same document gives the same bytes, on any day and in any place.

    Args:
        document: what `page.typ` reads, as JSON.
        by_name: whether a character without a glyph is told by its name, in a text that nobody may rewrite.

    Raises:
        TypesettingError: if a character has no glyph, a link no words, or the engine finds anything else wrong.
    """
    try:
        with _fitted(document) as engine:
            data = engine.compile(pdf_standards=["ua-1", "a-2a"], timestamp=0, format="pdf")
    except typst.TypstError as error:
        shown = "".join(_MISSING.findall(error.diagnostic))
        text = _SHOWN.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], shown)
        # The engine names whole clusters; all fonts have what ASCII has.
        missing = dict.fromkeys(character for character in text if not character.isascii())
        names = {ord(one): f"[{unicodedata.name(one, f'U+{ord(one):04X}').lower()}]" for one in missing}
        if by_name and (named := _in_words(document, missing).translate(names)) != document:
            return typeset(named, by_name=True)
        raise TypesettingError(error.message, tuple(missing)) from error
    if (read := json.loads(document))["layout"] == "folded":
        return impose(cast("bytes", data))
    return _mended(cast("bytes", data), read)


def _in_words(document: str, missing: Iterable[str]) -> str:
    """Say in which letters words are that no font has: their names, one by one, could not be read."""
    names = {one: unicodedata.name(one, "").split(" ")[0] for one in missing if unicodedata.category(one)[0] in "LM"}
    letters = "".join(re.escape(one) for one, name in names.items() if name not in {"", "LATIN"})
    if not letters:
        return document
    words = re.compile(rf"[{letters}]{{2}}(?:[{letters}\s.,،、。]*[{letters}])?")
    shown = {one: "CJK" if name == "CJK" else name.capitalize() for one, name in names.items()}
    return words.sub(lambda found: f"[words in {shown[found[0][0]]} letters]", document)


def pages_of_blocks(document: str) -> list[tuple[int, int]]:
    """Give the number and the page on paper of each block of a booklet that has a number, in their order.

    After the booklet was typeset by the same process, this costs next to nothing.

    Raises:
        TypesettingError: if the document cannot be typeset.
    """
    try:
        with _fitted(document) as engine:
            return [(number, page) for number, page in json.loads(engine.query("<pages>", field="value", one=True))]
    except typst.TypstError as error:
        raise TypesettingError(error.message) from error


@contextmanager
def _fitted(document: str) -> Iterator[typst.Compiler]:
    """Give the engine with a document whose articles are set closer where that saves a side with a few lines."""
    with TemporaryDirectory() as name:
        shutil.copytree(TEMPLATE.parent, name, ignore=shutil.ignore_patterns("*.py", "__pycache__"), dirs_exist_ok=True)
        Path(name, "document.json").write_text(document, encoding="utf-8")
        # A file, and not an input: what the engine remembers of the first layout holds for most of the second.
        Path(name, "close.json").write_text("[]", encoding="utf-8")
        engine = typst.Compiler(str(Path(name, TEMPLATE.name)), root=name, font_paths=_fonts())
        # It says more of what is wrong when it makes the file.
        with suppress(RuntimeError):
            ends = enumerate(json.loads(engine.query("<end>", field="value")))
            # What is set closer needs about a fourteenth less room.
            close = [number for number, (first, last, fill) in ends if fill < (last - first) / 14]
            Path(name, "close.json").write_text(json.dumps(close), encoding="utf-8")
        yield engine


@cache
def _fonts() -> typst.Fonts:
    """Give the fonts of the editions, never those of the machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder) for folder in FONT_FOLDERS]
    )


def _mended(data: bytes, document: dict[str, Any]) -> bytes:
    """Let each link be spoken by its own words, and each head of a row be one; pack the file two fifths smaller.

    Typst (0.15) describes a link by its bare address, and screen readers read that in place of the words
    (https://github.com/typst/typst/issues/8877). It knows heads of columns alone, but for a trial that its wheel lacks.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot
        for words, tag in zip(document["links"], _tags(root, "/Link"), strict=True):
            for part in _parts(tag):
                if part.get("/Type") == "/OBJR":
                    part.Obj.Contents = pikepdf.String(words)
        for head, tag in zip(document["heads"], _tags(root, "/TD", "/TH"), strict=True):
            if head and tag.S == "/TD":
                tag.S, span = pikepdf.Name.TH, tag.get("/A", pikepdf.Array())
                scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
                tag.A = pikepdf.Array([*(span if isinstance(span, pikepdf.Array) else [span]), scope])
        out, mode = io.BytesIO(), pikepdf.ObjectStreamMode.generate
        # What the file says of itself stays as the engine wrote it.
        pdf.save(out, object_stream_mode=mode, recompress_flate=True, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def _tags(tag: pikepdf.Object, *roles: str) -> Iterator[pikepdf.Object]:
    """Yield the tags of some roles as they are read, without notes and the contents list: these are well tagged."""
    for part in _parts(tag):
        role = part.get("/S")
        if role in roles:
            yield part
        if role not in {None, "/TOC"} and (role != "/Lbl" or tag.S == "/LI"):
            yield from _tags(part, *roles)


def _parts(tag: pikepdf.Object) -> list[pikepdf.Object]:
    parts = tag.get("/K", pikepdf.Array())
    # pikepdf hands numbers, which stand for text, out as Python's own, which its types do not say.
    found = cast("list[pikepdf.Object | int]", list(parts) if isinstance(parts, pikepdf.Array) else [parts])
    return [part for part in found if not isinstance(part, int)]
