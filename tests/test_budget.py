"""The promise of the first round trip, kept for every page of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.bench.first_visit import BUDGET, visits

if TYPE_CHECKING:
    from pathlib import Path


def test_every_page_comes_in_the_first_round_trip(real_site: Path) -> None:
    found = visits(real_site)
    assert len(found) > 15
    over = [visit for visit in found if visit.first.brotli > BUDGET]
    assert not over, over


def test_every_page_takes_three_requests_at_most(real_site: Path) -> None:
    """The page, its stylesheet and the icon; the search, and pages with "Exit this page", have a script as well."""
    for visit in visits(real_site):
        has_script = visit.url in ("looking-after-yourself/", "phone-and-computer/", "search/")
        assert visit.requests <= (4 if has_script else 3), visit
        assert visit.foreign == 0, visit
