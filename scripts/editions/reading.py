"""Reads the article of a built page into a tree of forms on paper; nothing that it does not know is left out silently.

`LEFT_OUT` names what stands on the page only for screens. Everything else is printed or is a flaw: `forms.py` says how
each element is read.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias, cast

from lxml import etree

from scripts.editions.forms import FORMS, LINE_FORMS
from scripts.editions.rules import Flaw
from scripts.editions.tree import Json, Kind, Node, tidy

#: Reads an element; what it cannot read, it tells the reader.
Form: TypeAlias = "Callable[[Reader, etree._Element], list[Node | str]]"  # noqa: SLF001 - lxml's name of an element

#: What is not printed, as elements, `element.class` or `.class`: ways about the site, and what only screens show.
LEFT_OUT: Final = (
    "nav", "script", "template", "details.contents", "section.related", "p.checked", "p.editions", "div.editions",
    "p.link", "a.footnote-backref", "a.headerlink", ".on-screen",
)  # fmt: skip
# What is nested deeper is printed as plain text: the engine cannot follow for ever, and nobody could read it.
_DEEPEST = 16


def is_left_out(element: etree._Element) -> bool:
    """Say whether an element is not printed."""
    tag, classes = str(element.tag), element.get("class", "").split()
    names = {tag, *(f".{name}" for name in classes), *(f"{tag}.{name}" for name in classes)}
    return not names.isdisjoint(LEFT_OUT)


def read_article(
    article: etree._Element, page: str, home: str = "", root: Path | None = None
) -> tuple[Node, list[Flaw]]:
    """Turn the article element of a built page into a tree, and tell every flaw in it.

    Args:
        article: the element; the document that it is part of must be whole, for footnotes stand at its end.
        page: the path of the page, relative to the site's folder.
        home: the web address of the site's home page; addresses that begin with it are inside.
        root: the folder of the site, which holds the files of its pictures.
    """
    ids = {element.get("id", ""): element for element in article.getroottree().iterfind(".//*[@id]")}
    reader = Reader(page, home, root, ids)
    tree = Node("article", reader.content(article))
    return tree, sorted(reader.flaws, key=lambda flaw: flaw.line)


@dataclass
class Reader:
    """Takes elements apart by their names, and keeps what it could not take.

    Attributes:
        page: the path of the page.
        home: the web address of the site's home page.
        root: the folder of the site.
        ids: the elements of the whole page that have an id.
        seen: the footnotes and abbreviations that came already; each is explained once.
        level: of the last heading.
        flaws: what is wrong with the article.
    """

    page: str
    home: str
    root: Path | None
    ids: Mapping[str, etree._Element]
    seen: set[str] = field(default_factory=set)
    level: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    _depth: int = 0

    def content(self, element: etree._Element) -> tuple[Node | str, ...]:
        """Read all that stands in an element."""
        return tidy(self.parts(element))

    def parts(self, element: etree._Element) -> list[Node | str]:
        """Read all that stands in an element, with the spaces as they are written."""
        found: list[Node | str] = [element.text or ""]
        for child in element:
            if not is_left_out(child):
                found += self._read(child)
            found.append(child.tail or "")
        return [part for part in found if part != ""]

    def one_paragraph(self, element: etree._Element) -> tuple[Node | str, ...]:
        """Read a caption or a note: its paragraphs become one."""
        joined: list[Node | str] = []
        for part in self.parts(element):
            if isinstance(part, Node) and part.kind == "paragraph":
                joined += [" ", *part.children, " "]
            else:
                joined.append(part)
        return tidy(joined)

    def node(self, element: etree._Element, kind: Kind, children: Iterable[Node | str], **data: Json) -> Node:
        """Make the node of an element; its id is told from those of other pages, and its class is its `style`."""
        name = element.get("id")
        kept = {"style": element.get("class", ""), "lang": element.get("lang", "")}
        data = {**{key: value for key, value in kept.items() if value}, **data}
        return Node(kind, tuple(children), f"{self.page}#{name}" if name else "", data)

    def flaw(self, element: etree._Element, rule: str, message: str, *needles: str) -> list[Node | str]:
        """Keep what is wrong with an element, and give what is printed in its place: nothing."""
        line = cast("int | None", element.sourceline) or 0
        self.flaws.append(Flaw(self.page, line, rule, message, needles=needles))
        return []

    def no_form(self, element: etree._Element) -> list[Node | str]:
        """Tell that an element has no form on paper."""
        message = f"<{element.tag}> has no form on paper; change it, or give it one in scripts/editions/forms.py."
        return self.flaw(element, "ED01", message, f"<{element.tag}")

    def _read(self, element: etree._Element) -> list[Node | str]:
        tag = str(element.tag)
        if self._depth >= _DEEPEST:
            words = " ".join(map(str, element.itertext()))
            block = tag not in LINE_FORMS and words.strip()
            return [Node("paragraph", tidy([words]))] if block else [words]
        self._depth += 1
        form = FORMS.get(tag)
        found = form(self, element) if form else self.no_form(element)
        self._depth -= 1
        return found
