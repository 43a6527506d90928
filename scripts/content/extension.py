"""The Markdown extension of the site: blocks that print data, a toolbox that speaks, and links to the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pymdownx.blocks import BlocksExtension  # type: ignore[import-untyped]
from pymdownx.blocks.block import type_any  # type: ignore[import-untyped]

from scripts.content import glossary_links, toolbox
from scripts.content.data_blocks import KINDS, DataBlock

if TYPE_CHECKING:
    from markdown import Markdown


class ContentExtension(BlocksExtension):  # type: ignore[misc]
    """Registers them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register what goes through a whole page."""
        super().extendMarkdown(md)
        md.treeprocessors.register(toolbox.Mend(md), "toolbox", toolbox.PRIORITY)
        md.treeprocessors.register(glossary_links.GlossaryLinks(md), "glossary-links", glossary_links.PRIORITY)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: ARG002, N802 - pymdownx's name
        """Register a class for each kind of data block."""
        for name, (_, options) in KINDS.items():
            members = {"NAME": name, "OPTIONS": dict.fromkeys(options, (None, type_any))}
            block_mgr.register(type(name, (DataBlock,), members), self.getConfigs())


def makeExtension(**options: object) -> ContentExtension:  # noqa: N802 - Markdown's name
    """Give Markdown the extension."""
    return ContentExtension(**options)
