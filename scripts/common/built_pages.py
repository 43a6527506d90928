"""The pages of a built site, each read into a small model that the steps of the finish and the link rules share.

Whoever built the site does not matter: any folder of HTML files will do.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from lxml import etree

from scripts.common.addresses import INDEX, page_url

#: `goes`: the reader follows it. `loads`: the browser fetches it with the page. `refreshes`: the browser goes there by
#: itself. `names`: only machines read it. `acts`: it is no address, but a script, a style, a handler, or a `target`
#: that opens another window; no page of ours may hold one.
Use: TypeAlias = Literal["goes", "loads", "refreshes", "names", "acts"]

_ADDRESSES: Final = frozenset({"action", "data", "href", "poster", "src", "srcset", "xlink:href"})
# A block of data is no script (HTML Living Standard, "prepare the script element").
_DATA: Final = frozenset({"application/json", "application/ld+json"})
_NOINDEX: Any = etree.XPath("boolean(//meta[@name = 'robots'][contains(@content, 'noindex')])")
_FOLLOWED: Final = frozenset({"a", "area", "form"})
# The link types for which no browser opens a connection (HTML Living Standard, 4.6.7 "Link types").
_NAMED: Final = frozenset({"alternate", "author", "canonical", "help", "license", "me", "next", "prev", "search"})
_SOCIAL: Final = re.compile(r"(?:og|twitter):(?:url|image)")
_CANDIDATE: Final = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)")
_REFRESH: Final = re.compile(r"\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)
_OWN_WINDOW: Final = frozenset({"", "_self", "_top", "_parent"})
#: Attributes that have another value on each page, so that `Page.names` has none of them.
FREE: Final = frozenset({"alt", "aria-label", "content", "datetime", "href", "id", "src", "srcset", "title"})


class Reference(NamedTuple):
    """One address in a page, or one thing in it that acts by itself.

    Attributes:
        tag: the element that holds it.
        attribute: the attribute that holds it; empty for the text of a script or a style.
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
class Page:
    """One HTML file.

    Attributes:
        path: the file, relative to the site's folder.
        data: all that stands in it; of thousands of pages it takes half the memory of their texts or less.
        title: the text of its `<title>`, without line breaks.
        anchors: what an address can name after `#`.
        references: all addresses, in the order of the page.
        acting: what acts by itself, see `Use`.
        names: what a selector can name, case-folded, so that it holds in any mode of a browser: `a`, `.class`,
            `[attribute`, and `[attribute=value` but of those in `FREE`; `anchors` has the ids.
        noindex: search engines are told to leave it out.
        damage: why the page could not be read to its end, or not as UTF-8; empty if all is well.
    """

    path: str
    data: bytes
    title: str = ""
    anchors: frozenset[str] = frozenset()
    references: tuple[Reference, ...] = ()
    acting: tuple[Reference, ...] = ()
    names: frozenset[str] = frozenset()
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
        home: the web address of the home page, see `home_of`.
    """

    root: Path
    pages: dict[str, Page]
    files: set[str]
    sources: Mapping[str, str]
    home: str

    def write(self, path: str, data: bytes) -> None:
        """Write one of its files, new or known, a page or not."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        self.files.add(path)
        if path.endswith(".html"):
            self.pages[path] = read_page(path, data)


def home_of(root: Path) -> str:
    """Give the web address of a site, as the canonical link of its home page says; empty if it says nothing."""
    home = root / INDEX
    references = read_page(INDEX, home.read_bytes()).references if home.is_file() else ()
    found = (page_url(one.value) for one in references if "canonical" in one.rel)
    return next((value for value in found if value.endswith("/")), "")


def read_page(path: str, data: bytes) -> Page:
    """Read one page by its path on the site; a damaged or empty one gives what can be read of it."""
    root, damage = _tree(data)
    tags, pairs, anchors = set[str](), set[tuple[str, str]](), set[str]()
    references, acting = list[Reference](), list[Reference]()
    for element in root.iter():
        tags.add(tag := element.tag)
        if tag == "style" or (tag == "script" and "src" not in element.attrib and element.get("type") not in _DATA):
            acting.append(Reference(tag, "", element.text or "", element.sourceline, "acts"))
        for name, value in element.items():
            pairs.add((name, value))
            if name in _ADDRESSES or (name == "content" and tag == "meta"):
                references += _references(element, name, value)
            elif name == "id" or (name == "name" and tag == "a"):
                anchors.add(value)
            elif name == "style" or name.startswith("on") or (name == "target" and value.lower() not in _OWN_WINDOW):
                acting.append(Reference(tag, name, value, element.sourceline, "acts"))
    names = frozenset(tags).union(*(_names(*pair) for pair in pairs))
    title = " ".join((root.findtext("head/title") or "").split())
    return Page(path, data, title, frozenset(anchors), tuple(references), tuple(acting), names, _NOINDEX(root), damage)


def read_site(
    root: Path, sources: Mapping[str, str] | None = None, read: Callable[[str, bytes], Page] = read_page
) -> Site:
    """Read all pages of a built site; for `sources` see `Site`, and `read` stands in for `read_page`."""
    shared, pages = dict[Any, Any](), dict[str, Page]()
    for path in sorted(file.relative_to(root).as_posix() for file in root.rglob("*.html") if file.is_file()):
        page = read(path, (root / path).read_bytes())
        # The same thing for the same words on all pages: of thousands of pages this is a third of what they take.
        references = tuple(map(shared.setdefault, page.references, page.references))
        pages[path] = replace(page, names=shared.setdefault(page.names, page.names), references=references)
    files = {file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file()}
    return Site(root, pages, files, sources or {}, home_of(root))


def _tree(data: bytes) -> tuple[Any, str]:
    """Parse a page; give its root, and what kept the parser from reading it whole."""
    # `huge_tree` lifts the limits on depth and size; the encoding is ours, whatever a page says of itself.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return etree.Element("html"), "it is empty"
    grave = (one for one in parser.error_log if one.level_name == "FATAL" or one.type_name == "ERR_INVALID_ENCODING")
    return root, next((one.message.partition(",")[0] for one in grave), "")


def _names(attribute: str, value: str) -> Iterator[str]:
    yield f"[{attribute}"
    if attribute not in FREE:
        yield f"[{attribute}={(value := value.casefold())}"
    if attribute == "class":
        yield from (f".{word}" for word in value.split())


def _references(element: Any, name: str, value: str) -> Iterator[Reference]:
    """Yield the addresses that an attribute of an element holds."""
    tag, line = element.tag, element.sourceline
    if tag == "meta":
        refresh = _REFRESH.match(value) if element.get("http-equiv", "").lower() == "refresh" else None
        if refresh and refresh[1].strip():
            yield Reference(tag, name, refresh[1].strip(), line, "refreshes")
        elif _SOCIAL.fullmatch(element.get("property", element.get("name", ""))):
            yield Reference(tag, name, value, line, "names")
        return
    rel = frozenset(element.get("rel", "").lower().split() if tag == "link" else ())
    use: Use = "goes" if tag in _FOLLOWED else "loads" if tag != "link" or rel - _NAMED else "names"
    for one in _CANDIDATE.findall(value) if name == "srcset" else [value]:
        yield Reference(tag, name, one, line, use, rel)
