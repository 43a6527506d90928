"""The text of a post → Markdown, with the proof that nothing was lost on the way.

Each block is written as Markdown, rendered again with the extensions in `mkdocs.yml`, and compared: words in their
order, links, pictures, headings, lists, tables, code. What is not equal stays as HTML, and is listed. Neighbours are
rendered together, so that one cannot change another; where that fails, halves are looked at, down to one block.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import ftfy
import nh3
from bs4 import BeautifulSoup
from bs4.formatter import HTMLFormatter

from scripts.content.markup import markdown_here
from scripts.wordpress.markdown_writer import written
from scripts.wordpress.post_html import BLOCKS, INLINE, clean
from scripts.wordpress.post_tree import Picture, PostTree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bs4 import Tag
    from markdown import Markdown

# So many blocks are rendered at once: a page of a long post.
_AT_ONCE: Final = 40
# Lists, quotations and definitions go on in the next of their kind; this line, which no reader sees, keeps them apart.
_APART: Final = "<!-- -->"
_GO_ON: Final = {"ul": "list", "ol": "list", "blockquote": "quotation", "dl": "definitions"}
# What the site's Markdown makes of plain signs, and WordPress made on its pages.
_PLAIN: Final = {ord(fine): plain for fine, plain in zip("“”„‘’‚«»…–—\xa0", '"""\'\'\'""@- ', strict=False)}


@dataclass(frozen=True)
class Finding:
    """What somebody should look at: the line within the body, and a sentence."""

    line: int
    what: str


@dataclass(frozen=True)
class Converted:
    """What became of a post.

    Attributes:
        body: Markdown, to stand below the title.
        blocks: how many blocks there are.
        kept_html: how many of them stay as HTML.
        findings: what is to be looked at.
        pictures: the addresses of the pictures that are shown, as the body writes them.
    """

    body: str
    blocks: int
    kept_html: int
    findings: tuple[Finding, ...]
    pictures: tuple[str, ...]


class _Block:
    """A block, and the form in which it goes into the body."""

    def __init__(self, element: Tag) -> None:
        self.element = self.proof = element
        self.apart = self.kept = False
        self.text = written(element)

    def keep(self) -> None:
        """Let it stay as HTML."""
        self.kept = True
        self.proof = _clean(self.element)
        self.text = self.proof.decode(formatter=_FORMATTER)


def converted(
    html: str,
    link: Callable[[str], str],
    picture: Callable[[str], Picture | None],
    attached: Sequence[str] = (),
) -> Converted:
    """Write the text of a post as Markdown.

    Args:
        html: the text as WordPress stored it; any text will do.
        link: gives the address of a link as the page is to write it.
        picture: gives the picture at an address, or at `?attachment_id=N`; None if it is not at hand.
        attached: the addresses of the pictures that were loaded up for this post, which a bare `[gallery]` shows.

    Returns:
        The Markdown, and an account of it. No word of the post is missing, and nothing in it runs, loads from another
        host, or is taken for Markdown that the author did not mean.
    """
    post = PostTree(html, link, picture, attached)
    blocks = [_Block(element) for element in post.blocks]
    for before, block in pairwise(blocks):
        kinds = {_GO_ON.get(one.element.name) for one in (before, block)}
        block.apart = len(kinds) == 1 and kinds != {None}
    reasons: dict[int, str] = {}
    for start in range(0, len(blocks), _AT_ONCE):
        # One more than that: what comes before may change what follows.
        _prove(blocks[max(0, start - 1) : start + _AT_ONCE], reasons)
    lines: dict[int, int] = {}
    parts, line = list[str](), 1
    for block in blocks:
        lines[id(block.element)] = line + 2 * block.apart
        parts.append(_form(block))
        line += parts[-1].count("\n") + 2
    findings = [Finding(lines[number], what) for number, what in reasons.items()]
    for element, what in post.notes:
        places = [lines[id(one)] for one in (element, *element.parents) if id(one) in lines] if element else []
        findings.append(Finding(places[0] if places else 1, what))
    body = "\n\n".join(parts) + "\n" if parts else ""
    for number, text in enumerate(body.split("\n"), 1):
        if not text.isascii() and (better := ftfy.fix_encoding(text)) != text:
            words = [word for word in zip(text.split(), better.split(), strict=False) if word[0] != word[1]]
            garbled, mended = words[0] if words else (text, better)
            findings.append(Finding(number, f"“{garbled}” looks garbled; perhaps it was “{mended}”."))
    findings.sort(key=lambda finding: finding.line)
    kept_html = sum(block.kept for block in blocks)
    return Converted(body, len(blocks), kept_html, tuple(findings), tuple(dict.fromkeys(post.pictures)))


def _form(block: _Block) -> str:
    return f"{_APART}\n\n{block.text}" if block.apart and not block.kept else block.text


def _prove(blocks: Sequence[_Block], reasons: dict[int, str]) -> None:
    """Render blocks, and let those stay HTML that come out as another thing."""
    difference = _difference(blocks)
    if not difference:
        return
    if len(blocks) == 1:
        blocks[0].keep()
        reasons[id(blocks[0].element)] = f"A block stays as HTML: {difference}"
        return
    middle = len(blocks) // 2
    for half in (blocks[:middle], blocks[middle:]):
        _prove(half, reasons)
    # Each half is whole by itself: what is wrong is where they meet.
    if _difference(blocks):
        blocks[middle].apart = True
    if difference := _difference(blocks):
        blocks[middle].keep()
        reasons[id(blocks[middle].element)] = f"A block stays as HTML: beside the one before it, {difference}"


def _difference(blocks: Sequence[_Block]) -> str:
    """Say what rendering changes; nothing if it changes nothing."""
    before, markdown = "".join(str(block.proof) for block in blocks), _markdown()
    after = markdown.reset().convert("\n\n".join(map(_form, blocks)))
    wanted, found = signs(before), signs(after)
    if wanted == found and set(_ID.findall(before)) <= set(_ID.findall(after)):
        return ""
    lost = (Counter(wanted) - Counter(found)) + (Counter(found) - Counter(wanted))
    names = sorted({name[1] for sign in lost if (name := _PIECE.match(sign)) and name[1]})
    return f"its {' and '.join(names) or 'text'} would come out as something else"


@cache
def _markdown() -> Markdown:
    return markdown_here()


def _clean(element: Tag) -> BeautifulSoup:
    """Clean a block, and write its addresses as the built page has them, which is a folder: Markdown leaves them."""
    block = BeautifulSoup(clean(str(element)), "html.parser")
    for key in ("href", "src"):
        for one in block.find_all(attrs={key: _OF_A_FILE}):
            one[key] = "../" + _PAGE.sub(lambda page: "" if page[1] else "/", str(one[key]))
    return block


# In HTML that stays, nothing begins a template or a line of Markdown.
_FORMATTER: Final = HTMLFormatter(
    entity_substitution=lambda text: re.sub(r"[&<>\"{}\n]", lambda sign: f"&#{ord(sign[0])};", text)
)
_OF_A_FILE: Final = re.compile(r"^(?![#/?]|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
_PAGE: Final = re.compile(r"((?<![^/])index)?\.md(?=[#?]|$)")
# What a reader meets; `p` only bounds.
_signs: Final = nh3.Cleaner(
    tags=set((INLINE | BLOCKS) - {"span", "tbody", "tfoot", "thead"}),
    attributes={
        "a": {"href", "title"}, "abbr": {"title"}, "img": {"src", "alt"}, "ol": {"start", "type", "reversed"},
        "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
    },
    link_rel=None,
)  # fmt: skip
_PIECE: Final = re.compile(r"</?([a-z0-9]+)[^>]*>|(\s+)|[^<\s]+")
_PRE: Final = re.compile(r"(?<=<pre>).*?(?=</pre>)", re.DOTALL)
_ID: Final = re.compile(r'<[^<>]*?\bid="([^"]+)"')


def signs(html: str) -> list[str]:
    """Give what a reader meets in HTML, in its order: words, and the beginning and end of all that is marked.

    Of quotation marks, dashes and dots only their kind counts, for the site sets them finely; of spaces, whether there
    is one.
    """
    found: list[str] = []
    waiting: list[str] = []
    gap, in_pre = "", False
    text = re.sub("-+", "-", _signs.clean(html).translate(_PLAIN).replace("...", "@"))
    text = _PRE.sub(lambda pre: re.sub("</?code>", "", pre[0]).strip("\n").rstrip(), text)
    for piece in _PIECE.finditer(text):
        name, space = piece.groups()
        if name:
            in_pre = piece[0] == "<pre>" or (in_pre and piece[0] != "</pre>")
            gap = gap or " " if name == "br" else gap if name in INLINE else "¶"
            waiting += [piece[0]] * (name != "p")
        elif space and not in_pre:
            gap = gap or " "
        elif gap or waiting or not found:
            found += [gap, *waiting, piece[0]]
            gap, waiting = "", []
        else:
            found[-1] += piece[0]
    return [*found, *waiting]
