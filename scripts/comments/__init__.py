"""The archive of comments: its form on disk, their text, threads, the index, and how one is taken down.

In: the pages in `docs/comments/`. Out: their HTML through Markdown extensions, and the data of each comment.
Start at `model.py`, then `form.py`; `python -m scripts.comments --help` is what a keeper calls.
"""
