"""The archives as they stand before an import, which of them a post belongs to, and the files of one that change.

Beside its pages each archive has a file `.originals`, which the site leaves out: the posts that it holds, and the ids
of the comments that came from them. With it a record that somebody deleted here is not brought back.
"""

import html
import itertools
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import click
import yaml

from scripts.comments.archive import FEWEST_WITH_INDEX, INDEX, ON_A_PAGE, ORIGINALS, comment_pages, front_matter, load
from scripts.comments.form import Document, Record, parse, write
from scripts.comments.model import Comment, page_file
from scripts.comments.threads import arrange
from scripts.common.dates import today
from scripts.common.faults import shown_path
from scripts.common.old_addresses import TABLE
from scripts.common.partials import filled
from scripts.content.data_files import old_addresses
from scripts.wordpress.old_site import parts_of
from scripts.wordpress.published import Post

_LIST: Final = "/// comment-index"
_LONGEST_NAME: Final = 38
# All that means something in Markdown, in a block or in a template, and what makes a question of a heading, which our
# rules of prose do not allow; a title is only a name here.
_MARKS: Final = re.compile(r"<[^<>]*>|[^\w\s,.;:()'’‘“”&–—-]")


class FaultyArchiveError(click.ClickException):
    """A page of an archive cannot be read, so nothing can be added to it; the message says where and why."""


@dataclass(eq=False)
class Archive:
    """One archive.

    Attributes:
        folder: its folder.
        title: the title of its index; empty if there is none.
        comments_of: the page that it belongs to; empty if no index says so.
        posts: the keys of the posts that it holds.
        originals: the ids of the comments that ever came from them.
        page_title: what the page is called that was commented on.
    """

    folder: Path
    title: str = ""
    comments_of: str = ""
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
        return filled("wordpress/originals.txt.html", posts=sorted(self.posts), ids=ids)


class Archives:
    """All archives of a site.

    Attributes:
        by_name: each by the name of its folder.
        standing: every comment in them by its id: its archive, and a hash of its words, which are not kept, for a blog
            has a hundred thousand; None if it was removed.
        place_of: the page of each, as a path from the folder of the pages, by its id.
        unused: the names in `posts` that no post has had so far.
        table: the table of old addresses as it stands: the page that each leads to.
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
        # The table first: what it takes for a moment is free for the archives then.
        self.table: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        entries = old_addresses((into.parent / TABLE).parent)
        if entries.faults and (into.parent / TABLE).exists():
            cure = "`python -m scripts.content check` says why. Nothing was imported."
            raise FaultyArchiveError(f"{entries.path} cannot be used; {cure}")
        for entry in entries.sound:
            page = self.table[sys.intern(entry.from_)] = sys.intern(entry.page)
            self._addresses |= dict.fromkeys(["=".join(entry.query)] if entry.query else entry.paths, page)
        del entries
        self.by_name: dict[str, Archive] = {}
        self.standing: dict[str, tuple[Archive, int | None]] = {}
        self.place_of: dict[str, str] = {}
        for folder in sorted(into.glob("*/")):
            archive, pages = self.by_name[folder.name], _ = _read(folder)
            for one in (one for page in pages.values() for one in page):
                words = None if one.removed else hash((one.name, one.date, one.text))
                self.standing.setdefault(one.id, (archive, words))
                self.place_of.setdefault(one.id, sys.intern(f"{into.name}/{folder.name}/{one.file}"))
        self._by_page = {one.comments_of: one for one in self.by_name.values() if one.comments_of}
        self._by_post = {post: one for one in self.by_name.values() for post in one.posts}
        self._titles = {one.title.casefold() for one in self.by_name.values()}

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
            name = slug_of(stem) or slug_of(f"post-{post.id or post.number}")
            folder = self._into / free_name(name, post, self.by_name.__contains__)
            archive = Archive(folder, comments_of=page or f"{self._into.name}/{folder.name}/{INDEX}")
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
        name = name_of(title)
        if not name or (not (archive.folder / INDEX).exists() and f"comments on “{name}”".casefold() in self._titles):
            name = archive.folder.name[-_LONGEST_NAME:]
        self._titles.add(f"comments on “{name}”".casefold())
        return name

    def _page_by_address(self, post: Post) -> str | None:
        for parts in map(parts_of, (post.link, post.guid)):
            for key in filter(None, (*parts.query.split("&"), unquote(parts.path).strip("/"))):
                if (page := self._addresses.get(key)) and (self._into.parent / page).is_file():
                    return page
        return None


def _read(folder: Path) -> tuple[Archive, Mapping[int, Sequence[Comment]]]:
    kept, texts = load(folder), {number: text_of(path) for number, path in comment_pages(folder)}
    if fault := next((one for one in kept.faults if one.rule != "CM15"), None):
        raise FaultyArchiveError(f"{fault} Nothing was imported; mend it first.")
    file = folder / ORIGINALS
    lines = [line.partition("\t") for line in text_of(file).splitlines()] if file.exists() else []
    posts = {post for name, _, post in lines if name == "post"}
    ids = {sys.intern(name) for name, _, _ in lines if name != "post" and not name.startswith("#")}
    return Archive(folder, str(front_matter(texts.get(0, "")).get("title")), kept.article, posts, ids), kept.pages


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


def free_name(name: str, post: Post, is_taken: Callable[[str], bool]) -> str:
    """Find a name for what comes of a post that nothing else has."""
    names = itertools.chain([name, f"{name}-{slug_of(post.id) or 2}"], (f"{name}-{n}" for n in itertools.count(2)))
    return next(one for one in names if not is_taken(one))


def slug_of(value: str) -> str:
    """Make a name of letters, digits and hyphens; empty if nothing of it can be one."""
    plain = unicodedata.normalize("NFKD", unquote(value)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def files_of(
    archive: Archive, new: Sequence[Record], unpublished: Mapping[str, str | None]
) -> Iterator[tuple[str, str, list[str]]]:
    """Write the files of an archive that change; what stands in them stays, to the byte.

    Args:
        archive: the archive.
        new: the new records in the order in which they are read.
        unpublished: what comments that are not published answer, by their ids.

    Yields:
        The name of each file, its text, and the ids of the comments that come to it.
    """
    pages, places = load(archive.folder).pages, dict[int, list[Record]]()
    comments = [*(one for page in pages.values() for one in page), *(record.comment for record in new)]
    if max(pages, default=0):
        # A page on which nothing was imported was written by hand, and keeps to itself.
        is_ours = any(comment.id in archive.originals for comment in pages[max(pages)])
        places = placed(pages, new, unpublished, ON_A_PAGE - len(pages[max(pages)]) if is_ours else 0)
    elif sum(not comment.removed for comment in comments) < FEWEST_WITH_INDEX:
        places[0] = [*new]
    else:
        # They are too many for the index now.
        index = text_of(archive.folder / INDEX) if (archive.folder / INDEX).exists() else ""
        here = [part for part in parse(index).parts if isinstance(part, Record)]
        places = placed({}, [*here, *new], unpublished)
        if here or not index:
            yield INDEX, _without_records(index, archive.folder.name) if here else _new_page(archive, 0), []
    for number, records in sorted(places.items()):
        name = page_file(number)
        is_here = (archive.folder / name).exists()
        page = text_of(archive.folder / name) if is_here else _new_page(archive, number)
        yield name, _joined(page, records), [record.comment.id for record in records]


def _new_page(archive: Archive, number: int) -> str:
    """Write a page without its comments; 0 is the index."""
    name, page = archive.page_title, f", page {number}" if number else ""
    link = f"“{name}”, which is not kept here" if archive.stands_alone else f"[“{name}”](../../{archive.comments_of})"
    order = ": whole threads, the oldest first." if number else ", all listed, with the answers that they got."
    title, about = f"Comments on “{name}”{page}", f"Comments that readers left on “{name}”{page}{order}"
    keys = {"title": title, "description": about, "kind": "archive", "comments_of": archive.comments_of}
    body = f"People left these comments below {link}.\n\n{_LIST} | {archive.folder.name}\n///"
    return page_text({**keys, "checked": today()}, title, "" if number else body)


def page_text(head: Mapping[str, Any], title: str, body: str) -> str:
    """Write a page: its front matter, its title as Markdown, and what stands below."""
    yaml_head = yaml.safe_dump(dict(head), allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{yaml_head}---\n\n# {title}\n" + (f"\n{body.rstrip()}\n" if body.strip() else "")


def _joined(page: str, new: Iterable[Record]) -> str:
    """Put new records behind those of a page, or at its end; every other byte stays as it is."""
    parts = parse(page).parts
    last = max((count for count, part in enumerate(parts, 1) if isinstance(part, Record)), default=len(parts))
    above = write(Document(parts[:last]))
    end = "" if above.endswith("\n") else "\n"
    return "".join([above, end, *(f"\n{record.source}" for record in new), page[len(above) :]])


def _without_records(index: str, folder: str) -> str:
    """Take the records out of an index, and put a list of them at its end if it has none; its other words stay."""
    texts = (part.strip("\n") for part in parse(index).parts if isinstance(part, str))
    text = "\n\n".join(filter(None, texts))
    # What stands in a comment has gone, so this is the block.
    return f"{text}\n" if _LIST in text else f"{text}\n\n{_LIST} | {folder}\n///\n"


def placed(
    pages: Mapping[int, Sequence[Comment]], new: Sequence[Record], unpublished: Mapping[str, str | None], room: int = 0
) -> dict[int, list[Record]]:
    """Give each new record its page: that of what it answers, or of the first of its thread; else one at the end.

    A new page takes whole threads up to `ON_A_PAGE` comments, or one longer thread.

    Args:
        pages: what stands, by the number of its page.
        new: the new records, parents before replies.
        unpublished: what comments that are not published answer, by their ids; they may hold a thread together.
        room: how many comments more the last page can take.

    Returns:
        The new records by the number of their page.
    """
    page_of = {comment.id: number for number, comments in sorted(pages.items()) for comment in comments}
    comments = (*(one for page in pages.values() for one in page), *(record.comment for record in new))
    parents = {**unpublished, **{one.id: one.reply_to for one in comments}}
    # What is answered may be absent itself.
    parents = {**dict.fromkeys(filter(None, parents.values())), **parents}
    tops, thread_on, threads = dict[str, str](), dict[str, int](), defaultdict[str, list[Record]](list)
    for one in arrange([Comment(id=name, reply_to=parent) for name, parent in parents.items()]):
        top = tops[one.id] = tops[one.parent.id] if one.parent else one.id
        if one.id in page_of:
            thread_on.setdefault(top, page_of[one.id])
    for record in new:
        threads[tops[record.comment.id]].append(record)
    found, last = defaultdict[int, list[Record]](list), max(pages, default=0)
    for top, thread in threads.items():
        if top not in thread_on:
            if len(thread) > room and room != ON_A_PAGE:
                last, room = last + 1, ON_A_PAGE
            thread_on[top], room = last, room - len(thread)
        for record in thread:
            number = page_of[record.comment.id] = page_of.get(record.comment.reply_to or "", thread_on[top])
            found[number].append(record)
    return found
