"""The HTML of a post → a tree of what Markdown can say: blocks, one after the other, each with its words and marks.

Players and embedded pages become links, for nothing comes from another host; pictures get the address that they have
here, or are links as well; galleries and captions become figures; heading levels follow each other below the title.
Wrappers and looks go, words stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bs4 import BeautifulSoup, NavigableString, Tag

from scripts.wordpress.post_html import BLOCKS, INLINE, LINES, PLAYERS, plain_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# What is nested deeper loses its form, never its words: no reader could follow, and no parser for ever.
_DEEPEST: Final = 24
_HEADING: Final = re.compile(r"h[1-6]")
# Where a link may lead, and what an address is written with in Markdown so that its end is clear.
_SAFE: Final = re.compile(r"(?:https?|mailto|tel|sms|ftp):\S|[^:]+$|[^:]*[/?#]", re.IGNORECASE)
_IN_ADDRESSES: Final = "!$&+,/:;=?@#~-._%"
_EMOJI: Final = re.compile(r"\bemoji\b|\bwp-smiley\b|//s\.w\.org/images/core/emoji/")
_ATTACHMENT: Final = re.compile(r"\bwp-image-(\d+)")
_FILE_NAME: Final = re.compile(r"[\w.()-]*\d[\w.()-]*|.*\.(?:jpe?g|png|gif|webp|svg)", re.IGNORECASE)
_EMPTY: Final = frozenset({"br", "hr", "img", "td", "th"})
_KEPT: Final = {
    "a": {"href", "title"}, "abbr": {"title"}, "img": {"src", "alt"}, "ol": {"start", "reversed", "type"},
    "span": {"id"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A picture as the page shows it.

    Attributes:
        address: its address, as the Markdown of the page writes it.
        alt: what it shows, as the attachment says it.
        caption: the caption of the attachment.
    """

    address: str
    alt: str = ""
    caption: str = ""


class PostTree:
    """What a post says.

    Attributes:
        blocks: the blocks.
        notes: what is to be looked at, each with the element where it is; None for the post as a whole.
        pictures: the addresses of the pictures that are shown.
    """

    def __init__(
        self,
        html: str,
        link: Callable[[str], str],
        picture: Callable[[str], Picture | None],
        attached: Sequence[str],
    ) -> None:
        """Read the text of a post; the arguments are those of `markdown.converted`."""
        self.notes: list[tuple[Tag | None, str]] = []
        self.pictures: list[str] = []
        self._link, self._picture, self._attached = link, picture, attached
        soup = self._soup = BeautifulSoup(plain_html(html, lambda what: self._note(None, what)), "html.parser")
        self._linked = {str(a["href"])[1:] for a in soup.select("a[href^='#']")}
        self._flatten()
        for element in _all(soup):
            self._mean(element)
        for element in [soup, *_all(soup)]:
            if element.name in LINES:
                self._one_line(element)
            elif element.name not in INLINE:
                self._paragraphs(element)
        for element in reversed(_all(soup)):
            _tidy(element)
        _level(soup.find_all(_HEADING))
        self.blocks = [one for one in soup.contents if isinstance(one, Tag)]

    def _note(self, element: Tag | None, what: str) -> None:
        self.notes.append((element, what))

    def _new(self, name: str, text: str = "", **attributes: str) -> Tag:
        element = self._soup.new_tag(name, attrs=attributes)
        if text:
            element.string = text
        return element

    def _address(self, address: str) -> str:
        """Give the address of a link as the page is to write it; none for what leads to no place."""
        target = self._link(address).strip() if address else ""
        return quote(target, safe=_IN_ADDRESSES) if _SAFE.match(target) else ""

    def _flatten(self) -> None:
        """Take the form of what is nested too deep."""
        depths = {id(self._soup): 0}
        for element in _all(self._soup):
            depths[id(element)] = depths[id(element.parent)] + 1
        deep = [element for element in _all(self._soup) if depths[id(element)] > _DEEPEST]
        for element in deep:
            element.unwrap()
        if deep:
            self._note(None, f"Of {len(deep)} elements that are nested deeper than {_DEEPEST}, only the words stay.")

    def _mean(self, element: Tag) -> None:
        """Make of an element what it means."""
        name, place = element.name, str(element.get("id") or element.get("name") or "")
        if place in self._linked and not _HEADING.fullmatch(name):
            element.insert_before(self._new("span", id=place))
        if name == "img":
            self._image(element)
        elif name == "a":
            self._anchor(element)
        elif name in PLAYERS:
            self._player(element)
        elif name == "wp-caption":
            self._caption(element)
        elif name == "wp-gallery":
            self._gallery(element)
        elif (name == "figure" and not _is_figure(element)) or (
            name == "ul" and "gallery" in "".join(_classes(element))
        ):
            # Each picture stands for itself, and so does what was said of all of them.
            for one in [*element.find_all(["li", "figcaption"], recursive=False), element]:
                one.name = "div"

    def _anchor(self, element: Tag) -> None:
        address, title = str(element.get("href", "")).strip(), str(element.get("title", "")).replace('"', "'")
        image = element.find("img")
        shown = self._picture(address) if image and address else None
        if shown and shown == self._picture(_source(image)):
            # A picture that leads to itself in its full size: that is what the page shows.
            address = ""
        target = self._address(address)
        if target:
            element["href"], element["title"] = target, title if title != element.get_text(strip=True) else ""
        else:
            element.unwrap()
        if address and not target:
            self._note(element, f"The link to “{address}” leads to nothing that a page may lead to; it is text now.")

    def _image(self, element: Tag) -> None:
        source, classes = _source(element), " ".join(_classes(element))
        alt, title = (" ".join(str(element.get(key, "")).split()) for key in ("alt", "title"))
        number = _ATTACHMENT.search(classes)
        if _EMOJI.search(f"{classes} {source}"):
            element.replace_with(alt)
            return
        found = self._picture(source) or (self._picture(f"?attachment_id={number[1]}") if number else None)
        words = alt or (found.alt if found else "") or ("" if _FILE_NAME.fullmatch(title) else title)
        if found:
            self.pictures.append(found.address)
            element["src"], element["alt"] = quote(found.address, safe=_IN_ADDRESSES), words
            if not words:
                self._note(element, f"The picture “{found.address}” says nothing to someone who cannot see it.")
            return
        place = self._new("a", f"Picture: {words}" if words else "Picture", href=self._address(source))
        element.replace_with(place)
        self._note(place, f"The picture “{source}” is not at hand; a link to where it was stands in its place.")
        if place.find_parent("a") or not place["href"]:
            place.unwrap()

    def _player(self, element: Tag) -> None:
        """Put a link in the place of what would be loaded from elsewhere."""
        below = element.find(["source", "embed", "iframe"])
        sources = (element.get("src"), element.get("data"), below and below.get("src"), element.get_text(strip=True))
        address = next((str(one) for one in sources if one), "")
        title = " ".join(str(element.get("title", "")).split())
        if target := self._address(address):
            element.replace_with(self._new("a", title or address, href=target))

    def _caption(self, element: Tag) -> None:
        words = BeautifulSoup(plain_html(str(element.get("caption", "")), lambda _: None), "html.parser")
        pictures = [one.parent if one.parent and one.parent.name == "a" else one for one in element.find_all("img")]
        figure, caption = self._new("figure"), self._new("figcaption")
        figure.extend(pictures)
        caption.extend([*words.contents, *element.contents])
        figure.append(caption)
        element.replace_with(figure)
        if not _is_figure(figure):
            figure.name = caption.name = "div"
        for picture in pictures:
            self._mean(picture)

    def _gallery(self, element: Tag) -> None:
        numbers = re.findall(r"\d+", str(element.get("ids", "")))
        addresses = [f"?attachment_id={number}" for number in numbers] or self._attached
        if not addresses:
            self._note(element, "A gallery stood here that names no picture, and none was loaded up for this post.")
        for address in addresses:
            found, image = self._picture(address), self._new("img", src=address)
            figure = self._new("figure" if found and found.caption else "div")
            figure.extend([image, self._new("figcaption", found.caption)] if found and found.caption else [image])
            element.insert_before(figure)
            self._image(image)

    def _paragraphs(self, element: Tag) -> None:
        """Put words that stand right in a block into paragraphs."""
        paragraph: Tag | None = None
        for node in element.contents[:]:
            if isinstance(node, Tag) and _is_block(node):
                paragraph = None
            elif paragraph is not None:
                paragraph.append(node)
            elif isinstance(node, Tag) or str(node).strip():
                paragraph = self._new("p")
                node.insert_before(paragraph)
                paragraph.append(node)

    def _one_line(self, element: Tag) -> None:
        """Take the paragraphs of what holds one line; where they end, a line breaks."""
        for paragraph in element.find_all("p", recursive=False):
            for add in (paragraph.insert_before, paragraph.insert_after):
                add(self._new("br"))
            paragraph.unwrap()
        for nodes in (element.contents[:], element.contents[::-1]):
            for node in takewhile(_shows_nothing, nodes):
                node.extract()


def _all(soup: Tag) -> list[Tag]:
    return [one for one in soup.descendants if isinstance(one, Tag)]


def _classes(element: Tag | None) -> list[str]:
    return [str(name) for name in element.get_attribute_list("class", [])] if element else []


def _source(image: Tag | None) -> str:
    """Give the address of a picture; some plugins load it late, and keep it elsewhere until then."""
    names = ("data-orig-file", "data-src", "data-lazy-src", "src")
    return next((str(image[name]).strip() for name in names if image and image.get(name)), "")


def _is_block(element: Tag) -> bool:
    return element.name not in INLINE


def _is_figure(figure: Tag) -> bool:
    """Tell whether a figure has a caption and one thing to show, in a form that Markdown has."""
    is_one = len(figure.find_all(["img", "table"])) == 1 and not figure.find(["figure", "blockquote", "pre", *PLAYERS])
    return is_one and len(figure.find_all("figcaption")) == 1


def _shows_nothing(node: object) -> bool:
    if isinstance(node, NavigableString):
        return not node.strip()
    return isinstance(node, Tag) and node.name == "br"


def _tidy(element: Tag) -> None:
    """Take out what shows nothing or has no meaning of its own, and attributes that say nothing here."""
    kept = _KEPT.get(element.name, set())
    element.attrs = {
        key: value
        for key, value in element.attrs.items()
        if (key in kept and (value and value != "1")) or key in {"alt", "src"}
    }
    if element.name in _EMPTY or "id" in element.attrs:
        return
    if all(map(_shows_nothing, element.contents)):
        element.replace_with(" ")
    elif element.name == "span" or (element.name == "figure" and not element.figcaption) or element.name not in INLINE | BLOCKS:
        element.unwrap()


def _level(headings: Iterable[Tag]) -> None:
    """Give headings the levels that they have below the title of the page, without jumps."""
    above: list[int] = []
    for heading in headings:
        level = int(heading.name[1])
        above = [*takewhile(lambda one: one < level, above), level]  # noqa: B023
        heading.name = f"h{min(6, 1 + len(above))}"
