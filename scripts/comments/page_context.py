"""What the templates print around comments: below an article, and on the pages of its archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypedDict

from scripts.comments.archive import COMMENTS, INDEX, page_file, page_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scripts.comments.archive import Archive, Entry

#: An article's own page describes its comments to machines up to this number; more would cost every reader of the
#: article. The pages of comments describe theirs in any case.
MOST_IN_ARTICLE: Final = 10


#: Archives of more pages are not bound (`scripts/pdf/printable.py`), so nothing on their pages leads to a file.
MOST_ON_PAPER: Final = 40


class BelowArticle(TypedDict):
    """The line below an article: where its comments are, how many, and what machines read of them."""

    index: str
    readers: int
    answered: int
    kept: int
    machine: list[dict[str, object]]


class AroundComments(TypedDict):
    """What stands around a page of an archive.

    `article` and `index` are paths from the folder of the pages; `number` is None on the index; `last` is the number
    of pages; `on_paper` tells whether the pages are few enough to be bound.
    """

    article: str
    index: str
    number: int | None
    last: int
    previous: str | None
    next: str | None
    kept: int
    counted: int | None
    noindex: bool
    on_paper: bool
    machine: list[dict[str, object]]


def below_article(archives: Iterable[Archive], name: str, site_url: str) -> BelowArticle | None:
    """Find what stands below an article.

    Args:
        archives: all archives of the site.
        name: the article, as a path from the folder of the pages.
        site_url: the address of the site, with a slash at its end.

    Returns:
        The line; None if the article has no archive, or an empty one.
    """
    archive = next((archive for archive in archives if archive.article == name), None)
    if archive is None or not archive.kept:
        return None
    few = archive.kept if len(archive.kept) <= MOST_IN_ARTICLE else ()
    return BelowArticle(
        index=f"{archive.name}/{INDEX}",
        readers=len(archive.by_readers),
        answered=len(archive.answered),
        kept=len(archive.kept),
        machine=_machine(archive, few, site_url),
    )


def around_comments(archives: Iterable[Archive], name: str, site_url: str) -> AroundComments | None:
    """Find what stands around a page of an archive.

    Args:
        archives: all archives of the site.
        name: the page, as a path from the folder of the pages.
        site_url: the address of the site, with a slash at its end.

    Returns:
        What stands around it; None if the page belongs to no archive.
    """
    folder = name.rpartition("/")[0]
    archive = next((archive for archive in archives if archive.name == folder), None)
    if archive is None or not name.startswith(f"{COMMENTS}/"):
        return None
    # The index has no pages before and behind it, whether it holds comments or not.
    number = page_number(name) or None
    known = number in archive.by_page
    last = len(archive.pages)
    return AroundComments(
        article=archive.article,
        index=f"{folder}/{INDEX}",
        number=number,
        last=last,
        previous=_page(archive, number - 1) if known and number else None,
        next=_page(archive, number + 1) if known and number else None,
        kept=len(archive.kept),
        counted=archive.counted,
        noindex=(number or 0) in archive.noindex,
        on_paper=last <= MOST_ON_PAPER,
        machine=_machine(archive, archive.by_page.get(number or 0, ()), site_url),
    )


def _page(archive: Archive, number: int) -> str | None:
    return f"{archive.name}/{page_file(number)}" if number and number in archive.by_page else None


def _machine(archive: Archive, entries: Sequence[Entry], site_url: str) -> list[dict[str, object]]:
    """Describe comments as https://schema.org/Comment.

    Their words are not repeated here, for the page has them. Nothing is said of pages that search engines are asked
    to leave out.
    """
    noindex = archive.noindex
    return [_comment(archive, entry, site_url) for entry in entries if entry.page not in noindex]


def _comment(archive: Archive, entry: Entry, site_url: str) -> dict[str, object]:
    address = f"{site_url}{archive.name}/{entry.address}"
    found: dict[str, object] = {"@type": "Comment", "@id": address, "url": address}
    author = "Al Turtle" if entry.by == "author" else entry.name
    if author:
        found["author"] = {"@type": "Person", "name": author}
    if entry.date is not None:
        found["dateCreated"] = entry.date.isoformat()
    if entry.summarised:
        found["abstract"] = entry.line
    if entry.reply_to is not None:
        parent = archive.by_id.get(entry.reply_to)
        if parent is not None and not parent.removed:
            found["parentItem"] = {"@id": f"{site_url}{archive.name}/{parent.address}"}
    return found
