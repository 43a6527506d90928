"""Articles bound into one document: where their links lead on paper, and which addresses can be read.

`golden/binding.yml` has a case for each: the bodies of the pages `a/` and `b/`, and what each link and address became.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.common.built_pages import read_site
from scripts.editions.binding import bind
from scripts.editions.plan import printable_pages
from tests.editions import MARK, whole_page
from tests.golden import cases
from tests.sites import make_site

_SHOWN = ("anchor", "address", "id", "again")


def _links(data: object) -> Iterator[str]:
    """Write each link, note and address of a document: what it is, its words, and where it leads."""
    for part in data if isinstance(data, list) else []:
        if isinstance(part, dict):
            words = "".join(word for word in part["k"] if isinstance(word, str))
            goals = [str(part[key]).replace("/index.html", "") for key in _SHOWN if key in part]
            if part["t"] in {"link", "place", "path", "number", "note", "addresses", "numbered"}:
                yield " ".join([part["t"], words, *goals]).strip()
            yield from _links(part["k"])


@pytest.mark.parametrize(("bodies", "options", "links"), cases("binding.yml"))
def test_links_lead_to_their_place_on_paper_and_addresses_can_be_read(
    tmp_path: Path, bodies: list[str], options: dict[str, Any], links: list[str]
) -> None:
    files = {
        f"{name}/index.html": whole_page(name, f'<h1 id="top">{name}</h1>{body}{MARK.format("page")}')
        for name, body in zip("ab", bodies, strict=False)
    }
    trees = [page.tree for page in printable_pages(read_site(make_site(tmp_path, files)))]
    options = {"home": "https://site.example/", "listed": True, "titles": {"z/index.html": "The page Z"}, **options}
    assert [*_links(bind(trees, **options)["articles"])] == links
