"""What happens to a built site, step by step. Each step is a module of its own; their order is told here alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from scripts.common.built_pages import Site, read_site
from scripts.common.old_addresses import TABLE
from scripts.common.settings import USUAL, read_settings
from scripts.finish.compress import compress, unpack
from scripts.finish.fill import fill
from scripts.finish.frame import frame
from scripts.finish.hosts import headers, policy_in_pages
from scripts.finish.leftovers import leftovers
from scripts.finish.links import check
from scripts.finish.offline import offline
from scripts.finish.paper import editions
from scripts.finish.pictures import pictures
from scripts.finish.places import page_sources
from scripts.finish.redirects import redirects
from scripts.finish.search import search_index
from scripts.finish.stylesheet import one_stylesheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scripts.common.faults import Fault

CONFIG = Path("mkdocs.yml")

Step: TypeAlias = "Callable[[Site], Iterator[Fault]]"


def steps(
    old_addresses: Path | None = None,
    *,
    most_clicks: int = USUAL.most_clicks,
    policies_in_pages: bool = False,
    preview: bool = False,
) -> tuple[Step, ...]:
    """Give the steps that follow the reading of the pages in their order; the arguments are those of `finish`."""
    return (
        # First: what was packed before is no file of its own.
        unpack,
        # Before the editions for paper, which hold the pictures as they are then.
        pictures,
        one_stylesheet,
        # After the stylesheets: what only an old one referred to is free now.
        leftovers,
        # After all that takes files away: no old address may take a place that the site needs.
        partial(redirects, table=old_addresses),
        # Of the pages as they stay, but for links to editions.
        partial(paper_and_search, preview=preview),
        # After all that changes pages: what each may load is read from them.
        headers,
        # Before the links are checked, for a page may offer it.
        offline,
        # After it: from a disk, a page's own policy would be another one.
        *((policy_in_pages,) if policies_in_pages else ()),
        # Last: the site is as readers get it.
        partial(check_and_pack, most_clicks=most_clicks, preview=preview),
    )


def paper_and_search(site: Site, *, preview: bool) -> Iterator[Fault]:
    """Make the search index while other processes typeset: neither needs what the other makes.

    Args:
        site: the site; its files and pages are changed.
        preview: whether there are to be no editions.

    Returns:
        What `editions` and `search_index` yield.
    """
    return _together(site, partial(editions, preview=preview), search_index)


def check_and_pack(site: Site, *, most_clicks: int, preview: bool) -> Iterator[Fault]:
    """Check the links of a site while its files are packed: neither changes a page.

    Args:
        site: the site; packed files are added to it.
        most_clicks: how many links a reader follows at most to come from home to any page.
        preview: whether nothing is to be packed.

    Returns:
        What `check` and `compress` yield.
    """
    links = partial(check, most_clicks=most_clicks)
    return links(site) if preview else _together(site, links, compress)


def _together(site: Site, here: Step, beside: Step) -> Iterator[Fault]:
    """Run two steps at once, each on the site as it is now; it gets the files of both, and the pages of the first."""
    before = frozenset(site.files)
    as_now = replace(site, pages=dict(site.pages), files=set(before))
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(lambda: list(beside(as_now)))
        yield from here(site)
        yield from running.result()
    site.files = as_now.files | site.files - before


def finish(
    site: Path,
    docs: Path | None = None,
    config: Path = CONFIG,
    *,
    policies_in_pages: bool = False,
    preview: bool = False,
) -> list[Fault]:
    """Finish a built site in place. A site that is finished already stays as it is.

    Args:
        site: the folder that holds the site, whoever built it.
        docs: the folder of the Markdown files that the site was built from: what the templates leave free is filled
            from there, old addresses that are listed there lead on, faults name its files and lines, and nothing that
            came from there is taken for a leftover.
        config: the settings that the site was built by.
        policies_in_pages: whether each page carries its Content-Security-Policy itself, for a host that sends none.
        preview: whether the site is only looked at on this machine; no editions for paper are made then,
            and nothing is packed.

    Returns:
        The faults of all steps; no step is left out because of an earlier one's.
    """
    faults = list(fill(site, docs, config)) if docs else []
    # Before the pages are read, for it changes all of them.
    frame(site)
    model = read_site(site, page_sources(docs, site) if docs else None)
    most_clicks = read_settings(config).extra.most_clicks if config.is_file() else USUAL.most_clicks
    chosen = steps(docs and docs / TABLE, most_clicks=most_clicks, policies_in_pages=policies_in_pages, preview=preview)
    return faults + [fault for step in chosen for fault in step(model)]
