"""A Markdown extension for large sites: a page of which nothing has changed is not rendered again.

Rendering is most of what a build takes. What is kept of a page is its tree as it is before MkDocs looks at its links
(`relpath`), so that they are checked and resolved at every build. The key holds all that a page can depend on: its text
and front matter, all settings, data files, partials and scripts, the versions of all packages. Pages that print what
stands in other pages are always rendered, and so are all pages if an extension is in use that is not known here.

Other generators than MkDocs and ProperDocs keep their pages themselves, or not at all; there this does nothing.
"""

import hashlib
import json
import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from scripts.common import ahead
from scripts.common.faults import only_shown
from scripts.common.kept import Kept
from scripts.common.partials import OVERRIDES

_SCRIPTS: Final = Path(__file__).parents[1]
# Just before `relpath` (0), after all that changes the tree.
_PRIORITY: Final = 0.5
#: Those of Markdown and of pymdownx, but for the two that draw in other files, and ours.
KNOWN: Final = re.compile(
    r"(?:markdown\.extensions\.)?(?:abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes|md_in_html"
    r"|meta|nl2br|sane_lists|smarty|tables|toc)|pymdownx\.(?!snippets|b64)[a-z.]+|scripts\.[\w.:]+"
)
# Blocks that print what other pages say: the titles of pages, the comments of an archive.
_FROM_OTHER_PAGES: Final = re.compile(r"^[ >\t]*///+ *(?:comment-index|glossary)\b", re.MULTILINE)


class KeptPages(Treeprocessor):
    """Renders a page and keeps its tree, or takes what was kept of it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._render: Callable[[str], str] = md.convert

    def convert(self, source: str) -> str:
        """Do what `Markdown.convert` does."""
        md: Any = self.md
        relpath: Any = "relpath" in md.treeprocessors and md.treeprocessors["relpath"]
        config = getattr(relpath, "config", None)
        known = config is not None and all(map(KNOWN.fullmatch, config.markdown_extensions))
        if not known or _FROM_OTHER_PAGES.search(source):
            return self._render(source)
        files, file = relpath.files, relpath.file
        if files not in _DIGESTS:
            _DIGESTS[files] = _of_all_pages(config)
            render = partial(_render, config, files, type(file.page))
            ahead.begin(render, reversed(files.documentation_pages()))
        self._key = json.dumps([file.src_uri, sorted(file.page.meta.items()), source], default=repr).encode()
        self._kept = Kept("pages", _DIGESTS[files])
        generator = type(relpath).__module__.partition(".")[0]
        self._raw = md.preprocessors[f"{generator}_raw_html"]
        md.treeprocessors.register(self, "kept-pages", _PRIORITY)
        if value := self._kept.get(self._key):
            root, md.htmlStash.rawHtmlBlocks, md.toc_tokens, anchors = value
            md.htmlStash.html_counter = len(md.htmlStash.rawHtmlBlocks)
            self._raw.present_anchor_ids.update(anchors)
            md.treeprocessors[f"{generator}_extract_anchors"].run(root)
            self._take(root)
        return self._render(source)

    def _take(self, root: Element) -> None:
        """Let Markdown do only what follows."""
        md: Any = self.md
        md.preprocessors = Registry()
        md.parser.parseDocument = lambda _: ElementTree(root)
        md.treeprocessors = md.treeprocessors[md.treeprocessors.get_index_for_name("kept-pages") + 1 :]

    def run(self, root: Element) -> None:
        """Keep the tree of a page."""
        md: Any = self.md
        page = [root, md.htmlStash.rawHtmlBlocks, getattr(md, "toc_tokens", []), self._raw.present_anchor_ids]
        # A page whose elements are too deep in each other is rendered each time.
        with suppress(RecursionError):
            self._kept.put(self._key, page)


def _render(config: Any, files: Any, new: type[Any], file: Any) -> None:
    page = file.page or new(None, file, config)
    page.read_source(config)
    page.render(config, files)
    page.content = None


# One for each build: every build has another list of files.
_DIGESTS: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


def _of_all_pages(config: Any) -> str:
    """Give the digest of what any page of a build may depend on beside itself."""
    packages = sorted(f"{one.name} {one.version}" for one in distributions())
    settings = [config.markdown_extensions, config.mdx_configs, only_shown(), packages]
    digest = hashlib.sha256(json.dumps(settings, default=lambda one: f"{one.__module__}.{one.__qualname__}").encode())
    custom = Path(config.theme.custom_dir or OVERRIDES)
    for folder in (Path(config.docs_dir) / "_data", OVERRIDES, custom, _SCRIPTS):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"\0{file}\0".encode() + file.read_bytes())
    return digest.hexdigest()


class BeforeRendering(Extension):
    """Puts itself before the rendering."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Take the place of `convert`."""
        md.convert = KeptPages(md).convert  # type: ignore[method-assign]
