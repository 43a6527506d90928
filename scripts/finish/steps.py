"""What happens to a built site, step by step. Each step is a module of its own; their order is told here alone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from scripts.common.built_pages import read_site
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

    def while_others_typeset() -> None:
        faults.extend(one_stylesheet(model))
        # After the stylesheets: what only an old one referred to is free now.
        leftovers(model)
        # After all that takes files away: no old address may take a place that the site needs.
        faults.extend(redirects(model, docs and docs / TABLE))
        # Of the pages as they stay, but for links to editions.
        faults.extend(search_index(model))

    if preview:
        while_others_typeset()
    made = Made() if preview else make_editions(model, meanwhile=while_others_typeset)
    faults += editions(model, made)
    # After all that changes pages: what each may load is read from them.
    faults += headers(model)
    if policies_in_pages:
        # First, for on a disk a page's own policy would be another one.
        offline(model)
        policy_in_pages(model)
    with ThreadPoolExecutor(1) as thread:
        # No page changes any more; of the files the packers have a list of their own.
        packing = None if preview else thread.submit(compress, replace(model, files=set(model.files)))
        if not policies_in_pages:
            offline(model)
        # Last, for a page may offer the zip file.
        faults += check(model, settings.extra.most_clicks)
        if packing:
            packing.result()
    return faults
