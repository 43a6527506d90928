"""A Markdown extension that lets the author's toolbox speak: what Material's syntax leaves mute or gives to scripts.

Icons are decoration, unless the author gives one a title (`:material-phone:{ title="Telephone" }`); emoji are letters
of the page, not pictures from another host; boxes to tick say whether they are; columns of tables are aligned by a
class, for the site's headers allow no styles inside a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

try:
    from material.extensions.emoji import to_svg  # type: ignore[import-untyped]
except ImportError:
    # Zensical has the same, and does without Material.
    from zensical.extensions.emoji import to_svg

if TYPE_CHECKING:
    from markdown import Markdown

# After attribute lists (8), for they may give an icon its title.
_PRIORITY = 7
_ALIGNED = re.compile(r"text-align: (left|center|right);")
_TASK = re.compile(r'class="task-list-control"><input type="checkbox" disabled(?P<done> checked)?/>')


def draw(  # noqa: PLR0913, PLR0917 - pymdownx.emoji calls it so
    index: str,
    shortname: str,
    alias: str | None,
    uc: str | None,
    alt: str,
    title: str,
    category: str | None,
    options: dict[str, object],
    md: Markdown,
) -> Element:
    """Draw an icon as SVG in the page, and an emoji as the letter that it is, with its name to be spoken."""
    if uc is None:
        icon: Element = to_svg(index, shortname, alias, uc, alt, title, category, options, md)
        return icon
    element = Element("span", {"role": "img", "aria-label": shortname.strip(":").replace("_", " ")})
    element.text = AtomicString("".join(chr(int(code, 16)) for code in uc.split("-")))
    return element


class Mend(Treeprocessor):
    """Mends the elements of one page."""

    def __init__(self, md: Markdown, done: str, to_do: str) -> None:
        super().__init__(md)
        self._done = done
        self._to_do = to_do

    def run(self, root: Element) -> None:
        """Go through all elements, and through the boxes to tick, which are kept aside as text."""
        for element in root.iter():
            aligned = _ALIGNED.fullmatch(element.get("style", ""))
            if aligned:
                del element.attrib["style"]
                element.set("class", f"{element.get('class', '')} to-{aligned[1]}".strip())
            if element.get("class") == "twemoji":
                title = element.get("title")
                element.attrib.update({"role": "img", "aria-label": title} if title else {"aria-hidden": "true"})
        stash = self.md.htmlStash.rawHtmlBlocks
        stash[:] = [_TASK.sub(self._told, part) if isinstance(part, str) else part for part in stash]

    def _told(self, task: re.Match[str]) -> str:
        words = self._done if task["done"] else self._to_do
        return f'{task[0].removesuffix("/>")} aria-label="{words}"/>'


class ToolboxExtension(Extension):
    """Registers what mends a page."""

    def __init__(self, **options: object) -> None:
        self.config = {
            "done": ["done", "What is said of a box that is ticked."],
            "to_do": ["to do", "What is said of a box that is not."],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register it."""
        md.treeprocessors.register(Mend(md, self.getConfig("done"), self.getConfig("to_do")), "toolbox", _PRIORITY)


def makeExtension(**options: object) -> ToolboxExtension:  # noqa: N802 - Markdown's name
    """Give Markdown the extension."""
    return ToolboxExtension(**options)
