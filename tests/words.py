"""Compares the words of an edition with the words of the pages that it was made from: nothing lost, nothing added.

The page is read here anew, from its HTML, so that a fault of the typesetting cannot hide behind itself. On paper are
left out what `reading.LEFT_OUT` names; a footnote stands where the text calls it, and a picture's description in the
picture's place. Added are only `(page 12)` after a link, an address in brackets, where a
box ends, and the list of the pages named.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

import pikepdf
from lxml import etree

from scripts.common.addresses import Inside, page_url, resolve
from scripts.editions.binding import ADDRESSES, PAGES_NAMED_HERE, plain_address
from scripts.editions.pictures import picture_text, spoken
from scripts.editions.reading import is_left_out
from tests.tagged_text import read_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.common.built_pages import Site
    from tests.tagged_text import Tag

# What stands in a line, in HTML and in the tags of a PDF; all else begins and ends one.
_IN_LINE = (
    "a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "label", "mark", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "var", "wbr",
)  # fmt: skip
_AROUND = {**dict.fromkeys(_IN_LINE, ("", "")), "q": ("“", "”")}
_TAGS_IN_LINE = frozenset({"Span", "Link", "Em", "Strong", "Code", "Quote", "Reference"})
_MARK = re.compile(r"[•–]|\d+\.?")
_BEFORE = 5
_CONTENTS = "\f"
#: What a listener hears in place of a border.
BOX_END = "End of box"
_PAGE = re.compile(r" \(page \d+\)")


def compare(site: Site, pdf: str, pages: Sequence[str], country: str = "") -> str:
    """Compare a PDF of a built site, word by word, with the pages that it was made from.

    Args:
        site: the site.
        pdf: the path of the PDF in it.
        pages: the paths of the pages in it, in the order of the PDF.
        country: the code of the one country whose help lines it has.

    Returns:
        The first difference; empty if there is none.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    said: list[str] = []
    addresses: set[str] = set()
    for path in pages:
        article = etree.fromstring((site.root / path).read_bytes(), parser).find(".//main//article")
        if article is not None:
            for item in article.findall(".//li[@class]") if country else ():
                classes, parent = set(item.get("class", "").split()), item.getparent()
                elsewhere = any(one.startswith("in-") for one in classes)
                if elsewhere and parent is not None and not {f"in-{country}", "in-anywhere"} & classes:
                    parent.remove(item)
            said += _page_text(article)
            addresses |= {_address(link.get("href", ""), path, site.home) for link in article.iter("a")}
    with pikepdf.open(site.root / pdf) as document:
        printed = "".join(_edition_text(read_tags(document)))
    added = [f" ({plain_address(address)})" for address in sorted(addresses, key=len, reverse=True)]
    # What stands up to the end of the contents list is the booklet's own.
    return difference(_without("".join(said), added).split(), _without(printed.rpartition(_CONTENTS)[2], added).split())


def difference(page: Sequence[str], edition: Sequence[str]) -> str:
    """Tell the first place where the words of a page and those of an edition differ; empty if they are the same."""
    if list(page) == list(edition):
        return ""
    codes = difflib.SequenceMatcher(None, page, edition, autojunk=False).get_opcodes()
    _, start, end, first, last = next(code for code in codes if code[0] != "equal")
    before, lost, added = page[:start][-_BEFORE:], page[start:end], edition[first:last]
    return f"after “{' '.join(before)}” the page says “{' '.join(lost)}”, the edition “{' '.join(added)}”"


def _address(written: str, page: str, home: str) -> str:
    target = resolve(written, page, home)
    return home + page_url(target.path) if isinstance(target, Inside) else written


def _without(text: str, added: Sequence[str]) -> str:
    # What comes after the pages is a list, or the back of the booklet.
    for title in (PAGES_NAMED_HERE, ADDRESSES, "Index"):
        text = text.partition(f"\n{title}\n")[0]
    text = _PAGE.sub("", " ".join(text.replace(f"\n{BOX_END}\n", "\n").split()))
    for address in added:
        text = text.replace(address, "")
    return text


def _page_text(element: etree._Element) -> Iterator[str]:
    """Yield the text of a page's element in the order of the paper, with line breaks around blocks."""
    tag = str(element.tag)
    if tag == "svg":
        yield "" if element.get("aria-hidden") == "true" else f"\n{picture_text(element)}\n"
        return
    sign = _sign(element)
    if sign is not None:
        yield sign
        return
    if element.get("class", "").startswith("tabbed-set"):
        for title, block in zip(element.iterfind(".//label"), element.iterfind("div[2]/div"), strict=True):
            yield from (*_page_text(title), "\n", *_page_text(block))
        return
    if tag == "a" and element.get("class") == "footnote-ref":
        yield from _note(element)
        return
    before, after = _AROUND.get(tag, ("\n", "\n"))
    yield f"{before}{element.text or ''}"
    # The tags of a figure begin with its caption.
    for child in sorted(element, key=lambda child: child.tag != "figcaption") if tag == "figure" else element:
        if not _is_left_out(child):
            yield from _page_text(child)
        yield child.tail or ""
    yield after
    if tag == "abbr":
        meaning = element.get("title", "")
        first = next(other for other in element.getroottree().iter("abbr") if other.get("title", "") == meaning)
        yield f" ({meaning})" if meaning and first is element else ""


def _sign(element: etree._Element) -> str | None:
    """Give the words of what a page draws and paper says; None for all else."""
    tag = str(element.tag)
    if tag == "img":
        dark = element.get("src", "").endswith("#only-dark")
        return "" if dark else f"\n{element.get('alt', '')}\n"
    if tag == "input":
        return "☑ " if "checked" in element.attrib else "☐ "
    if tag == "span" and (element.get("role") == "img" or element.get("class") == "twemoji"):
        return spoken(element)
    return element.get("data-linenos")


def _note(reference: etree._Element) -> Iterator[str]:
    whole = reference.getroottree()
    references = whole.iterfind(f".//a[@class='footnote-ref'][@href='{reference.get('href')}']")
    if next(references) is reference:
        yield "\n"
        for item in whole.iterfind(f".//*[@id='{reference.get('href', '#')[1:]}']"):
            yield from _page_text(item)
        yield "\n"


def _is_left_out(element: etree._Element) -> bool:
    return is_left_out(element) or "footnote" in element.get("class", "").split()


def _edition_text(tag: Tag) -> Iterator[str]:
    """Yield the text of an edition's tag, with line breaks around blocks and without the marks of lists and notes."""
    if tag.role == "TOC":
        yield _CONTENTS
        return
    if tag.role == "Lbl" and _MARK.fullmatch(tag.text):
        return
    around = "" if tag.role in _TAGS_IN_LINE else "\n"
    yield around
    if tag.alternative:
        yield tag.alternative
    else:
        for child in tag.children:
            yield from [child] if isinstance(child, str) else _edition_text(child)
    yield around
