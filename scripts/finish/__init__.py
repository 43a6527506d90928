"""Makes a folder of built HTML ready for readers and hosts: stylesheet, search, headers, zip, links, packed files.

`python -m scripts.finish SITE` works on any such folder, whoever built it; the build of this site calls `finish`.
"""

from __future__ import annotations

from scripts.finish.steps import finish

__all__ = ["finish"]
