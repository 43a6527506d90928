"""The HTML of a post → a tree of what Markdown can say: blocks, one after the other, each with its words and marks.

Players and embedded pages become links, for nothing comes from another host; pictures get the address that they have
here, or are links as well; galleries and captions become figures; heading levels follow each other below the title.
Wrappers and looks go, words stay.
"""

import re
from collections.abc import Callable, Sequence
from itertools import dropwhile, groupby, takewhile
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from scripts.wordpress.post_html import BLOCKS, INLINE, LINES, NEW_NAMES, PLAYERS, SHOWN, plain_html

_HEADING: Final = re.compile(r"h[1-6]")
# One column or row, 1 as the first number, and from left to right.
_WITHOUT_SAYING: Final = {("colspan", "1"), ("rowspan", "1"), ("start", "1"), ("dir", "ltr")}
# Where a link may lead, and what an address is written with in Markdown so that its end is clear.
_SAFE: Final = re.compile(r"(?:https?|mailto|tel|sms|ftp):\S|[^:]+$|[^:]*[/?#]", re.IGNORECASE)
_IN_ADDRESSES: Final = "!$&+,/:;=?@#~-._%"
_ADDRESS: Final = re.compile(r"\s*https?://[^\s<>\"]+\s*")
_EMOJI: Final = re.compile(r"\bemoji\b|\bwp-smiley\b|//s\.w\.org/images/core/emoji/")
# Plugins that load pictures late keep the address elsewhere until then.
_SOURCES: Final = ("data-orig-file", "data-src", "data-lazy-src", "src", "data")


#: Gives for an address the one that the page has, and a sentence if that leads to nothing.
Link: TypeAlias = Callable[[str], tuple[str, str]]


class Picture(NamedTuple):
    """A picture as the page shows it.

    Attributes:
        address: its address, as the Markdown of the page writes it.
        alt: what it shows, as the attachment says it.
        caption: the caption of the attachment.
    """

    address: str
    alt: str = ""
    caption: str = ""


#: Gives the picture at an address, or at `?attachment_id=N`; None if it is not at hand.
FindPicture: TypeAlias = Callable[[str], Picture | None]


class PostTree:
    """What a post says.

    Attributes:
        blocks: the blocks.
        notes: what is to be looked at, each with the element where it is; None for the post as a whole.
    """

    def __init__(self, html: str, link: Link, picture: FindPicture, attached: Sequence[str]) -> None:
        """Read the text of a post; the arguments are those of `markdown.converted`."""
        self.notes: list[tuple[PageElement | None, str]] = []
        self._link, self._picture, self._attached = link, picture, attached
        soup = self._soup = BeautifulSoup(plain_html(html, lambda what: self._note(None, what)), "html.parser")
        self._linked = {str(a["href"])[1:] for a in soup.select("a[href^='#']")}
        for element in soup.find_all(name=True):
            self._mean(element)
        for element in [soup, *soup.find_all(name=True)]:
            if element.name in LINES:
                self._one_line(element)
            elif element.name not in INLINE:
                self._paragraphs(element)
        for element in reversed(soup.find_all("span", id=True)):
            _fill(element)
        for element in reversed(soup.find_all(name=True)):
            _tidy(element)
        above: list[int] = []
        for heading in soup.find_all(_HEADING):
            # Below the title of the page, without jumps.
            above = [one for one in above if one < int(heading.name[1])] + [int(heading.name[1])]
            heading.name = f"h{min(6, 1 + len(above))}"
        self.blocks = [one for one in soup.contents if isinstance(one, Tag)]

    def _note(self, element: PageElement | None, what: str) -> None:
        self.notes.append((element, what))

    def _new(self, name: str, *contents: PageElement | str, **attributes: str) -> Tag:
        element = self._soup.new_tag(name, attrs=attributes)
        element.extend(contents)
        return element

    def _address(self, address: str, near: PageElement | None = None) -> str:
        """Give the address of a link as the page is to write it; none for what leads to no place.

        If it leads to nothing, that is noted `near` an element, if one is given.
        """
        target, what = self._link(address) if address and not address.startswith("?attachment_id=") else ("", "")
        if what and near:
            self._note(near, what)
        return quote(target.strip(), safe=_IN_ADDRESSES) if _SAFE.match(target.strip()) else ""

    def _mean(self, element: Tag) -> None:
        """Make of an element what it means."""
        name = element.name = NEW_NAMES.get(element.name, element.name)
        place = str(element.get("id") or element.get("name") or "")
        if place and place in self._linked and not _HEADING.fullmatch(name):
            # A list or table can hold no anchor, and a line none before it.
            inside = element if name in LINES | {"li", "dd"} else element.find(["li", "td", "th", "dd", "p"])
            anchor = self._new("span", id=place)
            _ = inside.insert(0, anchor) if inside else element.insert_before(anchor)
        own = {"img": self._image, "a": self._anchor, "wp-gallery": self._gallery, "figure": self._figure}
        if give := {**own, "wp-caption": self._figure, **dict.fromkeys(PLAYERS, self._player)}.get(name):
            give(element)
        elif name == "ul" and "gallery" in _classes(element):
            for one in [*element.find_all("li", recursive=False), element]:
                one.name = "div"

    def _anchor(self, element: Tag) -> None:
        address, title = str(element.get("href", "")).strip(), str(element.get("title", "")).replace('"', "'")
        image = element.find("img")
        if image and address and self._picture(address) in {self._picture(_source(image)), None} - {None}:
            # A picture that leads to itself in its full size: that is what the page shows.
            address = ""
        element["href"], element["title"] = self._address(address, element.parent), title
        if address and not element["href"]:
            self._note(element.parent, f"The link to “{address}” leads to nothing that a page may lead to.")
        if not element["href"]:
            element.unwrap()

    def _image(self, element: Tag) -> None:
        source, alt = _source(element), " ".join(str(element.get("alt", "")).split())
        if _EMOJI.search(f"{_classes(element)} {source}"):
            element.replace_with(alt)
            return
        found = self._picture(source)
        words = alt or (found.alt if found else "")
        if found:
            element["src"], element["alt"] = quote(found.address, safe=_IN_ADDRESSES), words
            if not words:
                self._note(element, f"The picture “{found.address}” says nothing to someone who cannot see it.")
            return
        place = self._new("a", f"Picture: {words}" if words else "Picture", href=self._address(source))
        self._note(place.contents[0], f"The picture “{source}” is not at hand; its words stand in its place.")
        element.replace_with(place)
        if place.find_parent("a") or not place["href"]:
            place.unwrap()

    def _player(self, element: Tag) -> None:
        """Put a link in the place of what would be loaded from elsewhere."""
        sources = map(_source, [element, *element.find_all(name=True)])
        address = next(filter(None, sources), element.get_text(strip=True))
        title = " ".join(str(element.get("title", "")).split())
        if target := self._address(address, element.parent):
            if isinstance(before := element.previous_sibling, Tag) and before.name == "a":
                before.insert_after(self._new("br"))
            element.replace_with(self._new("a", title or address, href=target))

    def _figure(self, element: Tag) -> None:
        """Bring a figure into the one form that Markdown has: a thing to show, and a caption; others are no figures."""
        captions, shown = element.find_all("figcaption"), element.find_all(["img", "table"])
        words = BeautifulSoup(plain_html(str(element.get("caption", "")), lambda _: None), "html.parser")
        if len(shown) != 1 or len(captions) > 1 or element.find(["figure", "blockquote", "pre"]):
            for one in [*captions, element]:
                one.name = "div"
            return
        thing = shown[0].parent if shown[0].parent and shown[0].parent.name == "a" else shown[0]
        thing.extract()
        element.name, contents = "figure", [*words.contents, *element.contents]
        for one in captions:
            one.name = "p"
        element.extend([thing, self._new("figcaption", *contents)])

    def _gallery(self, element: Tag) -> None:
        numbers = re.findall(r"\d+", str(element.get("ids", "")))
        addresses = [f"?attachment_id={number}" for number in numbers] or self._attached
        if not addresses:
            self._note(element.parent, "A gallery of all pictures of this post stood here; it has none in the export.")
        for address in addresses:
            found, image = self._picture(address), self._new("img", src=address)
            caption = self._new("figcaption", found.caption if found else "")
            element.insert_before(self._new("figure", image, caption))
            self._image(image)
        element.decompose()

    def _paragraphs(self, element: Tag) -> None:
        """Put words that stand right in a block into paragraphs."""
        for is_block, nodes in groupby(element.contents[:], _is_block):
            words = [*dropwhile(lambda node: isinstance(node, NavigableString) and not node.strip(), nodes)]
            if words and not is_block:
                words[0].insert_before(paragraph := self._new("p"))
                paragraph.extend(words)

    def _one_line(self, element: Tag) -> None:
        """Take the paragraphs of what holds one line; where they begin and end, a line breaks."""
        for paragraph in element.find_all("p", recursive=False):
            paragraph.insert_before(self._new("br"))
            paragraph.insert_after(self._new("br"))
            paragraph.unwrap()
        for nodes in (element.contents[:], element.contents[::-1]):
            for node in takewhile(_shows_nothing, nodes):
                node.extract()
        # An address alone in a paragraph is how WordPress embeds what is there.
        if element.name == "p" and len(element.contents) == 1 and _ADDRESS.fullmatch(text := str(element.contents[0])):
            element.string = ""
            element.append(self._new("a", text.strip(), href=self._address(text.strip(), element)))


def _is_block(node: object) -> bool:
    return isinstance(node, Tag) and node.name not in INLINE


def _classes(element: Tag) -> str:
    return " ".join(map(str, element.get_attribute_list("class")))


def _source(element: Tag) -> str:
    return next((str(element[name]).strip() for name in _SOURCES if element.get(name)), "")


def _shows_nothing(node: object) -> bool:
    return node.name == "br" if isinstance(node, Tag) else isinstance(node, NavigableString) and not node.strip()


def _fill(anchor: Tag) -> None:
    """Put what follows an anchor into it: on paper, nothing can lead to a place without words."""
    after = anchor.next_sibling
    if (isinstance(after, Tag) and after.name in INLINE) or (isinstance(after, NavigableString) and after.strip()):
        anchor.append(after)


def _tidy(element: Tag) -> None:
    """Take out what shows nothing or has no meaning of its own, and attributes that say nothing here."""
    is_anchor = element.name == "span" or _HEADING.fullmatch(element.name)
    kept = SHOWN.get(element.name, set()) | ({"id"} if is_anchor else set())
    for key, value in list(element.attrs.items()):
        if key not in kept or (not value and key not in {"alt", "reversed"}) or (key, value) in _WITHOUT_SAYING:
            del element[key]
    if element.name in {"br", "hr", "img", "td", "th"} or "id" in element.attrs:
        return
    if all(map(_shows_nothing, element.contents)):
        element.replace_with(" ")
    elif element.name not in (INLINE | BLOCKS) - {"span"} or (element.name == "figure" and not element.figcaption):
        element.unwrap()
