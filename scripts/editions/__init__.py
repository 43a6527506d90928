"""The editions for paper: PDF files that anyone can read, made from the pages of a built site.

In: a folder of built HTML. Out: tagged PDFs beside the pages that ask for them, and links to these.
Start at `editions.py`, then `reading.py` and `page.typ`; `python -m scripts.editions --help` makes them by hand.
"""

from __future__ import annotations

from scripts.editions.edition_links import link_editions
from scripts.editions.editions import Made, make_editions
from scripts.editions.plan import Edition

__all__ = ["Edition", "Made", "link_editions", "make_editions"]
