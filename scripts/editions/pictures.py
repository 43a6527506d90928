"""Pictures for paper: files as they are; SVG of a page with its own names, and with print colours."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.editions.tree import Json

# The HTML parser writes all names small; SVG's own are told apart by case
# (HTML Living Standard, 13.2.6.1, "adjust SVG attributes", and 13.2.6.5 for the elements).
_ATTRIBUTES = {
    name.lower(): name
    for name in (
        "clipPathUnits", "gradientTransform", "gradientUnits", "lengthAdjust", "markerHeight", "markerUnits",
        "markerWidth", "maskContentUnits", "maskUnits", "pathLength", "patternContentUnits", "patternTransform",
        "patternUnits", "preserveAspectRatio", "refX", "refY", "spreadMethod", "startOffset", "textLength", "viewBox",
    )
}  # fmt: skip
_ELEMENTS = {name.lower(): name for name in ("clipPath", "linearGradient", "radialGradient", "textPath")}

_BOX = 4
_NAMESPACE = "http://www.w3.org/2000/svg"
# The classes that the handbook names for pictures, in the greys and browns that a printer keeps apart.
_STYLE = """
svg { fill: none; stroke: none; stroke-linecap: round; stroke-linejoin: round }
text { font-family: "Atkinson Hyperlegible"; font-size: 14px; fill: #000 }
.big { font-size: 17px; font-weight: bold }
.small { font-size: 13px }
.ink { fill: #000 }
.soft { fill: #554b43 }
.warm { fill: #9a3d1f }
.cool { fill: #1f5558 }
.ground { fill: #fff }
.line { fill: none; stroke: #000; stroke-width: 1.75 }
.line.soft { stroke: #554b43 }
.line.warm { stroke: #9a3d1f }
.line.cool { stroke: #1f5558 }
"""


def picture_text(svg: etree._Element) -> str:
    """Give what a picture says in words: its `<title>` and `<desc>`, or its `aria-label`; empty if there is nothing.

    A title that ends without a mark gets a full stop before the description.
    """
    words = [" ".join("".join(map(str, child.itertext())).split()) for child in svg if child.tag in {"title", "desc"}]
    words = [word for word in words if word]
    if not words:
        return svg.get("aria-label", "").strip()
    return " ".join([*(word if word[-1] in ".!?" else f"{word}." for word in words[:-1]), words[-1]])


def spoken(element: etree._Element) -> str:
    """Give what stands on paper for a small sign: its name in brackets; nothing for one that only decorates."""
    name = element.get("aria-label") or element.get("title") or ""
    return f"[{name}]" if name else ""


def picture_of(file: Path, element: etree._Element) -> dict[str, Json]:
    """Give the data of a picture that stands in a file of its own.

    Args:
        file: the file.
        element: the `<img>`; its width counts, in the pixels of CSS.
    """
    data: dict[str, Json] = {"alt": " ".join(element.get("alt", "").split())}
    width, content = element.get("width", ""), file.read_bytes()
    if file.suffix == ".svg":
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        data |= {"svg": content.decode(), "tall": is_tall(root)}
    else:
        with Image.open(io.BytesIO(content)) as picture:
            kind = (picture.format or "").lower()
            data |= {"format": {"jpeg": "jpg"}.get(kind, kind), "tall": picture.height > picture.width}
            width = width if width.isdigit() else str(picture.width)
        data["bytes"] = list(content)
    return {**data, "width": int(width)} if width.isdigit() else data


def is_tall(svg: etree._Element) -> bool:
    """Say whether a picture is so tall that it may have to go to another page than the words before it."""
    box = (svg.get("viewbox") or svg.get("viewBox") or "").replace(",", " ").split()
    return len(box) == _BOX and float(box[3]) > float(box[2])


def standalone(svg: etree._Element) -> str:
    """Make a picture of a page into an SVG file of its own, with the looks that it has on paper."""
    copy = deepcopy(svg)
    copy.tail = None
    for element in copy.iter():
        if isinstance(element.tag, str):
            element.tag = _ELEMENTS.get(element.tag, element.tag)
            for name, value in list(element.attrib.items()):
                if name in _ATTRIBUTES:
                    del element.attrib[name]
                    element.set(_ATTRIBUTES[str(name)], value)
    style = etree.Element("style")
    style.text = _STYLE
    copy.insert(0, style)
    copy.set("xmlns", _NAMESPACE)
    return etree.tostring(copy, encoding="unicode")
