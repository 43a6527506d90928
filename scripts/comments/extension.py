"""A Markdown extension that takes the comments out of a page before any other syntax sees them, and renders them.

The page that is being rendered decides where links to the pages of help lead; the generator tells it.

Records between which there is nothing but blanks form one block. Its place is kept by a line that holds the anchors
of its comments, since MkDocs reads anchors from the source of a page; then the HTML is put aside as Markdown puts raw
HTML aside. A comment cannot name such a place: the characters that mark it are replaced in all that is rendered.

The block `/// comment-index | when-to-fold`, closed on the next line, counts the comments of the archive in
`comments/when-to-fold`, and lists those of a long one; its links lead from the page of the index.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from scripts.comments.archive import COMMENTS, known_situations, load
from scripts.comments.form import Document, Record, parse
from scripts.comments.html import AUTHOR, comments_html, index_html
from scripts.comments.threads import arrange
from scripts.common.faults import only_shown
from scripts.common.partials import filled
from scripts.content.rendered_page import data_folder, rendered_page

_INDEX: Final = re.compile(r"^/// comment-index(?: *\| *)?(.*?) *(?:\n(.*))?$", re.MULTILINE)
# Before everything: snippets (32) and the clean-up of blanks (30) must not see the text of a comment.
_FIRST: Final = 1_000
# After MkDocs has read the anchors (21), before raw HTML is taken out (20).
_BEFORE_RAW_HTML: Final = 20.5


class TakeOut(Preprocessor):
    """Takes the comments out of a page and renders them; `rendered` holds the HTML by the line in its place."""

    def __init__(self, md: Markdown, author: str, pages: dict[str, str]) -> None:
        super().__init__(md)
        self._author, self._pages = author, pages
        self.rendered: dict[str, str] = {}

    def run(self, lines: list[str]) -> list[str]:
        """Put a line in the place of each run of comments.

        Raises:
            ValueError: a record cannot be read, and this is no preview, which leaves it out. All faults
                are named with their lines in what Markdown gets of a page, so without front matter.
        """
        self.rendered.clear()
        source = _INDEX.sub(self._index, "\n".join(lines), count=1)
        _, page = rendered_page(self.md) or (None, "")
        document = parse(source, page)
        if document.faults and not only_shown():
            raise ValueError("\n".join(map(str, sorted(document.faults))))
        return "".join(self._replaced(document, page)).split("\n")

    def _replaced(self, document: Document, page: str) -> Iterator[str]:
        parts = [part for part in document.parts if isinstance(part, Record) or (part.strip() and type(part) is str)]
        for is_markdown, group in groupby(parts, lambda part: isinstance(part, str)):
            if is_markdown:
                yield from map(str, group)
            elif placed := arrange([part.comment for part in group if isinstance(part, Record)]):
                yield self._line(comments_html(placed, page, self._author, **self._pages), [it.anchor for it in placed])
            else:
                yield "\n"

    def _index(self, block: re.Match[str]) -> str:
        name, below = block.groups()
        if (below or "").rstrip() != "///":
            raise ValueError(f"The block `/// comment-index | {name}` holds nothing; write /// on the next line.")
        folder = data_folder(self.md).parent / COMMENTS / name
        if not folder.is_dir():
            raise ValueError(f"There is no folder {COMMENTS}/{name}; write the name of one into the block.")
        return self._line(index_html(load(folder), known_situations(folder.parents[1]), self._author))

    def _line(self, html: str, anchors: Sequence[str] = ()) -> str:
        # The number is another in each run of the program, so that no page can hold the line.
        mark = f"comments-{len(self.rendered)}-{hash(html)}"
        line = filled("comments/place.html", mark=mark, anchors=anchors)
        self.rendered[line] = html
        return f"\n\n{line}\n\n"


class PutAside(Preprocessor):
    """Puts the rendered comments where Markdown keeps raw HTML."""

    def __init__(self, md: Markdown, taken: TakeOut) -> None:
        super().__init__(md)
        self._taken = taken

    def run(self, lines: list[str]) -> list[str]:
        """Replace the lines that stand for comments."""
        rendered, store = self._taken.rendered, self.md.htmlStash.store
        return [store(rendered[line]) if line in rendered else line for line in lines]


class CommentsExtension(Extension):
    """Registers the steps; the options say what readers call the author, and which pages help."""

    def __init__(self, **options: object) -> None:
        self.config = {"author": [AUTHOR, "What readers call him."], "pages": [{}, "The pages `help` and `afraid`."]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the steps."""
        taken = TakeOut(md, **self.getConfigs())
        md.preprocessors.register(taken, "comments", _FIRST)
        md.preprocessors.register(PutAside(md, taken), "comments-put-aside", _BEFORE_RAW_HTML)


makeExtension = CommentsExtension  # noqa: N816 - Markdown's name
