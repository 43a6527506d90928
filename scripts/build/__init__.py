"""One build of the site: check, render beside the old site, finish, take its place in one step.

In: `mkdocs.yml`, `docs/`, `overrides/`. Out: the folder of the site, whole or not at all.
Start at `one_build.py`; `hooks.py` beside this room calls it for MkDocs, `zensical.py` renders for Zensical.
"""
