"""The pages that the browser tests open: all of the site's pages, and one of each type."""

from __future__ import annotations

from tests.building import ROOT

WIDTHS = (320, 390, 768, 1280)

ARTICLE = "articles/what-to-do-when-he-or-she-leaves/"

# The stories; an archive of 30 comments or more, such as the fixture site's, has its comments on further pages.
ARCHIVE = "comments/what-to-do-when-he-or-she-leaves/"
ARCHIVE_PAGE = f"{ARCHIVE}page-1/"

# One address of each type of page that the site has.
TYPES = {
    "home": "",
    "article": ARTICLE,
    "evidence": "articles/what-research-says/",
    "help": "help-now/",
    "afraid": "looking-after-yourself/",
    "glossary": "words-used-here/",
    "page": "about/",
    "stories": ARCHIVE,
    "search": "search/",
    "404": "no-such-page/",
}


def every_page() -> list[str]:
    """Return the addresses of all pages, from the Markdown files, and one that leads to the 404 page."""
    docs = ROOT / "docs"
    files = sorted(path.relative_to(docs).with_suffix("") for path in docs.rglob("*.md"))
    names = (file.parent if file.name == "index" else file for file in files)
    addresses = [f"{name.as_posix()}/".removeprefix("./") for name in names]
    return [*addresses, TYPES["404"]]
