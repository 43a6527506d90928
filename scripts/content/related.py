"""Related pages: what the front matter of a page names, with the titles and addresses that the template prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.structure.pages import Page


class RelatedPage(TypedDict):
    """One line under "Read next": the title and address of a page, and why this reader may want it."""

    title: str
    url: str
    why: str


def related_pages(page: Page, pages: Mapping[str, Page]) -> list[RelatedPage]:
    """Look up the pages that `related` in the front matter of `page` names, in its order.

    A name without a page is left out here; the front-matter check has named it before the build began.

    Args:
        page: the page.
        pages: all pages, by their paths from the folder of the pages.

    Returns:
        What the template prints, in the order of the front matter.
    """
    return [
        RelatedPage(title=target.meta.get("title", ""), url=target.url, why=entry["why"])
        for entry in page.meta.get("related", [])
        if (target := pages.get(entry["page"])) is not None
    ]
