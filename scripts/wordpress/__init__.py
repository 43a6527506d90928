"""Everything that reads a WordPress export: what of it is public, where it goes, and an account of each.

In: an export, and a copy of its uploads. Out: pages, pictures, archives of comments and old addresses in `docs/`.
Start at `importing.py`; `wxr.py` reads, `posts.py` and `archives.py` know each one's place, `posts_import.py` writes
pages, `markdown.py` proves a text, `old_site.py` knows addresses; `swap.py` puts all in place, or nothing.
"""
