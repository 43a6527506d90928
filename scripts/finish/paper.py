"""Gives the built pages their editions for paper, or takes away the places that are kept free for them."""

from collections.abc import Iterator

from scripts.common.built_pages import Site
from scripts.common.faults import Fault
from scripts.editions import Made, link_editions, make_editions
from scripts.finish.places import places


def editions(site: Site, *, preview: bool = False) -> Iterator[Fault]:
    """Make the editions of a site, and link each page to its own.

    Args:
        site: the site; its files, and its pages in memory, are changed.
        preview: whether there are to be none, and no places for links to them.

    Yields:
        What keeps an edition from being made (`python -m scripts.editions --rules` lists the rules); all others are
        made.
    """
    made = Made() if preview else make_editions(site)
    link_editions(site, made.editions)
    for flaw in made.flaws:
        yield Fault(*places(site, flaw.path, flaw.line, flaw.needles)[0], flaw.rule, flaw.message, flaw.level)
