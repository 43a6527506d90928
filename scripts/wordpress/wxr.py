"""Reading a WordPress export (WXR): characters → posts and comments as they stand there, and what is damaged.

The format is that of `wp-admin/includes/export.php` in WordPress: an RSS file with one `item` for each post, and the
comments as elements of their post. Every version of it, and every prefix, is read. E-mail addresses, network addresses,
agents and the data of plugins are not even taken out of the XML.

Memory is that of one comment, whatever the size of the file.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from scripts.wordpress.export_file import AGAIN, ExportText, UnusableExportError
from scripts.wordpress.pieces import pieces

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator, Mapping

    from scripts.wordpress.pieces import Healed, Piece

# Nothing is fetched from these addresses: they are names. The version in the first is that of the export.
_EXPORT: Final = re.compile(r"https?://(?:www\.)?wordpress\.org/export/\d+(?:\.\d+)*/?")
_DC: Final = "http://purl.org/dc/elements/1.1/"
_BINDING: Final = re.compile(r"""\sxmlns:([\w.-]+)\s*=\s*["']([^"']*)["']""")
_PREFIX: Final = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]", re.ASCII)

_COMMENT_FIELDS: Final = {
    "comment_id": "id",
    "comment_author": "name",
    "comment_author_url": "url",
    "comment_date": "local_date",
    "comment_date_gmt": "date",
    "comment_content": "text",
    "comment_approved": "status",
    "comment_type": "type",
    "comment_parent": "parent",
    "comment_user_id": "user",
}
_POST_FIELDS: Final = {"post_id": "id", "post_name": "slug", "status": "status", "post_password": "password"}


@dataclass(frozen=True, slots=True)
class Author:
    """An account that writes on the blog: the number by which comments name it, and the name by which posts do."""

    id: str
    login: str


@dataclass(slots=True, eq=False)
class Post:
    """A post, page or other thing that can be commented on; whole behind its comments, for fields may follow them.

    Attributes:
        number: which item of the file it is, counted from 1; 0 stands for what is outside of all items.
        id: its number in WordPress.
        slug: the last part of its address.
        title: its title.
        link: its address.
        guid: its permanent name, mostly its address in another form.
        creator: the login of its author.
        status: `publish` if it is public.
        password: what protects it; empty if nothing does.
        damage: why its fields could not be read; None if they could.
    """

    number: int
    id: str = ""
    slug: str = ""
    title: str = ""
    link: str = ""
    guid: str = ""
    creator: str = ""
    status: str = ""
    password: str = ""
    damage: str | None = None

    @property
    def key(self) -> str:
        """A name that stays the same from export to export."""
        return " ".join((self.guid or self.id or self.slug or self.link or f"item {self.number}").split())

    @property
    def name(self) -> str:
        """What a person finds it by."""
        return self.id or self.slug


@dataclass(slots=True)
class RawComment:
    """A comment as it stands in the export, without what concerns its writer alone.

    Attributes:
        post: its post.
        line: the line on which it begins.
        healed: what was done to make it readable.
        markup: its text held markup that was not escaped, of which only the words are left.
        id, name, url, local_date, date, text, status, type, parent, user: its fields, blanks at their ends cut; empty
            if they are missing.
    """

    post: Post
    line: int
    healed: frozenset[Healed] = frozenset()
    markup: bool = False
    id: str = ""
    name: str = ""
    url: str = ""
    local_date: str = ""
    date: str = ""
    text: str = ""
    status: str = ""
    type: str = ""
    parent: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A comment that cannot be read, or a stretch between comments.

    Attributes:
        post: its post.
        line: the line on which it begins; 0 if it is about the file as a whole.
        id: its id, if that can be seen.
        why: what is wrong, to go on after "The comment", without a full stop.
        comment: whether it is a comment.
    """

    post: Post
    line: int
    id: str | None
    why: str
    comment: bool = True


Found: TypeAlias = Author | RawComment | Damaged


def read_export(source: io.BufferedReader[Any]) -> Iterator[Found]:
    """Read an export: its authors, its comments, and what is damaged, in the order of the file.

    Args:
        source: the file, plain or packed with gzip; it need not be seekable.

    Raises:
        UnusableExportError: the file is no export, at the latest when it has been read to its end.
        OSError: the source cannot be read.
    """
    text = ExportText(source)
    reader = _Reader(text.root)
    for piece in pieces(text, reader.prefix, text.line):
        yield from reader.read(piece)
    if not reader.is_export:
        raise UnusableExportError(f"This is an RSS feed, and no WordPress export; {AGAIN}")
    if text.broken:
        yield Damaged(Post(0), 0, None, text.broken, comment=False)
    if not reader.ended:
        post = reader.post
        after = (
            f"after post {post.name or f'number {post.number} of this file'}"
            if post.number
            else "before its first post"
        )
        why = f"the file ends early, at line {text.last_line}, {after}: export it again, there may be more"
        yield Damaged(Post(0), 0, None, why, comment=False)


class _Reader:
    """Turns pieces into what they say.

    Attributes:
        prefix: the prefix of WordPress's elements.
        is_export: something that only a WordPress export has was seen.
        ended: the end of the whole file was seen, and nothing behind it.
        post: the post that was read last, or is being read.
    """

    def __init__(self, root: str) -> None:
        bound = {address: prefix for prefix, address in _BINDING.findall(root)}
        ours = next((prefix for address, prefix in bound.items() if _EXPORT.fullmatch(address)), None)
        self.prefix, self.is_export = ours or "wp", ours is not None
        self.ended = False
        self.post = Post(0)
        self._in_post = False
        self._post_fields = {f"{{{self.prefix}}}{name}": ours for name, ours in _POST_FIELDS.items()}
        self._post_fields |= {"title": "title", "link": "link", "guid": "guid"}
        self._post_fields[f"{{{bound.get(_DC, 'dc')}}}creator"] = "creator"
        name = re.escape(self.prefix)
        self._author = re.compile(rf"<{name}:author>.*?</{name}:author>", re.DOTALL)
        self._hint = re.compile(rf"<{name}:comment_id>\s*(?:<!\[CDATA\[)?\s*([0-9]{{1,19}})\s*(?:\]\]>)?\s*<")
        self._decisive = re.compile(rf"<{name}:(?:status|post_password)\b")
        self._leak = re.compile(rf"<{name}:comment_author_(?:email|IP)\b")

    def read(self, piece: Piece) -> Iterator[Found]:
        self.is_export = self.is_export or f"<{self.prefix}:" in piece.text
        # A whole post may quote the end of a file, and so may a comment.
        is_whole = piece.kind == "comment" or piece.ends_item
        self.ended = not is_whole and piece.text.rfind("</rss") > piece.text.rfind("<rss")
        if piece.kind == "comment":
            yield self._comment(piece)
        elif piece.kind == "item":
            self.post, self._in_post = Post(self.post.number + 1), True
            yield from self._item(piece, piece.text)
        elif self._in_post:
            yield from self._item(piece, f"<item>{piece.text}")
        else:
            yield from self._channel(piece)
        self._in_post = self._in_post and not piece.ends_item

    def _comment(self, piece: Piece) -> RawComment | Damaged:
        post = self.post if self._in_post else Post(0)
        try:
            fields = _fields(piece, piece.text)
        except _DamagedPieceError as error:
            hint = self._hint.search(piece.text)
            return Damaged(post, piece.line, hint[1] if hint else None, str(error))
        ours = {name: fields.get(f"{{{self.prefix}}}{tag}") for tag, name in _COMMENT_FIELDS.items()}
        values = {name: _text(field) for name, field in ours.items()}
        if any(self._leak.search(values[name]) for name in ("text", "name", "url")):
            return Damaged(post, piece.line, values["id"] or None, "holds fields of another comment")
        markup = ours["text"] is not None and len(ours["text"]) > 0
        return RawComment(post, piece.line, piece.healed, markup, **values)

    def _item(self, piece: Piece, text: str) -> Iterator[Damaged]:
        try:
            fields = _fields(piece, f"{text}</item>")
        except _DamagedPieceError as error:
            # What decides on publishing stands before the comments; damage behind them does not touch it.
            if piece.kind == "item" or self._decisive.search(piece.text):
                self.post.damage = self.post.damage or str(error)
            yield Damaged(self.post, piece.line, None, str(error), comment=False)
            return
        for tag, name in self._post_fields.items():
            if value := _text(fields.get(tag)):
                setattr(self.post, name, value)

    def _channel(self, piece: Piece) -> Iterator[Author | Damaged]:
        texts = [""] if piece.damage else self._author.findall(piece.text)
        for text in texts:
            try:
                fields = _fields(piece, text)
            except _DamagedPieceError as error:
                yield Damaged(Post(0), piece.line, None, str(error), comment=False)
            else:
                number, login = (_text(fields.get(f"{{{self.prefix}}}author_{name}")) for name in ("id", "login"))
                yield Author(number, login)


class _DamagedPieceError(ValueError):
    """A piece is damaged; the message goes on after "The comment"."""


def _fields(piece: Piece, text: str) -> Mapping[str, ET.Element]:
    """Parse an element alone, and give what is in it by name, `{wp}comment_id` and such; of two the first.

    Every prefix stands for itself, whether the file binds it or not. No document type can stand in the middle of a
    document, so no entity can be declared here.

    Raises:
        _DamagedPieceError: that cannot be done.
    """
    if piece.damage:
        raise _DamagedPieceError(piece.damage)
    prefixes = sorted({*_PREFIX.findall(text)} - {"xml", "xmlns"})
    bindings = "".join(f' xmlns:{prefix}="{prefix}"' for prefix in prefixes)
    try:
        element = ET.XML(f"<piece{bindings}>{text}</piece>")[0]
    except ET.ParseError as error:
        raise _DamagedPieceError(f"is not well-formed XML ({str(error).partition(':')[0]})") from None
    return {child.tag: child for child in reversed(element)}


def _text(element: ET.Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()
