"""Compares the words of an edition with the words of the pages that it was made from: nothing lost, nothing added.

The page is read here anew, from its HTML, so that a fault of the typesetting cannot hide behind itself. On paper are
left out what `reading.LEFT_OUT` names; a footnote stands where the text calls it, and a picture's description in the
picture's place. Added are only `(page 12)` after a link, where a box ends, and what stands at the end.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
from lxml import etree

from scripts.editions.binding import ADDRESSES, PAGES_NAMED_HERE
from scripts.editions.pictures import picture_text, spoken
from scripts.editions.reading import is_left_out
from tests.tagged_text import Tag, read_tags

#: What a listener hears in place of a border.
BOX_END = "End of box"
# What stands in a line, in HTML and in the tags of a PDF; all else begins and ends one.
_IN_LINE = re.compile(
    "a|abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|label|mark|q|s|samp|small|span|strong|sub|sup|time|var|wbr"
)
_TAGS_IN_LINE = frozenset({"Span", "Link", "Em", "Strong", "Code", "Quote", "Reference"})
_MARK = re.compile(r"[•–]|\d+\.?")
_BEFORE = 5
_CONTENTS = "\f"
# What comes after the pages is a list, or the back of the booklet.
_ADDED = re.compile(rf"\n(?:{PAGES_NAMED_HERE}|{ADDRESSES}|Index)\n.*|\s\(page \d+\)|\n{BOX_END}\n", re.DOTALL)


def compare(site: Path, pdf: str, pages: Sequence[str]) -> str:
    """Compare a PDF of a built site, word by word, with the pages that it was made from.

    Args:
        site: its folder.
        pdf: the path of the PDF in it.
        pages: the paths of the pages in it, in the order of the PDF.

    Returns:
        The first difference; empty if there is none.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    roots = (etree.fromstring((site / path).read_bytes(), parser) for path in pages)
    articles = (article for root in roots for article in root.findall(".//main//article")[:1])
    page = "".join(words for article in articles for words in _page_text(article)).split()
    with pikepdf.open(site / pdf) as document:
        printed = "".join(_edition_text(read_tags(document)))
    # What stands up to the end of the contents list is the booklet's own.
    edition = _ADDED.sub(lambda found: "" if "(page" in found[0] else "\n", printed.rpartition(_CONTENTS)[2]).split()
    for what, start, end, first, last in difflib.SequenceMatcher(None, page, edition, autojunk=False).get_opcodes():
        if what != "equal":
            before, lost, added = (
                " ".join(part) for part in (page[:start][-_BEFORE:], page[start:end], edition[first:last])
            )
            return f"after “{before}” the page says “{lost}”, the edition “{added}”"
    return ""


def _page_text(element: etree._Element) -> Iterator[str]:
    """Yield the text of a page's element in the order of the paper, with line breaks around blocks."""
    tag, style = str(element.tag), element.get("class", "")
    sign = _sign(element)
    if sign is not None or style == "footnote-ref":
        yield sign if sign is not None else "".join(_note(element))
        return
    around = "" if _IN_LINE.fullmatch(tag) else "\n"
    yield f"{around}{'“' * (tag == 'q')}{element.text or ''}"
    parts = list(element)
    if style.startswith("tabbed-set"):
        parts = [
            part
            for pair in zip(element.iterfind(".//label"), element.iterfind("div[2]/div"), strict=True)
            for part in pair
        ]
    # The tags of a figure begin with its caption.
    for child in sorted(parts, key=lambda child: child.tag != "figcaption") if tag == "figure" else parts:
        if not is_left_out(child) and "footnote" not in child.get("class", "").split():
            yield from _page_text(child)
        yield child.tail or ""
    yield f"{'”' * (tag == 'q')}{around}"
    meaning = element.get("title", "") if tag == "abbr" else ""
    if meaning and next(element.getroottree().iterfind(f".//abbr[@title='{meaning}']")) is element:
        yield f" ({meaning})"


def _sign(element: etree._Element) -> str | None:
    """Give the words of what a page draws and paper says; None for all else."""
    tag = str(element.tag)
    if tag == "svg":
        return "" if element.get("aria-hidden") == "true" else f"\n{picture_text(element)}\n"
    if tag == "img":
        return "" if element.get("src", "").endswith("#only-dark") else f"\n{element.get('alt', '')}\n"
    if tag == "input":
        return "☑ " if "checked" in element.attrib else "☐ "
    if tag == "span" and (element.get("role") == "img" or element.get("class") == "twemoji"):
        return spoken(element)
    return element.get("data-linenos")


def _note(reference: etree._Element) -> Iterator[str]:
    whole, name = reference.getroottree(), reference.get("href", "#")
    if next(whole.iterfind(f".//a[@class='footnote-ref'][@href='{name}']")) is reference:
        yield from (words for item in whole.iterfind(f".//*[@id='{name[1:]}']") for words in _page_text(item))


def _edition_text(tag: Tag) -> Iterator[str]:
    """Yield the text of an edition's tag, with line breaks around blocks and without the marks of lists and notes."""
    if tag.role == "TOC":
        yield _CONTENTS
    elif tag.role != "Lbl" or not _MARK.fullmatch(tag.text):
        around = "" if tag.role in _TAGS_IN_LINE else "\n"
        yield f"{around}{tag.alternative}"
        for child in () if tag.alternative else tag.children:
            yield from [child] if isinstance(child, str) else _edition_text(child)
        yield around
