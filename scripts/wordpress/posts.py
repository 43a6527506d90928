"""Which posts of an export become pages, why others do not, and where each page is kept.

The texts wait in a file that has no name until all addresses are known; what is not to be published never gets there.

A page that was made by an earlier import keeps its place. What was edited here since, or taken out, stays so: the file
`.imported`, which the site leaves out, has the names of the pages and the hashes of what was written.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

from scripts.common.addresses import built_path
from scripts.common.partials import filled
from scripts.content.front_matter import page_files
from scripts.wordpress.archives import free_name, slug_of, text_of
from scripts.wordpress.old_site import HEADING
from scripts.wordpress.post_html import with_footnotes
from scripts.wordpress.published import Post
from scripts.wordpress.report import Options

#: Where the import keeps what it wrote.
RECORD: Final = ".imported"
ARTICLES: Final = "articles"
DRAFTS: Final = "drafts"

# Pages that would be those of a folder, and folders with a meaning of their own.
_NO_NAMES: Final = frozenset({"index", "readme"})
_FOLDERS: Final = frozenset({ARTICLES, "assets", "comments", DRAFTS, "pagefind"})
#: What is to be done with a post by its state.
STATES: Final = {
    "publish": None, "draft": "draft", "pending": "draft", "future": "draft", "auto-draft": "draft",
    "private": "private", "trash": "trash",
}  # fmt: skip
#: Why nothing of a post may be seen, its pictures neither.
HIDDEN: Final = frozenset({"damaged", "draft", "other_status", "private", "protected", "trash"})
# What WordPress keeps as posts, and no reader ever met as a page.
_INNER: Final = {"custom_css", "customize_changeset", "nav_menu_item", "oembed_cache", "revision", "user_request"}
#: More pages above a page would be no tree that a reader could follow.
_DEEPEST: Final = 5
_DIVI: Final = re.compile(r"\[et_pb_(?:section|row|text)\b")


class Remembered:
    """What earlier imports wrote.

    Attributes:
        pages: path and hash of the page of each post, by the name of the post.
        addresses: the old addresses that were given to the table.
    """

    def __init__(self, docs: Path) -> None:
        """Read it from the folder of the pages; it need not be there."""
        self._path = docs / RECORD
        self._before = text_of(self._path) if self._path.exists() else ""
        lines = [line.split("\t") for line in self._before.splitlines()]
        self.pages = {key: (path, digest) for path, digest, key in (rest for kind, *rest in lines if kind == "page")}
        self.addresses: dict[str, None] = dict.fromkeys(rest[0] for kind, *rest in lines if kind == "address")

    def changed(self) -> str:
        """Write it, if it has changed."""
        text = filled("wordpress/imported.txt.html", pages=self.pages, addresses=self.addresses)
        return "" if text == self._before or not self.pages else text


def digest_of(text: str) -> str:
    """Give the hash by which it is seen that a page is as it was written."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Posts:
    """The posts of an export, and the pages that they have or get.

    Attributes:
        all: the posts; `why` and `page` of each say what becomes of it.
        files: what was loaded up.
    """

    def __init__(self, texts: IO[bytes], options: Options) -> None:
        """Begin; texts wait in the file."""
        self._texts, self._options = texts, options
        self._where: dict[Post, tuple[int, int]] = {}
        self._seen: dict[str, list[str]] = defaultdict(list)
        self.files: list[Post] = []
        self.all: list[Post] = []

    def add(self, post: Post) -> None:
        """Take a post; of one that is not published the text goes at once."""
        post.why = self._reason(post)
        if post.type == "attachment" and not post.damage:
            self.files.append(post)
        else:
            self.all.append(post)
            if not post.why and self._is_new(post):
                post.text = with_footnotes(post.text, post.meta.get("footnotes", ""))
                post.headings = frozenset(HEADING.findall(post.text))
                data = post.text.encode("utf-8", "surrogatepass")
                self._where[post] = self._texts.tell(), self._texts.write(data)
        post.text = ""

    def _reason(self, post: Post) -> str | None:
        """Say why a post does not become a page; None if it does. The first reason counts."""
        state = STATES.get(post.status, "other_status")
        reasons = {
            "damaged": post.damage,
            "protected": post.password,
            "inner": post.type in _INNER,
            "other_type": post.type not in {"post", "page", *self._options.types},
            state: state and not (self._options.drafts and state == "draft"),
            "elementor": post.meta.get("_elementor_edit_mode") == "builder",
            "divi": post.meta.get("_et_pb_use_builder") == "on" or _DIVI.search(post.text),
        }
        return next((reason for reason, holds in reasons.items() if holds), None)

    def _is_new(self, post: Post) -> bool:
        """Name a post so that it is known again; tell whether it is not here already.

        Some blogs gave one permanent name, and even one number, to several posts.
        """
        name, words = f"{post.key} {post.id}".strip(), digest_of(f"{post.title}\0{post.slug}\0{post.text}")
        seen = self._seen[name]
        post.why = "duplicate" if words in seen else None
        seen += [] if post.why else [words]
        post.record = f"{name} #{len(seen)}" if len(seen) > 1 else name
        return not post.why

    def whole(self, post: Post) -> Post:
        """Give a post with its text."""
        start, length = self._where[post]
        self._texts.seek(start)
        return replace(post, text=self._texts.read(length).decode("utf-8", "surrogatepass"))

    def place(self, docs: Path, record: Remembered, standing: Callable[[Post], str | None]) -> None:
        """Give each post that is published the path of its page, which no other page has.

        Args:
            docs: the folder of the pages.
            record: what earlier imports wrote.
            standing: names the page that a keeper wrote for a post, if there is one.
        """
        here = (path.relative_to(docs).as_posix() for path in page_files(docs))
        taken = {built_path(name) for name in [*here, *(path for path, _ in record.pages.values())]}
        public = [post for post in self.all if not post.why]
        pages = {post.id: post for post in public if post.type == "page"}

        def place(post: Post, below: tuple[Post, ...] = ()) -> str:
            """Give the path without its ending; `below` are the pages that asked for it, for parents may go round."""
            if not post.page:
                parent = pages.get(post.parent) if post.type == "page" else None
                if known := record.pages.get(post.record):
                    post.page, post.why = known[0], None if (docs / known[0]).is_file() else "removed"
                elif page := standing(post):
                    post.page, post.why = page, "has_page"
                elif parent and parent not in {post, *below} and len(below) < _DEEPEST:
                    post.page = _free(f"{place(parent, (*below, post))}/", post, taken)
                else:
                    folder = "" if post.type == "page" else f"{ARTICLES}/"
                    post.page = _free(f"{DRAFTS}/" if STATES.get(post.status) else folder, post, taken)
            return post.page.removesuffix(".md").removesuffix("/index")

        for post in public:
            place(post)


def _free(folder: str, post: Post, taken: set[str]) -> str:
    name = slug_of(post.slug) or slug_of(f"{post.type}-{post.id or post.number}")
    path = f"{folder}{name}-page" if name in _NO_NAMES or (not folder and name in _FOLDERS) else f"{folder}{name}"
    page = f"{free_name(path, post, lambda one: built_path(f'{one}.md') in taken)}.md"
    taken.add(built_path(page))
    return page
