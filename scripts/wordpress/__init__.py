"""Everything that reads a WordPress export: which comments are published, whose they are, and where they go.

In: an export, as a file. Out: pages of comments in `docs/comments/`, all of them or none, and an account of each.
Start at `importing.py`; it reads by `wxr.py` and writes by `archive_files.py` and `swap.py`.
"""
