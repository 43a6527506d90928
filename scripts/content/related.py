"""Related pages: what the front matter of a page names, with the titles and addresses that the template prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.structure.files import File
    from mkdocs.structure.pages import Page


class RelatedPage(TypedDict):
    """One line under "Read next": the title and address of a page, and why this reader may want it."""

    title: str
    url: str
    why: str


def related_pages(page: Page, files: Iterable[File]) -> list[RelatedPage]:
    """Look up the pages that `related` in the front matter of `page` names, in its order.

    A name without a page is left out here; the front-matter check has named it before the build began.
    """
    by_path = {file.src_uri: file.page for file in files if file.page is not None}
    return [
        RelatedPage(title=target.meta.get("title", ""), url=target.url, why=entry["why"])
        for entry in page.meta.get("related", [])
        if (target := by_path.get(entry["page"])) is not None
    ]
