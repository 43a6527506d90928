"""Lets the author's toolbox speak: what Material's syntax leaves mute or gives to scripts.

The title of each box is a heading, and the box a region that it names: whoever listens goes from heading to heading,
hears "Call now" among them, and hears where a box ends and another voice begins. The title stays a paragraph for the
contents list and for paper, which have no boxes among their headings.
Icons are decoration, unless the author gives one a title (`:material-phone:{ title="Telephone" }`); emoji are letters
of the page, not pictures from another host; boxes to tick say whether they are; the first cell of a row is its head
(WCAG 2.2, H63), where a table has heads; columns of tables are aligned by a class, for the site's headers allow no
styles inside a page.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

try:
    from material.extensions.emoji import to_svg  # type: ignore[import-untyped]
except ImportError:
    # Zensical has the same, and does without Material.
    from zensical.extensions.emoji import to_svg

# After attribute lists (8), for they may give an icon its title, and the title of a box an id of the author's.
PRIORITY = 7
_DEEPEST = 4
_ALIGNED = re.compile(r"text-align: (left|center|right);")
_TASK = re.compile(r'class="task-list-control"><input type="checkbox" disabled(?P<done> checked)?/>')


def draw(index: str, shortname: str, alias: str | None, uc: str | None, *rest: Any) -> Element:
    """Draw an icon as SVG in the page, and an emoji as the letter that it is, with its name to be spoken."""
    if uc is None:
        icon: Element = to_svg(index, shortname, alias, uc, *rest)
        return icon
    element = Element("span", {"role": "img", "aria-label": shortname.strip(":").replace("_", " ")})
    element.text = AtomicString("".join(chr(int(code, 16)) for code in uc.split("-")))
    return element


class Mend(Treeprocessor):
    """Mends the elements of one page."""

    def run(self, root: Element) -> None:
        """Go through all elements, and through the boxes to tick, which are kept aside as text."""
        level, boxes = 1, 0
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag):
                level = int(element.tag[1])
            title = element.find("*[1][@class='admonition-title']")
            if title is not None and "admonition" in element.get("class", "").split():
                boxes += 1
                _name(element, title, boxes, min(level + 1, _DEEPEST))
            for row in element.iterfind("thead/../tbody/tr"):
                if len(row) > 1:
                    row[0].tag = "th"
                    row[0].set("scope", "row")
            if aligned := _ALIGNED.fullmatch(element.get("style", "")):
                del element.attrib["style"]
                element.set("class", f"{element.get('class', '')} to-{aligned[1]}".strip())
            if element.get("class") == "twemoji":
                spoken = element.get("title")
                element.attrib.update({"role": "img", "aria-label": spoken} if spoken else {"aria-hidden": "true"})
        stash = self.md.htmlStash.rawHtmlBlocks
        stash[:] = [_TASK.sub(_ticked, part) if isinstance(part, str) else part for part in stash]


def _ticked(task: re.Match[str]) -> str:
    words = "done" if task["done"] else "to do"
    return f'{task[0].removesuffix("/>")} aria-label="{words}"/>'


def _name(box: Element, title: Element, number: int, level: int) -> None:
    """Give a box that has a title its role and its name; a note of ours is a note, all else a region."""
    name = title.get("id") or f"box-{number}"
    box.set("role", "note" if "our-note" in box.get("class", "").split() else "region")
    box.set("aria-labelledby", name)
    title.attrib.update({"id": name, "role": "heading", "aria-level": str(level)})
