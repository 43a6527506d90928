"""Takes out of the pages what Material's frame carries for its scripts, which are not here.

Works on the built files, so that whichever generator filled Material's templates, the pages become the same:
boxes to tick that only a script or a drawer reads, labels of them, a dialog that nothing opens, hooks for scripts, and
the spaces between tags. Styles that stand in the head of a page move to a file, and what belongs below the heading
moves there. Addresses, and where the link over the head leads, become what MkDocs makes them.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scripts.common.addresses import NOT_FOUND
from scripts.common.built_pages import home_of
from scripts.finish.stylesheet import THEME_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

_DEAD = re.compile(
    r"""<input\b[^>]*\bid="?__(?:drawer|search|toc)\b[^>]*>"""
    r"""|<label\b[^>]*\bfor="?__(?:drawer|search)\b[^>]*>.*?</label>"""
    r"""|<div class="?md-dialog\b[^>]*>\s*<div[^>]*>\s*</div>\s*</div>"""
    r"""|<div class="?md-sidebar-button__wrapper"?>\s*<label[^>]*></label>\s*</div>"""
    r"""|<div data-md-component="?(?:skip|announce)"?>\s*</div>""",
    re.DOTALL,
)
_TITLE = re.compile(r"""<label( class="?md-nav__title"?) for="?__toc"?>(.*?)</label>""", re.DOTALL)
_ICON = re.compile(r"""<span class="?md-nav__icon md-icon"?>\s*</span>""")
# Zensical sets each entry of the contents as text of the page.
_ENTRY = re.compile(
    r"""(<span class="?md-ellipsis"?>\s*)<span class="?md-typeset"?>\s*(.*?)\s*</span>(\s*</span>\s*</a>)""", re.DOTALL
)
_TAG = re.compile(r"""<[a-z](?:[^'">]++|"[^"]*+"|'[^']*+')*+>""", re.IGNORECASE)
_HOOK = re.compile(r"""\s+data-md-(?:component|scrollfix|level|type|toggle)(?:="[^"]*")?(?=[\s/>])""")
# Markdown closes elements that nothing closes in HTML; behind a value without quotation marks the stroke is part of it.
_CLOSED = re.compile(
    r"""(<(?:area|br|col|hr|img|input|source|wbr)(?:\s(?:.*["'\s]|.*\s[a-z]+)?)?)(?<!\s)\s*/>""",
    re.DOTALL | re.IGNORECASE,
)
# Zensical's link over the head leads to a mark of its own.
_SKIP = re.compile(r"""<div data-md-component="?skip"?>\s*<a href="?#__skip\b[^>]*>[^<]*</a>\s*</div>""")
_SKIP_MARK = re.compile(r"""<a id="?__skip"?[^>]*>\s*</a>\s*""")
_HEADING = re.compile(r"""<h[1-6]\b(?:[^>]*\sid="?([^\s">]+))?""")
# An address within the site, and the steps in it that lead nowhere.
_ADDRESS = re.compile(r"""(?<=\s)((?:href|src|data-home|data-search-index)=")([^":]*)(?=")""")
_NO_STEP = re.compile(r"""^(?:\./)+(?=.)|(?<=/)(?:\./)+|(?<=/)\.$""")
# One of these stands in every tag that has to be tidied; most tags have none.
_UNTIDY = re.compile(r"""data-md-|/>|="(?:"|\./)|/\./|/\."|&#x2f;""")
# What carries the theme's own bars for scrolling; the columns scroll by ours.
_WRAP = re.compile(r"""(<div) class="?md-sidebar__(?:scrollwrap|inner)"?(?=>)""")
_HEAD_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_BELOW_HEADING = re.compile(r"""<header class="?page-head\b.*?</header>\s*""", re.DOTALL)
_EMPTY_HEAD = re.compile(r"<header[^>]*>\s*</header>\s*")
# Where spaces mean something, and the spaces that mean nothing anywhere else.
_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE)


def frame(root: Path) -> None:
    """Take the dead parts of the frame out of all pages; one that is not in UTF-8 is left alone, and named later.

    Args:
        root: the folder of the site; its files are changed.
    """
    for file in sorted(root.rglob("*.html")):
        try:
            before = file.read_bytes().decode()
        except UnicodeDecodeError:
            continue
        text = without_dead_parts(before)
        for style in _HEAD_STYLE.findall(text):
            text = text.replace(f"<style>{style}</style>", _as_file(root, file, style))
        if text != before:
            file.write_bytes(text.encode())


def without_dead_parts(text: str) -> str:
    """Give a page without what only scripts would use, and with what belongs below its heading in its place."""
    if "md-main" not in text:
        return text
    text = _DEAD.sub("", _with_skip_to_heading(text))
    text = _TITLE.sub(r"<p\1>\2</p>", _ICON.sub("", text))
    text = _ENTRY.sub(r"\1\2\3", text)
    text = _TAG.sub(lambda tag: _tidied(tag[0]), text)
    text = _WRAP.sub(r"\1", text)
    return _without_spaces(_below_heading(text))


def _with_skip_to_heading(text: str) -> str:
    mark = _SKIP_MARK.search(text)
    if not mark:
        return text
    found = _HEADING.search(text, mark.end())
    heading = found[1] if found else None
    text = text[: mark.start()] + text[mark.end() :]
    return _SKIP.sub(lambda skip: skip[0].replace("__skip", heading, 1) if heading else "", text, count=1)


def _tidied(tag: str) -> str:
    if not _UNTIDY.search(tag):
        return tag
    tag = _CLOSED.sub(r"\1>", _HOOK.sub("", tag).replace("&#x2f;", "/"))
    return _ADDRESS.sub(lambda found: found[1] + _straight(found[2]), tag)


def _straight(address: str) -> str:
    if "./" not in address and not address.endswith("/."):
        return address or "."
    return _NO_STEP.sub("", address) or "./"


def _below_heading(text: str) -> str:
    head = _BELOW_HEADING.search(text)
    end = text.find("</h1>", head.end()) + len("</h1>") if head else 0
    if not head or end < head.end():
        return text
    part = "" if _EMPTY_HEAD.fullmatch(head[0]) else "\n" + head[0]
    return text[: head.start()] + text[head.end() : end] + part + text[end:]


def _without_spaces(text: str) -> str:
    parts = _KEPT.split(text)
    # Three parts each: what stands between, what is kept, and the name of its element.
    between = [_lines(part) for part in parts[::3]]
    return "".join(a + b for a, b in zip(between, [*parts[1::3], ""], strict=True))


def _lines(text: str) -> str:
    first, *more = text.split("\n")
    if not more:
        return text
    return "\n".join([first.rstrip(), *filter(None, map(str.strip, more[:-1])), more[-1].lstrip()])


def _as_file(root: Path, page: Path, css: str) -> str:
    name = f"{THEME_FOLDER}inline.{hashlib.sha256(css.encode()).hexdigest()[:8]}.min.css"
    if not (root / name).is_file():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(css, encoding="utf-8")
    # The page that stands for all that are not there is shown at any address, so its own begin where the site does.
    path = page.relative_to(root)
    up = (urlsplit(home_of(root)).path or "/") if path.as_posix() == NOT_FOUND else "../" * (len(path.parts) - 1)
    return f'<link rel="stylesheet" href="{up}{name}">'
