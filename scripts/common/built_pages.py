"""The pages of a built site, each read into a small model that the steps of the finish and the link rules share.

Whoever built the site does not matter: any folder of HTML files will do.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

from lxml import etree

from scripts.common.addresses import INDEX, page_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

#: `goes`: the reader follows it. `loads`: the browser fetches it with the page. `refreshes`: the browser goes there by
#: itself. `names`: only machines read it.
Use: TypeAlias = Literal["goes", "loads", "refreshes", "names"]

_ADDRESSES = frozenset({"action", "data", "href", "poster", "src", "srcset", "xlink:href"})
_FOLLOWED = frozenset({"a", "area", "form"})
# The link types for which no browser opens a connection (HTML Living Standard, 4.6.7 "Link types").
_NAMED = frozenset({"alternate", "author", "canonical", "help", "license", "me", "next", "prev", "search"})
_SOCIAL = re.compile(r"(?:og|twitter):(?:url|image)")
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)")
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)
_DATA = frozenset({"application/ld+json", "application/json"})
_ACTING = frozenset({"style", "target"})
_OWN_WINDOW = frozenset({"", "_self", "_top", "_parent"})


@dataclass
class Names:
    """What a selector could match, case-folded, so that it holds in any mode of a browser.

    Attributes:
        tags: element names.
        attributes: attribute names, each with the values that occur.
    """

    tags: set[str] = field(default_factory=set)
    attributes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @cached_property
    def classes(self) -> frozenset[str]:
        """Class names."""
        return frozenset(word for value in self.attributes.get("class", ()) for word in value.split())

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids."""
        return frozenset(self.attributes.get("id", ()))

    @classmethod
    def union(cls, parts: Iterable[Names]) -> Names:
        """Put the names of several pages together."""
        whole = cls()
        for part in parts:
            whole.tags |= part.tags
            for name, values in part.attributes.items():
                whole.attributes[name] |= values
        return whole


class Reference(NamedTuple):
    """One address in a page.

    Attributes:
        tag: the element that holds it.
        attribute: the attribute that holds it.
        value: the address as written; of a `srcset`, one of its addresses.
        line: the line of the built file, where the element's start tag ends.
        use: what it is for.
        rel: the link types of a `<link>`.
    """

    tag: str
    attribute: str
    value: str
    line: int
    use: Use
    rel: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Inline:
    """What no page of ours may hold: a script, a style, a handler, or a `target` that opens another window.

    `what` is `<script>`, `<style>` or the name of an attribute, `value` its text.
    """

    what: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file.

    Attributes:
        path: the file, relative to the site's folder.
        data: all that stands in it; of thousands of pages it takes half the memory of their texts or less.
        title: the text of its `<title>`, without line breaks.
        anchors: what an address can name after `#`.
        references: all addresses, in the order of the page.
        inline: see `Inline`.
        names: what a selector could match.
        noindex: search engines are told to leave it out.
        damage: why the page could not be read to its end, or not as UTF-8; empty if all is well.
    """

    path: str
    data: bytes
    title: str = ""
    anchors: frozenset[str] = frozenset()
    references: tuple[Reference, ...] = ()
    inline: tuple[Inline, ...] = ()
    names: Names = field(default_factory=Names)
    noindex: bool = False
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
        """All that stands in the file; bytes that are no UTF-8 survive if it is encoded in the same way."""
        return self.data.decode("utf-8", "surrogateescape")


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
    found = (one.value for one in (page.references if page else ()) if "canonical" in one.rel)
    return next((value for value in found if value.endswith("/")), "")


def home_of(root: Path) -> str:
    """Give the web address of a site, as the canonical link of its home page says; empty if it says nothing."""
    home = root / INDEX
    return canonical(read_page(INDEX, home.read_bytes())) if home.is_file() else ""


def read_site(root: Path, sources: Mapping[str, str] | None = None) -> Site:
    """Read all pages of a built site; for `sources` see `Site`."""
    files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    pages = {path: read_page(path, (root / path).read_bytes()) for path in files if path.endswith(".html")}
    return Site(root, pages, set(files), sources or {})


def read_page(path: str, data: bytes) -> Page:
    """Read one page by its path on the site; a damaged or empty one gives what can be read of it."""
    root, damage = _tree(data)
    names, pairs = Names(), set[tuple[str, str]]()
    references, inline = list[Reference](), list[Inline]()
    for element in root.iter() if root is not None else ():
        tag, attributes = str(element.tag), cast("dict[str, str]", dict(element.items()))
        names.tags.add(tag)
        if attributes:
            pairs.update(attributes.items())
            if tag == "meta" or not _ADDRESSES.isdisjoint(attributes):
                references += _references(tag, attributes, cast("int", element.sourceline))
    for name, value in pairs:
        # One string for the same words on all pages: of thousands of pages this is a third of what they take.
        names.attributes[name].add(sys.intern(value.casefold()))
    anchors = {value for name, value in pairs if name == "id"}
    noindex = False
    if root is not None:
        anchors.update(str(link.get("name")) for link in root.iterfind(".//a[@name]"))
        noindex = any("noindex" in one.get("content", "") for one in root.iterfind(".//meta[@name='robots']"))
        acts = any(name in _ACTING or name.startswith("on") for name in names.attributes)
        for element in root.iter() if acts else root.iter("script", "style"):
            inline += _inline(element)
    title = root.findtext("head/title") if root is not None else None
    return Page(
        path=path,
        data=data,
        title=" ".join((title or "").split()),
        anchors=frozenset(anchors),
        references=tuple(references),
        inline=tuple(inline),
        names=names,
        noindex=noindex,
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
    if root is None:
        return None, "it is empty"
    grave = (one for one in parser.error_log if one.level_name == "FATAL" or one.type_name == "ERR_INVALID_ENCODING")
    return root, next((one.message.partition(",")[0] for one in grave), "")


def _references(tag: str, attributes: dict[str, str], line: int) -> Iterator[Reference]:
    for name, value in attributes.items():
        if name not in _ADDRESSES:
            continue
        rel = frozenset(attributes.get("rel", "").lower().split() if tag == "link" else ())
        use: Use = "goes" if tag in _FOLLOWED else "loads" if tag != "link" or rel - _NAMED else "names"
        for one in _CANDIDATE.findall(value) if name == "srcset" else [value]:
            yield Reference(tag, name, sys.intern(one), line, use, rel)
    if tag == "meta":
        content = attributes.get("content", "")
        refresh = _REFRESH.match(content) if attributes.get("http-equiv", "").lower() == "refresh" else None
        if refresh and refresh[1].strip():
            yield Reference(tag, "content", refresh[1].strip(), line, "refreshes")
        elif _SOCIAL.fullmatch(attributes.get("property", attributes.get("name", ""))):
            yield Reference(tag, "content", content, line, "names")


def _inline(element: etree._Element) -> Iterator[Inline]:
    tag, attributes, line = str(element.tag), element.attrib, cast("int", element.sourceline)
    runs = tag == "script" and "src" not in attributes and str(attributes.get("type", "")).lower() not in _DATA
    if runs or tag == "style":
        yield Inline(f"<{tag}>", element.text or "", line)
    for name, value in cast("dict[str, str]", attributes).items():
        opens = name == "target" and value.lower() not in _OWN_WINDOW
        if opens or name == "style" or name.startswith("on"):
            yield Inline(name, value, line)
