"""Nobody is shut out: axe finds nothing on any page, in light and dark, at four widths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from tests.browser.pages import ARCHIVE, ARCHIVE_PAGE, TYPES, WIDTHS, every_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# WCAG 2.2 A and AA with axe's best practices, and the AAA rules that can be tested: contrast 7:1, targets of 44 px.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", every_page())
def test_axe_finds_nothing(page: Page, real_url: str, path: str, scheme: Literal["light", "dark"]) -> None:
    # One page of each type at all widths; the others, built from the same parts, on a phone and on a desk.
    _look(page, real_url + path, scheme, WIDTHS if path in TYPES.values() else (390, 1280))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [ARCHIVE, ARCHIVE_PAGE])
def test_axe_finds_nothing_on_any_kind_of_comment(
    page: Page, fixture_url: str, path: str, scheme: Literal["light", "dark"]
) -> None:
    _look(page, fixture_url + path, scheme, WIDTHS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_authors_toolbox(
    page: Page, toolbox_url: str, scheme: Literal["light", "dark"]
) -> None:
    _look(page, toolbox_url, scheme, WIDTHS)


def _look(page: Page, address: str, scheme: Literal["light", "dark"], widths: Sequence[int]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    found: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        results = Axe().run(page, options=RULES)
        found += [
            f"{width} px: {violation['id']}: {node['html']} {node.get('failureSummary', '')}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
    assert not found, "\n".join(found)
