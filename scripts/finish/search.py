"""The search index: what the search page looks things up in, made from the built pages by Pagefind.

A page is found if its template marks the words with `data-pagefind-body`; Pagefind's other attributes
(https://pagefind.app/docs/) say what is left out, and give title, description and filters. Pagefind knows filters of
pages only, so each `<article class="comment" id="…">` that has a heading is taken out of its page and becomes a small
page of its own: then every comment has its own place in the results, and its own filters. (Pagefind's module for Python
takes records without pages, but reads no more than ten answers a second: 17 minutes for 10,000 comments.)

People do not search in a page's own words. What they type for it stands in its front matter, `asked`, and from there in
`data-asked`: it weighs most. A list of all words lets the search page mend a slip in one that no page has.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

import click
from lxml import html
from markupsafe import Markup

from scripts.common import addresses, built_pages
from scripts.common.built_pages import Page, Site
from scripts.common.faults import Fault
from scripts.common.kept import Kept
from scripts.common.partials import OVERRIDES, filled
from scripts.finish import steady_index
from scripts.finish.steady_index import IndexingError, steady

FOLDER = "pagefind"
#: The attribute by which the search page tells its script where the index is; a site without it needs no index.
MARK = "data-search-index"
BODY = "data-pagefind-body"
#: The questions that lead to a page, on the element with its words; in an excerpt the sign tells them from its text.
ASKED = "data-asked"
_SIGN = " ¶ "
# What we do not use of what Pagefind writes: its own user interfaces, a worker that would need a policy of its own, and
# a program for languages without word stems.
_UNUSED = re.compile(r"pagefind-.*\.(?:js|css)|wasm\.unknown\.pagefind")
# The program of the first part reads all of them.
_NEEDED_IN_PARTS = re.compile(r".*\.pf_\w+|pagefind-entry\.json")
_COMMENT = "comment"
_COMMENT_PAGE = "pages/found-comment.html"
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")

#: A file that Pagefind reads: its path, with `.html` at the end, and what stands in it.
Record: TypeAlias = tuple[str, bytes]
# Of a part of the index: how many pages and comments it finds, how often each word stands in them, its files.
_Part: TypeAlias = "tuple[int, Counter[str], dict[str, bytes]]"

#: Pagefind needs some 75 kB of memory for each; a larger site gets several indexes, which the search page joins.
MOST_IN_A_PART = 4_000
#: So many words of pages and comments are known, by which a slip in one is mended.
MOST_WORDS = 6_000
_WORD = re.compile(r"[a-zÀ-ɏ]{6,}")
_NO_WORDS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>|&\w+;", re.DOTALL | re.IGNORECASE)


def search_index(site: Site) -> Iterator[Fault]:
    """Make the search index of a site that has a search page, and print how large it is.

    Args:
        site: the site; its files are changed.

    Yields:
        `SE01` if Pagefind made no index; an older one is taken away, for it would lead to pages that are gone.
    """
    if not any(f"[{MARK}" in page.names for page in site.pages.values()):
        return
    _take_away(site)
    count, parts, words = 0, list[str](), Counter[str]()
    try:
        for part in _parts(findable(site)):
            size, often, files = _kept_index(part)
            count += size
            words.update(often)
            if files:
                parts.append(f"{len(parts) + 1}/" if parts else "")
            for name, data in files.items():
                if not parts[-1] or _NEEDED_IN_PARTS.fullmatch(name):
                    site.write(f"{FOLDER}/{parts[-1]}{name}", data)
    except IndexingError as error:
        _take_away(site)
        message = (
            f"Pagefind made no search index, so nothing can be found: {error}. Run the set-up again, then build again."
        )
        yield Fault(f"{site.root.name}/{FOLDER}", 0, "SE01", message)
        return
    # The most frequent first, equally frequent ones in the order of the alphabet: the same bytes at every build.
    listed = sorted(words, key=lambda word: (-words[word], word))[:MOST_WORDS]
    # The further parts are folders below the first.
    for name, value in (("parts.json", parts[1:]), ("words.json", listed)):
        site.write(f"{FOLDER}/{name}", json.dumps(value, ensure_ascii=False).encode())
    click.echo(f"{count} pages and comments can be found by words")


def _parts(pages: Sequence[Page]) -> Iterator[list[Page]]:
    """Divide what can be found; where a part ends depends on the page there, so that one more changes few parts."""
    sizes = [page.data.count(b"<article") or 1 for page in pages]
    part, size = list[Page](), 0
    for page, articles in zip(pages, sizes, strict=True):
        # Of several, one has the pages by themselves: the first page of an archive changes with each of its comments.
        begins = part and _is_text(part[-1]) > _is_text(page) and sum(sizes) > MOST_IN_A_PART
        may_begin = size > MOST_IN_A_PART * 3 // 4 and zlib.crc32(page.path.encode()) % 10 == 0
        if begins or may_begin or size >= MOST_IN_A_PART:
            yield part
            part, size = [], 0
        part.append(page)
        size += articles
    yield part


def _is_text(page: Page) -> bool:
    return f"[{BODY}" in page.names


def _take_away(site: Site) -> None:
    """Remove an index from a site, whole or begun."""
    shutil.rmtree(site.root / FOLDER, ignore_errors=True)
    site.files = {path for path in site.files if not path.startswith(f"{FOLDER}/")}


def findable(site: Site) -> list[Page]:
    """List the pages in which something can be found: first those that are found themselves."""
    found = (one for one in site.pages.values() if not one.noindex and one.names & {f"[{BODY}", f".{_COMMENT}"})
    return sorted(found, key=lambda page: (not _is_text(page), page.path))


def records(page: Page) -> Iterator[Record]:
    """Yield what can be found of a page: itself, and each comment by itself."""
    root: Any = html.document_fromstring(page.data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    heading = _first(root, "h1") or page.title
    for comment in [found for found in root.findall(".//article[@id]") if _COMMENT in found.classes]:
        name = _first(comment, *_HEADINGS)
        if name and "data-removed" not in comment.attrib:
            record = f"{page.path.removesuffix('.html')}/{quote(comment.get('id', ''), safe='')}.html"
            yield record, _comment_page(page, comment, name, heading)
        comment.drop_tree()
    if _is_text(page):
        # Of files for paper only the pages are found; so it does not matter whether the editions are made by now.
        for links in root.findall(".//*[@class='editions']"):
            links.drop_tree()
        for main in root.findall(f".//*[@{ASKED}]"):
            asked = html.Element("p", {"data-pagefind-weight": "10"})
            asked.text = _SIGN + main.attrib[ASKED] + _SIGN
            main.insert(0, asked)
        yield page.path, html.tostring(root, encoding="utf-8")


def _comment_page(page: Page, comment: Any, name: str, page_heading: str) -> bytes:
    """Write a comment as a page, with its address on the site and what the results say of it."""
    address, date = f"{page.url}#{comment.get('id')}", _first(comment, "time")
    for found in comment.iter(*_HEADINGS, "time"):
        # The results say both; in the excerpt they would stand a second time.
        found.set("data-pagefind-ignore", "")
    return filled(
        _COMMENT_PAGE,
        meta={"title": name, "address": address, "page": page_heading, "date": date},
        kind="Answer" if comment.get("data-by") == "author" else "Comment",
        comment=Markup(html.tostring(comment, encoding="unicode", with_tail=False)),  # noqa: S704 - out of a page
    ).encode()


def _first(element: Any, *tags: str) -> str:
    """Give the words of the first of some elements; none if there is no such element."""
    return next((" ".join(found.text_content().split()) for found in element.iter(*tags)), "")


def _kept_index(part: Sequence[Page]) -> _Part:
    """Index some pages, if not the very same were indexed before."""
    code = (__file__, steady_index.__file__, built_pages.__file__, addresses.__file__, str(OVERRIDES / _COMMENT_PAGE))
    kept = Kept("search", " ".join(map(version, ("pagefind", "lxml", "jinja2"))), *code)
    source = b"".join(f"{page.path}\n{len(page.data)}\n".encode() + page.data for page in part)
    return kept.of(source, partial(_made, part))


def _made(part: Iterable[Page]) -> _Part:
    found = [record for page in part for record in records(page)]
    words = Counter(word for _, data in found for word in _WORD.findall(_NO_WORDS.sub(" ", data.decode()).lower()))
    return len(found), words, _index(found) if found else {}


def _index(found: Iterable[Record]) -> dict[str, bytes]:
    """Let Pagefind index some pages; give the files of the index.

    Raises:
        IndexingError: if it does not.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, index = Path(folder) / "site", Path(folder) / "index"
        source.mkdir()
        for path, data in found:
            file = source / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        command = [sys.executable, "-m", "pagefind", "--site", str(source), "--output-path", str(index), "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words only
        if done.returncode:
            raise IndexingError(" ".join((done.stderr or done.stdout).split()) or f"it ended with {done.returncode}")
        kept = (file for file in index.rglob("*") if file.is_file() and not _UNUSED.fullmatch(file.name))
        return steady({file.relative_to(index).as_posix(): file.read_bytes() for file in kept})
