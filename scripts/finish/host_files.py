"""Files that configure a host: written whole, and never over one that a keeper wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts.common.built_pages import Site


def write_host_file(site: Site, path: str, text: str, head: str) -> bool:
    """Write a file for hosts into a site, unless somebody else's is there.

    Args:
        site: the site; its files are added to.
        path: the file, relative to the site's folder.
        text: what it says.
        head: how the text begins; by this the finish knows what an earlier one wrote.

    Returns:
        Whether it was written.
    """
    file = site.root / path
    if path in site.files and not file.read_bytes().startswith(head.encode()):
        return False
    file.write_text(text, encoding="utf-8", newline="\n")
    site.files.add(path)
    return True
