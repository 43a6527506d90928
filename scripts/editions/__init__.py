"""The editions: PDF files for paper and e-books that anyone can read, made from the pages of a built site.

In: a folder of built HTML. Out: tagged PDFs beside the pages that ask for them, EPUBs, and links to these.
Start at `editions.py`, then `reading.py`, `page.typ`, `book.py`; `python -m scripts.editions` makes them by hand.
"""

from scripts.editions.edition_links import link_editions
from scripts.editions.editions import Made, make_editions
from scripts.editions.plan import Edition

__all__ = ["Edition", "Made", "link_editions", "make_editions"]
