"""Makes the pictures of a built site fit for readers: light, in several sizes, of known size, and silent on places.

A photograph tells where and when it was taken, and is often ten times as heavy as a page; so each JPEG, PNG and WebP
of the site is written anew without what cameras add, and each `<img>` gets width, height and the sizes that there are.
The work is kept in `.cache/pictures`. A site that is finished stays as it is.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml import html as markup
from PIL import Image, ImageCms, ImageOps
from PIL import __version__ as pillow

from scripts.common.addresses import Inside, resolve
from scripts.common.built_pages import read_page
from scripts.common.faults import Fault
from scripts.common.kept import FOLDER, Kept
from scripts.finish.places import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scripts.common.built_pages import Site

CACHE = FOLDER / "pictures"
#: A picture heavier than this costs a reader with little data more than all words of an article.
HEAVIEST = 300_000
#: The widths that are offered, in pixels: a telephone, a sharp telephone, a sharp wide screen.
WIDTHS = (480, 960, 1600)
#: The widest that a picture is shown, in the pixels of CSS.
COLUMN = 760
# A version is worth its file if it is lighter by a fifth.
_WORTH = 0.8
_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_SAVED: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 6},
}
# What browsers show and this step leaves alone.
_AS_THEY_ARE = (".gif", ".svg")
_SMALLER = re.compile(r"\.\d+w(?=\.\w+$)")
_IMAGE = re.compile(
    r"""<!--.*?-->|<(script|style|textarea|title)\b.*?</\1\s*>|(?P<image><img\b(?:"[^"]*"|'[^']*'|[^'">])*>)""",
    re.DOTALL | re.IGNORECASE,
)
_UNFIT = re.compile(r"[\s,?]")


@dataclass(frozen=True)
class _Picture:
    """A picture after work: its size, its weight, and the smaller widths that lie beside it if a page shows it."""

    width: int
    height: int
    weight: int
    widths: tuple[int, ...] = ()


def pictures(site: Site, cache: Path = CACHE) -> Iterator[Fault]:
    """Work on all pictures of a site, and on all pages that show one.

    Args:
        site: the site; its files, and its pages in memory, are changed.
        cache: the folder where finished work is kept.

    Yields:
        `PI01` for a picture without words, `PI02` for one that stays too heavy, `PI03` for one that cannot be read.
    """
    kept = Kept(cache, f"pillow {pillow} {_SAVED} {WIDTHS}")
    shown = {
        target.path
        for page in site.pages.values()
        for found in page.references
        if (found.tag, found.attribute) == ("img", "src")
        and isinstance(target := resolve(found.value, page.path, site.home), Inside)
    }
    # None is a picture that cannot be read.
    worked: dict[str, _Picture | None] = {}
    for path in sorted(site.files):
        if posixpath.splitext(path)[1].lower() in _FORMATS and not _is_smaller(site, path):
            try:
                worked[path] = _work(site, path, kept, WIDTHS if path in shown else ())
            except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
                worked[path] = None
    for path, page in list(site.pages.items()):
        if "<img" not in page.text or page.damage:
            continue
        text, end = "", 0
        for found in _IMAGE.finditer(page.text):
            if found["image"]:
                line = page.text.count("\n", 0, found.start()) + 1
                yield from _faults(site, path, line, found["image"], worked)
                text += page.text[end : found.start()] + _told(site, path, found["image"], worked)
                end = found.end()
        text += page.text[end:]
        if text != page.text:
            data = text.encode("utf-8", "surrogateescape")
            (site.root / path).write_bytes(data)
            site.pages[path] = read_page(path, data)


def _work(site: Site, path: str, kept: Kept, offered: Sequence[int]) -> _Picture:
    file = site.root / path
    before = file.read_bytes()
    digest = hashlib.sha256(before).hexdigest()
    with Image.open(io.BytesIO(before)) as opened:
        opened.load()
        kind = str(opened.format)
        if kind not in _SAVED or getattr(opened, "n_frames", 1) > 1:
            return _Picture(*opened.size, len(before))
        told = {key for key in opened.info if key in {"exif", "xmp", "icc_profile", "comment"}}
        told |= set(getattr(opened, "text", {}))
        turned = _plain(opened)
        largest = min(turned.width, WIDTHS[-1])
        after = _encoded(kept, digest, turned, kind, largest)
        if kind == "JPEG" and turned.size == opened.size and largest == turned.width and "icc_profile" not in told:
            # With the tables that it came with, a picture that was light already stays as good as it was.
            after = min(after, _saved(opened, kind, {**_SAVED[kind], "quality": "keep"}), key=len)
        if told or largest < turned.width or len(after) < _WORTH * len(before):
            file.write_bytes(after)
        else:
            after = before
        widths: list[int] = []
        for width in offered:
            smaller = _encoded(kept, digest, turned, kind, width) if width < largest else after
            if len(smaller) < _WORTH * len(after):
                name = _smaller(path, width)
                if name not in site.files:
                    (site.root / name).write_bytes(smaller)
                    site.files.add(name)
                widths.append(width)
        return _Picture(largest, round(turned.height * largest / turned.width), len(after), tuple(widths))


def _plain(picture: Image.Image) -> Image.Image:
    """Turn a picture the way that its camera was held, in the colours of screens, and without words about it."""
    turned = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    if profile:
        try:
            screen = ImageCms.createProfile("sRGB")
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if "A" in turned.getbands() else "RGB"
            turned = ImageCms.profileToProfile(turned, source, screen, outputMode=mode) or turned
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that nobody can read says nothing
    if picture.format == "JPEG" and turned.mode not in {"RGB", "L"}:
        turned = turned.convert("RGB")
    turned.info = {key: value for key, value in turned.info.items() if key == "transparency"}
    return turned


def _encoded(kept: Kept, digest: str, picture: Image.Image, kind: str, width: int) -> bytes:
    return kept.of(f"{digest} {width}".encode(), lambda: _saved(_narrowed(picture, width), kind, _SAVED[kind]))


def _narrowed(picture: Image.Image, width: int) -> Image.Image:
    if width >= picture.width:
        return picture
    full = picture if picture.mode not in {"P", "1"} else picture.convert("RGBA")
    return full.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)


def _saved(picture: Image.Image, kind: str, options: dict[str, Any]) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options, exif=b"", **({"comment": b""} if kind == "JPEG" else {}))
    return target.getvalue()


def _smaller(path: str, width: int) -> str:
    name, suffix = posixpath.splitext(path)
    return f"{name}.{width}w{suffix}"


def _is_smaller(site: Site, path: str) -> bool:
    """Say whether a file was made by an earlier finish, beside the picture that it is a smaller version of."""
    whole = _SMALLER.sub("", path)
    return whole != path and whole in site.files


def _faults(site: Site, page: str, line: int, tag: str, worked: dict[str, _Picture | None]) -> Iterator[Fault]:
    attributes = markup.fragment_fromstring(tag).attrib
    address = attributes.get("src", "")
    target = resolve(address, page, site.home)
    path = target.path if isinstance(target, Inside) else ""
    name = posixpath.basename(address.partition("#")[0])

    def fault(rule: str, message: str, *needles: str) -> Fault:
        return Fault(*place(site, page, line, [*needles, name]), rule, message)

    silent = "decorative" in attributes.get("class", "").split() or attributes.get("role") in {"none", "presentation"}
    if not attributes.get("alt", "").strip() and not silent and attributes.get("aria-hidden") != "true":
        yield fault(
            "PI01",
            f"The picture “{name}” says nothing to someone who cannot see it; write what it shows between the "
            "brackets, ![a lamp by a window](…), or mark it with { .decorative }.",
            f"![]({name}",
        )
    picture = worked.get(path)
    readable = picture is not None or posixpath.splitext(path)[1].lower() in _AS_THEY_ARE
    if path in site.files and not readable:
        yield fault("PI03", f"The picture “{name}” cannot be read; save it anew as JPEG, PNG, WebP or SVG.")
    weight = picture.weight if picture else (site.root / path).stat().st_size if path in site.files else 0
    if weight > HEAVIEST:
        yield fault(
            "PI02",
            f"The picture “{name}” still weighs {round(weight / 1000)} kB after all work, and {HEAVIEST // 1000} kB "
            "is the most; cut it, make it smaller, or save a photograph as JPEG.",
        )


def _told(site: Site, page: str, tag: str, worked: dict[str, _Picture | None]) -> str:
    """Give an `<img>` with its width and height, and with the sizes that there are."""
    attributes = markup.fragment_fromstring(tag).attrib
    address = attributes.get("src", "")
    target = resolve(address, page, site.home)
    if not isinstance(target, Inside) or target.path not in site.files or "srcset" in attributes:
        return tag
    picture = worked.get(target.path) or _measured(site.root / target.path)
    if picture is None:
        return tag
    added: dict[str, str] = {}
    wanted = attributes.get("width", "")
    shown = int(wanted) if wanted.isdigit() else picture.width
    if not wanted:
        added["width"] = str(shown)
    if "height" not in attributes and (wanted.isdigit() or not wanted):
        added["height"] = str(round(shown * picture.height / picture.width))
    plain = address.partition("#")[0]
    if picture.widths and not _UNFIT.search(plain):
        offered = [f"{_smaller(plain, width)} {width}w" for width in picture.widths]
        added["srcset"] = ", ".join([*offered, f"{plain} {picture.width}w"])
        widest = min(shown, COLUMN)
        added["sizes"] = f"(min-width: {widest + 40}px) {widest}px, 100vw"
    end = len(tag) - (2 if tag.endswith("/>") else 1)
    words = "".join(f' {name}="{escape(value)}"' for name, value in added.items())
    return f"{tag[:end].rstrip()}{words}{tag[end:]}"


def _measured(file: Path) -> _Picture | None:
    """Give the size of a picture that is left alone; None if it does not say."""
    if file.suffix.lower() == ".svg":
        try:
            root = etree.fromstring(file.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
            width, height = (float(part) for part in root.get("viewBox", "").replace(",", " ").split()[2:])
            # A drawing says how large it is meant to be, or takes the room that there is.
            shown = float(root.get("width", "").removesuffix("px") or width)
        except (etree.XMLSyntaxError, ValueError):
            return None
        return _Picture(max(1, round(shown)), max(1, round(shown * height / width)), 0) if width > 0 else None
    try:
        with Image.open(file) as picture:
            return _Picture(*picture.size, 0)
    except (OSError, ValueError):
        return None
