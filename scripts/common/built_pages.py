"""The pages of a built site, read once into a small model that checks and measurements share.

Whoever built the site does not matter: any folder of HTML files will do.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from lxml import etree

from scripts.common.addresses import INDEX, page_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

#: `goes`: the reader follows it. `loads`: the browser fetches it with the page. `refreshes`: the browser goes there by
#: itself. `names`: only machines read it.
Use: TypeAlias = Literal["goes", "loads", "refreshes", "names"]

_FETCHED = frozenset({"src", "srcset", "imagesrcset", "poster", "background", "ping"})
_FOLLOWED = frozenset(
    {("a", "href"), ("a", "xlink:href"), ("area", "href"), ("form", "action"), ("button", "formaction")}
)
# The link types for which a browser opens a connection (HTML Living Standard, 4.6.7 "Link types").
_FETCHED_RELS = frozenset(
    {
        "apple-touch-icon", "apple-touch-icon-precomposed", "dns-prefetch", "icon", "manifest", "mask-icon",
        "modulepreload", "preconnect", "prefetch", "preload", "prerender", "stylesheet",
    }
)  # fmt: skip
_SOCIAL = re.compile(r"^(?:og|twitter):(?:url|image|audio|video)\b", re.IGNORECASE)
_ID_LISTS = frozenset(
    {
        "aria-activedescendant", "aria-controls", "aria-describedby", "aria-details", "aria-errormessage",
        "aria-flowto", "aria-labelledby", "aria-owns", "commandfor", "for", "form", "headers", "list",
        "popovertarget",
    }
)  # fmt: skip
_PAINT = re.compile(r"url\(\s*[\"']?#([^)\"']+)")
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)")
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)
# HTML knows these five spaces; Python's own split() knows more.
_WORD = re.compile(r"[^ \t\n\f\r]+")
_DATA = frozenset({"application/ld+json", "application/json"})
_OWN_WINDOW = frozenset({"", "_self", "_top", "_parent"})


@dataclass(frozen=True, slots=True)
class Names:
    """What a selector could match: all case-folded, so that it holds in any mode of a browser.

    Attributes:
        tags: element names.
        classes: class names.
        ids: ids.
        attributes: attribute names, each with the values that occur; a namespaced name also without its prefix.
    """

    tags: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def union(cls, parts: Iterable[Names]) -> Names:
        """Put the names of several pages together."""
        tags: set[str] = set()
        classes: set[str] = set()
        ids: set[str] = set()
        attributes: dict[str, set[str]] = defaultdict(set)
        for part in parts:
            tags |= part.tags
            classes |= part.classes
            ids |= part.ids
            for name, values in part.attributes.items():
                attributes[name] |= values
        frozen = {name: frozenset(values) for name, values in attributes.items()}
        return cls(frozenset(tags), frozenset(classes), frozenset(ids), frozen)


@dataclass(frozen=True, slots=True)
class Reference:
    """One address in a page.

    Attributes:
        tag: the element that holds it.
        attribute: the attribute that holds it.
        value: the address as written; of a `srcset`, one of its addresses.
        line: the line of the built file, where the element's start tag ends.
        use: what it is for.
        rel: the link types of a `<link>`.
        name: what a reader reads or hears of a link that can be followed; empty for the rest.
    """

    tag: str
    attribute: str
    value: str
    line: int
    use: Use
    rel: frozenset[str] = frozenset()
    name: str = ""


@dataclass(frozen=True, slots=True)
class IdReference:
    """A word in an attribute such as `aria-labelledby` that must be an id of the same page."""

    attribute: str
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Inline:
    """Code or styling inside a page: `what` is `<script>`, `<style>` or an attribute's name, `value` its text."""

    what: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class NewWindow:
    """A `target` attribute that opens another tab or window."""

    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file.

    Attributes:
        path: the file, relative to the site's folder.
        data: all that stands in it; of thousands of pages it takes half the memory of their texts or less.
        title: the text of its `<title>`, without line breaks.
        ids: each id with its line, in the order of the page; one that occurs twice is listed twice.
        anchors: what an address can name after `#`.
        references: all addresses, in the order of the page.
        id_references: all words that must be an id of this page.
        inline: scripts that run, stylesheets and event handlers that stand in the page itself.
        new_windows: what opens another tab.
        names: what a selector could match.
        noindex: search engines are told to leave it out.
        damage: why the page could not be read to its end, or not as UTF-8; empty if all is well.
    """

    path: str
    data: bytes
    title: str
    ids: tuple[tuple[str, int], ...]
    anchors: frozenset[str]
    references: tuple[Reference, ...]
    id_references: tuple[IdReference, ...]
    inline: tuple[Inline, ...]
    new_windows: tuple[NewWindow, ...]
    names: Names
    noindex: bool
    damage: str = ""

    @property
    def url(self) -> str:
        """The address relative to the site: empty for the home page, `articles/x/` for an article."""
        return page_url(self.path)

    @property
    def redirect(self) -> Reference | None:
        """Where the browser goes by itself, if this is a redirect page."""
        return next((found for found in self.references if found.use == "refreshes"), None)

    @property
    def text(self) -> str:
        """All that stands in the file, as text; bytes that are no UTF-8 survive a round trip (see `with_text`)."""
        return self.data.decode("utf-8", "surrogateescape")

    def with_text(self, text: str, references: tuple[Reference, ...]) -> Page:
        """Give the page with another text and the addresses in it."""
        return replace(self, data=text.encode("utf-8", "surrogateescape"), references=references)


@dataclass
class Site:
    """A folder of built pages.

    Attributes:
        root: the folder.
        pages: its HTML files by their path.
        files: the paths of all files, pages among them.
        sources: the file that a person edits for a built file, where that is known: a path from the working folder,
            or a whole one.
    """

    root: Path
    pages: dict[str, Page]
    files: set[str]
    sources: Mapping[str, str]

    @property
    def home(self) -> str:
        """The web address of the home page, as its canonical link says; empty if it says nothing."""
        return canonical(self.pages.get(INDEX))

    def write(self, path: str, data: bytes) -> None:
        """Write one of its files, new or known, a page or not."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        self.files.add(path)
        if path.endswith(".html"):
            self.pages[path] = read_page(path, data)


def canonical(page: Page | None) -> str:
    """Give the web address of a folder's page as its canonical link says; empty if it says nothing."""
    for found in page.references if page else ():
        if "canonical" in found.rel and found.value.endswith("/"):
            return found.value
    return ""


def read_site(root: Path, sources: Mapping[str, str] | None = None) -> Site:
    """Read all pages of a built site.

    Args:
        root: the folder that holds the site.
        sources: see `Site.sources`.
    """
    files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    pages = {path: read_page(path, (root / path).read_bytes()) for path in files if path.endswith(".html")}
    return Site(root, pages, set(files), sources or {})


def read_page(path: str, data: bytes) -> Page:
    """Read one page; a damaged or empty one gives what can be read of it.

    Args:
        path: the file, relative to the site's folder.
        data: what stands in it, in UTF-8.
    """
    reader = _Reader()
    root, damage = _tree(data)
    for element in root.iter() if root is not None else ():
        reader.read(element)
    title = root.findtext("head/title") if root is not None else None
    return Page(
        path=path,
        data=data,
        title=" ".join((title or "").split()),
        ids=tuple(reader.ids),
        anchors=frozenset(reader.anchors) | {found for found, _ in reader.ids},
        references=tuple(reader.references),
        id_references=tuple(reader.id_references),
        inline=tuple(reader.inline),
        new_windows=tuple(reader.new_windows),
        names=reader.names(),
        noindex=reader.noindex,
        damage=damage,
    )


def _tree(data: bytes) -> tuple[etree._Element | None, str]:
    """Parse a page; give its root, if it has any element, and what kept the parser from reading it whole."""
    # `huge_tree` lifts the limits on depth and size; the encoding is ours, whatever a page says of itself.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    for entry in parser.error_log:
        if root is not None and (entry.level_name == "FATAL" or entry.type_name == "ERR_INVALID_ENCODING"):
            return root, entry.message.partition(",")[0]
    return root, "" if root is not None else "it is empty"


class _Reader:
    """Takes in one element after the other."""

    def __init__(self) -> None:
        self.ids: list[tuple[str, int]] = []
        self.anchors: set[str] = set()
        self.references: list[Reference] = []
        self.id_references: list[IdReference] = []
        self.inline: list[Inline] = []
        self.new_windows: list[NewWindow] = []
        self.noindex = False
        self._tags: set[str] = set()
        self._classes: set[str] = set()
        self._attributes: dict[str, set[str]] = defaultdict(set)

    def names(self) -> Names:
        attributes = {name: frozenset(values) for name, values in self._attributes.items()}
        ids = frozenset(found.casefold() for found, _ in self.ids)
        return Names(frozenset(self._tags), frozenset(self._classes), ids, attributes)

    def read(self, element: etree._Element) -> None:
        tag = str(element.tag).lower()
        line = cast("int | None", element.sourceline) or 0
        self._tags.add(tag)
        for key, raw in element.attrib.items():
            # One string for the same words on all pages: of thousands of pages this is a third of what they take.
            name, value = str(key).lower(), sys.intern(str(raw))
            folded = sys.intern(value.casefold())
            self._attributes[name].add(folded)
            if ":" in name:
                self._attributes[name.rpartition(":")[2]].add(folded)
            self._attribute(element, tag, name, value, line)
        if tag == "meta":
            self._meta(element, line)
        elif tag == "style":
            self.inline.append(Inline("<style>", "".join(map(str, element.itertext())), line))
        elif tag == "script" and "src" not in element.attrib and element.get("type", "").lower() not in _DATA:
            self.inline.append(Inline("<script>", element.text or "", line))

    def _attribute(self, element: etree._Element, tag: str, name: str, value: str, line: int) -> None:
        if name == "class":
            self._classes.update(_words(value.casefold()))
        elif name == "id":
            self.ids.append((value, line))
        elif name == "name" and tag in {"a", "map"}:
            self.anchors.add(value)
        elif name in _ID_LISTS:
            self.id_references += [IdReference(name, word, line) for word in _words(value)]
        elif name == "style" or name.startswith("on"):
            self.inline.append(Inline(name, value, line))
        elif name == "target" and value.lower() not in _OWN_WINDOW:
            self.new_windows.append(NewWindow(value, line))
        else:
            self._address(element, tag, name, value, line)
        if "url(" in value:
            self.id_references += [IdReference(name, found, line) for found in _PAINT.findall(value)]

    def _address(self, element: etree._Element, tag: str, name: str, value: str, line: int) -> None:
        use: Use
        rel: frozenset[str] = frozenset()
        text = ""
        if (tag, name) in _FOLLOWED:
            use = "goes"
            text = sys.intern(_accessible_name(element)) if tag in {"a", "area"} else ""
        elif tag == "link" and name == "href":
            rel = frozenset(element.get("rel", "").lower().split())
            use = "loads" if rel & _FETCHED_RELS else "names"
        elif name == "cite" or (tag, name) == ("base", "href"):
            use = "names"
        elif name in _FETCHED or name in {"href", "xlink:href"} or (tag, name) == ("object", "data"):
            use = "loads"
        else:
            return
        values = _CANDIDATE.findall(value) if name.endswith("srcset") else [value]
        self.references += [Reference(tag, name, one, line, use, rel, text) for one in values]

    def _meta(self, element: etree._Element, line: int) -> None:
        content = element.get("content", "")
        if element.get("http-equiv", "").lower() == "refresh":
            match = _REFRESH.match(content)
            address = match[1].strip() if match else ""
            if address:
                self.references.append(Reference("meta", "content", address, line, "refreshes"))
        elif element.get("name", "").lower() == "robots":
            self.noindex = self.noindex or "noindex" in content.lower()
        elif _SOCIAL.match(element.get("property", element.get("name", ""))) and "/" in content:
            self.references.append(Reference("meta", "content", content, line, "names"))


def _words(value: str) -> list[str]:
    return _WORD.findall(value)


def _accessible_name(element: etree._Element) -> str:
    """Give what stands for a link when it is read out (W3C, Accessible Name Computation 1.2, shortened)."""
    for attribute in ("aria-label", "aria-labelledby"):
        if element.get(attribute, "").strip():
            return element.get(attribute, "").strip()
    words = " ".join("".join(_spoken(element)).split())
    return words or element.get("title", "").strip()


def _spoken(element: etree._Element) -> Iterator[str]:
    waiting: list[etree._Element | str] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif one.get("aria-hidden", "").lower() != "true":
            yield one.get("alt", "") if one.tag in {"img", "area"} else ""
            yield one.get("aria-label", "") if one.tag == "svg" else ""
            yield one.text or ""
            for child in reversed(one):
                waiting += [child.tail or "", child]
