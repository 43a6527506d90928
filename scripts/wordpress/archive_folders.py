"""Which archive the comments of a post belong to."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from scripts.comments.archive import INDEX, front_matter
from scripts.common.old_addresses import TABLE, FaultyTableError, load
from scripts.wordpress.archive_pages import name_of
from scripts.wordpress.standing import Folder, page_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scripts.wordpress.standing import Archives
    from scripts.wordpress.wxr import Post


class Folders:
    """Finds the archive for each post."""

    def __init__(self, archives: Archives, into: Path, posts: Mapping[str, str]) -> None:
        self._archives, self._into, self._named = archives, into, posts
        #: The names in `posts` that no post has had so far.
        self.unused = set(posts)
        self._by_page = {folder.comments_of: folder for folder in archives.folders.values() if folder.comments_of}
        self._by_post = {post: folder for folder in archives.folders.values() for post in folder.posts}
        self._titles = {folder.title.casefold() for folder in archives.folders.values()}
        self._addresses: dict[str, str] = {}
        self._queries: dict[tuple[str, str], str] = {}
        with contextlib.suppress(FaultyTableError):
            for _, entry in load(into.parent / TABLE):
                if entry.query:
                    self._queries[entry.query] = entry.page
                else:
                    self._addresses.update(dict.fromkeys(entry.paths, entry.page))

    def folder_of(self, post: Post) -> Folder:
        """Find the archive of a post, or begin one."""
        name = next((name for name in (post.id, post.slug, post.link) if name in self._named), "")
        self.unused.discard(name)
        page = self._named.get(name)
        if page is None and (known := self._by_post.get(key_of(post))):
            return known
        page = page or self._page_by_address(post)
        if page and (known := self._by_page.get(page)):
            return known
        stem = page.rpartition("/")[2].removesuffix(".md") if page else post.slug
        free = self._free(_slug(stem), post)
        folder = self._archives.folders.setdefault(free, Folder(free))
        folder.comments_of = page or f"{self._into.name}/{free}/{INDEX}"
        self._by_page[folder.comments_of] = self._by_post[key_of(post)] = folder
        return folder

    def name_of(self, folder: Folder, post: Post) -> str:
        """Name the page that was commented on in a way that no other archive does."""
        title = post.title
        if not self.is_own(folder):
            page = self._into.parent / folder.comments_of
            title = str(front_matter(page_text(page)).get("title", "")) if page.is_file() else title
        for name in (name_of(title), name_of(folder.name)):
            if name and (folder.has_index or f"comments on “{name}”".casefold() not in self._titles):
                self._titles.add(f"comments on “{name}”".casefold())
                return name
        return folder.name[-38:]

    def is_own(self, folder: Folder) -> bool:
        """Tell whether an archive stands for a post that has no page here."""
        return folder.comments_of == f"{self._into.name}/{folder.name}/{INDEX}"

    def _page_by_address(self, post: Post) -> str | None:
        for address in (post.link, post.guid):
            try:
                parts = urlsplit(address)
            except ValueError:
                continue
            found = next((self._queries[pair] for pair in parse_qsl(parts.query) if pair in self._queries), None)
            path = unquote(parts.path).strip("/")
            found = found or (self._addresses.get(path) if path else None)
            if found and (self._into.parent / found).is_file():
                return found
        return None

    def _free(self, stem: str, post: Post) -> str:
        """Find a name that no other archive has."""
        name = stem or _slug(f"post-{post.id or post.number}")
        if name in self._archives.folders and post.id:
            name = f"{name}-{_slug(post.id)}"
        free, count = name, 1
        while free in self._archives.folders:
            count += 1
            free = f"{name}-{count}"
        return free


def key_of(post: Post) -> str:
    """Name a post in a way that stays the same from export to export."""
    return " ".join((post.guid or post.id or post.slug or post.link or f"item {post.number}").split())


def _slug(value: str) -> str:
    plain = unicodedata.normalize("NFKD", unquote(value)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
