"""One small stylesheet instead of several large ones.

The stylesheets that a page links are joined in their order, cut to what the pages can use, minified and written as
`assets/style.<hash>.css`; the pages then link that file alone. The theme's rules come in a cascade layer of their own,
so that ours always win.
"""

import hashlib
import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from html import escape, unescape

import lightningcss

from scripts.common.addresses import file_of, relative_link
from scripts.common.built_pages import Page, Site
from scripts.common.faults import Fault
from scripts.finish.cut import cut, nameable, unread

FOLDER = "assets"
FINISHED = re.compile(rf"{FOLDER}/style\.[0-9a-f]{{8}}\.css")
#: Where the theme copies its own stylesheets.
THEME_FOLDER = "assets/stylesheets/"
# What the theme writes for its scripts and for touch, or with a prefix, which the minifier sets where it is needed; and
# its marks of importance, which would win over ours from within a layer (CSS Cascade 5, 6.4.4).
_NOT_OF_THEME = re.compile(
    r"(?<=[{;])(?:transition|scroll-snap|touch-action|backface-visibility|-webkit-mask|-webkit-tap-highlight|-moz)[a-z-]*:"
    r"[^;{}]*;?|!important|^@charset[^;]*;"
)
# The first versions that know cascade layers. Without such a list the minifier takes every feature for granted, and
# drops the fallbacks that we write for older browsers.
BROWSERS = ["chrome 99", "edge 99", "firefox 97", "safari 15.4", "ios_saf 15.4"]

# A link to a stylesheet that is for all media, and no alternative to another, with the space before it.
_LINK = re.compile(
    r"""\s*<link\b(?=[^>]*\srel=["']?stylesheet["'\s>])(?![^>]*\smedia=["']?(?!all\b))[^>]*\shref=["']?(?P<href>[^"'\s>]+)[^>]*>""",
    re.IGNORECASE,
)
# An address, in quotation marks or not.
_URL = re.compile(r"""url\((["']?)([^"')]*)\1\)""")
_PARSER_FAULT = re.compile(r"Parsing stylesheet failed: (?P<reason>.*) at .*:(?P<line>\d+):\d+", re.DOTALL)


def one_stylesheet(site: Site) -> Iterator[Fault]:
    """Give all pages of a site one stylesheet; the old ones stay, until the leftovers go.

    Pages that link other stylesheets than the rest get a file of their own; one for some media only stays as it is, and
    so does a site that is finished.

    Args:
        site: the site; its files, and its pages in memory, are changed.

    Yields:
        `ST01` for each stylesheet that cannot be read; the pages that link it are left alone. So are pages that could
        not be read themselves, for nobody knows what they need; the link checker names them.
    """
    groups: dict[tuple[str, ...], dict[str, dict[str, str]]] = {}
    for page in site.pages.values():
        links = dict(_links(site, page))
        if not all(FINISHED.fullmatch(path) for path in links.values()):
            groups.setdefault(tuple(links.values()), {})[page.path] = links
    sheets: dict[str, str] = {}
    for path in sorted({path for linked in groups for path in linked}):
        try:
            sheets[path] = _read(site, path)
        except ValueError as error:
            yield _fault(f"{site.root.name}/{path}", error)
    for linked, pages in groups.items():
        if any(path not in sheets for path in linked) or any(site.pages[path].damage for path in pages):
            continue
        names = nameable([site.pages[path] for path in pages])
        css = cut("".join(map(sheets.__getitem__, linked)), names)
        data = _minified(css, unread(_minified(css), names)).encode()
        new = f"{FOLDER}/style.{hashlib.sha256(data).hexdigest()[:8]}.css"
        site.write(new, data)
        for path, links in pages.items():
            _relink(site, site.pages[path], links, new)


def _links(site: Site, page: Page) -> Iterator[tuple[str, str]]:
    """Yield the addresses of the stylesheets for all media that the head of a page links, each with its file."""
    for found in _LINK.finditer(page.text.partition("</head>")[0]):
        path = file_of(href := unescape(found["href"]), page.path, site.home)
        if path in site.files:
            yield href, path


def _read(site: Site, path: str) -> str:
    """Read a stylesheet, for its new folder and layer; raises `ValueError` if it cannot be used."""
    text = (site.root / path).read_text(encoding="utf-8-sig")
    _minified(text)  # for its faults, while the lines are those of the file
    css = _URL.sub(partial(_moved, posixpath.dirname(path)), text)
    return f"@layer theme{{{_NOT_OF_THEME.sub('', css)}}}" if path.startswith(THEME_FOLDER) else css


def _fault(file: str, error: ValueError) -> Fault:
    found = _PARSER_FAULT.fullmatch(str(error))
    line, reason = (int(found["line"]) + 1, found["reason"]) if found else (0, str(error))
    if isinstance(error, UnicodeDecodeError):
        reason = f"{error.reason} at byte {error.start} of what must be UTF-8"
    message = f"This cannot be read as CSS, one file with all others: {reason.rstrip('.')}. Mend it."
    return Fault(file, line, "ST01", message)


def _moved(folder: str, found: re.Match[str]) -> str:
    """Let a relative address in a stylesheet of some folder mean the same file in one of ours."""
    if not found[2] or found[2].startswith(("/", "#")) or ":" in found[2]:
        return found[0]
    return f'url("{posixpath.relpath(posixpath.join(folder, found[2]), FOLDER)}")'


def addresses(css: str) -> Iterator[tuple[str, int]]:
    """Yield each address in a stylesheet, with its line."""
    return ((found[2], css.count("\n", 0, found.start()) + 1) for found in _URL.finditer(css))


def _minified(css: str, unused: Collection[str] = ()) -> str:
    # What means something only at the head of a file of its own is a fault behind another rule.
    return lightningcss.process_stylesheet(
        f"@media all{{}}{css}",
        parser_flags=lightningcss.calc_parser_flags(nesting=True),
        browsers_list=BROWSERS,
        unused_symbols=set(unused),
    )


def _relink(site: Site, page: Page, links: dict[str, str], new: str) -> None:
    """Let a page link the new stylesheet, on a line of its own, in place of the first old one; nothing else changes."""
    link = relative_link(new, page.path, site.home)
    tags = iter([f'\n<link rel="stylesheet" href="{escape(link)}">'])
    head, *rest = page.text.partition("</head>")
    head = _LINK.sub(lambda found: next(tags, "") if unescape(found["href"]) in links else found[0], head)
    old = [found for found in page.references if found.rel == {"stylesheet"} and found.value in links]
    references = (*(found for found in page.references if found not in old), old[0]._replace(value=link))
    data = "".join([head, *rest]).encode("utf-8", "surrogateescape")
    (site.root / page.path).write_bytes(data)
    site.pages[page.path] = replace(page, data=data, references=references)
