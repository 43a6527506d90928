"""Makes the pictures of a built site fit for readers: light, in several sizes, of known size, and silent on places.

A photograph tells where and when it was taken, and is often ten times as heavy as a page; so each JPEG, PNG and WebP
of the site is written anew without what cameras add, and each `<img>` gets width, height and the sizes that there are.
The work is kept in `.cache/pictures`. A site that is finished stays as it is.
"""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree
from lxml import html as markup
from PIL import Image, ImageOps
from PIL import __version__ as pillow

from scripts.common.addresses import file_of
from scripts.common.built_pages import Site
from scripts.common.faults import Fault
from scripts.common.kept import FOLDER, Kept
from scripts.common.partials import filled
from scripts.finish.places import places

CACHE = FOLDER / "pictures"
#: A picture heavier than this costs a reader with little data more than all words of an article.
HEAVIEST = 300_000
#: The widths that are offered, in pixels: a telephone, a sharp telephone, a sharp wide screen.
WIDTHS = (480, 960, 1600)
# A version is worth its file if it is lighter by a fifth.
_WORTH = 0.8
_SAVED: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 6},
}
# What browsers show; drawings and what moves are left alone.
_FORMATS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg")
# What a file needs beside its pixels, and where cameras and programs write more; PNG has `text` for it.
_NEEDED = frozenset({"transparency", "icc_profile"})
_TOLD = frozenset({"comment", "exif", "flashpix", "mp", "photoshop", "xmp"})
_UNREADABLE = (ArithmeticError, LookupError, OSError, SyntaxError, ValueError, Image.DecompressionBombError)
_SMALLER = re.compile(r"\.\d+w(?=\.\w+$)")
_IMAGE = re.compile(r"""<!--.*?-->|(?P<image><img\b(?:"[^"]*"|'[^']*'|[^'">])*>)""", re.DOTALL | re.IGNORECASE)


class _Picture(NamedTuple):
    """A picture after work: its size, its weight, and the smaller widths that lie beside it if a page shows it."""

    width: int
    height: int
    weight: int
    widths: Sequence[int] = ()


def pictures(site: Site, cache: Path = CACHE) -> Iterator[Fault]:
    """Work on all pictures of a site, and on all pages that show one.

    Args:
        site: the site; its files, and its pages in memory, are changed.
        cache: the folder where finished work is kept.

    Yields:
        `PI01` for a picture without words, `PI02` for one that stays too heavy, `PI03` for one that cannot be read.
    """
    kept = Kept(cache, f"pillow {pillow} {_SAVED} {WIDTHS}")
    images = ((page, found) for page in site.pages.values() for found in page.references if found.tag == "img")
    shown = {file_of(found.value, page.path, site.home) for page, found in images}
    worked: dict[str, _Picture] = {}
    for path in sorted(site.files):
        # One of several sizes was made by an earlier finish.
        if path.lower().endswith(_FORMATS) and site.files.isdisjoint({_SMALLER.sub("", path)} - {path}):
            with suppress(*_UNREADABLE):
                worked[path] = _work(site, path, kept, WIDTHS if path in shown else ())
    for path, page in list(site.pages.items()):
        if "<img" in page.text and not page.damage:
            faults: list[Fault] = []
            text = _IMAGE.sub(partial(_image, site, path, worked, faults), page.text)
            yield from faults
            if text != page.text:
                site.write(path, text.encode("utf-8", "surrogateescape"))


def _work(site: Site, path: str, kept: Kept, offered: Sequence[int]) -> _Picture:
    before = (site.root / path).read_bytes()
    if path.lower().endswith(".svg"):
        return _measured(before)
    with Image.open(io.BytesIO(before)) as opened:
        kind = str(opened.format)
        if kind not in _SAVED or getattr(opened, "n_frames", 1) > 1:
            return _Picture(*opened.size, len(before))
        picture = ImageOps.exif_transpose(opened)
        told = _TOLD & opened.info.keys() or getattr(opened, "text", {})
    largest = min(picture.width, WIDTHS[-1])
    widths = [largest, *(width for width in offered if width < largest)]
    made = {width: kept.of(b"%d " % width + before, partial(_encoded, picture, kind, width)) for width in widths}
    after = made.pop(largest)
    if told or largest < picture.width or len(after) < _WORTH * len(before):
        site.write(path, after)
    else:
        after = before
    worth = [width for width, data in made.items() if len(data) < _WORTH * len(after)]
    for width in worth:
        if (name := _smaller(path, width)) not in site.files:
            site.write(name, made[width])
    return _Picture(largest, round(picture.height * largest / picture.width), len(after), worth)


def _encoded(picture: Image.Image, kind: str, width: int) -> bytes:
    profile = picture.info.get("icc_profile")
    if kind == "JPEG" and picture.mode not in {"RGB", "L"}:
        picture, profile = picture.convert("RGB"), None
    if width < picture.width:
        full = picture.convert("RGBA") if picture.mode in {"P", "1"} else picture
        picture = full.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    picture.info = {key: value for key, value in picture.info.items() if key in _NEEDED}
    target = io.BytesIO()
    picture.save(target, kind, icc_profile=profile, **_SAVED[kind])
    return target.getvalue()


def _measured(data: bytes) -> _Picture:
    """Give the size of a drawing: as large as it says that it is meant to be, or as its own pixels are."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    _, _, *size = map(float, root.get("viewBox", "").replace(",", " ").split())
    width = float(root.get("width", "").removesuffix("px") or size[0])
    return _Picture(max(1, round(width)), max(1, round(width * size[1] / size[0])), len(data))


def _smaller(path: str, width: int) -> str:
    name, suffix = posixpath.splitext(path)
    return f"{name}.{width}w{suffix}"


def _image(site: Site, page: str, worked: Mapping[str, _Picture], faults: list[Fault], found: re.Match[str]) -> str:
    """Give an `<img>` with its width and height, and with the sizes that there are; note what is wrong with it."""
    tag = found["image"]
    if not tag:
        return found[0]
    attributes = {str(name): str(value) for name, value in markup.fragment_fromstring(tag).items()}
    address = attributes.get("src", "").partition("#")[0]
    path = file_of(address, page, site.home)
    picture, name = worked.get(path), posixpath.basename(address)
    line = found.string.count("\n", 0, found.start()) + 1
    for rule, message in _wrong(attributes, name, picture, there=path in site.files):
        where = places(site, page, line, [f"![]({name}", name] if rule == "PI01" else [name])[0]
        # What came from a blog is to be built as it is, and mended later.
        faults.append(Fault(*where, rule, message, "warning" if "data-imported" in found.string else "error"))
    if picture is None or "srcset" in attributes:
        return tag
    plain = address.replace(" ", "%20")
    smaller = [(_smaller(plain, width), width) for width in picture.widths]
    added = filled("pages/picture.html", image=attributes, picture=picture, address=plain, smaller=smaller)
    end = len(tag) - (2 if tag.endswith("/>") else 1)
    return tag[:end].rstrip() + added + tag[end:]


def _wrong(image: Mapping[str, str], name: str, picture: _Picture | None, *, there: bool) -> Iterator[tuple[str, str]]:
    decorates = {image.get("role"), *image.get("class", "").split()} & {"decorative", "none", "presentation"}
    if not image.get("alt", "").strip() and not decorates and image.get("aria-hidden") != "true":
        cure = "write what it shows between the brackets, ![a lamp by a window](…), or mark it with { .decorative }."
        yield "PI01", f"The picture “{name}” says nothing to someone who cannot see it; {cure}"
    if there and picture is None and not name.lower().endswith(".svg"):
        yield "PI03", f"The picture “{name}” cannot be read; save it anew as JPEG, PNG, WebP or SVG."
    if picture and picture.weight > HEAVIEST:
        most = f"{HEAVIEST // 1000} kB is the most; cut it, make it smaller, or save a photograph as JPEG."
        yield "PI02", f"The picture “{name}” still weighs {round(picture.weight / 1000)} kB after all work, and {most}"
