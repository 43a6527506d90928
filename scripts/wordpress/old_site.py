"""The old site's addresses: where each leads on this one, in links and in the table of redirects."""

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit

from pydantic import ValidationError
from pymdownx.slugs import slugify  # type: ignore[import-untyped]

from scripts.common.old_addresses import OldAddress, Places
from scripts.wordpress.post_tree import Link
from scripts.wordpress.published import Post

#: The list of all articles by year, and the pages of tags; both are written by the import.
BY_YEAR: Final = "articles/by-year.md"
TAGS: Final = "articles/tags.md"

# Other forms and further pages of what stands before them.
_FORM: Final = re.compile(r"(?:/(?:feed(?:/\w+)?|amp|embed|trackback|page/\d+|comment-page-\d+|\d{1,2}))+$")
_DATE: Final = re.compile(r"(?:.*/)?((?:19|20)\d\d)(?:/\d\d){0,2}")
_TERM: Final = re.compile(r"(?:.*/)?(?:category|tag)/(?:.*/)?([^/]+)")
_AUTHOR: Final = re.compile(r"(?:.*/)?author/[^/]+")
#: The places in the text of a post that other pages may link to.
HEADING: Final = re.compile(r"""<h[1-6]\b[^<>]*?\sid=["']([^"']+)""", re.IGNORECASE)
_PLACE: Final = re.compile(r"""\s(?:id|name)=["']?([^"'\s<>]+)""", re.IGNORECASE)
_IDS: Final = ("p", "page_id", "attachment_id")
_COMMENT: Final = re.compile(r"comment-(\d+)")
_NUMBERED: Final = re.compile(r"(?:^|/)archives/\d+$")
# How Material's plugin makes the anchor of a tag.
_anchor: Final = slugify(case="lower")


def relative(to: str, page: str) -> str:
    """Give the path from a page to another file, both as paths from the folder of the pages."""
    return posixpath.relpath(to, posixpath.dirname(page) or ".")


class OldSite:
    """Knows where old addresses lead.

    Attributes:
        hosts: the hosts of the blog, without `www.`.
        dates: the years and months that the list of all articles has, such as `2012` and `2012/03`.
        terms: the categories and tags, by the slug of each.
    """

    def __init__(self, homes: Collection[str], posts: Iterable[Post], comments: Mapping[str, str]) -> None:
        """Begin.

        Args:
            homes: the addresses of the blog.
            posts: its posts, which may be at another host.
            comments: the page of each comment that is kept, by its id.
        """
        self.hosts = {host_of(address) for address in (*homes, *(post.link for post in posts))} - {""}
        self._bases = {_path(home) for home in homes} | {""}
        # Pages by what a link is compared with, and by what gets an entry in the table.
        self._pages: dict[str, str] = {}
        self._old: dict[str, str] = {}
        self._headings: dict[str, frozenset[str]] = {}
        self._comments = comments
        self.dates: set[str] = set()
        self.terms: Mapping[str, str] = {}

    def add(self, post: Post) -> None:
        """Learn that a post, or a file that was loaded up for it, is on its page now; one for none leads home."""
        page = post.page or "index.md"
        # A page that was written here has headings of its own.
        self._headings.setdefault(page, frozenset() if post.why else post.headings)
        is_file = post.type == "attachment"
        names = {"attachment": ("attachment_id",), "page": ("p", "page_id")}.get(post.type, ("p",))
        found = {f"/?{name}={post.id}": f"?{post.id}" for name in names if post.id}
        # The permanent name of a file is that of the picture, and of no page.
        for address in (post.link,) if is_file else (post.link, post.guid):
            parts = parts_of(address)
            if (path := unquote(parts.path).strip("/")) and not parts.query:
                old = f"/{quote(path, safe='/~')}"
                found |= dict.fromkeys([old] if is_file else [old, f"{old}/feed", f"{old}/amp"], _path(address))
        for old, key in found.items():
            self._old.setdefault(old, page)
            if post.page:
                self._pages.setdefault(key, page)

    def target(self, address: str, base: str) -> tuple[str, str] | None:
        """Tell where an address leads: page and anchor.

        Args:
            address: an address in any spelling.
            base: the address of the post that it stands in.

        Returns:
            None if it is of another site; an empty page if it is of the old one and leads to nothing that is kept.
        """
        parts = parts_of(address, base)
        if parts.scheme not in {"http", "https"} or host_of(address := parts.geturl()) not in self.hosts:
            return None
        anchor = unquote(parts.fragment)
        page, place = self._page(dict(parse_qsl(parts.query)), _path(address))
        if found := _COMMENT.fullmatch(anchor):
            return (self._comments[found[1]], anchor) if found[1] in self._comments else (page, "")
        return page, anchor if anchor in self._headings.get(page, ()) else place

    def _page(self, query: Mapping[str, str], path: str) -> tuple[str, str]:
        if number := next((query[name] for name in _IDS if name in query), ""):
            return self._pages.get(f"?{number}", ""), ""
        path = re.sub(r"^(?:index\.php/?)", "", path)
        for one in (path, _FORM.sub("", f"/{path}").lstrip("/")):
            if one in self._bases:
                return "" if query else "index.md", ""
            if page := self._pages.get(one):
                return page, ""
            if (found := _DATE.fullmatch(one)) and found[1] in self.dates:
                return BY_YEAR, found[1]
            term = _TERM.fullmatch(one)
            # The anchors of tags come from a plugin, too late for the check of links; redirects lead to them.
            if (term and term[1] in self.terms) or (_AUTHOR.fullmatch(one) and self.dates):
                return TAGS if term else BY_YEAR, ""
        return "", ""

    def link(self, post: Post, upload: Callable[[str, str], str], missing: Mapping[str, str]) -> Link:
        """Give what writes the links of the page of a post.

        Args:
            post: the post with its text.
            upload: gives the path from a page to an upload at an address; empty if that is none, or not at hand.
            missing: why an upload is not at hand, by its address; nothing if that is of no upload.

        Returns:
            A function that gives for an address the one that the page has, and a sentence if that leads to nothing.
        """
        places, base, page = {unquote(place) for place in _PLACE.findall(post.text)}, post.link, post.page

        def written(address: str) -> tuple[str, str]:
            if address.startswith("#") and not _COMMENT.fullmatch(address[1:]):
                return address if unquote(address[1:]) in places else "", ""
            found, whole = self.target(address, base), urljoin(base, address)
            if found and found[0]:
                return relative(found[0], page) + (f"#{found[1]}" if found[1] else ""), ""
            if file := upload(whole, page):
                return file, ""
            if why := missing[whole]:
                return whole, f"The file {address} {why}."
            return (whole, f"The link to {address} leads to nothing that is kept.") if found else (address, "")

        return written

    def entries(self, files: Iterable[str], parents: Mapping[str, str]) -> Iterator[OldAddress]:
        """Yield the entries of all old addresses for the table.

        Args:
            files: the files that the site will have; an address in the place of one answers by itself.
            parents: the slugs of the categories above categories.
        """
        places = Places(files)
        for old, page in self.of_lists(parents):
            self._old.setdefault(old, page)
        for old, page in self._old.items():
            # Too long for a file, or with signs that no file can have: no page can answer there.
            with suppress(ValidationError):
                entry = OldAddress.model_validate({"from": old, "to": page})
                if not any(map(places.in_the_way, entry.files.values())):
                    for file in entry.files.values():
                        places.add(file)
                    yield entry

    def of_lists(self, parents: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield the addresses of topics, dates and feeds, and where they lead: to their place in a list, or home."""
        home = f"/{max(self._bases, key=len)}".rstrip("/")
        # Where posts are /archives/N, everything else is below that as well.
        front = home + "/archives" * any(map(_NUMBERED.search, self._pages))
        for slug, name in self.terms.items():
            above = [slug]
            while (parent := parents.get(above[0], "")) and parent not in above:
                above.insert(0, parent)
            for path in dict.fromkeys([f"category/{'/'.join(above)}", f"category/{slug}", f"tag/{slug}"]):
                for end in ("", "/feed"):
                    yield f"{front}/{quote(path)}{end}", f"{TAGS}#tag:{_anchor(name, '-')}"
        for date in sorted(self.dates):
            yield f"{front}/{'date/' * front.endswith('archives')}{date}", f"{BY_YEAR}#{date[:4]}"
        yield from [(f"{home}/feed", "index.md")] if self._pages else []


def parts_of(address: str, base: str = "") -> SplitResult:
    """Take an address apart, as it stands in a page at another one; all parts are empty if it can be none."""
    with suppress(ValueError):
        return urlsplit(urljoin(base, address))
    return urlsplit("")


def host_of(address: str) -> str:
    """Give the host of an address, without `www.`; empty if it has none."""
    return (parts_of(address).hostname or "").removeprefix("www.")


def _path(address: str) -> str:
    return re.sub("/{2,}", "/", unquote(parts_of(address).path)).strip("/").casefold()
