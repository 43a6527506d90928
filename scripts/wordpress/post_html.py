"""The text of a post as WordPress stored it → HTML that says the same without WordPress.

Shortcodes become elements (`[gallery ids="1,2"]` is `<wp-gallery ids="1,2">`), so that one parser nests them together
with the tags; the marks of blocks go; paragraphs are made as WordPress makes them (`wpautop`). Then nh3, a parser of
browsers' rules, has the last word on what is an element. Each pass is linear.

The tags that are written here are the post's own, made for the sanitiser. They are no markup of the site, which stands
in `overrides/`.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import nh3
import yaml

from scripts.comments.text import plain_characters

_ELEMENTS: Final = yaml.safe_load(Path(__file__).with_name("elements.yml").read_text(encoding="utf-8"))
#: What the table of elements holds; the others are blocks that are only around others.
INLINE, LINES, _HOLDERS, PLAYERS, _WRAPPERS = (
    frozenset(_ELEMENTS[kind].split()) for kind in ("inline", "lines", "holders", "players", "wrappers")
)
BLOCKS: Final = LINES | _HOLDERS
#: Names without another meaning than their new one, and the attributes that a reader meets.
NEW_NAMES: Final[dict[str, str]] = _ELEMENTS["renamed"]
SHOWN: Final = {name: set(keys.split()) for name, keys in _ELEMENTS["shown"].items()}

_WHOLE: Final = r"<(?P<whole>pre|script|style|textarea)\b.*?(?:</(?P=whole)\s*>|\Z)"
_BLOCK: Final = re.compile(
    rf"{_WHOLE}|<(?P<end>/?)(?P<name>{'|'.join(sorted(BLOCKS | _WRAPPERS))})\b[^<>]*>", re.IGNORECASE | re.DOTALL
)
_TAG: Final = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_COMMENT: Final = re.compile(
    r"<!--(?:(?P<apart>\s*/?wp:([a-z0-9/-]+)|more\b|nextpage\b))?.*?(?P<end>/?-->|\Z)", re.DOTALL
)
_BREAK: Final = re.compile(r"<br\b[^<>]*>[ \t]*\n?", re.IGNORECASE)
_BLANK: Final = re.compile(r"\n[ \t]*\n\s*")
_SHORTCODE: Final = re.compile(
    _WHOLE + r"|(?<!\[)\[(?P<end>/?)(?P<name>[a-z][\w-]{0,40})"
    r"(?P<data>(?:\s(?:[^\[\]\"']|\"[^\"]*\"|'[^']*'){0,999}+)?)\]",
    re.IGNORECASE | re.DOTALL,
)
_VALUE: Final = re.compile(r"(?:([\w-]+)\s*=\s*)?(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=]+))")
# Shortcodes that are nothing without what they enclose, and that may be; the file of a player is named after its kind.
_ENCLOSING: Final = frozenset({"caption", "embed", "wp_caption"})
_KNOWN: Final = _ENCLOSING | {"audio", "gallery", "video"}
_FILES: Final = frozenset({"", "m4a", "m4v", "mp3", "mp4", "ogg", "ogv", "wav", "webm"})
#: Blocks without a text of their own that mean nothing more.
_SILENT: Final = frozenset({"more", "nextpage", "separator", "spacer"})

# What is nested deeper loses its form, never its words: no reader could follow, and no parser for ever.
_DEEPEST: Final = 24
_VOID: Final = frozenset({"br", "embed", "hr", "img", "source"})
#: Leaves only elements and attributes that are known, and links that lead to a place of people.
clean: Final = nh3.Cleaner(
    tags={*INLINE, *BLOCKS, *_WRAPPERS, *PLAYERS, *NEW_NAMES, "source"},
    clean_content_tags={"noembed", "script", "style", "template", "title"},
    attributes=SHOWN | {
        "*": {"alt", "caption", "class", "href", "id", "ids", "name", "src", "title"},
        "img": {"alt", "data-lazy-src", "data-orig-file", "data-src", "src"}, "object": {"data"},
    },
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel", "sms", "ftp"},
).clean  # fmt: skip


def plain_html(text: str, note: Callable[[str], None]) -> str:
    """Make HTML of the text of a post.

    Args:
        text: the text as WordPress stored it; any text will do.
        note: is told in a sentence what cannot be had from the export, or was kept as it is.

    Returns:
        Well-formed HTML. In it are the elements of `INLINE`, `BLOCKS` and `PLAYERS`, wrappers, and what became of
        shortcodes; nothing runs.
    """
    blocks: list[str] = []

    def without(comment: re.Match[str]) -> str:
        if comment[2]:
            blocks.append(comment[2])
            if comment["end"] == "/-->" and comment[2] not in _SILENT:
                note(f"WordPress itself filled the block “{comment[2]}” here; see what it showed, and write it.")
        return "\n\n" if comment["apart"] else ""

    text = plain_characters(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _with_elements(_COMMENT.sub(without, text), note)
    text = _TAG.sub(lambda tag: tag[0].replace("\n", " "), text)
    depth = 0

    def shallow(tag: re.Match[str]) -> str:
        nonlocal depth
        step = 0 if tag[1] in _VOID else -1 if tag[0].startswith("</") else 1
        depth += step
        return tag[0] if depth - (step > 0) < _DEEPEST else ""

    return re.sub("</?([a-z0-9-]+)[^<>]*>", shallow, clean(_with_paragraphs(text, breaks=not blocks)))


def with_footnotes(text: str, data: str) -> str:
    """Put the footnotes of a post where their block is; WordPress keeps them apart, as `data` in JSON.

    Without data that can be read, the text stays as it is.
    """
    try:
        notes = "".join(f'<li id="{html.escape(note["id"])}">{note["content"]}</li>' for note in json.loads(data))
    except (ValueError, TypeError, KeyError, AttributeError):
        return text
    return re.sub(r"<!--\s*wp:footnotes\s*/-->", lambda _: f"<ol>{notes}</ol>", text, count=1)


def _with_elements(text: str, note: Callable[[str], None]) -> str:
    """Make elements of the shortcodes that have a meaning, and tell of the others."""
    unknown, ends_next, is_closed = Counter[str](), dict[str, bool](), dict[int, bool]()
    for code in reversed([*_SHORTCODE.finditer(text)]):
        # One that has no end of its own encloses nothing.
        is_closed[code.start()] = ends_next.get(code["name"], False)
        ends_next[code["name"]] = bool(code["end"])

    def element(code: re.Match[str]) -> str:
        name, closed = code["name"], is_closed[code.start()]
        tag = f"wp-{name}".replace("wp-wp_", "wp-")
        if code["whole"] or name not in _KNOWN or not (code["end"] or closed or name not in _ENCLOSING):
            is_text = code["whole"] or code["end"] or "<" in code["data"]
            unknown[name] += not is_text and (closed or "=" in code["data"])
            return code[0]
        if code["end"]:
            return f"</{tag}>"
        values = ((key, double or single or bare) for key, double, single, bare in _VALUE.findall(code["data"]))
        attributes = "".join(f' {"src" if key in _FILES else key}="{html.escape(value)}"' for key, value in values)
        return f"<{tag}{attributes}>" + ("" if closed else f"</{tag}>")

    text = _SHORTCODE.sub(element, text)
    for name, count in (+unknown).items():
        times = f"{count} times" if count > 1 else "once"
        note(f"[{name}] is of a plugin, and stays as text, {times}; write what it stood for.")
    return text


def _with_paragraphs(text: str, *, breaks: bool) -> str:
    """Make paragraphs at blank lines, and in texts of the classic editor breaks at line ends."""
    pieces: list[str] = []
    place, is_held = 0, False
    for tag in [*_BLOCK.finditer(text), None]:
        words = text[place : tag.start() if tag else len(text)]
        words = (_BREAK.sub("\n", words) if breaks else words).strip()
        found = [re.sub(r"\s*\n\s*", "<br>" if breaks else " ", one) for one in _BLANK.split(words) if words]
        pieces += found if is_held and len(found) == 1 else [f"<p>{one}</p>" for one in found]
        if tag:
            pieces.append(tag[0])
            place, name = tag.end(), "" if tag["end"] else (tag["name"] or "").lower()
            is_held = name in LINES | {"caption", "legend", "li", "dd"}
    return "".join(pieces)
