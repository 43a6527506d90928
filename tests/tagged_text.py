"""The text of a tagged PDF, as a screen reader meets it: by the tree of its tags, in their order.

What is printed but tagged as no part of the text, such as running titles and page numbers, is left out. Source of the
form: ISO 32000-1, 14.6 to 14.8 (marked content, logical structure) and 9.10 (text out of glyphs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import pikepdf

# The operators that say which text stands where.
_OPERATORS = "BDC BMC EMC Tf Tj TJ"
_MAPPED = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_MAPPINGS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_GLYPH = 2
# Marks that only say where a line may break.
_UNSEEN = str.maketrans("", "", "\N{SOFT HYPHEN}\N{WORD JOINER}\N{ZERO WIDTH SPACE}")


@dataclass(frozen=True)
class Tag:
    """One element of the tree of tags.

    Attributes:
        role: what it is, such as `P`, `H1` or `Link` (ISO 32000-1, 14.8.4).
        children: tags and pieces of text, in the order of reading; the hyphens of line ends are no text.
        annotations: the rectangles to press that belong to it.
        alternative: what is said in place of a picture; empty if nothing is.
        pages: the pages, counted from 1, on which its text stands, without that of the tags below it.
        scope: of which cells it is the head, such as `/Row`; empty if it is none.
    """

    role: str
    children: tuple[Tag | str, ...]
    annotations: tuple[pikepdf.Dictionary, ...]
    alternative: str
    pages: frozenset[int]
    scope: str

    @property
    def text(self) -> str:
        """All that is read out, with single spaces."""
        return " ".join("".join(self._pieces()).split())

    def walk(self) -> Iterator[Tag]:
        """Yield this tag and all below it, in the order of reading."""
        yield self
        for child in self.children:
            if isinstance(child, Tag):
                yield from child.walk()

    def _pieces(self) -> Iterator[str]:
        if self.alternative:
            yield self.alternative
            return
        for child in self.children:
            if isinstance(child, Tag):
                yield from child._pieces()
            else:
                yield child


def read_tags(pdf: pikepdf.Pdf) -> Tag:
    """Read the tree of tags of a PDF, with its text.

    Args:
        pdf: an open file, as Typst writes them: fonts with two bytes a glyph and a table of their letters.

    Returns:
        The root of the tree, with the role `StructTreeRoot`.
    """
    fonts: dict[tuple[int, int], Mapping[bytes, str]] = {}
    pages = {page.obj.objgen: (number, _marked_text(page, fonts)) for number, page in enumerate(pdf.pages, 1)}
    return _Tree(pages).tag(cast("pikepdf.Dictionary", pdf.Root.StructTreeRoot), None)


class _Tree:
    """Builds the tags of one file; `pages` holds the number and the marked text of each page by the page's object."""

    def __init__(self, pages: Mapping[tuple[int, int], tuple[int, Mapping[int, str]]]) -> None:
        self._pages = pages

    def tag(self, element: pikepdf.Dictionary, page: pikepdf.Object | None) -> Tag:
        page = element.get("/Pg", page)
        children: list[Tag | str] = []
        annotations: list[pikepdf.Dictionary] = []
        pages: set[int] = set()
        for kid in _kids(element):
            if isinstance(kid, int) or kid.get("/Type") == "/MCR":
                mark, place = (kid, page) if isinstance(kid, int) else (int(kid.MCID), kid.get("/Pg", page))
                number, texts = self._pages[place.objgen] if place is not None else (0, {})
                if mark in texts:
                    children.append(texts[mark])
                    pages.add(number)
            elif kid.get("/Type") == "/OBJR":
                annotations.append(cast("pikepdf.Dictionary", kid.Obj))
            else:
                children.append(self.tag(kid, page))
        role = str(element.get("/S", "/StructTreeRoot")).removeprefix("/")
        spoken, scope = str(element.get("/Alt", "")), _scope(element.get("/A"))
        return Tag(role, tuple(children), tuple(annotations), spoken, frozenset(pages), scope)


def _scope(attributes: pikepdf.Object | None) -> str:
    """Give the scope of a table's head (ISO 32000-1, 14.8.5.7)."""
    found = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(one.Scope) for one in found if isinstance(one, pikepdf.Dictionary) and "/Scope" in one), "")


def _kids(element: pikepdf.Dictionary) -> Iterator[int | pikepdf.Dictionary]:
    kids = element.get("/K", pikepdf.Array())
    # pikepdf hands numbers out as Python's own, which its types do not say.
    yield from cast("list[int | pikepdf.Dictionary]", list(kids) if isinstance(kids, pikepdf.Array) else [kids])


def _marked_text(page: pikepdf.Page, fonts: dict[tuple[int, int], Mapping[bytes, str]]) -> dict[int, str]:
    """Give the text of each piece of marked content of a page by its number."""
    found: dict[int, list[str]] = {}
    # For each open mark: its number, and whether its text is given in place of its glyphs.
    marks: list[tuple[int | None, bool]] = []
    letters: Mapping[bytes, str] = {}
    for instruction in pikepdf.parse_content_stream(page, _OPERATORS):
        name, operands = str(instruction.operator), instruction.operands
        if name in {"BDC", "BMC"}:
            properties = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else None
            number, replaced = marks[-1] if marks else (None, False)
            number = int(properties.MCID) if properties is not None and "/MCID" in properties else number
            if number is not None and properties is not None and "/ActualText" in properties and not replaced:
                found.setdefault(number, []).append(str(properties.ActualText).translate(_UNSEEN))
                replaced = True
            marks.append((number, replaced))
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            letters = _letters(cast("pikepdf.Dictionary", page.resources.Font[str(operands[0])]), fonts)
        elif marks:
            number, replaced = marks[-1]
            if number is not None and not replaced:
                found.setdefault(number, []).append(_decoded(operands[0], letters))
    return {number: "".join(pieces) for number, pieces in found.items()}


def _letters(font: pikepdf.Dictionary, known: dict[tuple[int, int], Mapping[bytes, str]]) -> Mapping[bytes, str]:
    """Give the letters that each glyph of a font stands for."""
    if font.objgen not in known:
        table = cast("pikepdf.Stream", font.ToUnicode).read_bytes()
        known[font.objgen] = {
            bytes.fromhex(glyph.decode()): bytes.fromhex(letters.decode()).decode("utf-16-be").translate(_UNSEEN)
            for block in _MAPPINGS.findall(table)
            for glyph, letters in _MAPPED.findall(block)
        }
    return known[font.objgen]


def _decoded(operand: pikepdf.Object, letters: Mapping[bytes, str]) -> str:
    """Turn the glyphs of one operator into letters; the numbers between them only move them."""
    strings = operand if isinstance(operand, pikepdf.Array) else [operand]
    glyphs = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
    return "".join(letters[glyphs[at : at + _GLYPH]] for at in range(0, len(glyphs), _GLYPH))
