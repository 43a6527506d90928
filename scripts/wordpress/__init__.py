"""Everything that reads a WordPress export: which comments are published, whose they are, and where they go.

In: an export, as a file. Out: pages of comments in `docs/comments/`, all of them or none, and an account of each.
Start at `importing.py`. It reads by `export_file.py` (characters), `pieces.py` (a comment at a time, healed), `wxr.py`
(its fields) and `published.py` (what of them is published), and writes by `archives.py` (which archive), `pages.py`
(which page) and `swap.py` (all together); `report.py` has the account, `import_command.py` talks.
"""
