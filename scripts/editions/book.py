"""Makes an edition as an e-book (EPUB 3.3), from the document that the engine typesets for paper.

Its markup is in `overrides/editions/book`. Fonts, sizes and colours are the reader's, in drawings too. The booklet says
where each page begins on A4, so that two readers, one of them on paper, can meet on page 12.
"""

import hashlib
import io
import json
import re
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from markupsafe import Markup

from scripts.common.partials import OVERRIDES, filled
from scripts.editions.engine import pages_of_blocks

#: A node of a document, as `binding.py` gives it; what the templates need besides is added.
_Node: TypeAlias = dict[str, Any]

TEMPLATES: Final = OVERRIDES / "editions" / "book"
# Where a page may begin.
_BLOCKS = frozenset({"heading", "paragraph", "item", "cell", "term"})
_TYPES: Final = {"xhtml": "application/xhtml+xml", "css": "text/css", "svg": "image/svg+xml", "jpg": "image/jpeg"}
# A link in a drawing that leaves its page, what XML 1.0 cannot hold (2.2), and what no name in it can (Namespaces, 4).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TO_OTHER_PAGES = re.compile(r'(<a\b[^>]*?) href="[^#"][^"]*"')
_NOT_NAMED = re.compile(r"[^\w.-]")


def make_book(document: str) -> bytes:
    """Make an e-book. The same document gives the same bytes, on any day and in any place.

    Args:
        document: what `page.typ` reads for A4, as JSON, with `places`: the addresses of the e-book, of its pages
            `on_paper` and of `help`.
    """
    return _packed(_Book(json.loads(document)).files())


def number_blocks(document: _Node) -> None:
    """Number the blocks at which a page of a document may begin, so that its layout on paper can say where each is."""
    blocks = (node for part in document["articles"] for node in _walk(part) if node["t"] in _BLOCKS)
    for number, node in enumerate(blocks):
        node["n"] = number


class _Book:
    """Turns the trees of a document into the files of a book."""

    def __init__(self, document: _Node) -> None:
        places = document.pop("places")
        #: What the booklet on A4 is made from.
        self._on_paper = json.dumps(document, ensure_ascii=False, sort_keys=True)
        self._document = {**document, **places}
        articles = (part for part in document["articles"] if part["t"] == "article")
        self._articles = {f"chapter-{number:02}.xhtml": article for number, article in enumerate(articles, 1)}
        self._pictures: dict[str, bytes] = {}
        #: From each label to the address within the book.
        self._places: dict[str, str] = {}

    def files(self) -> dict[str, bytes]:
        """Give the files of the book by their paths, in their order."""
        pages = self._mark_pages() if self._document["layout"] == "booklet" else []
        self._name_places()
        chapters = [self._chapter(name, article) for name, article in self._articles.items()]
        day = "{:04}-{:02}-{:02}".format(*self._document["date"])
        language = "-".join(filter(None, (self._document["lang"], self._document["region"])))
        book = {**self._document, "day": day, "language": language, "pages": pages, "chapters": chapters}
        book |= {"id": uuid.uuid5(uuid.NAMESPACE_URL, book["address"]), "help": self._places.get(book["help"])}
        text = {"title.xhtml": self._filled("title", book), "contents.xhtml": self._filled("contents", book)}
        text |= {chapter["file"]: self._filled("chapter", book, chapter) for chapter in chapters}
        text["style.css"] = self._filled("style.css.txt", book)
        properties = {name: "svg" for name, data in text.items() if "<svg" in data} | {"contents.xhtml": "nav"}
        book["files"] = [
            {"name": name, "type": _type(name), "properties": properties.get(name)} for name in (*text, *self._pictures)
        ]
        book["pictures"] = len(properties) > 1 or bool(self._pictures)
        return {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": self._filled("container", book).encode(),
            "book/package.opf": self._filled("package", book).encode(),
            **{f"book/{name}": data.encode() for name, data in text.items()},
            **{f"book/{name}": data for name, data in self._pictures.items()},
        }

    def _nodes(self) -> Iterator[tuple[str, _Node]]:
        yield from ((name, node) for name, article in self._articles.items() for node in _walk(article))

    def _mark_pages(self) -> list[_Node]:
        """Mark the first block of each page on paper, and list these pages."""
        found = [(name, node) for name, node in self._nodes() if "n" in node]
        pages: list[_Node] = []
        for number, page in pages_of_blocks(self._on_paper):
            if not pages or page > pages[-1]["number"]:
                name, node = found[number]
                node["page"] = page
                pages.append({"number": page, "href": f"{name}#page.{page}"})
        return pages

    def _name_places(self) -> None:
        for number, (name, node) in enumerate(self._nodes()):
            if "id" in node:
                node["xid"] = _NOT_NAMED.sub("-", node["id"].partition("#")[2]) or "top."
                self._places[node["id"]] = f"{name}#{node['xid']}"
            elif node["t"] in {"heading", "summary"}:
                node["xid"] = f"part.{number}"

    def _chapter(self, name: str, article: _Node) -> _Node:
        notes: dict[str, _Node] = {}
        headings = []
        for node in _walk(article):
            if node["t"] == "heading":
                headings.append({"level": node["level"], "words": _words(node), "href": f"{name}#{node['xid']}"})
            elif node["t"] == "link" and "anchor" in node:
                node["href"] = self._places[node["anchor"]]
            elif node["t"] == "link" and not node["address"].startswith("sms:"):
                node["href"] = node["address"]
            elif node["t"] == "picture":
                self._draw(node)
            elif node["t"] == "note":
                node["first"] = "again" not in node
                label = node["id"] if node["first"] else node["again"]
                notes.setdefault(label, node)
                node["number"] = list(notes).index(label) + 1
        title = headings[0]["words"]
        return {"file": name, "title": title, "parts": [article], "headings": headings, "notes": [*notes.values()]}

    def _draw(self, picture: _Node) -> None:
        if "svg" in picture:
            picture["drawing"] = Markup(_TO_OTHER_PAGES.sub(r"\1", picture["svg"]))  # noqa: S704 - from our serializer
            return
        data = bytes(picture["bytes"])
        picture["src"] = f"picture-{hashlib.sha256(data).hexdigest()[:12]}{picture['ending']}"
        self._pictures[picture["src"]] = data

    def _filled(self, template: str, book: _Node, chapter: _Node | None = None) -> str:
        frame = {"theme": {"language": self._document["lang"]}, "extra": {"author": None}}
        text = filled(f"editions/book/{template}.html", book=book, chapter=chapter, config=frame)
        return _NOT_XML.sub("", f"{text.strip()}\n")


def _type(name: str) -> str:
    ending = name.rpartition(".")[2]
    return _TYPES.get(ending, f"image/{ending}")


def _walk(node: _Node) -> Iterator[_Node]:
    yield node
    for child in node["k"]:
        if not isinstance(child, str):
            yield from _walk(child)


def _words(node: _Node) -> str:
    return " ".join("".join(child if isinstance(child, str) else _words(child) for child in node["k"]).split())


def _packed(files: dict[str, bytes]) -> bytes:
    """Pack the files of a book: first its type, which is not compressed (EPUB 3.3, 4.2.2), and all without a date."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path)
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_STORED if path == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=9)
    return packed.getvalue()
