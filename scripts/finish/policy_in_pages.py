"""The policy of each page, written into the page itself, for hosts that send no headers of ours, such as GitHub Pages.

A page cannot forbid others to frame it, and what only headers can say is lost: `frame-ancestors`, nosniff, permissions,
the cache. The referrer can be kept back from within.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from scripts.common.built_pages import read_page
from scripts.finish.policy import for_meta, policies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.common.built_pages import Site
    from scripts.common.faults import Fault

# Behind this nothing has been loaded yet; HTML wants it within the first 1,024 bytes.
_CHARSET = re.compile(r'<meta charset="?utf-8"?>', re.IGNORECASE)
_POLICY = '\n<meta http-equiv="Content-Security-Policy" content="{}">\n<meta name="referrer" content="no-referrer">'
_MARK = 'http-equiv="Content-Security-Policy"'


def policy_in_pages(site: Site) -> Iterator[Fault]:
    """Write its policy into each page of a site; a page that has one keeps it.

    Args:
        site: the site; its files, and its pages in memory, are changed.

    Yields:
        Nothing: a page without a `<meta charset>` is left alone, and the HTML checker names it.
    """
    found = policies(site)
    for path, page in site.pages.items():
        charset = _CHARSET.search(page.text)
        if charset is None or _MARK in page.text:
            continue
        # Quotation marks within are single ones, and those need no escape here.
        meta = _POLICY.format(escape(for_meta(found.of(path)), quote=False))
        text = page.text[: charset.end()] + meta + page.text[charset.end() :]
        data = text.encode("utf-8", "surrogateescape")
        (site.root / path).write_bytes(data)
        site.pages[path] = read_page(path, data)
    yield from ()
