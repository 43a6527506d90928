"""A Markdown extension that takes the comments out of a page before any other syntax sees them, and renders them.

    markdown_extensions:
      - scripts.comments.extension:
          help: help-now.md
          safety: looking-after-yourself.md

The page that is being rendered decides where links to the pages of help lead. MkDocs tells it; for other generators the
option `page` says it, as a path from the folder of the pages.

Records between which there is nothing but blanks form one block. Its place is kept by a line that holds the anchors
of its comments, since MkDocs reads anchors from the source of a page; then the HTML is put aside as Markdown puts raw
HTML aside. A comment cannot name such a place: the characters that mark it are replaced in all that is rendered.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from scripts.comments.archive import page_number
from scripts.comments.form import Broken, Record, parse
from scripts.comments.html import comments_html
from scripts.comments.text import plain_characters
from scripts.comments.threads import arrange
from scripts.common.faults import only_shown
from scripts.common.partials import filled
from scripts.common.rendered_page import rendered_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown import Markdown

    from scripts.comments.form import Document
    from scripts.common.faults import Fault

# Before everything: snippets (32) and the clean-up of blanks (30) must not see the text of a comment.
_FIRST: Final = 1_000
# After MkDocs has read the anchors (21), before raw HTML is taken out (20).
_BEFORE_RAW_HTML: Final = 20.5


class FaultyRecordError(Exception):
    """A page has records that cannot be read; the message names all faults with their lines.

    Lines are counted in what Markdown gets of a page, so without front matter.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, sorted(faults))))
        self.faults = tuple(faults)


class TakeOut(Preprocessor):
    """Takes the comments out of a page and renders them; `rendered` holds the HTML by the line in its place."""

    def __init__(self, md: Markdown, options: dict[str, object]) -> None:
        super().__init__(md)
        self._options = options
        self._page = ""
        self._show_faults = bool(options["show_faults"])
        self._level = int(str(options["heading_level"]))
        self.rendered: dict[str, str] = {}

    def run(self, lines: list[str]) -> list[str]:
        """Put a line in the place of each run of comments.

        Raises:
            FaultyRecordError: a record cannot be read, and faults are not to be shown in the page.
        """
        self.rendered = {}
        source = "\n".join(lines)
        if "///" not in source:
            return lines
        known = rendered_page(self.md)
        self._page = str(self._options["page"]) or (known[1] if known else "")
        document = parse(source, self._page)
        if document.faults and not self._show_faults:
            raise FaultyRecordError(document.faults)
        return "".join(self._replaced(document)).split("\n")

    def _replaced(self, document: Document) -> list[str]:
        texts = [part for part in document.parts if isinstance(part, str)]
        mark = "comments"
        while any(mark in text for text in texts):
            mark += "-"
        faults = {fault.line: str(fault) for fault in document.faults}
        out: list[str] = []
        run: list[Record] = []
        for part in (*document.parts, None):
            if isinstance(part, Record):
                run.append(part)
                continue
            if isinstance(part, str) and run and not part.strip():
                continue
            if run:
                out.append(self._section(run, mark))
                run = []
            if isinstance(part, Broken):
                out.append(self._fault(part, faults, mark))
            elif part is not None:
                out.append(part)
        return out

    def _section(self, run: Sequence[Record], mark: str) -> str:
        placed = arrange([record.comment for record in run])
        if not placed:
            return "\n"
        html = comments_html(
            placed,
            help_url=self._address("help"),
            safety_url=self._address("safety"),
            heading_level=self._level,
            listed=bool(page_number(self._page)),
            address=lambda target: _address(target, self._page),
        )
        return self._place(mark, [one.comment.anchor for one in placed], html)

    def _fault(self, broken: Broken, faults: dict[int, str], mark: str) -> str:
        lines = range(broken.line, broken.line + broken.source.count("\n") + 1)
        told = [faults[line] for line in lines if line in faults]
        words = plain_characters("\n".join([*told, "", broken.source]))
        return self._place(mark, [], filled("comments/fault.html", words=words))

    def _address(self, option: str) -> str:
        return _address(str(self._options[option]), self._page)

    def _place(self, mark: str, anchors: Sequence[str], html: str) -> str:
        line = filled("comments/place.html", mark=f"{mark}-{len(self.rendered)}", anchors=anchors)
        self.rendered[line] = html
        return f"\n\n{line}\n\n"


class PutAside(Preprocessor):
    """Puts the rendered comments where Markdown keeps raw HTML."""

    def __init__(self, md: Markdown, taken: TakeOut) -> None:
        super().__init__(md)
        self._taken = taken

    def run(self, lines: list[str]) -> list[str]:
        """Replace the lines that stand for comments."""
        rendered = self._taken.rendered
        return [self.md.htmlStash.store(rendered[line]) if line in rendered else line for line in lines]


class CommentsExtension(Extension):
    """Registers the two steps; see the module for the options."""

    def __init__(self, **options: object) -> None:
        self.config = {
            "page": [
                "",
                "The page that is rendered, as a path from the folder of the pages, if it is not told.",
            ],
            "help": ["help-now.md", "The page with help lines, as a path from the folder of the pages."],
            "safety": ["looking-after-yourself.md", "The page for someone who is afraid, likewise."],
            "heading_level": [2, "The level of the comments' headings."],
            "show_faults": [
                only_shown(),
                "Show a record with a fault in the page, in place of an error; for a preview.",
            ],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the steps."""
        taken = TakeOut(md, self.getConfigs())
        md.preprocessors.register(taken, "comments", _FIRST)
        md.preprocessors.register(PutAside(md, taken), "comments-put-aside", _BEFORE_RAW_HTML)


def makeExtension(**options: object) -> CommentsExtension:  # noqa: N802 - Markdown's name
    """Give Markdown the extension."""
    return CommentsExtension(**options)


def _address(target: str, page: str) -> str:
    """Give the address of a page, or of an anchor in it, from another one, where each page is a folder."""
    target, mark, anchor = target.partition("#")
    there, here = (posixpath.join("/", name.removesuffix(".md").removesuffix("index")) for name in (target, page))
    return posixpath.relpath(there, here) + "/" + mark + anchor
