"""Reading a WordPress export (WXR): bytes → posts and comments as they stand there, and what is damaged.

The format is that of `wp-admin/includes/export.php` in WordPress: an RSS file with one `item` for each post, and the
comments as elements of their post. Every version of it, and every prefix, is read. E-mail addresses, network addresses,
agents and the data of plugins are not even taken out of the XML.

Memory is that of one comment, whatever the size of the file.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

from scripts.wordpress.clean_xml import pieces
from scripts.wordpress.export_file import UnusableExportError, open_export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scripts.wordpress.clean_xml import Healed, Piece

# Nothing is fetched from these addresses: they are names. The version in the first is that of the export.
_EXPORT: Final = re.compile(r"https?://(?:www\.)?wordpress\.org/export/\d+(?:\.\d+)*/?")
_DC: Final = "http://purl.org/dc/elements/1.1/"
_BINDING: Final = re.compile(r"""\sxmlns:([\w.-]+)\s*=\s*["']([^"']*)["']""")
_PREFIX: Final = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]")
_OPEN_CHANNEL: Final = re.compile(r"<channel(?=[\s>])[^>]*>")
# Every field is read over to its end, so that nothing inside one is taken for another.
_FIELD: Final = re.compile(r"<([\w:]++)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*+))</\1>", re.DOTALL)
_UNBOUND: Final = 27  # XML_ERROR_UNBOUND_PREFIX of expat

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
_POST_FIELDS: Final = {
    "post_id": "id",
    "post_name": "slug",
    "status": "status",
    "post_password": "password",
    "post_type": "type",
}
_RSS_FIELDS: Final = {"title": "title", "link": "link", "guid": "guid"}


@dataclass(frozen=True, slots=True)
class Author:
    """An account that writes on the blog: the number by which comments name it, and the name by which posts do."""

    id: str
    login: str


@dataclass(slots=True)
class Post:
    """A post, page or other thing that can be commented on; told after its comments, for its fields may follow them.

    Attributes:
        number: which item of the file it is, counted from 1.
        id: its number in WordPress.
        slug: the last part of its address.
        title: its title.
        link: its address.
        guid: its permanent name, mostly its address in another form.
        creator: the login of its author.
        status: `publish` if it is public.
        password: whether it needs a password.
        type: `post`, `page`, `attachment`, or one that a plugin made.
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
    password: bool = False
    type: str = ""
    damage: str | None = None


@dataclass(slots=True)
class RawComment:
    """A comment as it stands in the export, without what concerns its writer alone.

    Attributes:
        post: the number of its item; 0 if it stands outside of all.
        line: the line on which it begins.
        healed: what was done to make it readable.
        id, name, url, local_date, date, text, status, type, parent, user: its fields, blanks at their ends cut;
            None if it is missing.
        markup: its text held markup that was not escaped, of which only the words are left.
    """

    post: int
    line: int
    healed: frozenset[Healed] = frozenset()
    id: str | None = None
    name: str | None = None
    url: str | None = None
    local_date: str | None = None
    date: str | None = None
    text: str | None = None
    status: str | None = None
    type: str | None = None
    parent: str | None = None
    user: str | None = None
    markup: bool = False


@dataclass(frozen=True, slots=True)
class Damaged:
    """A comment that cannot be read, or a place between comments.

    Attributes:
        post: the number of its item; 0 if it stands outside of all.
        line: the line on which it begins; 0 if it is about the file as a whole.
        id: its id, if that can be seen.
        why: what is wrong, to go on after "The comment", without a full stop.
        comment: whether it is a comment.
    """

    post: int
    line: int
    id: str | None
    why: str
    comment: bool = True


Found: TypeAlias = Author | Post | RawComment | Damaged


def read_export(source: BinaryIO, count: Callable[[int], None] = lambda _: None) -> Iterator[Found]:
    """Read an export.

    Args:
        source: the file, plain or packed with gzip; it need not be seekable.
        count: is called with the number of bytes read so far.

    Yields:
        What is found, in the order of the file; each post after its comments.

    Raises:
        UnusableExportError: the file is no export, at the latest when it has been read to its end.
        OSError: the source cannot be read.
    """
    text = open_export(source, count)
    reader = _Reader(text.root)
    line = text.before.count("\n") + text.root.count("\n") + 1
    chunks = _Lines(text.chunks, line)
    yield from reader.read(pieces(chunks, reader.prefix, line))
    if not reader.is_export:
        raise UnusableExportError(
            "This is an RSS feed, and no WordPress export; in WordPress, choose Tools, Export, All content, "
            "and import the .xml file that it gives."
        )
    if text.broken:
        yield Damaged(0, 0, None, text.broken.rstrip("."), comment=False)
    if not reader.ended:
        after = f"after post {reader.last_post}" if reader.last_post else "before its first post"
        why = f"the file ends early, at line {chunks.last}, {after}: export it again, there may be more"
        yield Damaged(0, 0, None, why, comment=False)


class _Lines:
    """Passes an export on, and knows on which line its last character stands."""

    def __init__(self, chunks: Iterator[str], line: int) -> None:
        self._chunks, self._line = chunks, line
        self._ends_line = False

    def __iter__(self) -> Iterator[str]:
        for chunk in self._chunks:
            self._line += chunk.count("\n")
            self._ends_line = chunk.endswith("\n") if chunk else self._ends_line
            yield chunk

    @property
    def last(self) -> int:
        return self._line - self._ends_line


@dataclass
class _Reader:
    root: str
    is_export: bool = False
    #: The end of the whole file has been seen, and nothing behind it.
    ended: bool = False
    #: How a person finds the post that was read last.
    last_post: str = ""
    prefix: str = "wp"
    _bound: dict[str, str] = field(default_factory=dict)
    _posts: int = 0
    _post: Post | None = None

    def __post_init__(self) -> None:
        self._bound = dict(_BINDING.findall(self.root))
        for prefix, bound in self._bound.items():
            if _EXPORT.fullmatch(bound):
                self.is_export, self.prefix = True, prefix
        self._bound.setdefault(self.prefix, "http://wordpress.org/export/1.2/")
        self._bound.setdefault("dc", _DC)
        self._ours = f"{{{self._bound[self.prefix]}}}"
        # The rest is bound when a piece turns out to need it.
        self._opening = _opening({name: self._bound[name] for name in (self.prefix, "dc")})
        self._fields = {self._ours + name: ours for name, ours in _COMMENT_FIELDS.items()}
        name = re.escape(self.prefix)
        self._named = {f"{self.prefix}:{name}": ours for name, ours in _COMMENT_FIELDS.items()}
        self._author = re.compile(rf"<{name}:author>.*?</{name}:author>", re.DOTALL)
        self._hint = re.compile(rf"<{name}:comment_id>\s*(?:<!\[CDATA\[)?\s*([0-9]{{1,19}})\s*(?:\]\]>)?\s*<")
        self._decisive = re.compile(rf"<{name}:(?:status|post_password)\b")
        self._leak = re.compile(rf"<{name}:comment_author_(?:email|IP)\b")

    def read(self, found: Iterator[Piece]) -> Iterator[Found]:
        for piece in found:
            # A whole post may quote the end of a file, and so may a comment.
            whole = piece.kind == "comment" or piece.ends_item
            self.ended = not whole and piece.text.rfind("</rss") > piece.text.rfind("<rss")
            match piece.kind:
                case "comment":
                    self.is_export = True
                    yield self._comment(piece)
                case "item":
                    self._posts += 1
                    self._post = Post(self._posts)
                    yield from self._item(piece)
                case "other":
                    yield from self._item(piece) if self._post else self._channel(piece)
            if self._post:
                self.last_post = self._post.id or self._post.slug or f"number {self._post.number} of this file"
            if piece.ends_item and self._post:
                yield self._post
                self._post = None
        if self._post:
            yield self._post

    def _comment(self, piece: Piece) -> RawComment | Damaged:
        number = self._post.number if self._post else 0
        if piece.sound:
            return self._checked(self._sound_comment(piece, number))
        element = piece.damage or self._parsed(piece.text)
        if isinstance(element, str):
            hint = self._hint.search(piece.text)
            return Damaged(number, piece.line, hint[1] if hint else None, element)
        comment = RawComment(number, piece.line, piece.healed)
        fields = {child.tag: child for child in reversed(element[0])}
        for tag, name in self._fields.items():
            child = fields.get(tag)
            if child is None:
                continue
            if len(child):
                comment.markup = comment.markup or name == "text"
                value = "".join(child.itertext())
            else:
                value = child.text or ""
            setattr(comment, name, value.strip())
        return self._checked(comment)

    def _sound_comment(self, piece: Piece, number: int) -> RawComment:
        """Read a comment that is known to be well-formed; a parser of its own for each would cost twice as much."""
        comment = RawComment(number, piece.line, piece.healed)
        for name, section, text in reversed(_FIELD.findall(piece.text)):
            if ours := self._named.get(name):
                value = section or text
                setattr(comment, ours, value.replace("\r\n", "\n").replace("\r", "\n").strip())
        return comment

    def _checked(self, comment: RawComment) -> RawComment | Damaged:
        """Refuse a comment that has swallowed another one's fields."""
        for words in (comment.text, comment.name, comment.url):
            if words and "<" in words and self._leak.search(words):
                return Damaged(comment.post, comment.line, comment.id, "holds fields of another comment")
        return comment

    def _item(self, piece: Piece) -> Iterator[Damaged]:
        post = self._post
        if post is None:
            return
        text = piece.text
        if piece.kind == "other":
            text = f"<item>{text}"
        element = piece.damage or self._parsed(f"{text}</item>")
        if isinstance(element, str):
            # What decides on publishing stands before the comments; damage behind them does not touch it.
            if piece.kind == "item" or self._decisive.search(piece.text):
                post.damage = post.damage or element
            yield Damaged(post.number, piece.line, None, element, comment=False)
            return
        values = {child.tag: (child.text or "").strip() for child in element[0]}
        for name, ours in _POST_FIELDS.items():
            if found := values.get(self._ours + name):
                self.is_export = True
                setattr(post, ours, bool(found) if ours == "password" else found)
        for name, ours in (*_RSS_FIELDS.items(), (f"{{{self._bound['dc']}}}creator", "creator")):
            if found := values.get(name):
                setattr(post, ours, found)

    def _channel(self, piece: Piece) -> Iterator[Author | Damaged]:
        if piece.damage:
            yield Damaged(0, piece.line, None, piece.damage, comment=False)
        for found in self._author.finditer(piece.text):
            element = self._parsed(found[0])
            if isinstance(element, str):
                yield Damaged(0, piece.line, None, element, comment=False)
                continue
            self.is_export = True
            values = {child.tag.removeprefix(self._ours): (child.text or "").strip() for child in element[0]}
            yield Author(values.get("author_id", ""), values.get("author_login", ""))
        if f"<{self.prefix}:wxr_version" in piece.text:
            self.is_export = True

    def _parsed(self, text: str) -> ET.Element | str:
        """Parse a piece alone, between tags that bind the prefixes; a sentence's end if that cannot be done.

        No document type can stand in the middle of a document, so no entity can be declared here.
        """
        try:
            return ET.XML(f"{self._opening}{text}</rss>")
        except ET.ParseError as error:
            if error.code != _UNBOUND:
                return _why(error)
        bound = {**dict.fromkeys(_PREFIX.findall(text), "unknown"), **self._bound}
        bound.pop("xmlns", None)
        try:
            return ET.XML(f"{_opening(bound)}{text}</rss>")
        except ET.ParseError as error:
            return _why(error)


def _opening(bound: Mapping[str, str]) -> str:
    bindings = (f' xmlns:{prefix}="{name}"' for prefix, name in bound.items() if prefix not in {"xml", "xmlns"})
    return f"<rss{''.join(bindings)}>"


def _why(error: ET.ParseError) -> str:
    return f"is not well-formed XML ({str(error).partition(':')[0]})"
