"""The pages that the browser tests open: all of the site's pages, and one of each type."""

from __future__ import annotations

from tests.building import ROOT

WIDTHS = (320, 390, 768, 1280)

ARTICLE = "articles/what-to-do-when-he-or-she-leaves/"

# One address of each page type.
TYPES = {
    "home": "",
    "article": ARTICLE,
    "evidence": "articles/what-research-says/",
    "help": "help-now/",
    "afraid": "looking-after-yourself/",
    "glossary": "words-used-here/",
    "page": "about/",
    "archive index": "comments/what-to-do-when-he-or-she-leaves/",
    "404": "no-such-page/",
}
#: A page of comments beside an index. Our own stories are few, and stand on the index itself.
PAGE_OF_COMMENTS = f"{TYPES['archive index']}page-1/"


def every_page() -> list[str]:
    """Return the addresses of all pages, from the Markdown files, and one that leads to the 404 page."""
    docs = ROOT / "docs"
    files = sorted(path.relative_to(docs).with_suffix("") for path in docs.rglob("*.md"))
    names = (file.parent if file.name == "index" else file for file in files)
    addresses = [f"{name.as_posix()}/".removeprefix("./") for name in names]
    return [*addresses, TYPES["404"]]
