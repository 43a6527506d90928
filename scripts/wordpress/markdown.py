"""The text of a post → Markdown, with the proof that nothing was lost on the way.

Each block is written as Markdown by markdownify, rendered again with the extensions in `mkdocs.yml`, and compared:
words in their order, links, pictures, headings, lists, tables, code. What is not equal stays as HTML, and is listed.
Neighbours are rendered together, so that none can change another; where that fails, halves are, down to one block.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import Final, NamedTuple

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.formatter import HTMLFormatter
from markdownify import MarkdownConverter

from scripts.content.markup import markdown_here
from scripts.wordpress.post_html import BLOCKS, INLINE, SHOWN, clean
from scripts.wordpress.post_tree import FindPicture, Link, PostTree
from scripts.wordpress.published import mended

# So many blocks are rendered at once: a page of a long post.
_AT_ONCE: Final = 40
# Lists and quotations go on in the next of their kind; this line, which no reader sees, keeps them apart.
_APART: Final = "<!-- -->\n\n"
_GO_ON: Final = ({"ol", "ul"}, {"blockquote"}, {"dl"})
# What begins something in a line: code, marks, links, tags, attributes, icons, keys, templates.
_IN_A_LINE: Final = re.compile(
    r"[\\`*\[{<~^]|(?<![^\W_])_|_(?![^\W_])|(?<==)=|=(?==)|\+(?=\+)|(?<=\+)\+|:(?=[\w+-]+:)|&(?=#?\w+;)"
)
# What begins a block: a heading, quotation, list, definition, box, block, table.
_AT_ITS_START: Final = re.compile(
    r"^(?:\d+(?=[.)])|[#>=|]|:(?=[ :])|[+-](?=[ -])|[+-]$|/(?=//)|[?](?=[?]{2})|!(?=!!))", re.MULTILINE
)
_WITH_A_BACKSLASH: Final = frozenset("\\`*[{~^_=#+-!|")
# What rendering makes of plain signs, and WordPress made on its pages.
_PLAIN: Final = str.maketrans("“”„‘’‚–—\xa0", "\"\"\"'''-- ", "")
# A piece of HTML: a tag with its name, a space, or a word.
_ROW_HEAD: Final = re.compile(r'<th\b([^>]*?) scope="row"([^>]*)>(.*?)</th>', re.DOTALL)
_PIECE: Final = re.compile(r"</?([a-z0-9]+)[^>]*>|(\s+)|[^<\s]+")
_PRE: Final = re.compile(r"(?<=<pre>).*?(?=</pre>)", re.DOTALL)
_ID: Final = re.compile(r'<[^<>]*?\bid="([^"]+)"')
_OF_A_FILE: Final = re.compile(r"^(?![#/?]|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
_PAGE: Final = re.compile(r"((?<![^/])index)?\.md(?=[#?]|$)")
# In HTML that stays, nothing begins a template or a line of Markdown.
_FORMATTER: Final = HTMLFormatter(lambda text: re.sub(r"[&<>\"{}\n]", lambda sign: f"&#{ord(sign[0])};", text))
_MARKED: Final = set(INLINE | BLOCKS) - {"span", "tbody", "tfoot", "thead"}


class Converted(NamedTuple):
    """What became of a post.

    Attributes:
        body: Markdown, to stand below the title.
        blocks: how many blocks there are.
        kept_html: how many of them stay as HTML.
        findings: what is to be looked at: the line within the body, and a sentence.
    """

    body: str
    blocks: int
    kept_html: int
    findings: list[tuple[int, str]]


def converted(html: str, link: Link, picture: FindPicture, attached: Sequence[str] = ()) -> Converted:
    """Write the text of a post as Markdown.

    Args:
        html: the text as WordPress stored it; any text will do.
        link: gives the address of a link as the page is to write it, none for a link that is to go; and a sentence if
            it leads to nothing.
        picture: gives the picture at an address, or at `?attachment_id=N`; None if it is not at hand.
        attached: the addresses of the pictures that were loaded up for this post, which a bare `[gallery]` shows.

    Returns:
        The Markdown, and an account of it. No word of the post is missing, and nothing in it runs, loads from another
        host, or is taken for Markdown that the author did not mean.
    """
    post = PostTree(html, link, picture, attached)
    blocks = [_Block(element) for element in post.blocks]
    for one, other in itertools.pairwise(blocks):
        other.apart = any({one.element.name, other.element.name} <= kind for kind in _GO_ON)
    for start in range(0, len(blocks), _AT_ONCE):
        # One more than that: what comes before may change what follows.
        _prove(blocks[max(0, start - 1) : start + _AT_ONCE])
    lines: dict[int, int] = {}
    findings: list[tuple[int, str]] = []
    line = 1
    for block in blocks:
        lines[id(block.element)] = line + 2 * block.text.startswith(_APART)
        findings += [(line, f"A block stays as HTML: {block.kept}.")] * bool(block.kept)
        line += block.text.count("\n") + 2
    for element, what in post.notes:
        places = (lines[id(one)] for one in ((element, *element.parents) if element else ()) if id(one) in lines)
        findings.append((next(places, 1), what))
    body = "".join(f"{block.text}\n\n" for block in blocks)[:-1]
    for number, text in enumerate(body.split("\n"), 1):
        if better := mended(text):
            pairs = zip(*(re.split(r"[\s<>]+", one) for one in (text, better)), strict=False)
            found, was = next((two for two in pairs if len(set(two)) > 1), (text, better))
            findings.append((number, f"“{found}” looks garbled; perhaps it was “{was}”."))
    findings.sort(key=itemgetter(0))
    return Converted(body, len(blocks), sum(bool(block.kept) for block in blocks), findings)


class _Block:
    """A block, what it is to be after rendering, and why it stays as HTML, if it does."""

    def __init__(self, element: Tag) -> None:
        self.element = self.proof = element
        self.apart, self.kept = False, ""
        self._markdown = str(_writer.convert_soup(element)).strip("\n")

    @property
    def text(self) -> str:
        """What goes into the body."""
        if self.kept:
            return self.proof.decode(formatter=_FORMATTER)
        return _APART * self.apart + self._markdown

    def keep(self, why: str) -> None:
        """Let it stay as HTML, clean, with addresses as the built page has them, which is a folder."""
        self.kept, self.proof = why, BeautifulSoup(clean(str(self.element)), "html.parser")
        for key in ("href", "src"):
            for one in self.proof.find_all(None, {key: _OF_A_FILE}):
                one[key] = "../" + _PAGE.sub(lambda page: "" if page[1] else "/", str(one[key]))


def _prove(blocks: Sequence[_Block]) -> None:
    """Render blocks, and let those stay HTML that come out as something else, alone or below the one above them."""
    if _difference(blocks):
        for block in blocks:
            if why := _difference([block]):
                block.keep(why)
        for pair in itertools.pairwise(blocks if _difference(blocks) else ()):
            if why := _difference(pair):
                pair[1].keep(f"beside the block above it, {why}")


def _difference(blocks: Sequence[_Block]) -> str:
    """Say what rendering changes; nothing if it changes nothing."""
    before = "".join(str(block.proof) for block in blocks)
    try:
        after = rendered("\n\n".join(block.text for block in blocks))
    except ValueError:
        return "its code would be taken for a comment of a reader"
    # The first cell of a row is its head on this site, whatever it was.
    wanted, found = (signs(_ROW_HEAD.sub(r"<td\1\2>\3</td>", one)) for one in (before, after))
    if wanted == found and set(_ID.findall(before)) <= set(_ID.findall(after)):
        return ""
    lost = (Counter(wanted) - Counter(found)) + (Counter(found) - Counter(wanted))
    names = sorted({name[1] for sign in lost if (name := _PIECE.match(sign)) and name[1]})
    return f"its {', '.join(names) or 'text'} would come out as something else"


_markdown: Final = cache(markdown_here)


def rendered(text: str) -> str:
    """Render Markdown as the site does."""
    return _markdown().reset().convert(text)


def signs(html: str) -> list[str]:
    """Give what a reader meets in HTML, in its order: words, and the beginning and end of all that is marked.

    Of quotation marks, dashes and dots only their kind counts, for the site sets them finely; of spaces, whether there
    is one.
    """
    found, waiting = list[str](), list[str]()
    gap, in_pre = "", False
    text = nh3.clean(html, tags=_MARKED, attributes=SHOWN, link_rel=None).translate(_PLAIN).replace("...", "…")
    text = _PRE.sub(lambda pre: re.sub("</?code>", "", pre[0]).strip("\n").rstrip(), re.sub("-+", "-", text))
    for piece in _PIECE.finditer(text):
        name, space = piece.groups()
        if name:
            in_pre = piece[0] == "<pre>" or (in_pre and piece[0] != "</pre>")
            gap = gap or " " if name == "br" else gap if name in INLINE else "¶"
            waiting += [piece[0]] * (piece[0].strip("</>") != "p")
        elif space and not in_pre:
            gap = gap or " "
        elif gap or waiting or not found:
            found += [gap, *waiting, piece[0]]
            gap, waiting = "", []
        else:
            found[-1] += piece[0]
    return [*found, *waiting]


class _Writer(MarkdownConverter):
    """What Python-Markdown reads otherwise; each method gets an element, its content, and the names around it."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = _IN_A_LINE.sub(_inert, text)
        for tag, sign in (("a", "]"), ("tr", "|")):
            text = text.replace(sign, f"\\{sign}") if tag in parent_tags else text
        return text

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        # Nothing in it begins a block.
        lines = "\n".join(map(str.strip, text.strip().split("\n")))
        lines = _AT_ITS_START.sub(lambda one: f"{one[0]}\\" if one[0].isdigit() else _inert(one), lines)
        # From right to left, if it says so.
        way = f'\n{{: dir="{el["dir"]}" }}' if el.name == "p" and "dir" in el.attrs else ""
        return f"\n\n{lines}{way}\n\n"

    def convert_br(self, _: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return "<br>" if "_inline" in parent_tags else "<br>\n"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        alt = re.sub(r"[^\w\s./,;()-]", lambda sign: f"&#{ord(sign[0])};", str(el["alt"]))
        return f"![{alt}]({el['src']})"

    def convert_raw(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        # It takes the tags of a line as they are, and reads what stands between them.
        words = text.strip()
        return text.replace(words, f"{str(el).partition('>')[0]}>{words}</{el.name}>", 1)

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002, N802
        anchor = f" {{ #{el['id']} }}" if el.get("id") else ""
        text = re.sub("#$", r"\\#", text.strip())
        return f"\n\n{'#' * n} {text}{anchor}\n\n"

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return text.strip() + "\0"

    def convert_ul(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        items = text.split("\0")[:-1]
        # A list is set tight if each item is a line, with lists below it or none.
        parts = (item.find_all(name=True, recursive=False)[1:] for item in el.find_all("li", recursive=False))
        between = "\n" if all([one.name for one in more] in ([], ["ul"], ["ol"]) for more in parts) else "\n\n"
        text = ""
        for number, item in enumerate(items, 1):
            lines = re.sub(r"\n\n+", between, item.strip("\n")).replace("\n", "\n    ").replace("\n    \n", "\n\n")
            text += (f"{number}. " if el.name == "ol" else "- ") + lines + between
        return f"\n\n{text}\n\n"

    convert_ol = convert_ul

    def convert_figcaption(self, _: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n/// caption{self.convert_p(_, text, parent_tags)[1:-1]}///\n\n"

    def convert_summary(self, _: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"\n/// details | {text.strip()}\n\n"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        more = "/" * (bool(el.find("figcaption")) + len(el.find_all("details")))
        return f"\n\n{more}{text.strip()}\n{more}///\n\n"


def _inert(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}" if sign[0] in _WITH_A_BACKSLASH else f"&#{ord(sign[0])};"


for _name in INLINE - {"a", "br", "code", "del", "em", "img", "strong"}:
    setattr(_Writer, f"convert_{_name}", _Writer.convert_raw)
_writer: Final = _Writer(autolinks=False, heading_style="atx", wrap=True, wrap_width=None)
