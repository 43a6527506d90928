"""Makes editions for paper, PDF files that anyone can read, from the pages of a built site."""

from __future__ import annotations

from scripts.editions.edition_links import link_editions
from scripts.editions.editions import Edition, Made, make_editions

__all__ = ["Edition", "Made", "link_editions", "make_editions"]
