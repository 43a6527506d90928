"""What the import writes of posts: their pages, the lists of them, and what belongs into mkdocs.yml."""

from __future__ import annotations

import datetime as dt
import html
import itertools
import posixpath
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import yaml

from scripts.common.dates import date_in_words
from scripts.common.partials import filled
from scripts.wordpress.archives import page_text, shortened
from scripts.wordpress.old_site import BY_YEAR, TAGS, relative
from scripts.wordpress.published import mask

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from scripts.wordpress.wxr import Post

_TAG: Final = re.compile(r"<[^<>]*>|\[/?[a-z][^\[\]]*\]")
_BLOCK_END: Final = re.compile(r"</(?:p|div|h[1-6]|li|blockquote)\s*>|<br[^<>]*>|\n\s*\n", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_SENTENCE: Final = re.compile(r".+?[.!?…][\"”’)]*(?=\s|$)")
_MARKS: Final = re.compile(r"[^\w\s.,;?!()'’‘“”–—…/-]|_")
#: The lists of all pages, each with its title and description.
_LISTS: Final = {
    BY_YEAR: ("Articles by year", "All articles of the blog, year by year, the newest first, each with its day."),
    TAGS: ("Articles by topic", "The categories and tags of the blog, and below each the pages that belong to it."),
}
_DAY: Final = re.compile(r"(?!0000)\d{4}-\d\d-\d\d", re.ASCII)


def front_matter_of(post: Post, author: str, related: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Give what a page says of itself; `related` are its neighbours."""
    title = title_of(post)
    day, modified = day_of(post.date), day_of(post.modified)
    address, year = post.link if re.match("https?://", post.link) else None, str(day.year) if day else None
    source = {"title": title, "address": address, "year": year, "at_hand": "whole"}
    keys = {
        "title": title,
        "description": description_of(post) or title,
        "imported": True,
        "kind": "article" if post.type == "post" else "page",
        "author": mask(plain(author))[0],
        "date": day,
        "modified": modified if modified != day else None,
        "source": {key: value for key, value in source.items() if value},
        "categories": list(dict.fromkeys(name for _, name in terms_of(post, ["category"]))),
        "tags": list(dict.fromkeys(name for _, name in terms_of(post))),
        "related": related,
    }
    return {key: value for key, value in keys.items() if value}


def terms_of(post: Post, domains: Collection[str] = ("category", "post_tag", "tag")) -> list[tuple[str, str]]:
    """Give its categories and tags: the slug of each in small letters, and its name as readers saw it."""
    terms = ((slug, plain(name)) for domain, slug, name in post.terms if domain in domains)
    return [(unquote(slug).casefold(), name) for slug, name in terms if name]


def title_of(post: Post) -> str:
    """Give the title that readers see."""
    return plain(post.title) or f"Without a title, {post.id or post.number}"


def day_of(value: str) -> dt.date | None:
    """Read a day; None for one that there is not."""
    try:
        return dt.date.fromisoformat(value[:10]) if _DAY.match(value) else None
    except ValueError:
        return None


def plain(text: str) -> str:
    """Give the words of a line without tags and shortcodes."""
    return " ".join(html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", text))).split())


def description_of(post: Post) -> str:
    """Give the excerpt, or the first sentence of the text, in one line of at most 160 characters."""
    beginning = _UNSEEN.sub(" ", post.excerpt.strip() or post.text[:20_000])
    first = next(filter(None, map(plain, _BLOCK_END.split(beginning))), "")
    found = _SENTENCE.match(first)
    line = mask(first if post.excerpt.strip() or not found else found[0])[0]
    return shortened(line, 160)


def as_text(words: str) -> str:
    """Write words so that Markdown takes none of their signs for its own."""
    return _MARKS.sub(lambda sign: f"&#{ord(sign[0])};", words)


def neighbours(posts: Iterable[Post]) -> Mapping[str, list[dict[str, str]]]:
    """Give what each article names to read next: the one before it, and the one after it, by their days."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for (day, page, _), (next_day, next_page, _) in itertools.pairwise(one for one in articles_of(posts) if one[0]):
        found[page].append({"page": next_page, "why": f"The one after this, of {date_in_words(next_day)}."})
        found[next_page].append({"page": page, "why": f"The one before this, of {date_in_words(day)}."})
    return found


def lists(posts: Sequence[Post]) -> dict[str, str]:
    """Write the pages that list the others: by year, and by tag, which Material's plugin fills."""
    written = {}
    if articles := articles_of(posts)[::-1]:
        links = [(day, as_text(title), relative(page, BY_YEAR)) for day, page, title in articles]
        years = [(year, list(found)) for year, found in itertools.groupby(links, lambda link: link[0][:4])]
        written[BY_YEAR] = _list_page(BY_YEAR, filled("wordpress/by-year.txt.html", years=years, words=date_in_words))
    if any(map(terms_of, posts)):
        written[TAGS] = _list_page(TAGS, "<!-- material/tags -->\n")
    return written


def articles_of(posts: Iterable[Post]) -> list[tuple[str, str, str]]:
    """Give day, page and title of each article, the oldest first; without a day it stands before all others."""
    return sorted((str(day_of(post.date) or ""), post.page, title_of(post)) for post in posts if post.type == "post")


def _list_page(page: str, body: str) -> str:
    title, about = _LISTS[page]
    head = {"title": title, "description": about, "imported": True, "kind": "page", "edition": "none"}
    return page_text(head, title, body)


def proposal(posts: Iterable[Post], lists_here: Iterable[str]) -> str:
    """Write what a keeper puts into mkdocs.yml: the menu, what is not in it, and the plugin that fills the tags."""
    titles = {post.page.removesuffix(".md"): title_of(post) for post in posts if post.type != "post"}
    below: dict[str, list[str]] = defaultdict(list)
    for stem in sorted(titles):
        above = posixpath.dirname(stem)
        while above and above not in titles:
            above = posixpath.dirname(above)
        below[above].append(stem)

    def entries(above: str) -> list[Any]:
        parts = ((stem, entries(stem)) for stem in below[above])
        return [{titles[stem]: [f"{stem}.md", *inside] if inside else f"{stem}.md"} for stem, inside in parts]

    nav = [*({_LISTS[one][0]: one} for one in sorted(lists_here)), *entries("")]
    menu = yaml.safe_dump({"nav": nav}, allow_unicode=True, sort_keys=False, width=1000)
    return filled("wordpress/menu.txt.html", menu=menu)
