"""What a first visit to each page of a built site costs: bytes in brotli 11 and requests.

Counted is what the HTML refers to and a browser fetches with it: the page, stylesheets, icon, scripts, pictures. What
scripts fetch later, and the bytes of other hosts, are not; requests to other hosts are.
"""

from pathlib import Path
from typing import Final, NamedTuple

import brotli  # type: ignore[import-untyped]

from scripts.common.addresses import Inside, Outside, resolve
from scripts.common.built_pages import Page, Site, read_site
from scripts.finish.compress import TEXT

#: HTML and stylesheet of a page in brotli: what a fresh connection brings in its first round trip, ten packets of
#: 1,460 bytes. Sources: RFC 6928 (initial window), the site's reader criteria.
BUDGET: Final = 14_600
# Announced for later, or no file at all.
_NOT_FETCHED: Final = frozenset({"dns-prefetch", "preconnect", "prefetch", "prerender"})


class Visit(NamedTuple):
    """The first visit to a page.

    Attributes:
        first: bytes of HTML and stylesheets, what the budget is about.
        whole: bytes of all that is fetched from this site.
        requests: how many requests that takes, those to other hosts among them.
    """

    first: int
    whole: int
    requests: int

    def __str__(self) -> str:
        return f"{self.whole:,} in {self.requests}"


def visits(site: Path) -> dict[str, Visit]:
    """Measure all pages of a built site but redirects, by their addresses relative to the site."""
    model = read_site(site)
    return {page.url: _visit(model, page) for page in model.pages.values() if page.redirect is None}


def _visit(site: Site, page: Page) -> Visit:
    here, sheets, foreign = {page.path}, {page.path}, set[str]()
    for found in page.references:
        # Of the addresses of a `srcset` a browser takes one; the `src` beside it stands for that.
        if found.use != "loads" or found.attribute.endswith("srcset") or found.rel & _NOT_FETCHED:
            continue
        target = resolve(found.value, page.path, site.home)
        if isinstance(target, Outside) and target.scheme != "data":
            foreign.add(found.value)
        elif isinstance(target, Inside) and target.path in site.files:
            here.add(target.path)
            sheets |= {target.path} if "stylesheet" in found.rel else set()
    sizes = {path: _size(site.root / path) for path in here}
    return Visit(sum(map(sizes.__getitem__, sheets)), sum(sizes.values()), len(here) + len(foreign))


def _size(path: Path) -> int:
    data = path.read_bytes()
    # Text is packed on the way; pictures and fonts are so already.
    return len(brotli.compress(data, quality=11)) if path.suffix in TEXT else len(data)
