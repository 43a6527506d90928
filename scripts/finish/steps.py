"""What happens to a built site, step by step. Each step is a module of its own; their order is told here alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from scripts.built_pages import Site, read_site
from scripts.finish.leftovers import leftovers
from scripts.finish.links import check
from scripts.finish.paper import editions, no_editions
from scripts.finish.redirects import redirects
from scripts.finish.stylesheet import one_stylesheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from scripts.faults import Fault

Step: TypeAlias = "Callable[[Site], Iterator[Fault]]"


def steps(old_addresses: Path | None = None, *, paper: bool = True) -> tuple[Step, ...]:
    """Give the steps in their order; the arguments are those of `finish`."""
    return (
        one_stylesheet,
        # After the stylesheets: what only an old one referred to is free now.
        leftovers,
        # After all that takes files away: no old address may take a place that the site needs.
        partial(redirects, table=old_addresses),
        # Before the links are checked: pages link to their editions.
        editions if paper else no_editions,
        # Last: looks at the site as readers get it.
        check,
    )


def finish(
    site: Path,
    sources: Mapping[str, str] | None = None,
    old_addresses: Path | None = None,
    *,
    paper: bool = True,
) -> list[Fault]:
    """Finish a built site in place. A site that is finished already stays as it is.

    Args:
        site: the folder that holds the site, whoever built it.
        sources: from the path of a built file to the file that a person edits, `articles/x/index.html` to
            `docs/articles/x.md` (from the working folder, or a whole path): faults then name that file and the line
            in it, and nothing that came from there is taken for a leftover.
        old_addresses: the table of old addresses; without it, or without such a file, there are no redirects.
        paper: whether editions for paper are made; without, pages link to none.

    Returns:
        The faults of all steps; no step is left out because of an earlier one's.
    """
    model = read_site(site, sources)
    return [fault for step in steps(old_addresses, paper=paper) for fault in step(model)]
