"""The last touch to each PDF: every link is spoken by its own words, and the file gets smaller.

Typst (0.15) describes a link by its bare address, and screen readers then read that in place of the text.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pikepdf

from scripts.editions.tagged_text import Tag, read_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

# The number of a note; the engine describes it well: "Footnote 1".
_NUMBER = re.compile(r"\d+")


class SilentLinkError(ValueError):
    """A link has no words; the message names where it leads."""


def speak_links(data: bytes) -> bytes:
    """Set the spoken description of each link to the link's own text, and pack the file.

    The same bytes give the same bytes.

    Args:
        data: a tagged PDF as Typst writes it.

    Returns:
        The same document with objects in compressed streams, which is about two fifths smaller.

    Raises:
        SilentLinkError: if a link has no text.
        UnreadableTextError: if the file has no tags.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for link in _plain_links(read_tags(pdf)):
            for annotation in link.annotations:
                if not link.text:
                    raise SilentLinkError(
                        f"A link to {_target(annotation)} has no text: "
                        "write between <a> and </a> what the reader finds there."
                    )
                annotation.Contents = pikepdf.String(link.text)
        packed = io.BytesIO()
        pdf.save(
            packed,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
            # What the file says of itself stays as the engine wrote it.
            fix_metadata_version=False,
        )
    return packed.getvalue()


def _plain_links(tag: Tag) -> Iterator[Tag]:
    """Yield the links that the engine describes badly: all but notes, and the contents list with its page numbers."""
    if tag.role == "TOC" or (tag.role == "Lbl" and _NUMBER.fullmatch(tag.text)):
        return
    if tag.role == "Link":
        yield tag
    for child in tag.children:
        if isinstance(child, Tag):
            yield from _plain_links(child)


def _target(annotation: pikepdf.Dictionary) -> str:
    return str(annotation.A.URI) if "/A" in annotation and "/URI" in annotation.A else "a place in this document"
