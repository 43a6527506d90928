"""Pages of the old site as HTTrack, wget or a browser saved them, held against what was imported, word by word."""

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup

from scripts.wordpress.markdown import rendered
from scripts.wordpress.old_site import OldSite

_HTML: Final = re.compile(r".*\.html?(?:\?.*)?", re.IGNORECASE | re.DOTALL)
_FEED: Final = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
# What a browser and HTTrack say in a page that they save.
_FROM: Final = re.compile(rb"<!-- (?:saved from url=\(\d+\)|Mirrored from )(?:https?://)?(\S+)")
# What wget makes of an address that ends with a slash, or with a query.
_ENDING: Final = re.compile(r"(?:(?<![^/])index)?\.html?(?=$|[?@])|(?<=[?@])(.*)\.html?$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?:postid|page-id)-(\d+)")
# Where themes put the text of a post, the surest first; and what plugins put into it.
_TEXTS: Final = (".entry-content", ".post-content", ".post-body", ".entry", "article", "main", "#content", "body")
_NO_TEXT: Final = "script, style, noscript, template, form, nav, .sharedaddy, .jp-relatedposts, .post-navigation"
_WORD: Final = re.compile(r"\w+")


class SavedPages:
    """Knows which of the imported pages each saved page is."""

    def __init__(self, folder: Path | None, old: OldSite, home: str, pages: Iterable[str]) -> None:
        """Find the saved pages of posts; `home` is the address of the old site, `pages` are those that are here."""
        self._files: dict[str, list[Path]] = {page: [] for page in pages if folder}
        self._passages: dict[str, list[str]] = defaultdict(list)
        self._strangers: list[str] = []
        found = folder.rglob("*") if folder else ()
        for file in sorted(path for path in found if path.is_file() and _HTML.fullmatch(path.name)):
            data, place = file.read_bytes(), file.relative_to(folder or "").as_posix()
            if _FEED.search(data[:1000]):
                continue
            addresses = list(_addresses(data, place, old.hosts))
            targets = (old.target(address, home) for address in addresses)
            if page := next((one[0] for one in targets if one and one[0] in self._files), ""):
                self._files[page].append(file)
            elif addresses[0].startswith("?p="):
                self._strangers.append(place)

    def compare(self, page: str, text: str) -> None:
        """Hold a page, which is given as Markdown, against what was saved of it."""
        saved = self._files.get(page, ())
        here = _WORD.findall(BeautifulSoup(rendered(text), "lxml").get_text(" ")) if saved else ()
        # A mirror has a copy for each link "reply to this".
        for there in dict.fromkeys(map(_words, saved)):
            keys = ([word.casefold() for word in words] for words in (there, here))
            for kind, start, end, _, _ in SequenceMatcher(None, next(keys), next(keys), autojunk=False).get_opcodes():
                if kind in {"delete", "replace"} and page not in (pages := self._passages[" ".join(there[start:end])]):
                    pages.append(page)

    def findings(self) -> Iterator[tuple[str, str]]:
        """Yield what is missing here: a page, and a sentence; what is missing on many pages comes once."""
        for passage, pages in self._passages.items():
            shown = textwrap.shorten(passage, 150, placeholder=" …")
            more = f" (and {len(pages) - 1} more pages)" if len(pages) > 1 else ""
            yield pages[0], f"The saved page has words that are not here: “{shown}”{more}."
        for page in (page for page, files in self._files.items() if not files):
            yield page, "No saved page is of this one."
        for file in self._strangers:
            yield file, "This saved page is of a post that is not here."


def _words(file: Path) -> tuple[str, ...]:
    soup = BeautifulSoup(file.read_bytes(), "lxml")
    for other in soup.select(_NO_TEXT):
        other.decompose()
    return tuple(_WORD.findall(next(filter(None, map(soup.select_one, _TEXTS)), soup).get_text(" ")))


def _addresses(data: bytes, place: str, hosts: Iterable[str]) -> Iterator[str]:
    """Yield what may be the address of a saved page: by its number, by what it says, by its place in a mirror.

    Only a page that a browser saved keeps a canonical address that is whole; wget and HTTrack make a path of it.
    """
    soup = BeautifulSoup(data, "lxml")
    classes = soup.body.get_attribute_list("class") if soup.body else []
    yield from (f"?p={number}" for number in _NUMBER.findall(" ".join(map(str, classes))))
    if (canonical := soup.select_one("link[rel=canonical][href]")) and "://" in str(canonical["href"]):
        yield str(canonical["href"])
    if found := _FROM.search(data):
        yield f"http://{found[1].decode(errors='replace')}"
    inside = next((place.partition(f"{host}/")[2] for host in hosts if f"{host}/" in place), place)
    yield f"/{inside}"
    yield "/" + re.sub(r"@(?=\w+=)", "?", _ENDING.sub(r"\1", inside))
