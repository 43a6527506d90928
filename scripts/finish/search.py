"""The search index: what the search page looks things up in, made from the built pages by Pagefind.

A page is found if its template marks the words with `data-pagefind-body`; Pagefind's other attributes
(https://pagefind.app/docs/) say what is left out, and give title, description and filters. Pagefind knows filters of
pages only, so each `<article class="comment" id="…">` that has a heading is taken out of its page and becomes a small
page of its own: then every comment has its own place in the results, and its own filters.

People do not search in a page's own words. What they type for it stands in its front matter, `asked`, and from there in
`data-asked`: it weighs most. A list of all words lets the search page mend a slip in one that no page has.
"""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from copy import deepcopy
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast
from urllib.parse import quote

import click
from lxml import html

from scripts.common.faults import Fault
from scripts.finish.steady_index import UnknownFormatError, steady

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from scripts.common.built_pages import Page, Site

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
_COMMENT = "comment"
# What a comment says of itself beside its words (overrides/comments/comment.html).
_BY = "data-by"
_REMOVED = "data-removed"
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")

#: A file that Pagefind reads: its path, with `.html` at the end, and what stands in it.
Record: TypeAlias = tuple[str, bytes]

#: Pagefind needs some 75 kB of memory for each; a larger site gets several indexes, which the search page joins.
MOST_IN_A_PART = 4_000
#: The list of the further parts, as folders below the first.
PARTS = "parts.json"
#: The words that pages and comments have, the most frequent first: what a slip in a word is mended by.
WORDS = "words.json"
MOST_WORDS = 6_000
_WORD = re.compile(rb"(?:[a-z]|[\xc3-\xc9][\x80-\xbf]){6,}", re.IGNORECASE)
_NO_WORDS = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>|&\w+;", re.DOTALL | re.IGNORECASE)
# The program of the first part reads all of them.
_NEEDED_IN_PARTS = re.compile(r".*\.pf_\w+|pagefind-entry\.json")


class IndexingError(Exception):
    """Pagefind did not make an index; the message is what it said."""


def search_index(site: Site) -> Iterator[Fault]:
    """Make the search index of a site that has a search page, and print how large it is.

    Args:
        site: the site; its files are changed.

    Yields:
        `SE01` if Pagefind made no index; an older one is taken away, for it would lead to pages that are gone.
    """
    if not any(MARK in page.names.attributes for page in site.pages.values()):
        return
    _take_away(site)
    count = size = files = number = 0
    words: Counter[bytes] = Counter()
    try:
        for number, part in enumerate(_parts(records(site)), 1):
            count += len(part)
            for _, data in part:
                words.update(_WORD.findall(_NO_WORDS.sub(b" ", data).lower()))
            for name, data in _indexed(part).items():
                if number > 1 and not _NEEDED_IN_PARTS.fullmatch(name):
                    continue
                _write(site, f"{FOLDER}/{name}" if number == 1 else f"{FOLDER}/{number}/{name}", data)
                files, size = files + 1, size + len(data)
    except IndexingError as error:
        _take_away(site)
        message = (
            f"Pagefind made no search index, so nothing can be found: {error}. Run the set-up again, then build again."
        )
        yield Fault(f"{site.root.name}/{FOLDER}", 0, "SE01", message)
        return
    _write(site, f"{FOLDER}/{PARTS}", json.dumps([f"{place}/" for place in range(2, number + 1)]).encode())
    # Equally frequent words in the order of the alphabet: the same bytes at every build.
    listed = sorted(words, key=lambda word: (-words[word], word))[:MOST_WORDS]
    _write(site, f"{FOLDER}/{WORDS}", json.dumps([word.decode() for word in listed], ensure_ascii=False).encode())
    click.echo(f"{count} pages and comments can be found by words ({files + 2} files, {size:,} bytes)")


def _take_away(site: Site) -> None:
    """Remove an index from a site, whole or begun."""
    shutil.rmtree(site.root / FOLDER, ignore_errors=True)
    site.files = {path for path in site.files if not path.startswith(f"{FOLDER}/")}


def _parts(found: Iterable[Record]) -> Iterator[tuple[Record, ...]]:
    """Divide what can be found into the parts that are indexed one after the other."""
    waiting = iter(found)
    while part := tuple(islice(waiting, MOST_IN_A_PART)):
        yield part


def _write(site: Site, path: str, data: bytes) -> None:
    file = site.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    site.files.add(path)


def records(site: Site) -> Iterator[Record]:
    """Yield what can be found on a site: its pages, and each comment by itself.

    Args:
        site: the site.
    """
    for path, page in sorted(site.pages.items()):
        if not page.noindex and (BODY in page.names.attributes or _COMMENT in page.names.classes):
            yield from _records_of(path, page)


def _records_of(path: str, page: Page) -> Iterator[Record]:
    if _COMMENT not in page.names.classes and ASKED not in page.names.attributes:
        yield path, page.data
        return
    root = html.document_fromstring(page.data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    heading = next((_text(found) for found in root.iter("h1")), page.title)
    articles = cast("list[HtmlElement]", root.findall(".//article[@id]"))
    for comment in [found for found in articles if _COMMENT in found.classes]:
        name = next((_text(found) for found in comment.iter(*_HEADINGS)), "")
        if name and _REMOVED not in comment.attrib:
            record = f"{path.removesuffix('.html')}/{quote(comment.get('id', ''), safe='')}.html"
            yield record, _comment_page(page, comment, name, heading)
        comment.drop_tree()
    if BODY in page.names.attributes:
        for main in cast("list[HtmlElement]", root.findall(f".//*[@{ASKED}]")):
            asked = html.Element("p")
            asked.set("data-pagefind-weight", "10")
            asked.text = _SIGN + main.attrib[ASKED] + _SIGN
            main.insert(0, asked)
        yield path, _written(root)


def _comment_page(page: Page, comment: HtmlElement, name: str, page_heading: str) -> bytes:
    """Write a comment as a page, with its address on the site and what the results say of it."""
    when = next((_text(found) for found in comment.iter("time")), "")
    meta = {"title": name, "address": f"{page.url}#{comment.get('id')}", "page": page_heading, "date": when}
    given = {key: value for key, value in meta.items() if value}
    body = html.Element("body")
    body.set(BODY, "")
    # Each value in an attribute of its own: written into the list, a comma in it would end it.
    body.set("data-pagefind-meta", ", ".join(f"{key}[data-{key}]" for key in given))
    for key, value in given.items():
        body.set(f"data-{key}", value)
    kind = html.Element("span")
    kind.set("data-pagefind-filter", "kind:Answer" if comment.get(_BY) == "author" else "kind:Comment")
    copy = deepcopy(comment)
    copy.tail = None
    for found in copy.iter(*_HEADINGS, "time"):
        # The results say both; in the excerpt they would stand a second time.
        found.set("data-pagefind-ignore", "")
    body.extend([kind, copy])
    root = html.Element("html", lang="en")
    root.append(body)
    return _written(root)


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _written(root: HtmlElement) -> bytes:
    written: bytes = html.tostring(root, encoding="utf-8", doctype="<!doctype html>")
    return written


# Kept from one rebuild of the preview to the next: as long as no words change, nothing is indexed anew.
@functools.lru_cache(maxsize=1)
def _indexed(found: tuple[Record, ...]) -> dict[str, bytes]:
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
        kept = sorted(file for file in index.rglob("*") if file.is_file() and not _UNUSED.fullmatch(file.name))
        try:
            return steady({file.relative_to(index).as_posix(): file.read_bytes() for file in kept})
        except UnknownFormatError as error:
            raise IndexingError(str(error)) from error
