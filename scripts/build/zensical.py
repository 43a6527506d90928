"""What Zensical needs that MkDocs does not: a project of its own to build from, and raw HTML as it reads it.

It has no hooks, takes only folders that stand beside its settings, empties `.cache` there with all that others keep in
it, and takes an address in raw HTML as one from the Markdown file, where MkDocs leaves it as it is.
"""

import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

import yaml
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from scripts.common.settings import SettingsDumper
from scripts.content.rendered_page import rendered_page

_ADDRESS: Final = re.compile(
    r"""(<[a-z][^<>]*?\s(?:href|src)=["'])((?![a-z][a-z0-9+.-]*:|[/#?"'])[^"'<>]*)""", re.IGNORECASE
)
_COLOUR: Final = re.compile(r"\x1b\[[\d;]*m")
_OWN: Final = ("hooks", "watch", "plugins")


class StoppedError(Exception):
    """Zensical could not render the pages; the message is what it said."""


def render(settings: Mapping[str, Any], docs: Path, config: Path, new: Path) -> None:
    """Render the pages of a site, from copies in the folder that holds the new one.

    What Zensical warns of on the way is not told: its own look at links takes options of blocks for links, and the
    finish looks at all links of the built pages.

    Args:
        settings: what `mkdocs.yml` says, with the theme as a table.
        docs: the folder of the pages.
        config: `mkdocs.yml`.
        new: the folder of the new site, which is removed with the one that holds it if anything fails.

    Raises:
        StoppedError: Zensical stopped.
    """
    shutil.copytree(docs, new.parent / docs.name)
    # Its classic variant looks as Material does.
    theme = {"variant": "classic", **settings["theme"]}
    if "custom_dir" in theme:
        theme["custom_dir"] = str((config.parent / theme["custom_dir"]).resolve())
    written = {
        **{key: value for key, value in settings.items() if key not in _OWN},
        "docs_dir": docs.name,
        "site_dir": new.name,
        "theme": theme,
        "plugins": settings.get("plugins") or [],
        "markdown_extensions": [*(settings.get("markdown_extensions") or []), f"{__name__}:ZensicalExtension"],
    }
    file = new.parent / "mkdocs.yml"
    file.write_text(yaml.dump(written, Dumper=SettingsDumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--clean", "-f", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words only
    if done.returncode:
        said = _COLOUR.sub("", done.stdout + done.stderr).replace(str(new.parent / docs.name), str(docs)).strip()
        raise StoppedError(f"Zensical stopped: {said or 'it did not say why'}")


class _RawAddresses(Treeprocessor):
    """Writes the addresses of raw HTML from the Markdown file, as Zensical expects them."""

    def run(self, root: Element) -> None:  # noqa: ARG002
        page = rendered_page(self.md)
        if page is None or posixpath.basename(page[1]) in {"index.md", "README.md"}:
            return
        below = posixpath.basename(page[1]).removesuffix(".md")
        blocks = self.md.htmlStash.rawHtmlBlocks
        for place, block in enumerate(blocks):
            if isinstance(block, str):
                blocks[place] = _ADDRESS.sub(lambda found: found[1] + _from_source(found[2], below), block)


def _from_source(address: str, below: str) -> str:
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    written = posixpath.normpath(posixpath.join(below, path))
    return written + "/" * path.endswith(("/", ".")) + address[len(path) :]


class ZensicalExtension(Extension):
    """Only for Zensical: `render` adds it to the settings."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register what mends the addresses, after all that keeps raw HTML."""
        md.treeprocessors.register(_RawAddresses(md), "raw_addresses", -10)
