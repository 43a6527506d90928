"""Everything that reads a WordPress export: which comments are published, whose they are, and where they go.

In: an export, as a file. Out: pages of comments in `docs/comments/`, all of them or none, and an account of each.
Start at `importing.py`. It reads by `export_file.py`, `pieces.py`, `wxr.py` and `published.py`, from the file to what
of it is published, and writes by `archives.py`, `pages.py` and `swap.py`; `report.py` has the account.
"""
