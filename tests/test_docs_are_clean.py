"""The site's own pages keep to the rules."""

from __future__ import annotations

from pathlib import Path

from scripts.common.dates import today
from scripts.content import front_matter, prose

DOCS = Path(__file__).parent.parent / "docs"


def test_no_page_of_the_site_has_an_error() -> None:
    entries, faults = front_matter.read_all(DOCS, today())
    faults += front_matter.not_unique(entries)
    for entry in entries:
        faults += [*entry.faults, *prose.check(entry)]
    assert len(entries) > 10
    assert [str(fault) for fault in faults if fault.level == "error"] == []
