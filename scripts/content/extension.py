"""The Markdown extension of the site: blocks that print data, a toolbox that speaks, and links to the glossary."""

from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension  # type: ignore[import-untyped]

from scripts.common.settings import USUAL
from scripts.content import glossary_links, toolbox
from scripts.content.data_blocks import KINDS, DataBlock


class ContentExtension(BlocksExtension):  # type: ignore[misc]
    """Registers them.

    The option `author` is whose counsel the site retells, by name; `glossary`, the page that prints the glossary, as a
    path from the folder of the pages.
    """

    def __init__(self, **options: object) -> None:
        self.config = {"author": [USUAL.author.name, "A name."], "glossary": ["", "A page."]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register what goes through a whole page."""
        super().extendMarkdown(md)
        md.treeprocessors.register(toolbox.Mend(md), "toolbox", toolbox.PRIORITY)
        links = glossary_links.GlossaryLinks(md, self.getConfig("glossary"))
        md.treeprocessors.register(links, "glossary-links", glossary_links.PRIORITY)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: ARG002, N802 - pymdownx's name
        """Register a class for each kind of data block."""
        for name, (_, options) in KINDS.items():
            block_mgr.register(type(name, (DataBlock,), {"NAME": name, "OPTIONS": options}), self.getConfigs())


makeExtension = ContentExtension  # noqa: N816 - Markdown's name
