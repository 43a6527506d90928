"""What is wrong with an article as a whole: headings out of order, links to places that are not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from scripts.editions.tree import Node


@dataclass(frozen=True)
class Flaw:
    """Why an article cannot be printed as it is.

    Attributes:
        line: the line in the built file.
        rule: the id of the rule.
        message: what is wrong and what to do.
        needles: what it may look like in Markdown, the surest first.
    """

    line: int
    rule: str
    message: str
    needles: tuple[str, ...] = ()


def skipped_headings(tree: Node) -> Iterator[Flaw]:
    """PDF/UA-1, 7.4.2: levels follow each other without a gap."""
    before = 0
    for node in tree.walk():
        if node.kind == "heading":
            level = int(str(node.data["level"]))
            if level > before + 1:
                words = node.text()
                message = (
                    f"The heading “{words}” has level {level}, and before it comes level {before}; "
                    f"make it level {before + 1}."
                )
                yield Flaw(node.line, "ED03", message, (words,))
            before = level


def dead_anchors(article: etree._Element, tree: Node, page: str) -> Iterator[Flaw]:
    """Yield each link within a page that leads to nothing."""
    whole = article.getroottree().getroot()
    known = {element.get("id") for element in whole.iter()} | {node.id for node in tree.walk()}
    for node in tree.walk():
        fragment = str(node.data.get("fragment", ""))
        if node.kind == "link" and node.data.get("path") == page and fragment and fragment not in known:
            message = (
                f"The link “{node.text()}” leads to “#{fragment}”, which is not on the page; "
                "correct it, or write that anchor after a heading."
            )
            yield Flaw(node.line, "ED04", message, (f"#{fragment}",))
