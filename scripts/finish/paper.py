"""Links the built pages to their editions for paper, or takes away the places that are kept free for them."""

from collections.abc import Iterator

from scripts.common.built_pages import Site
from scripts.common.faults import Fault
from scripts.editions import Made, link_editions
from scripts.finish.places import places


def editions(site: Site, made: Made) -> Iterator[Fault]:
    """Link each page of a site to its editions.

    Args:
        site: the site; its files, and its pages in memory, are changed.
        made: its editions; without any, pages keep no places for links to them.

    Yields:
        What kept an edition from being made (`python -m scripts.editions --rules` lists the rules).
    """
    link_editions(site, made.editions)
    for flaw in made.flaws:
        yield Fault(*places(site, flaw.path, flaw.line, flaw.needles)[0], flaw.rule, flaw.message, flaw.level)
