"""What happens to a built site, step by step. Each step is a module of its own; their order is told here alone."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from scripts.common.built_pages import Site, read_site
from scripts.common.faults import Fault
from scripts.common.old_addresses import TABLE
from scripts.common.settings import Settings, read_settings
from scripts.editions import Made, make_editions
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

CONFIG = Path("mkdocs.yml")


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
    settings = read_settings(config) if config.is_file() else Settings()
    faults = list(fill(site, docs, settings)) if docs else []
    # Both change all pages, so that they are read last.
    model = read_site(site, page_sources(docs, site) if docs else None, frame(site))
    # What was packed before is no file of its own.
    unpack(model)
    # Before the editions for paper, which hold the pictures as they are then.
    faults += pictures(model)
    # Before other processes typeset what the pages say: each page would be held twice until they end.
    faults += one_stylesheet(model)
    made, found = _meanwhile(
        model,
        make_editions if not preview else lambda _: Made(),
        # After the stylesheets: what only an old one referred to is free now.
        leftovers,
        # After all that takes files away: no old address may take a place that the site needs.
        partial(redirects, table=docs and docs / TABLE),
        # Of the pages as they stay, but for links to editions.
        search_index,
    )
    faults += [*found, *editions(model, made)]
    # After all that changes pages: what each may load is read from them.
    faults += headers(model)
    # Before the links are checked, for a page may offer it; and not beside the packing, which takes as much memory.
    offline(model)
    if policies_in_pages:
        # On a disk a page's own policy would be another one.
        policy_in_pages(model)
    # Last: the site is as readers get it. Neither of the two changes a page.
    links = partial(check, most_clicks=settings.extra.most_clicks)
    return faults + (list(links(model)) if preview else _meanwhile(model, compress, links)[1])


def _meanwhile(
    site: Site, add: Callable[[Site], Any], *steps: Callable[[Site], Iterable[Fault] | None]
) -> tuple[Any, list[Fault]]:
    """Take further steps in a thread, while one that only adds files does so from the pages as they are now."""
    before = frozenset(site.files)
    as_now = replace(site, pages=dict(site.pages), files=set(before))
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(lambda: [fault for step in steps for fault in step(site) or ()])
        added = add(as_now)
        found = running.result()
    site.files |= as_now.files - before
    return added, found
