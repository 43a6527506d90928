"""What happens to a built site: stylesheet, search, editions, headers, redirects, zip, links, packed files.

In: a folder of built HTML, whoever built it. Out: the same folder, ready for readers and hosts, and all faults.
Start at `steps.py`, which has their order; `python -m scripts.finish SITE` runs them on any such folder.
"""

from scripts.finish.steps import finish

__all__ = ["finish"]
