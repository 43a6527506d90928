"""Pictures for paper: files as they are; SVG of a page with its own names, without a look."""

from copy import deepcopy
from pathlib import Path

from lxml import etree

from scripts.editions.tree import Json

# The HTML parser writes all names small; SVG's own are told apart by case
# (HTML Living Standard, 13.2.6.1, "adjust SVG attributes", and 13.2.6.5 for the elements).
_NAMES = {
    name.lower(): name
    for name in (
        "clipPath", "clipPathUnits", "gradientTransform", "gradientUnits", "lengthAdjust", "linearGradient",
        "markerHeight", "markerUnits", "markerWidth", "maskContentUnits", "maskUnits", "pathLength",
        "patternContentUnits", "patternTransform", "patternUnits", "preserveAspectRatio", "radialGradient", "refX",
        "refY", "spreadMethod", "startOffset", "textLength", "textPath", "viewBox",
    )
}  # fmt: skip


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
    alt, width = " ".join(element.get("alt", "").split()), element.get("width", "")
    data: dict[str, Json] = {"alt": alt, "bytes": list(file.read_bytes()), "ending": file.suffix.lower()}
    return {**data, "width": int(width)} if width.isdigit() else data


def standalone(svg: etree._Element) -> str:
    """Make a picture of a page into an SVG file of its own; `picture.css` gives it its look on paper."""
    copy = deepcopy(svg)
    for element in copy.iter(etree.Element):
        element.tag = _NAMES.get(str(element.tag), element.tag)
        for name, value in element.attrib.items():
            del element.attrib[name]
            element.set(_NAMES.get(str(name), name), value)
    copy.set("xmlns", "http://www.w3.org/2000/svg")
    return etree.tostring(copy, encoding="unicode", with_tail=False)
