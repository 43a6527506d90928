"""Makes editions for paper, PDF files that anyone can read, from the pages of a built site.

In goes a folder of HTML, whoever built it; out come its PDFs beside the pages, and in the pages the links to them.
Start reading at `editions.make_editions`: `plan` says which editions there are, `reading` turns an article into a tree,
`binding` makes one document of trees, `engine` typesets it with `page.typ`; what did not change is kept.
"""

from __future__ import annotations

from scripts.editions.edition_links import link_editions
from scripts.editions.editions import Made, make_editions
from scripts.editions.plan import Edition

__all__ = ["Edition", "Made", "link_editions", "make_editions"]
