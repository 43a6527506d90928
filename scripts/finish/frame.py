"""Takes out of the pages what Material's frame carries for its scripts, which are not here.

Works on the built files, so that whichever generator filled Material's templates, the pages become the same:
boxes to tick that only a script or a drawer reads, labels of them, a dialog that nothing opens, hooks for scripts, and
the spaces between tags. Styles that stand in the head of a page move to a file, and what belongs below the heading
moves there. Addresses, and where the link over the head leads, become what MkDocs makes them; a page that is named by
its Markdown file, from home on as in `/help-now.md`, gets the address that it has now.
"""

import hashlib
import re
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

from scripts.common import addresses, ahead, built_pages
from scripts.common.addresses import built_path, page_url, relative_link
from scripts.common.built_pages import Page, home_of, read_page
from scripts.common.kept import Kept
from scripts.finish.offline import OFFLINE
from scripts.finish.stylesheet import THEME_FOLDER

# What goes or changes, in this order, and what takes its place.
_CHANGES = (
    (r"""<input\b[^>]*\bid="?__(?:drawer|search|toc)\b[^>]*>""", ""),
    (r"""<label\b[^>]*\bfor="?__(?:drawer|search)\b[^>]*>.*?</label>""", ""),
    (r"""<div class="?md-dialog\b[^>]*>\s*<div[^>]*>\s*</div>\s*</div>""", ""),
    (r"""<div class="?md-sidebar-button__wrapper"?>\s*<label[^>]*></label>\s*</div>""", ""),
    (r"""<div data-md-component="?(?:skip|announce)"?>\s*</div>""", ""),
    (r"""<span class="?md-nav__icon md-icon"?>\s*</span>""", ""),
    (r"""<label( class="?md-nav__title"?) for="?__toc"?>(.*?)</label>""", r"<p\1>\2</p>"),
    # Zensical sets each entry of the contents as text of the page.
    (
        r"""(<span class="?md-ellipsis"?>\s*)<span class="?md-typeset"?>\s*(.*?)\s*</span>(\s*</span>\s*</a>)""",
        r"\1\2\3",
    ),
    # What carries the theme's own bars for scrolling; the columns scroll by ours.
    (r"""(<div) class="?md-sidebar__(?:scrollwrap|inner)"?(?=[ >])""", r"\1"),
)
_TAG = re.compile(r"""(<[a-z](?:[^'">]++|"[^"]*+"|'[^']*+')*+>)""", re.IGNORECASE)
_HOOK = re.compile(r"""\s+data-md-(?:component|scrollfix|level|type|toggle)(?:="[^"]*")?(?=[\s/>])""")
# Markdown closes elements that nothing closes in HTML; behind a value without quotation marks the stroke is part of it.
_CLOSED = re.compile(
    r"""(<(?:area|br|col|hr|img|input|source|wbr)(?:\s(?:.*["'\s]|.*\s[a-z]+)?)?)(?<!\s)\s*/>""",
    re.DOTALL | re.IGNORECASE,
)
# Zensical's link over the head leads to a mark of its own; the first heading behind that takes its place.
_SKIP = re.compile(
    r"""(<div data-md-component="?skip"?>\s*<a href="?#)__skip(\b[^>]*>[^<]*</a>\s*</div>)(.*?)"""
    r"""<a id="?__skip"?[^>]*>\s*</a>\s*(.*?<h[1-6]\b(?:[^>]*\sid="?([^\s">]+))?)""",
    re.DOTALL,
)
# An address within the site, and the steps in it that lead nowhere.
_ADDRESS = re.compile(r"""(?<=\s)((?:href|src|data-home|data-search-index)=")([^":]*)(?=")""")
_NO_STEP = re.compile(r"""^(?:\./)+(?=.)|(?<=/)(?:\./)+|(?<=/)\.$""")
# One of these stands in every tag that has to be tidied; most tags have none.
_UNTIDY = re.compile(r"""data-md-|/>|="(?:"|\.?/)|/\./|/\."|&#x2f;""")
_HEAD_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_HEAD = re.compile(r"""(<header class="?page-head\b[^>]*>\s*(.*?)</header>\s*)(.*?</h1>)""", re.DOTALL)
# Spaces mean something within these elements; elsewhere, those at the ends of lines do not.
_LINE_ENDS = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2\s*>)|[^\S\n]*\n\s*", re.DOTALL | re.IGNORECASE)


def frame(root: Path) -> Callable[[str, bytes], Page]:
    """Give what reads a page of a site without the dead parts of the frame, or takes what was kept of it.

    Args:
        root: the folder of the site; its files are changed.
    """
    home = home_of(root)
    # What becomes of an address depends on which pages there are.
    there = {file.relative_to(root).as_posix() for file in root.rglob("*.html")}
    made_by = f"lxml {version('lxml')} {OFFLINE} {home} {sorted(there)}"
    kept = Kept("framed", made_by, __file__, built_pages.__file__, addresses.__file__)

    def framed(path: str, before: bytes) -> Page:
        text = before.decode("utf-8", "surrogateescape")
        for style in _HEAD_STYLE.findall(text):
            link = f'<link rel="stylesheet" href="{relative_link(_sheet(style), path, home)}">'
            text = text.replace(f"<style>{style}</style>", link)
        key = f"{path}\n{text}".encode("utf-8", "surrogateescape")
        return kept.of(key, partial(_framed, path, text, partial(_from_page, path, home, there.__contains__)))

    def read(path: str, before: bytes) -> Page:
        page = framed(path, before)
        (root / path).write_bytes(page.data)
        for style in _HEAD_STYLE.findall(before.decode("utf-8", "surrogateescape")):
            if not (root / _sheet(style)).is_file():
                (root / THEME_FOLDER).mkdir(parents=True, exist_ok=True)
                (root / _sheet(style)).write_text(style, encoding="utf-8")
        return page

    # Of the earlier half, pages are written by the time that it comes to them; it writes none itself.
    ahead.begin(lambda path: framed(path, (root / path).read_bytes()), sorted(there)[: len(there) // 2 : -1])
    return read


def _sheet(style: str) -> str:
    return f"{THEME_FOLDER}inline.{hashlib.sha256(style.encode()).hexdigest()[:8]}.min.css"


def _framed(path: str, text: str, address: Callable[[str], str]) -> Page:
    return read_page(path, without_dead_parts(text, address).encode("utf-8", "surrogateescape"))


def without_dead_parts(text: str, address: Callable[[str], str] = str) -> str:
    """Give a page without what only scripts would use, and with what belongs below its heading in its place.

    Args:
        text: the page.
        address: what becomes of each of its addresses.
    """
    if "md-main" not in text:
        return text
    text = _SKIP.sub(lambda found: (found[1] + found[5] + found[2] if found[5] else "") + found[3] + found[4], text)
    for pattern, new in _CHANGES:
        text = re.sub(pattern, new, text, flags=re.DOTALL)
    # Every second part is a tag.
    parts = _TAG.split(text)
    parts[1::2] = [_tidied(tag, address) if _UNTIDY.search(tag) else tag for tag in parts[1::2]]
    text = _HEAD.sub(lambda found: found[3] + ("\n" + found[1] if found[2] else ""), "".join(parts), count=1)
    return _LINE_ENDS.sub(lambda found: found[1] or "\n", text)


def _tidied(tag: str, address: Callable[[str], str]) -> str:
    tag = _CLOSED.sub(r"\1>", _HOOK.sub("", tag).replace("&#x2f;", "/"))
    return _ADDRESS.sub(lambda found: found[1] + address(_NO_STEP.sub("", found[2]) or found[2][:2] or "."), tag)


def _from_page(path: str, home: str, is_file: Callable[[str], bool], address: str) -> str:
    """Write the address of a page by its Markdown file, `/help-now.md#uk`, as one from a built page; others stay."""
    file, mark, fragment = address.removeprefix("/").partition("#")
    built = built_path(file, is_file) if file.endswith(".md") else file
    if not address.startswith("/") or not (built == OFFLINE or (built != file and is_file(built))):
        return address
    return relative_link(page_url(built), path, home) + mark + fragment
