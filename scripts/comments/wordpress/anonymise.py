"""An export that can be shown to others: its structure and its damage are the original's, its people and words are not.

What stays: the elements, ids, dates, states and types, so who answers whom, in which order, and what is held; the
lengths of all texts, their punctuation and tags; whatever is broken. What goes: names, addresses of mail, web and
network, passwords, titles, and every word. No element's content stays because of its place alone: a date is kept only
if it is written as a date.

It is read as text and not as XML, so a file that no XML parser takes can be anonymised too.
"""

from __future__ import annotations

import codecs
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from scripts.comments.wordpress.disguise import Disguise
from scripts.comments.wordpress.export_file import UnusableExportError

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER: Final = r"-?\d{0,19}"
_DAY: Final = r"\d{4}-\d\d?-\d\d?(?:[ T]\d\d?:\d\d(?::\d\d)?)?"
_PUBLISHED: Final = (
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) -?\d{4} "
    r"\d\d:\d\d:\d\d [+-]\d{4}"
)

#: What an element may hold to be kept as it is. Source: wp-admin/includes/export.php of WordPress.
_KEPT: Final = {
    name: re.compile(pattern, re.ASCII)
    for names, pattern in {
        "attachment_id author_id comment_id comment_parent comment_user_id is_sticky menu_order post_id post_parent "
        "term_id": _NUMBER,
        "comment_date comment_date_gmt post_date post_date_gmt post_modified post_modified_gmt": _DAY,
        "pubDate": _PUBLISHED,
        "comment_approved": "0|1|approve|hold|spam|trash|post-trashed",
        "comment_type": "comment|pingback|trackback|review|order_note|webmention",
        "comment_status ping_status": "open|closed",
        "status": "publish|draft|pending|private|future|inherit|trash|auto-draft",
        "post_type": "post|page|attachment|revision|nav_menu_item|custom_css|wp_block|product",
        "wxr_version": r"\d\.\d",
        "language": "[a-z]{2,3}(?:-[A-Z]{2})?",
        "meta_key": "akismet_(?:result|history|as_submitted|user|user_result|error)"
        "|_wp_trash_meta_(?:status|time|comments_status)",
    }.items()
    for name in names.split()
}
_LOGINS: Final = frozenset({"author_login", "creator"})
_ELEMENTS: Final = (
    "rss channel item title link description creator guid encoded category generator image url width height author "
    "author_login author_email author_display_name author_first_name author_last_name base_site_url base_blog_url "
    "cat_name category_description category_nicename category_parent tag tag_slug tag_name tag_description term "
    "term_taxonomy term_slug term_parent term_name term_description termmeta post_name post_password attachment_url "
    "postmeta comment comment_author comment_author_email comment_author_url comment_author_IP comment_content "
    "commentmeta meta_value"
)
_NAMES: Final = "|".join(sorted([*_ELEMENTS.split(), *_KEPT], key=len, reverse=True))
_ATTRIBUTE_START: Final = r"\s+(?:xmlns(?::[a-z0-9]{1,8})?|version|domain|nicename|isPermaLink|rel|href|type)\s*=\s*"
_QUOTED: Final = r"""(?:"[^"<>]*"|'[^'<>]*')"""
_ATTRIBUTE: Final = re.compile(rf"(?P<start>{_ATTRIBUTE_START})(?P<quoted>{_QUOTED})")
_KEPT_VALUE: Final = re.compile(
    r"https?://(?:wordpress\.org/export/\d\.\d/(?:excerpt/)?|purl\.org/(?:rss/1\.0/modules/[a-z]+|dc/elements/1\.1)/"
    r"|wellformedweb\.org/CommentAPI/|www\.w3\.org/2005/Atom)"
    r"|[0-9.]{1,4}|true|false|category|post_tag|nav_menu|post_format|application/rss\+xml|self",
    re.ASCII,
)
_TAG: Final = re.compile(
    rf"(?P<start></?)(?P<prefix>[a-z][a-z0-9]{{0,7}}:)?(?P<name>{_NAMES})"
    rf"(?P<attributes>(?:{_ATTRIBUTE_START}{_QUOTED})*)(?P<end>\s*/?>)"
    r"|<\?xml\s+version\s*=\s*[\"']1\.\d[\"'](?:\s+encoding\s*=\s*[\"'][A-Za-z0-9._-]{1,20}[\"'])?"
    r"(?:\s+standalone\s*=\s*[\"'](?:yes|no)[\"'])?\s*\?>"
)
_CDATA_START, _CDATA_END = "<![CDATA[", "]]>"
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
# What an XML parser reads besides UTF-8 and UTF-16: one byte a character, the first half as in ASCII.
_ONE_BYTE: Final = re.compile(r"iso8859-\d+|cp125\d|koi8-[rut]|mac-[a-z]+")
_CHUNK: Final = 1 << 18
# A field may be as long as this in characters, a tag as long as that.
_LONGEST_FIELD, _LONGEST_TAG = 1 << 20, 4096


@dataclass(frozen=True)
class Anonymised:
    """What was done: how many comments there were, and how many bytes were read."""

    comments: int
    size: int


def anonymise(
    source: BinaryIO, target: BinaryIO, *, key: bytes | None = None, progress: Callable[[int, int], None] | None = None
) -> Anonymised:
    """Copy an export without its people and words, in flat memory.

    Args:
        source: the export.
        target: where the copy goes, in the encoding of the export.
        key: what the new words are made from; by default fresh random bytes that nobody ever sees.
        progress: is told the bytes read and the comments found, from time to time.

    Returns:
        What was done.

    Raises:
        UnusableExportError: nothing in it looks like an export. What was written by then is of no use.
    """
    first = source.read(_CHUNK)
    encoding = _encoding(first)
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    reader = _Reader(Disguise(key or secrets.token_bytes(32), encoding))
    size = 0
    chunk = first
    while chunk:
        size += len(chunk)
        target.write(reader.read(decoder.decode(chunk)).encode(encoding, errors))
        if progress is not None:
            progress(size, reader.comments)
        chunk = source.read(_CHUNK)
    target.write(reader.read(decoder.decode(b"", final=True), final=True).encode(encoding, errors))
    if not reader.elements:
        raise UnusableExportError(
            "The file has none of the elements of a WordPress export; in WordPress, choose Tools, Export, All content, "
            "and take the .xml file that it gives."
        )
    return Anonymised(reader.comments, size)


class _Reader:
    """Takes the text of an export in pieces and gives it back disguised."""

    def __init__(self, disguise: Disguise) -> None:
        self._disguise = disguise
        self._rest = ""
        self._element = ""
        self._comment = ""
        self.elements = 0
        self.comments = 0

    def read(self, text: str, *, final: bool = False) -> str:
        """Take a piece; give what is done."""
        text = self._rest + text
        done: list[str] = []
        place = 0
        for found in _TAG.finditer(text):
            done += [self._field(text[place : found.start()]), self._tag(found)]
            place = found.end()
        end = len(text) if final else self._cut(text, place)
        if end > place:
            done.append(self._disguise.text(text[place:end], self._comment) if not final else self._field(text[place:]))
        self._rest = text[end:]
        return "".join(done)

    def _cut(self, text: str, place: int) -> int:
        """Find how far a field can be given away whose end has not come yet: not at all, unless it is very long."""
        if len(text) - place < _LONGEST_FIELD:
            return place
        latest = len(text) - _LONGEST_TAG
        return max(text.rfind(" ", place, latest), text.rfind("\n", place, latest)) + 1 or latest

    def _field(self, field: str) -> str:
        before, value, after = _unwrapped(field)
        kept = _KEPT.get(self._element)
        if not value or (kept is not None and kept.fullmatch(value)):
            if self._element == "comment_id":
                self._comment = value
            return field
        # Within a comment the same words get another disguise than elsewhere, so that nobody can tell who wrote a held
        # comment by one that is published. A login is one and the same wherever it stands.
        place = "" if self._element in _LOGINS else self._comment
        return f"{before}{self._disguise.text(value, place)}{after}"

    def _tag(self, found: re.Match[str]) -> str:
        name = found["name"]
        if name is None:
            return found[0]
        self.elements += 1
        opened = found["start"] == "<"
        if name == "comment":
            self.comments += opened
            self._comment = ""
        self._element = name if opened else ""
        attributes = _ATTRIBUTE.sub(self._attribute, found["attributes"])
        return f"{found['start']}{found['prefix'] or ''}{name}{attributes}{found['end']}"

    def _attribute(self, found: re.Match[str]) -> str:
        quote, value = found["quoted"][0], found["quoted"][1:-1]
        return f"{found['start']}{quote}{value if _KEPT_VALUE.fullmatch(value) else self._disguise.text(value)}{quote}"


def _unwrapped(field: str) -> tuple[str, str, str]:
    """Take a field out of its CDATA section and the blanks around it."""
    value = field.strip()
    if value.startswith(_CDATA_START):
        value = value[len(_CDATA_START) :].removesuffix(_CDATA_END).strip()
        start = field.index(_CDATA_START) + len(_CDATA_START)
        start = field.index(value, start)
    else:
        start = field.index(value)
    return field[:start], value, field[start + len(value) :]


def _encoding(first: bytes) -> str:
    """Give the encoding of an export by its first bytes; what cannot be read in it stays as damaged as it was."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if first.startswith(mark):
            return name
    declared = _DECLARED.match(first)
    if declared is None:
        return "utf-8"
    try:
        name = codecs.lookup(declared[1].decode()).name
    except LookupError:
        return "utf-8"
    return name if _ONE_BYTE.fullmatch(name) else "utf-8"
