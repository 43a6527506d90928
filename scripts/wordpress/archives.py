"""The archives as they stand before an import, and which of them the comments of a post belong to.

Beside its pages each archive has a file `.originals`, which the site leaves out: the posts that it holds, and the ids
of the comments that came from them. With it a record that somebody deleted here is not brought back.
"""

from __future__ import annotations

import contextlib
import html
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from scripts.comments.archive import INDEX, ORIGINALS, comment_pages, front_matter
from scripts.comments.form import parse
from scripts.comments.model import Comment, page_file
from scripts.common.faults import shown_path
from scripts.common.old_addresses import TABLE, FaultyTableError, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scripts.wordpress.wxr import Post

_LONGEST_NAME: Final = 38
# All that means something in Markdown, in a block or in a template, and what makes a question of a heading, which our
# rules of prose do not allow; a title is only a name here.
_MARKS: Final = re.compile(r"<[^<>]*>|[^\w\s,.;:()'’‘“”&–—-]")
_HEAD: Final = """\
# Made by the import, and not a part of the site: the posts that this archive holds, and the ids of their comments,
# so that none that was deleted here comes back.
"""


class FaultyArchiveError(ValueError):
    """A page of an archive cannot be read, so nothing can be added to it; the message says where and why."""


@dataclass
class Archive:
    """One archive.

    Attributes:
        folder: its folder.
        index: the text of its index; empty if there is none.
        comments_of: the page that it belongs to; empty if no index says so.
        pages: the comments of each of its pages, by the page's number; 0 is the index.
        posts: the keys of the posts that it holds.
        originals: the ids of the comments that ever came from them.
        page_title: what the page is called that was commented on.
    """

    folder: Path
    index: str = ""
    comments_of: str = ""
    pages: dict[int, tuple[Comment, ...]] = field(default_factory=dict)
    posts: set[str] = field(default_factory=set)
    originals: set[str] = field(default_factory=set)
    page_title: str = ""

    @property
    def stands_alone(self) -> bool:
        """Whether it is of a post that has no page here."""
        return self.comments_of == f"{self.folder.parent.name}/{self.folder.name}/{INDEX}"

    def originals_text(self) -> str:
        """Write the file of the originals."""
        ids = sorted(self.originals, key=lambda name: (len(name), name))
        return _HEAD + "".join(f"{line}\n" for line in (*(f"post\t{post}" for post in sorted(self.posts)), *ids))


class Archives:
    """All archives of a site.

    Attributes:
        by_name: each by the name of its folder.
        standing: every comment in them by its id, with its archive.
        place_of: the page of each, as a path from the folder of the pages, by its id.
        unused: the names in `posts` that no post has had so far.
        table: the table of old addresses as it stands.
    """

    def __init__(self, into: Path, posts: Mapping[str, str]) -> None:
        """Read all archives in a folder, which need not exist.

        Args:
            into: the folder of the archives.
            posts: pages for posts: by id, slug or address of the post, the page as a path from the folder of the pages.

        Raises:
            FaultyArchiveError: a page has a fault, so that it is not known which comments it holds.
            OSError: a file cannot be read.
        """
        self._into, self._named, self.unused = into, posts, set(posts)
        self.by_name = {path.name: _read(path) for path in sorted(into.glob("*/"))}
        self.standing: dict[str, tuple[Archive, Comment]] = {}
        self.place_of: dict[str, str] = {}
        for archive in self.by_name.values():
            for number, page in archive.pages.items():
                for comment in page:
                    self.standing.setdefault(comment.id, (archive, comment))
                    self.place_of.setdefault(comment.id, f"{into.name}/{archive.folder.name}/{page_file(number)}")
        self._by_page = {one.comments_of: one for one in self.by_name.values() if one.comments_of}
        self._by_post = {post: one for one in self.by_name.values() for post in one.posts}
        self._titles = {str(front_matter(one.index).get("title")).casefold() for one in self.by_name.values()}
        self._addresses: dict[str | tuple[str, str], str] = {}
        table = into.parent / TABLE
        try:
            self.table = [entry for _, entry in load(table)]
        except FaultyTableError:
            raise FaultyArchiveError(
                f"{shown_path(table)} cannot be used; `python -m scripts.content check` says why. Nothing was imported."
            ) from None
        for entry in self.table:
            self._addresses |= dict.fromkeys([entry.query] if entry.query else entry.paths, entry.page)

    def page_of(self, post: Post) -> str | None:
        """Name the page that stands for a post: the one that the keeper named, or that its address leads to."""
        return self._page_named(post) or self._page_by_address(post)

    def _page_named(self, post: Post) -> str | None:
        name = next((name for name in (post.id, post.slug, post.link) if name in self._named), "")
        self.unused.discard(name)
        return self._named.get(name)

    def of_post(self, post: Post) -> Archive:
        """Find the archive of a post, or begin one."""
        named = self._page_named(post)
        archive = None if named else self._by_post.get(post.key)
        if archive is None:
            given = "" if post.why == "removed" else post.page
            page = named or given or self._page_by_address(post)
            archive = self._by_page.get(page or "")
        if archive is None:
            stem = page.rpartition("/")[2].removesuffix(".md") if page else post.slug
            folder = self._into / self._free(slug_of(stem) or slug_of(f"post-{post.id or post.number}"), post)
            archive = Archive(folder)
            archive.comments_of = page or f"{self._into.name}/{folder.name}/{INDEX}"
            self.by_name[folder.name] = self._by_page[archive.comments_of] = archive
        archive.posts.add(post.key)
        self._by_post[post.key] = archive
        archive.page_title = archive.page_title or self._page_title(archive, post)
        return archive

    def _page_title(self, archive: Archive, post: Post) -> str:
        """Name the page that was commented on in a way that no other archive does."""
        page = self._into.parent / archive.comments_of
        is_here = page.is_file() and not archive.stands_alone
        title = str(front_matter(text_of(page)).get("title", "")) if is_here else post.title
        for name in (name_of(title), archive.folder.name[-_LONGEST_NAME:]):
            index_title = f"comments on “{name}”".casefold()
            if name and (archive.index or index_title not in self._titles):
                break
        self._titles.add(index_title)
        return name

    def _page_by_address(self, post: Post) -> str | None:
        for address in (post.link, post.guid):
            with contextlib.suppress(ValueError):
                parts = urlsplit(address)
                keys: list[str | tuple[str, str]] = [*parse_qsl(parts.query), unquote(parts.path).strip("/")]
                for page in (self._addresses.get(key) for key in keys if key):
                    if page and (self._into.parent / page).is_file():
                        return page
        return None

    def _free(self, name: str, post: Post) -> str:
        """Find a name that no other archive has."""
        names = (name, f"{name}-{slug_of(post.id)}", *(f"{name}-{count}" for count in range(2, len(self.by_name) + 3)))
        return next(one for one in names if one not in self.by_name and not one.endswith("-"))


def _read(folder: Path) -> Archive:
    archive = Archive(folder)
    for number, path in comment_pages(folder):
        text = text_of(path)
        document = parse(text, shown_path(path))
        if document.faults:
            raise FaultyArchiveError(f"{document.faults[0]} Nothing was imported; mend it first.")
        archive.pages[number] = document.comments
        if number == 0:
            archive.index, archive.comments_of = text, str(front_matter(text).get("comments_of", ""))
    originals = folder / ORIGINALS
    for line in text_of(originals).splitlines() if originals.exists() else ():
        name, _, post = line.partition("\t")
        if name == "post":
            archive.posts.add(post)
        elif not name.startswith("#"):
            archive.originals.add(name)
    return archive


def name_of(title: str) -> str:
    """Make a title fit to be named in the title of another page: one line of plain words, at most 38 characters."""
    return shortened(_MARKS.sub(" ", html.unescape(title)).replace("“", "‘").replace("”", "’"), _LONGEST_NAME)


def shortened(line: str, longest: int) -> str:
    """Give the first words of a line; dots stand for more."""
    words = " ".join(line.split())
    return words if len(words) <= longest else words[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,.;:?(–—-") + "…"


def text_of(page: Path) -> str:
    """Read a page with the line ends that it has.

    Raises:
        FaultyArchiveError: it is not text in UTF-8.
    """
    try:
        return page.read_bytes().decode()
    except UnicodeDecodeError:
        raise FaultyArchiveError(f"{shown_path(page)} is not text in UTF-8; save it so, then import.") from None


def slug_of(value: str) -> str:
    """Make a name of letters, digits and hyphens; empty if nothing of it can be one."""
    plain = unicodedata.normalize("NFKD", unquote(value)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
