"""The pages that the browser tests open, all of the site's and one of each type, and what axe finds on them."""

from collections.abc import Sequence
from typing import Final, Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import FloatRect, Locator, Page

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


# WCAG 2.2 A and AA with axe's best practices, and contrast of 7:1; of less than 4.5:1 only the rule for that speaks.
_RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
    "resultTypes": ["violations"],
}
#: Each scheme in each of the two layouts; a page that is built from the parts of others is seen in the first alone.
LOOKS: Final[Sequence[tuple[Literal["light", "dark"], int]]] = (
    ("dark", 390), ("light", 1280), ("light", 320), ("dark", 1280),
)  # fmt: skip


def box_of(element: Locator) -> FloatRect:
    """Give the place and the size of an element that is seen."""
    box = element.bounding_box()
    assert box is not None
    return box


def axe_faults(page: Page, looks: Sequence[tuple[Literal["light", "dark"], int]] = LOOKS) -> list[str]:
    """Give what axe finds on the open page, all folds open.

    Args:
        page: the browser's page.
        looks: the schemes and widths in which it is looked at.
    """
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    page.evaluate(Axe().axe_script)
    found: list[str] = []
    for scheme, width in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        found += [
            f"{scheme}, {width} px: {violation['id']}: {node['html']} {node.get('failureSummary', '')}"
            for violation in page.evaluate("rules => axe.run(document, rules)", _RULES)["violations"]
            for node in violation["nodes"]
        ]
    return found
