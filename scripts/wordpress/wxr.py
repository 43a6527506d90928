"""Reading a WordPress export (WXR): characters → posts, what of comments may be published, and what is damaged.

A post is given out behind its comments, for fields may follow them; each comment knows its post.

The format is that of `wp-admin/includes/export.php` in WordPress: an RSS file with one `item` for each post, and the
comments as elements of their post. Every version of it, and every prefix, is read. E-mail addresses, network addresses,
agents and the data of plugins are not even taken out of the XML.

Memory is that of one comment, whatever the size of the file.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from typing import Final

from scripts.wordpress.export_file import AGAIN, Cutter, Piece, UnusableExportError, opened
from scripts.wordpress.published import FIELDS, Damaged, Post, Row, row_of

# Nothing is fetched from these addresses: they are names. The version in the first is that of the export.
_EXPORT: Final = re.compile(r"https?://(?:www\.)?wordpress\.org/export/\d+(?:\.\d+)*/?")
_DC: Final = "http://purl.org/dc/elements/1.1/"
_BINDING: Final = re.compile(r"""\sxmlns:([\w.-]+)\s*=\s*["']([^"']*)["']""")
_PREFIX: Final = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]", re.ASCII)

_POST_FIELDS: Final = {
    "title": "title", "link": "link", "guid": "guid", "{dc}creator": "creator", "{content}encoded": "text",
    "{excerpt}encoded": "excerpt", "{wp}post_id": "id", "{wp}post_name": "slug", "{wp}status": "status",
    "{wp}post_password": "password", "{wp}post_type": "type", "{wp}post_parent": "parent", "{wp}post_date": "date",
    "{wp}post_date_gmt": "date", "{wp}post_modified": "modified", "{wp}attachment_url": "file",
}  # fmt: skip
# Of the data of plugins, whether a page builder holds the text; what a picture shows; the footnotes of a post.
_META: Final = frozenset({"_elementor_edit_mode", "_et_pb_use_builder", "_wp_attachment_image_alt", "footnotes"})


class Export:
    """An export, which is read once from its beginning to its end by going over what is in it.

    Attributes:
        logins: the names by which posts name their authors, by the numbers by which comments do.
        names: the names that readers saw, by those.
        homes: the addresses of the blog.
        parents: the slugs of the categories above categories.
    """

    def __init__(self, source: Iterable[bytes]) -> None:
        """Begin to read an export, which comes in pieces, see `export_file.opened`.

        Raises:
            UnusableExportError: it is no export, or one that must not be read.
            OSError: the source cannot be read.
        """
        self.logins: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.homes: set[str] = set()
        self.parents: dict[str, str] = {}
        root, self._line, self._chunks = opened(source)
        bound = {address: prefix for prefix, address in _BINDING.findall(root)}
        ours = next((prefix for address, prefix in bound.items() if _EXPORT.fullmatch(address)), None)
        self._prefix, self._is_export = ours or "wp", ours is not None
        self._ended = self._in_post = False
        self._post = Post(0)
        excerpt = next((prefix for address, prefix in bound.items() if address.endswith("/excerpt/")), "excerpt")
        content = bound.get("http://purl.org/rss/1.0/modules/content/", "content")
        self._namespaces = {bound.get(_DC, "dc"): "dc", content: "content", excerpt: "excerpt", self._prefix: "wp"}
        name = re.escape(self._prefix)
        # Not of the network that the blog may be one of many of, such as wordpress.com.
        known = rf"{name}:(?:author|category|base_blog_url)|link"
        self._of_channel = re.compile(rf"<({known})>.*?</\1>", re.DOTALL)
        self._hint = re.compile(rf"<{name}:comment_id>(?:<!\[CDATA\[)?\s*([0-9]{{1,19}})\s*(?:\]\]>)?<")
        self._decisive = re.compile(rf"<{name}:(?:status|post_password)\b")
        self._leak = re.compile(rf"<{name}:comment_author_(?:email|IP)\b")

    def __iter__(self) -> Iterator[Row | Post | Damaged]:
        """Yield its comments, its posts, each behind its comments, and what is damaged, in the order of the file.

        Raises:
            UnusableExportError: it is no export, as its end has shown.
            OSError: the source cannot be read.
        """
        for piece in Cutter(self._chunks, self._prefix, self._line).pieces():
            self._is_export = self._is_export or f"<{self._prefix}:" in piece.text
            # A whole post may quote the end of a file, and so may a comment.
            is_whole = piece.kind == "comment" or piece.ends_item
            self._ended = not is_whole and piece.text.rfind("</rss") > piece.text.rfind("<rss")
            if piece.kind == "item":
                self._post, self._in_post = Post(self._post.number + 1), True
            if piece.kind == "comment":
                yield self._comment(piece)
            else:
                yield from self._item(piece) if self._in_post else self._channel(piece)
            if self._in_post and piece.ends_item:
                yield self._post
                self._in_post = False
        if self._in_post:
            if piece.kind == "item":
                # What decides on publishing may have been cut off.
                self._post.damage = self._post.damage or "the file ends in the middle of it"
            yield self._post
        if not self._is_export:
            raise UnusableExportError(f"This is an RSS feed, and no WordPress export; {AGAIN}")
        if not self._ended:
            name = self._post.name or f"number {self._post.number} of this file"
            where = f"after post {name}" if self._post.number else "before its first post"
            why = f"the file ends early, {where}: export it again, there may be more"
            yield Damaged(Post(0), 0, None, why, comment=False)

    def _comment(self, piece: Piece) -> Row | Damaged:
        post = self._post if self._in_post else Post(0)
        element = self._parsed(piece, piece.text)
        if isinstance(element, str):
            hint = self._hint.search(piece.text)
            return Damaged(post, piece.line, hint[1] if hint else None, element)
        # Of two of one name the first counts.
        values = {name: _text(element.find(f"{{wp}}comment_{name}")) for name in FIELDS}
        if any(self._leak.search(values[name]) for name in ("content", "author")):
            return Damaged(post, piece.line, values["id"] or None, "holds fields of another comment")
        markup = {"markup that was not escaped, of which only the words are left"}
        return row_of(post, values, piece.line, set() if element.find("{wp}comment_content/*") is None else markup)

    def _item(self, piece: Piece) -> Iterator[Damaged]:
        element = self._parsed(piece, f"{'' if piece.kind == 'item' else '<item>'}{piece.text}</item>")
        if isinstance(element, str):
            # What decides on publishing stands before the comments; damage behind them does not touch it.
            if piece.kind == "item" or self._decisive.search(piece.text):
                self._post.damage = self._post.damage or element
            yield Damaged(self._post, piece.line, None, element, comment=False)
            return
        for child in reversed(element):
            if (name := _POST_FIELDS.get(child.tag)) and (value := _text(child)):
                setattr(self._post, name, value)
            elif child.tag == "{wp}postmeta" and (key := _text(child.find("{wp}meta_key"))) in _META:
                self._post.meta[key] = _text(child.find("{wp}meta_value"))
        terms = ((one.get("domain", ""), one.get("nicename", ""), _text(one)) for one in element.iter("category"))
        self._post.terms += [term for term in terms if term not in self._post.terms]

    def _channel(self, piece: Piece) -> Iterator[Damaged]:
        found = ["whole"] if piece.damage else [one[0] for one in self._of_channel.finditer(piece.text)]
        for element in (self._parsed(piece, text) for text in found):
            if isinstance(element, str):
                yield Damaged(Post(0), piece.line, None, element, comment=False)
                continue
            if element.tag == "{wp}author":
                login = _text(element.find("{wp}author_login"))
                self.logins[_text(element.find("{wp}author_id"))] = login
                self.names[login] = _text(element.find("{wp}author_display_name"))
            elif element.tag == "{wp}category":
                self.parents[_text(element.find("{wp}category_nicename"))] = _text(element.find("{wp}category_parent"))
            else:
                self.homes.add(_text(element))

    def _parsed(self, piece: Piece, text: str) -> ET.Element | str:
        """Parse an element alone.

        Every prefix is bound, whether the file binds it or not. No document type can stand in the middle of a
        document, so no entity can be declared here. What is damaged gives a sentence that says why.
        """
        if piece.damage:
            return piece.damage
        prefixes = sorted({*_PREFIX.findall(text)} - {"xml", "xmlns"})
        names = ((prefix, self._namespaces.get(prefix, f"not {prefix}")) for prefix in prefixes)
        bindings = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in names)
        try:
            return ET.XML(f"<piece{bindings}>{text}</piece>")[0]
        except ET.ParseError as error:
            return f"is not well-formed XML ({str(error).partition(':')[0]})"


def _text(element: ET.Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()
