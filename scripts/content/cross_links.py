"""Cross-links that are computed: which pages lead to a page, and how long a page takes to read."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Silent reading of English non-fiction: 238 words a minute (Brysbaert 2019, Journal of Memory and Language 109).
# A reader who is upset reads slower; 200 is the round figure below it.
WORDS_A_MINUTE = 200

_BASE = "https://site.invalid/"


def linked_from(contents: Mapping[str, str]) -> dict[str, list[str]]:
    """Find for each page the pages whose text links to it.

    Args:
        contents: the address of each page, relative to the site ("articles/x/", "" for home), and its HTML.

    Returns:
        For each address that is linked to, the addresses of the pages that link there, in the order of `contents`;
        a page never counts for itself.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for address, content in contents.items():
        for target in dict.fromkeys(_targets(address, content)):
            if target != address and target in contents:
                found[target].append(address)
    return dict(found)


def minutes_to_read(content: str) -> int:
    """Tell how many minutes the text of some HTML takes to read, at least 1."""
    words = len(_parse(content).text_content().split())
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def _targets(address: str, content: str) -> Iterable[str]:
    for link in _parse(content).iter("a"):
        full = urljoin(_BASE + address, str(link.get("href", "")))
        if full.startswith(_BASE):
            yield urlsplit(full).path.lstrip("/")


def _parse(content: str) -> html.HtmlElement:
    return html.fragment_fromstring(content, create_parent="div")
