"""The words: the schemas of pages and data files, the rules of prose (`rules.yml`), and the blocks that print the data.

In: `docs/`. Out: faults with file and line before the build; during it, through Markdown extensions, HTML from the
partials in `overrides/`. Start at `before_build.py`; `python -m scripts.content --help` is what a keeper calls.
"""
